import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { fold } from "@tandem/domain/people/fold";
import { factChannel, factsStatement } from "../platform/facts.ts";
import { sendTogether, type Statement } from "../platform/statement.ts";
import { cancelTimersStatement, setTimersStatement } from "../platform/timers.ts";
import { answerRungs } from "./answer-rungs.ts";
import { auditStatement } from "./audit.ts";
import { insertRows, updateRows, type Row } from "./rows.ts";
import { changedHandoffs, handoffsSaved, newHandoffs } from "./save-handoffs.ts";
import { companyColumns, contactColumns, type CompanyState, type ContactState } from "./states.ts";
import type { Work } from "./work.ts";

/**
 * Writes everything a command decided, within its transaction and without waiting: what exists changes first, then what
 * is new is added (an episode must have ended before the next one may stand).
 */
export async function settle(work: Work): Promise<void> {
  await answerRungs(work);
  const { tx, timers } = work;
  const people = changedPeople(work);
  const set = new Set(timers.set.map(({ kind, key }) => `${kind} ${key}`));
  sendTogether(tx, [
    ...people.changes,
    ...changedHandoffs(work),
    // A timer that is set anew is moved, not taken away first.
    ...some(timers.cancelled.filter(({ kind, key }) => !set.has(`${kind} ${key}`)), cancelTimersStatement),
  ]);
  sendTogether(tx, [...people.additions, ...newHandoffs(work), ...some(work.audit, auditStatement), ...some(work.facts, factsStatement), ...some(timers.set, setTimersStatement)]);
  if (work.facts.length > 0) tx.notify(factChannel, "");
  tellLive(work);
  people.saved();
  handoffsSaved(work);
  for (const list of [work.facts, work.audit, timers.set, timers.cancelled]) list.length = 0;
  work.liveEvents.clear();
}

/** Writes what was decided about people and companies so far, where the rest is still to be decided: the database is at it meanwhile. */
export function savePeople(work: Work): void {
  const people = changedPeople(work);
  sendTogether(work.tx, people.changes);
  sendTogether(work.tx, people.additions);
  people.saved();
}

/** What changes people and companies, what adds new ones and their history, and what holds in memory once both are written. */
function changedPeople(work: Work): { changes: Statement[]; additions: Statement[]; saved(): void } {
  const companies = [...work.companies.values()].filter((c) => c.isDirty || c.isNew);
  const contacts = [...new Set(work.contacts.values())].filter((c) => c.isDirty || c.isTouched || c.isNew).sort((a, b) => (a.id < b.id ? -1 : 1));
  const rowOf = (c: ContactState) => contactRow(c, c.companyId === null ? null : (work.companies.get(c.companyId) ?? null));
  return {
    changes: [
      ...updateRows("company", companyTable, companies.filter((c) => !c.isNew).map(companyRow)),
      ...updateRows("contact", contactTable, contacts.filter((c) => c.isDirty && !c.isNew).map(rowOf)),
      ...touched(contacts.filter((c) => !c.isDirty && !c.isNew)),
      ...closeEpisodes(work),
    ],
    additions: [
      ...insertRows("company", companyTable, companies.filter((c) => c.isNew).map(companyRow)),
      ...insertRows("contact", contactTable, contacts.filter((c) => c.isNew).map(rowOf)),
      ...linkVisitors(work),
      ...openEpisodes(work),
      ...addScores(work),
      ...addChanges(work),
    ],
    saved() {
      for (const state of [...companies, ...contacts]) {
        if (state.isDirty && !state.isNew) state.version += 1;
        state.isNew = state.isDirty = false;
      }
      for (const contact of contacts) contact.isTouched = contact.isBrought = contact.isForeseen = false;
      for (const list of [work.links, work.changes, work.scores, work.episodes.opened, work.episodes.closed]) list.length = 0;
    },
  };
}

/** The statement about a list, unless it is empty. */
function some<T>(list: readonly T[], statement: (list: readonly T[]) => Statement): Statement[] {
  return list.length === 0 ? [] : [statement(list)];
}

/** Most of what is worked sees people again and scores them anew, and changes nothing else: those rows are not written whole. */
function touched(contacts: readonly ContactState[]): Statement[] {
  if (contacts.length === 0) return [];
  return [
    {
      text: `update contact c set last_seen_at = r.seen_at, first_touch = coalesce(r.first_touch, c.first_touch), last_touch = coalesce(r.last_touch, c.last_touch), cool_off_until = r.cool_off_until, fit = r.fit, grade = r.grade,
               engagement = r.engagement, scored_on = r.scored_on, score_changes_on = r.changes_on, score_falls = null, agreement_version = r.version
             from unnest($1::uuid[], $2::timestamptz[], $3::jsonb[], $4::jsonb[], $5::date[], $6::int[], $7::text[], $8::int[], $9::date[], $10::date[], $11::int[])
               r(id, seen_at, first_touch, last_touch, cool_off_until, fit, grade, engagement, scored_on, changes_on, version) where c.id = r.id and c.id = any($1)`,
      values: [
        contacts.map((c) => c.id), contacts.map((c) => c.lastSeenAt), contacts.map((c) => (c.isBrought ? jsonText(c.firstTouch) : null)), contacts.map((c) => (c.isBrought ? jsonText(c.lastTouch) : null)), contacts.map((c) => dayText(c.coolOffUntil)),
        contacts.map((c) => c.fit), contacts.map((c) => c.grade), contacts.map((c) => c.engagement),
        contacts.map((c) => dayText(c.scoredOn)), contacts.map((c) => dayText(c.scoreChangesOn)), contacts.map((c) => c.agreementVersion),
      ],
    },
  ];
}

const companyTable = ["name", "domain", "domain_folded", "industry", "employees", "annual_revenue", "country", "city", "owner_id", "custom", "field_source", "created_at", "search", "version"] as const;
const contactTable = [
  "survivor_id", "created_at", "identified_at", "last_seen_at", "email", "email_folded", "email_kind", "first_name", "last_name", "title", "seniority", "job_function",
  "phone", "country", "city", "language", "source", "custom", "field_source", "company_id", "owner_id", "stage", "stage_since", "episode_id", "fit", "grade",
  "engagement", "scored_on", "score_changes_on", "score_falls", "agreement_version", "cool_off_until", "first_touch", "last_touch", "flags", "search", "version",
] as const;

function companyRow(company: CompanyState): Row {
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

function contactRow(contact: ContactState, company: CompanyState | null): Row {
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
    // What was foreseen is over: the next turn of the day looks ahead again.
    score_falls: null,
    agreement_version: contact.agreementVersion,
    cool_off_until: dayText(contact.coolOffUntil),
    first_touch: contact.firstTouch,
    last_touch: contact.lastTouch,
    flags: contact.flags,
    search: searchText([values["first_name"], values["last_name"], values["email"], values["title"], company?.values["name"] ?? null]),
    version: contact.version + (contact.isDirty && !contact.isNew ? 1 : 0),
  };
}

function jsonText(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function dayText(day: number | null): string | null {
  return day === null ? null : isoFromEpochDay(day);
}

/** What a substring search looks through: folded in the one place that folds. */
function searchText(parts: readonly unknown[]): string {
  return fold(parts.filter((part) => typeof part === "string" && part !== "").join(" "));
}

/** Merges of the engine's own: the visitor's contact answers with the person's (or with whom they were merged into meanwhile). */
function linkVisitors({ applied, at, links }: Work): Statement[] {
  if (links.length === 0) return [];
  // Whom they turned out to be may be added by the same statement, which does not see them yet.
  const [ids, from, into] = [links.map((l) => l.id), links.map((l) => l.fromId), links.map((l) => l.intoId)];
  return [
    {
      text: `insert into merge (id, from_id, into_id, why, merged_at, applied) select r.id, from_id, into_id, 'joined-device', $4, $5 from unnest($1::uuid[], $2::uuid[], $3::uuid[]) r(id, from_id, into_id) on conflict do nothing`,
      values: [ids, from, into, at, applied],
    },
    { text: "update contact c set survivor_id = coalesce(p.survivor_id, r.into_id) from unnest($1::uuid[], $2::uuid[]) r(from_id, into_id) left join contact p on p.id = r.into_id where c.survivor_id = r.from_id", values: [from, into] },
  ];
}

function closeEpisodes({ episodes: { closed } }: Work): Statement[] {
  if (closed.length === 0) return [];
  return [{ text: "update episode e set left_at = r.left_at from unnest($1::uuid[], $2::timestamptz[]) r(id, left_at) where e.id = r.id and e.id = any($1)", values: [closed.map((e) => e.id), closed.map((e) => e.leftAt)] }];
}

function openEpisodes({ applied, at, inForce, episodes: { opened } }: Work): Statement[] {
  if (opened.length === 0) return [];
  const rows = opened.map((e) => ({
    id: e.id, contact_id: e.contactId, stage: e.stage, entered_at: e.enteredAt, left_at: e.leftAt, predecessor_id: e.predecessorId,
    cause: e.cause, words: e.words, flag: e.flag, history: e.history, actor_kind: e.actor.kind, actor_id: e.actor.id,
  }));
  return [
    {
      text: `insert into episode (id, contact_id, stage, entered_at, left_at, predecessor_id, cause, words, flag, history, actor_kind, actor_id, agreement_version, applied, applied_at)
             select r.id, r.contact_id, r.stage, r.entered_at, r.left_at, r.predecessor_id, r.cause, r.words, r.flag, r.history, r.actor_kind, r.actor_id, $2::int, $3::bigint, $4::timestamptz
             from jsonb_populate_recordset(null::episode, $1) r`,
      values: [JSON.stringify(rows), inForce.version, applied, at],
    },
  ];
}

function addScores({ applied, at, inForce, scores }: Work): Statement[] {
  if (scores.length === 0) return [];
  // The last one of a command is what it came to.
  const last = [...new Map(scores.map((s) => [s.contactId, s])).values()];
  return [
    {
      text: `insert into score (contact_id, applied, at, fit, grade, engagement, agreement_version, event_id)
             select contact_id, $6::bigint, $7::timestamptz, fit, grade, engagement, $8::int, event_id from unnest($1::uuid[], $2::int[], $3::text[], $4::int[], $5::uuid[]) r(contact_id, fit, grade, engagement, event_id)
             on conflict (contact_id, applied) do update set fit = excluded.fit, grade = excluded.grade, engagement = excluded.engagement`,
      values: [last.map((s) => s.contactId), last.map((s) => s.fit), last.map((s) => s.grade), last.map((s) => s.engagement), last.map((s) => s.eventId), applied, at, inForce.version],
    },
  ];
}

function addChanges({ applied, at, actor, changes }: Work): Statement[] {
  if (changes.length === 0) return [];
  return [
    {
      text: `insert into change (entity_kind, entity_id, field, old, new, happened_at, applied_at, applied, actor_kind, actor_id)
             select entity_kind, entity_id, field, old, new, happened_at, $7::timestamptz, $8::bigint, $9::text, $10::uuid
             from unnest($1::text[], $2::uuid[], $3::text[], $4::jsonb[], $5::jsonb[], $6::timestamptz[]) r(entity_kind, entity_id, field, old, new, happened_at)`,
      values: [
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
    },
  ];
}

/** More than this and a browser reads its lists again instead of single rows. */
const idsTold = 50;

/** One message a topic and kind, however many rows changed: telling of each by itself would cost more than the change. */
function tellLive(work: Work): void {
  const told = new Map<string, { topics: string[]; kind: string; ids: string[] }>();
  for (const { topics, kind, id } of work.liveEvents.values()) {
    const key = `${kind} ${topics.toSorted().join(" ")}`;
    const group = told.get(key);
    if (group) group.ids.push(id);
    else told.set(key, { topics, kind, ids: [id] });
  }
  for (const { topics, kind, ids } of told.values()) work.app.live.publish(work.tx, topics, { kind, data: { ids: ids.length > idsTold ? null : ids } });
}
