import type { FieldRef, FieldValue } from "@tandem/domain/criteria/criteria";
import type { DayCount } from "@tandem/domain/criteria/subject";
import type { Stage } from "@tandem/domain/lifecycle/stage";
import { scoreContact, type ScoreSubject } from "@tandem/domain/scoring/score";
import type { Database } from "../platform/database.ts";
import type { Sql } from "../platform/sql.ts";
import { agreementInForce, type InForce } from "./agreement-in-force.ts";
import { dayIn } from "./company-day.ts";
import { loadCompanies, loadContacts } from "./lock-contacts.ts";
import { fieldOf, type CompanyState, type ContactState } from "./states.ts";

/**
 * The replay as then known: every recorded score is computed again from what had been applied when it was recorded
 * (signals, their quarantine, whose they were, merges, fields, company, version), in the order applied. What came later,
 * corrections included, is left out. The lab's replay is the other one, as known today; the two are never mixed.
 */
export interface DifferingRecord {
  readonly contactId: string;
  readonly applied: number;
  readonly recorded: { readonly fit: number; readonly grade: string; readonly engagement: number };
  readonly reproduced: { readonly fit: number; readonly grade: string; readonly engagement: number };
  /** An MQL episode that began with this score, though its records do not qualify. */
  readonly qualified: boolean;
}

export interface Reproduced {
  /** Recorded scores that were computed again. */
  readonly compared: number;
  /** MQL episodes whose score and day were found again. */
  readonly mqls: number;
  readonly differing: readonly DifferingRecord[];
}

/** @param contacts how many contacts are looked at: those scored most recently */
export async function reproduceRecorded(db: Database, at: Date, contacts = 100): Promise<Reproduced> {
  return db.transaction(async (tx) => {
    await tx.query("set transaction isolation level repeatable read, read only");
    if (!(await tx.find("select 1 from agreement_version where effective_from <= $1 limit 1", [at]))) return { compared: 0, mqls: 0, differing: [] };
    const chosen = await tx.query<{ id: string }>("select contact_id as id from (select contact_id, max(applied) as applied from (select contact_id, applied from score order by applied desc limit $1) s group by 1) t order by applied desc limit $2", [contacts * 20, contacts]);
    const versions = new Map<number, InForce>();
    const inForceOf = async (version: number): Promise<InForce> => {
      const known = versions.get(version);
      if (known) return known;
      const { effective_from } = await tx.one<{ effective_from: Date }>("select effective_from from agreement_version where version = $1", [version]);
      const inForce = await agreementInForce(tx, effective_from);
      versions.set(version, inForce);
      return inForce;
    };
    let [compared, mqls] = [0, 0];
    const differing: DifferingRecord[] = [];
    for (const { id } of chosen) {
      const records = await loadRecords(tx, id);
      const story = await loadStory(tx, await agreementInForce(tx, at), id);
      for (const record of records) {
        const inForce = await inForceOf(record.agreement_version);
        // Memberships are kept as they are today only: what asks for them can't be asked of the past.
        if (inForce.version !== record.agreement_version || inForce.asksMembers) continue;
        const score = scoreContact(inForce.compiled, subjectThen(story, inForce, id, record.applied), dayIn(inForce.agreement.timeZone, record.at));
        const isSame = score.fit === record.fit && score.grade === record.grade && score.engagement === record.engagement && (!record.became_mql || score.qualifies);
        compared++;
        if (record.became_mql) mqls++;
        if (!isSame) differing.push({ contactId: id, applied: record.applied, recorded: { fit: record.fit, grade: record.grade, engagement: record.engagement }, reproduced: { fit: score.fit, grade: score.grade, engagement: score.engagement }, qualified: record.became_mql });
      }
    }
    return { compared, mqls, differing };
  });
}

interface Recorded {
  readonly applied: number;
  readonly at: Date;
  readonly fit: number;
  readonly grade: string;
  readonly engagement: number;
  readonly agreement_version: number;
  readonly became_mql: boolean;
}

function loadRecords(sql: Sql, id: string): Promise<Recorded[]> {
  return sql.query<Recorded>(
    `select s.applied, s.at, s.fit, s.grade, s.engagement, s.agreement_version,
       exists (select from episode e where e.contact_id = s.contact_id and e.applied = s.applied and e.stage = 'mql' and not e.history) as became_mql
     from score s where s.contact_id = $1 order by s.applied`,
    [id],
  );
}

/** Everything ever applied about a contact and whoever was ever merged with it. */
interface Story {
  readonly contact: ContactState;
  readonly companies: ReadonlyMap<string, CompanyState>;
  readonly merges: readonly { readonly from_id: string; readonly into_id: string; readonly applied: number; readonly undone: number | null }[];
  readonly owners: readonly { readonly subject_id: string; readonly contact_id: string; readonly from: number; readonly to: number; readonly applied: number; readonly retracted: number | null }[];
  readonly signals: readonly { readonly subject_id: string; readonly event_id: string; readonly revision_id: number; readonly at: number; readonly day: number; readonly applied: number; readonly quarantined: boolean }[];
  readonly marks: readonly { readonly event_id: string; readonly quarantined: boolean; readonly applied: number }[];
  /** Newest first. */
  readonly changes: readonly { readonly entity_kind: "contact" | "company"; readonly entity_id: string; readonly field: string; readonly old: FieldValue; readonly applied: number }[];
  readonly episodes: readonly { readonly stage: Stage; readonly applied: number }[];
}

async function loadStory(sql: Sql, today: InForce, id: string): Promise<Story> {
  const { contacts } = await loadContacts(sql, today, [id]);
  const contact = contacts[0]!;
  const merges = await sql.query<Story["merges"][number]>(
    `with recursive kin(id) as (select $1::uuid union select case when m.from_id = k.id then m.into_id else m.from_id end from kin k join merge m on k.id in (m.from_id, m.into_id))
     select from_id, into_id, applied, undone from merge where from_id in (select id from kin) order by applied`,
    [id],
  );
  const kin = [...new Set([id, ...merges.flatMap((merge) => [merge.from_id, merge.into_id])])];
  const owners = await sql.query<Omit<Story["owners"][number], "from" | "to"> & { from_ms: number; to_ms: number }>(
    "select subject_id, contact_id, extract(epoch from from_at)::float8 * 1000 as from_ms, extract(epoch from to_at)::float8 * 1000 as to_ms, applied, retracted from assignment where contact_id = any($1)",
    [kin],
  );
  const signals = await sql.query<Omit<Story["signals"][number], "at"> & { at_ms: number }>(
    "select subject_id, event_id, revision_id, extract(epoch from occurred_at)::float8 * 1000 as at_ms, day - date '1970-01-01' as day, applied, quarantined is not null as quarantined from signal where subject_id = any($1) order by day",
    [[...new Set(owners.map((owner) => owner.subject_id))]],
  );
  const marks = await sql.query<Story["marks"][number]>("select distinct new->>'eventId' as event_id, (new->>'quarantined')::boolean as quarantined, applied from change where entity_kind = 'contact' and entity_id = any($1) and field = 'quarantine' order by applied", [kin]);
  const own = await sql.query<Story["changes"][number]>("select entity_kind, entity_id, field, old, applied from change where entity_kind = 'contact' and entity_id = $1 and field <> 'quarantine' order by applied desc, id desc", [id]);
  const companyIds = [...new Set([contact.companyId, ...own.filter((change) => change.field === "company_id").map((change) => change.old as string | null)].filter((one) => one !== null))];
  const ofCompanies = await sql.query<Story["changes"][number]>("select entity_kind, entity_id, field, old, applied from change where entity_kind = 'company' and entity_id = any($1) order by applied desc, id desc", [companyIds]);
  const companies = new Map<string, CompanyState>();
  await loadCompanies(sql, companies, companyIds);
  const episodes = await sql.query<Story["episodes"][number]>("select stage, applied from episode where contact_id = $1 order by applied, entered_at, id", [id]);
  return { contact, companies, merges, owners: owners.map(({ from_ms: from, to_ms: to, ...rest }) => ({ ...rest, from, to })), signals: signals.map(({ at_ms: at, ...rest }) => ({ ...rest, at })), marks, changes: [...own, ...ofCompanies], episodes };
}

/** The contact as the command with this number saw it. */
function subjectThen(story: Story, inForce: InForce, id: string, applied: number): ScoreSubject {
  const stands = (from: number, until: number | null) => from <= applied && (until === null || until > applied);
  const members = new Set([id]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const merge of story.merges) if (stands(merge.applied, merge.undone) && members.has(merge.into_id) && !members.has(merge.from_id)) grew = Boolean(members.add(merge.from_id));
  }
  const owners = story.owners.filter((owner) => members.has(owner.contact_id) && stands(owner.applied, owner.retracted));
  const days = new Map<string, Map<number, number>>();
  for (const signal of story.signals) {
    const key = inForce.signalOf.get(signal.revision_id);
    if (key === undefined || signal.applied > applied || isQuarantined(story, signal, applied)) continue;
    for (const owner of owners) {
      if (owner.subject_id !== signal.subject_id || signal.at < owner.from || signal.at >= owner.to) continue;
      const counts = days.get(key) ?? new Map<number, number>();
      days.set(key, counts.set(signal.day, (counts.get(signal.day) ?? 0) + 1));
    }
  }
  const lists = new Map<string, readonly DayCount[]>([...days].map(([key, counts]) => [key, [...counts].map(([day, count]) => ({ day, count }))]));
  const values = new Map<string, FieldValue>();
  for (const change of story.changes) if (change.applied > applied) values.set(`${change.entity_id} ${change.field}`, change.old);
  const linked = values.get(`${id} company_id`);
  const companyId = linked === undefined ? story.contact.companyId : (linked as string | null);
  const company = companyId === null ? null : (story.companies.get(companyId) ?? null);
  const stage = story.episodes.findLast((episode) => episode.applied < applied || (episode.applied === applied && (episode.stage === "visitor" || episode.stage === "lead")))?.stage ?? "visitor";
  return {
    stage,
    isMember: () => false,
    signalDays: (key) => lists.get(key) ?? [],
    field(ref: FieldRef) {
      const dot = ref.indexOf(".");
      const owner = ref.slice(0, dot) === "contact" ? id : companyId;
      const before = owner === null ? undefined : values.get(`${owner} ${ref.slice(dot + 1)}`);
      return before === undefined ? fieldOf(story.contact, company, ref) : before;
    },
  };
}

/** What a person had said of the event by then; before anyone had, what the engine had made of it. */
function isQuarantined(story: Story, signal: Story["signals"][number], applied: number): boolean {
  const marks = story.marks.filter((mark) => mark.event_id === signal.event_id);
  const last = marks.findLast((mark) => mark.applied <= applied);
  if (last) return last.quarantined;
  // The first word on it turned what was there.
  return marks[0] ? !marks[0].quarantined : signal.quarantined;
}
