import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { fold } from "@tandem/domain/people/fold";
import type { Transaction } from "../platform/database.ts";
import { appendFacts } from "../platform/facts.ts";
import { cancelTimers, setTimers } from "../platform/timers.ts";
import { recordAudit } from "./audit.ts";
import { saveHandoffs } from "./save-handoffs.ts";
import { companyColumns, contactColumns, type CompanyState, type ContactState } from "./states.ts";
import type { Work } from "./work.ts";

/** Writes everything a command decided, in a few set-based statements, within the command's transaction. */
export async function settle(work: Work): Promise<void> {
  const { tx } = work;
  const companies = [...work.companies.values()].filter((c) => c.isDirty || c.isNew);
  await saveRows(tx, "company", companyTable, companies.filter((c) => c.isNew).map(companyRow), companies.filter((c) => !c.isNew).map(companyRow));
  const contacts = [...new Set(work.contacts.values())].filter((c) => c.isDirty || c.isNew).sort((a, b) => (a.id < b.id ? -1 : 1));
  const rowOf = (c: ContactState) => contactRow(c, c.companyId === null ? null : (work.companies.get(c.companyId) ?? null));
  await saveRows(tx, "contact", contactTable, contacts.filter((c) => c.isNew).map(rowOf), contacts.filter((c) => !c.isNew).map(rowOf));
  for (const state of [...companies, ...contacts]) state.isNew = state.isDirty = false;
  await saveLinks(work);
  await saveEpisodes(work);
  await saveHandoffs(work);
  await saveScores(work);
  await saveChanges(work);
  await recordAudit(tx, work.audit);
  await appendFacts(tx, work.facts);
  await cancelTimers(tx, work.timers.cancelled);
  await setTimers(tx, work.timers.set);
  await tellLive(work);
  for (const list of [work.changes, work.scores, work.episodes.opened, work.episodes.closed, work.facts, work.audit, work.timers.set, work.timers.cancelled]) list.length = 0;
  work.liveEvents.clear();
}

const companyTable = ["name", "domain", "domain_folded", "industry", "employees", "annual_revenue", "country", "city", "owner_id", "custom", "field_source", "created_at", "search", "version"] as const;
const contactTable = [
  "survivor_id", "created_at", "identified_at", "last_seen_at", "email", "email_folded", "email_kind", "first_name", "last_name", "title", "seniority", "job_function",
  "phone", "country", "city", "language", "source", "custom", "field_source", "company_id", "owner_id", "stage", "stage_since", "episode_id", "fit", "grade",
  "engagement", "scored_on", "score_changes_on", "agreement_version", "cool_off_until", "first_touch", "last_touch", "flags", "search", "version",
] as const;

/** New rows are inserted, known ones updated whole: their locks are held, so nobody else's change can be lost. */
async function saveRows(tx: Transaction, table: "company" | "contact", columns: readonly string[], inserted: object[], updated: object[]): Promise<void> {
  const list = columns.join(", ");
  if (inserted.length > 0)
    await tx.query(`insert into ${table} (id, ${list}) select id, ${list} from jsonb_populate_recordset(null::${table}, $1)`, [JSON.stringify(inserted)]);
  if (updated.length > 0)
    await tx.query(
      `update ${table} t set (${list}) = (${columns.map((c) => `r.${c}`).join(", ")}) from jsonb_populate_recordset(null::${table}, $1) r where t.id = r.id`,
      [JSON.stringify(updated)],
    );
}

function companyRow(company: CompanyState): object {
  return {
    id: company.id,
    ...Object.fromEntries(companyColumns.map((column) => [column, company.values[column] ?? null])),
    domain_folded: company.domainFolded,
    owner_id: company.ownerId,
    custom: company.custom,
    field_source: company.fieldSource,
    created_at: company.createdAt,
    search: searchText([company.values["name"], company.values["domain"], company.values["city"]]),
    version: company.version + (company.isNew ? 0 : 1),
  };
}

function contactRow(contact: ContactState, company: CompanyState | null): object {
  const { values } = contact;
  return {
    id: contact.id,
    survivor_id: contact.survivorId,
    created_at: contact.createdAt,
    identified_at: contact.identifiedAt,
    last_seen_at: contact.lastSeenAt,
    ...Object.fromEntries(contactColumns.map((column) => [column, values[column] ?? null])),
    email_folded: typeof values["email"] === "string" ? fold(values["email"]) : null,
    custom: contact.custom,
    field_source: contact.fieldSource,
    company_id: contact.companyId,
    owner_id: contact.ownerId,
    stage: contact.stage,
    stage_since: contact.stageSince,
    episode_id: contact.episodeId,
    fit: contact.fit,
    grade: contact.grade,
    engagement: contact.engagement,
    scored_on: dayText(contact.scoredOn),
    score_changes_on: dayText(contact.scoreChangesOn),
    agreement_version: contact.agreementVersion,
    cool_off_until: dayText(contact.coolOffUntil),
    first_touch: contact.firstTouch,
    last_touch: contact.lastTouch,
    flags: contact.flags,
    search: searchText([values["first_name"], values["last_name"], values["email"], values["title"], company?.values["name"] ?? null]),
    version: contact.version + (contact.isNew ? 0 : 1),
  };
}

function dayText(day: number | null): string | null {
  return day === null ? null : isoFromEpochDay(day);
}

/** What a substring search looks through: folded in the one place that folds. */
function searchText(parts: readonly unknown[]): string {
  return fold(parts.filter((part) => typeof part === "string" && part !== "").join(" "));
}

/** Merges of the engine's own: the visitor's contact answers with the person's from now on. */
async function saveLinks({ tx, applied, at, links }: Work): Promise<void> {
  if (links.length === 0) return;
  await tx.query(
    `insert into merge (id, from_id, into_id, why, merged_at, applied) select id, from_id, into_id, 'joined-device', $4, $5 from unnest($1::uuid[], $2::uuid[], $3::uuid[]) r(id, from_id, into_id) on conflict do nothing`,
    [links.map((l) => l.id), links.map((l) => l.fromId), links.map((l) => l.intoId), at, applied],
  );
  await tx.query("update contact c set survivor_id = r.into_id from unnest($1::uuid[], $2::uuid[]) r(from_id, into_id) where c.survivor_id = r.from_id", [links.map((l) => l.fromId), links.map((l) => l.intoId)]);
  links.length = 0;
}

async function saveEpisodes({ tx, applied, at, inForce, episodes }: Work): Promise<void> {
  if (episodes.closed.length > 0)
    await tx.query("update episode e set left_at = r.left_at from unnest($1::uuid[], $2::timestamptz[]) r(id, left_at) where e.id = r.id", [
      episodes.closed.map((e) => e.id),
      episodes.closed.map((e) => e.leftAt),
    ]);
  if (episodes.opened.length > 0)
    await tx.query(
      `insert into episode (id, contact_id, stage, entered_at, left_at, predecessor_id, cause, words, flag, history, actor_kind, actor_id, agreement_version, applied, applied_at)
       select r.id, r.contact_id, r.stage, r.entered_at, r.left_at, r.predecessor_id, r.cause, r.words, r.flag, r.history, r.actor_kind, r.actor_id, $2, $3, $4
       from jsonb_populate_recordset(null::episode, $1) r`,
      [
        JSON.stringify(
          episodes.opened.map((e) => ({
            id: e.id, contact_id: e.contactId, stage: e.stage, entered_at: e.enteredAt, left_at: e.leftAt, predecessor_id: e.predecessorId,
            cause: e.cause, words: e.words, flag: e.flag, history: e.history, actor_kind: e.actor.kind, actor_id: e.actor.id,
          })),
        ),
        inForce.version,
        applied,
        at,
      ],
    );
}

async function saveScores({ tx, applied, at, inForce, scores }: Work): Promise<void> {
  if (scores.length === 0) return;
  await tx.query(
    `insert into score (contact_id, applied, at, fit, grade, engagement, agreement_version, event_id)
     select contact_id, $6, $7, fit, grade, engagement, $8, event_id from unnest($1::uuid[], $2::int[], $3::text[], $4::int[], $5::uuid[]) r(contact_id, fit, grade, engagement, event_id)
     on conflict (contact_id, applied) do update set fit = excluded.fit, grade = excluded.grade, engagement = excluded.engagement`,
    [scores.map((s) => s.contactId), scores.map((s) => s.fit), scores.map((s) => s.grade), scores.map((s) => s.engagement), scores.map((s) => s.eventId), applied, at, inForce.version],
  );
}

async function saveChanges({ tx, applied, at, actor, changes }: Work): Promise<void> {
  if (changes.length === 0) return;
  await tx.query(
    `insert into change (entity_kind, entity_id, field, old, new, happened_at, applied_at, applied, actor_kind, actor_id)
     select entity_kind, entity_id, field, old, new, happened_at, $7, $8, $9, $10
     from unnest($1::text[], $2::uuid[], $3::text[], $4::jsonb[], $5::jsonb[], $6::timestamptz[]) r(entity_kind, entity_id, field, old, new, happened_at)`,
    [
      changes.map((c) => c.entityKind),
      changes.map((c) => c.entityId),
      changes.map((c) => c.field),
      changes.map((c) => JSON.stringify(c.old ?? null)),
      changes.map((c) => JSON.stringify(c.new ?? null)),
      changes.map((c) => c.happenedAt),
      at,
      applied,
      actor.kind,
      actor.id,
    ],
  );
}

/** More than this and a browser reads its lists again instead of single rows. */
const idsTold = 50;

/** One message a topic and kind, however many rows changed: telling of each by itself would cost more than the change. */
async function tellLive(work: Work): Promise<void> {
  const told = new Map<string, { topics: string[]; kind: string; ids: string[] }>();
  for (const { topics, kind, id } of work.liveEvents.values()) {
    const key = `${kind} ${topics.toSorted().join(" ")}`;
    const group = told.get(key);
    if (group) group.ids.push(id);
    else told.set(key, { topics, kind, ids: [id] });
  }
  for (const { topics, kind, ids } of told.values()) await work.app.live.publish(work.tx, topics, { kind, data: { ids: ids.length > idsTold ? null : ids } });
}
