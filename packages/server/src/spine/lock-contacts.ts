import type { Grade } from "@tandem/domain/agreement/agreement";
import type { FieldValue } from "@tandem/domain/criteria/criteria";
import type { DayCount } from "@tandem/domain/criteria/subject";
import { epochDayFromIso } from "@tandem/domain/kit/epoch-day";
import type { Stage } from "@tandem/domain/lifecycle/stage";
import type { Sql } from "../platform/sql.ts";
import type { InForce } from "./agreement-in-force.ts";
import { companyColumns, contactColumns, type CompanyState, type ContactState, type FieldSources, type TouchSummary } from "./states.ts";
import type { Work } from "./work.ts";

/**
 * Locks the contacts a command is about, in sorted order so that two commands never wait for each other in a circle,
 * and loads them with company and signals. A merged contact answers with its survivor. Contacts already loaded stay
 * as they are.
 */
export async function lockContacts(work: Work, contactIds: readonly string[]): Promise<ContactState[]> {
  const missing = [...new Set(contactIds)].filter((id) => !work.contacts.has(id));
  if (missing.length > 0) {
    await takeContacts(work, await askForContacts(work.tx, "lock-contacts", "id in (select survivor_id from contact where id = any($1))", missing));
    const survivors = await survivorsOf(work, missing);
    for (const [id, survivorId] of survivors) if (id !== survivorId) work.contacts.set(id, work.contacts.get(survivorId)!);
  }
  return [...new Set(contactIds.map((id) => work.contacts.get(id)).filter((c) => c !== undefined))];
}

/** Contacts as they were locked, with what stands around them, and the number of whatever is applied to them now. */
export type LockedContacts = readonly (ContactRow & Around & { readonly applied: number })[];

/**
 * Asks for the contacts of a condition over ids and locks them; the name is the prepared statement's. What stands around
 * them is asked for right behind, in the same round trip: a statement sees what was committed before it began, and while
 * it waits for a lock others commit.
 */
export async function askForContacts(tx: Sql, name: string, condition: string, ids: readonly string[]): Promise<LockedContacts> {
  const [rows, around] = await Promise.all([
    tx.query<ContactRow>({ name, text: `select * from contact c where ${condition} order by id for update` }, [ids]),
    askAround(tx, `${name}-around`, condition, ids),
  ]);
  const aroundOf = new Map(around.map((one) => [one.id, one]));
  // Who was merged or set free meanwhile is found by that condition no more.
  const missing = rows.filter((row) => !aroundOf.has(row.id)).map((row) => row.id);
  if (missing.length > 0) for (const one of await askAround(tx, "around-contacts", "id = any($1)", missing)) aroundOf.set(one.id, one);
  return rows.map((row) => ({ ...row, ...aroundOf.get(row.id)! }));
}

function askAround(tx: Sql, name: string, condition: string, ids: readonly string[]): Promise<(Around & { readonly id: string; readonly applied: number })[]> {
  return tx.query({ name, text: `with numbered as materialized (select nextval('applied_seq') as applied) select c.id, applied, ${aroundColumns} from contact c cross join numbered where ${condition}` }, [ids]);
}

/** Has the command know contacts that were asked for. Who was merged while their lock was awaited answers with the survivor. */
export async function takeContacts(work: Work, rows: LockedContacts): Promise<void> {
  for (const row of rows) work.applied = Math.max(work.applied, row.applied);
  const [standing, merged] = [rows.filter((row) => row.survivor_id === row.id), rows.filter((row) => row.survivor_id !== row.id)];
  for (const row of standing.filter((r) => !work.contacts.has(r.id))) work.contacts.set(row.id, contactWith(row, work.companies));
  if (merged.length > 0) await lockContacts(work, merged.map((row) => row.survivor_id));
  for (const row of merged) work.contacts.set(row.id, work.contacts.get(row.survivor_id)!);
  if (work.inForce.asksMembers) await loadMembers(work.tx, rows.map((row) => work.contacts.get(row.id)!));
}

async function survivorsOf(work: Work, ids: readonly string[]): Promise<[string, string][]> {
  if (ids.every((id) => work.contacts.has(id))) return [];
  const rows = await work.tx.query<{ id: string; survivor_id: string }>("select id, survivor_id from contact where id = any($1)", [ids]);
  return rows.map((row) => [row.id, row.survivor_id]);
}

/** Contacts with company, signal days, memberships and open handoff, read without a lock: for explanations and previews. */
export async function loadContacts(sql: Sql, inForce: InForce, contactIds: readonly string[]): Promise<{ contacts: ContactState[]; companies: Map<string, CompanyState> }> {
  const companies = new Map<string, CompanyState>();
  const rows = await sql.query<ContactRow & Around>(`select c.*, ${aroundColumns} from contact c where id = any($1) order by id`, [contactIds]);
  const contacts = rows.map((row) => contactWith(row, companies));
  await loadSignals(sql, inForce, contacts);
  if (inForce.asksMembers) await loadMembers(sql, contacts);
  return { contacts, companies };
}

/** A contact comes with its company and open handoff: one round trip for what every command needs. */
const aroundColumns = `(select to_jsonb(co) from company co where co.id = c.company_id) as company_row,
  (select h.id from handoff h where h.contact_id = c.id and h.closed_at is null) as open_handoff_id`;

interface Around {
  readonly company_row: (Omit<CompanyRow, "created_at"> & { created_at: string }) | null;
  readonly open_handoff_id: string | null;
}

function contactWith(row: ContactRow & Around, companies: Map<string, CompanyState>): ContactState {
  const company = row.company_row;
  if (company && !companies.has(company.id)) companies.set(company.id, companyState({ ...company, created_at: new Date(company.created_at) }));
  return { ...contactState(row), openHandoffId: row.open_handoff_id };
}

/** Sees to it that the signals of these contacts are read: only scoring and routing ask for them. */
export async function ensureSignals(work: Work, contacts: readonly ContactState[]): Promise<void> {
  await loadSignals(work.tx, work.inForce, contacts.filter((contact) => contact.signals === null), work.links);
}

/** Companies by id or domain (folded), each loaded once a command. */
export async function loadCompanies(sql: Sql, companies: Map<string, CompanyState>, ids: readonly (string | null)[], domains: readonly string[] = []): Promise<void> {
  const missing = [...new Set(ids)].filter((id): id is string => id !== null && !companies.has(id));
  if (missing.length === 0 && domains.length === 0) return;
  const rows = await sql.query<CompanyRow>({ name: "load-companies", text: "select * from company where id = any($1) or domain_folded = any($2) order by id" }, [missing, domains]);
  for (const row of rows) if (!companies.has(row.id)) companies.set(row.id, companyState(row));
}

/**
 * Locks companies by id or domain (folded), in sorted order and after the contacts, and has the command know them as they
 * are now, except what it has changed itself. Whoever writes a company holds its lock: it is written whole.
 */
export async function lockCompanies(work: Work, ids: readonly (string | null)[], domains: readonly string[] = []): Promise<void> {
  const asked = [...new Set(ids)].filter((id): id is string => id !== null);
  if (asked.length === 0 && domains.length === 0) return;
  const rows = await work.tx.query<CompanyRow>({ name: "lock-companies", text: "select * from company where id = any($1) or domain_folded = any($2) order by id for no key update" }, [asked, domains]);
  for (const row of rows) {
    const known = work.companies.get(row.id);
    if (!known?.isDirty && !known?.isNew) work.companies.set(row.id, companyState(row));
  }
}

/**
 * (Re)reads the days on which each contact's signals happened, over every subject assigned to it or to one merged into
 * it. `links` are merges that the command has decided and not yet written.
 */
export async function loadSignals(sql: Sql, inForce: InForce, contacts: readonly Pick<ContactState, "id" | "signals">[], links: readonly { fromId: string; intoId: string }[] = []): Promise<void> {
  if (contacts.length === 0) return;
  const signalsOf = new Map<string, Map<string, DayCount[]>>(contacts.map((c) => [c.id, (c.signals = new Map<string, DayCount[]>())]));
  // The laterals hold the planner to one index look-up a subject: a hash join would read the whole table of signals.
  const rows = await sql.query<{ contact_id: string; revision_id: number; day: number; count: number }>(
    {
      name: "load-signals",
      text: `with member as (
       select id, survivor_id from contact where survivor_id = any($1)
       union select id, id from unnest($1::uuid[]) new(id)
       union select coalesce(c.id, l.from_id), l.into_id from unnest($3::uuid[], $4::uuid[]) l(from_id, into_id) left join contact c on c.survivor_id = l.from_id
     )
     select m.survivor_id as contact_id, s.revision_id, s.day, count(*)::int as count
     from member m
     cross join lateral (select subject_id, from_at, to_at from assignment where contact_id = m.id and retracted is null offset 0) a
     cross join lateral (
       select revision_id, day - date '1970-01-01' as day from signal
       where subject_id = a.subject_id and occurred_at >= a.from_at and occurred_at < a.to_at and quarantined is null and revision_id = any($2) offset 0
     ) s
     group by 1, 2, 3 order by 1, 2, 3`,
    },
    [[...signalsOf.keys()], [...inForce.signalOf.keys()], links.map((l) => l.fromId), links.map((l) => l.intoId)],
  );
  for (const row of rows) {
    const signals = signalsOf.get(row.contact_id)!;
    const key = inForce.signalOf.get(row.revision_id)!;
    const days = signals.get(key);
    const day = { day: row.day, count: row.count };
    if (days) days.push(day);
    else signals.set(key, [day]);
  }
}

async function loadMembers(sql: Sql, contacts: readonly ContactState[]): Promise<void> {
  const rows = await sql.query<{ contact_id: string; name_folded: string }>(
    "select c.survivor_id as contact_id, g.name_folded from contact c join campaign_member m on m.contact_id = c.id join campaign g on g.id = m.campaign_id where c.survivor_id = any($1)",
    [contacts.map((c) => c.id)],
  );
  const byId = new Map(contacts.map((c) => [c.id, new Set<string>()]));
  for (const row of rows) byId.get(row.contact_id)!.add(`campaign ${row.name_folded}`);
  for (const contact of contacts) contact.members = byId.get(contact.id)!;
}

export interface ContactRow {
  id: string; survivor_id: string; created_at: Date; identified_at: Date | null; last_seen_at: Date | null; email_folded: string | null;
  custom: Record<string, FieldValue>; field_source: FieldSources; company_id: string | null; owner_id: string | null; stage: Stage; stage_since: Date;
  episode_id: string | null; fit: number; grade: Grade; engagement: number; scored_on: string | null; score_changes_on: string | null; score_falls: number[] | null;
  agreement_version: number | null; cool_off_until: string | null; first_touch: TouchSummary | null; last_touch: TouchSummary | null; flags: string[]; version: number;
}

export interface CompanyRow {
  id: string; domain_folded: string | null; owner_id: string | null; custom: Record<string, FieldValue>; field_source: FieldSources; created_at: Date; version: number;
}

function contactState(row: ContactRow): ContactState {
  return {
    id: row.id, survivorId: row.survivor_id, createdAt: row.created_at, identifiedAt: row.identified_at, lastSeenAt: row.last_seen_at,
    values: pick(row, contactColumns), custom: row.custom, fieldSource: row.field_source, companyId: row.company_id, ownerId: row.owner_id,
    stage: row.stage, stageSince: row.stage_since, episodeId: row.episode_id, fit: row.fit, grade: row.grade, engagement: row.engagement,
    scoredOn: dayOf(row.scored_on), scoreChangesOn: dayOf(row.score_changes_on), isForeseen: row.score_falls !== null, agreementVersion: row.agreement_version, coolOffUntil: dayOf(row.cool_off_until),
    firstTouch: row.first_touch, lastTouch: row.last_touch, flags: row.flags, version: row.version,
    signals: null, members: new Set(), openHandoffId: null, isTouched: false, isBrought: false, isNew: false, isDirty: false,
  };
}

function companyState(row: CompanyRow): CompanyState {
  return {
    id: row.id, domainFolded: row.domain_folded, ownerId: row.owner_id, values: pick(row, companyColumns), custom: row.custom,
    fieldSource: row.field_source, createdAt: row.created_at, version: row.version, isNew: false, isDirty: false,
  };
}

function pick(row: object, columns: readonly string[]): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const column of columns) values[column] = (row as Record<string, FieldValue>)[column] ?? null;
  return values;
}

function dayOf(day: string | null): number | null {
  return day === null ? null : epochDayFromIso(day);
}
