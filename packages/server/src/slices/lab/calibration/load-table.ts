import { setImmediate } from "node:timers/promises";
import type { CalibrationAsk, OutcomeRef } from "@tandem/contract/lab/calibration";
import { askedFields } from "@tandem/domain/calibration/asked-fields";
import { orderedBy, runningNumbers, toldByDates } from "@tandem/domain/calibration/age";
import { buildColumns } from "@tandem/domain/calibration/build-column";
import { leftOut, settleOutcomes, usualHorizonDays, type Column, type FilledWhen, type NumberColumn, type PeopleTable, type RuleColumn } from "@tandem/domain/calibration/people-table";
import type { FieldRef, FieldType, FieldValue } from "@tandem/domain/criteria/criteria";
import { compileCriteria, countBetween } from "@tandem/domain/criteria/evaluate";
import { rulePoints } from "@tandem/domain/scoring/engagement";
import { withScore } from "@tandem/domain/scoring/score";
import type { Sql } from "../../../platform/sql.ts";
import type { InForce } from "../../../spine/agreement-in-force.ts";
import { dayIn } from "../../../spine/company-day.ts";
import { loadContacts } from "../../../spine/lock-contacts.ts";
import { fieldOf, subjectOf } from "../../../spine/states.ts";

/** The people calibration learns from, read page by page so that nobody else waits. */

/** More than these, the newest: what older people did says less, and the arrays stay small. */
export const mostPeople = 100_000;
/**
 * What people do is counted over their first days and only before the day of the outcome. Whoever came to an end sooner
 * had less time to do things, so engagement is rather under- than overrated.
 */
export const observedDays = 30;
const pageSize = 500;
const day = 86_400_000;

export interface LoadedTable {
  readonly table: PeopleTable;
  readonly sampled: boolean;
  readonly horizonDays: number | null;
  readonly agedBy: string;
}

export interface LoadOptions {
  readonly inForce: InForce;
  readonly ask: CalibrationAsk;
  readonly at: Date;
  readonly onPage: (done: number, of: number) => void | Promise<void>;
}

/** Fields that tell one person from another and nothing else. */
const naming = new Set<FieldRef>(["contact.email", "contact.first_name", "contact.last_name", "contact.phone", "company.name", "company.domain"]);

/** Fields that may teach a rule. */
export function teachable(inForce: InForce): { readonly ref: FieldRef; readonly name: string; readonly type: FieldType }[] {
  return [...inForce.fields].filter(([ref, { type }]) => !naming.has(ref) && type !== "date").map(([ref, { name, type }]) => ({ ref, name, type }));
}

/** Stages that mean this one was reached: whoever became a customer was an opportunity, whatever was written down between. */
const reached = { sql: ["sql", "opportunity", "customer", "advocate"], opportunity: ["opportunity", "customer", "advocate"], customer: ["customer", "advocate"] } as const;

/** The newest known people, one more than are read. */
export async function learnedFrom(sql: Sql, at: Date): Promise<{ readonly id: string; readonly created_at: Date }[]> {
  return sql.query<{ id: string; created_at: Date }>("select id, created_at from contact where identified_at is not null and survivor_id = id and created_at <= $2 order by created_at desc, id desc limit $1", [mostPeople + 1, at]);
}

export async function loadTable(sql: Sql, { inForce, ask, at, onPage }: LoadOptions): Promise<LoadedTable> {
  const standing = await learnedFrom(sql, at);
  const people = standing.slice(0, mostPeople);
  const seenAt = Float64Array.from(people, (one) => one.created_at.getTime());
  const outcomeField = "field" in ask.outcome ? ask.outcome.field : null;
  const fields = teachable(inForce).filter(({ ref }) => ref !== outcomeField);
  const around = await loadAround(sql);
  const outcomeAt = "stage" in ask.outcome ? await stageDays(sql, people, ask.outcome.stage) : new Float64Array(people.length).fill(NaN);
  const values = fields.map(() => new Array<FieldValue>(people.length).fill(null));
  const came = new Int8Array(people.length).fill(leftOut.noValue);
  const rules = ruleColumns(inForce, people.length);
  const counts = inForce.agreement.signals.map(() => new Float64Array(people.length));
  const times = fields.map(() => ({ at: new Float64Array(people.length).fill(NaN), bySales: new Uint8Array(people.length).fill(2), any: false }));
  const holds = "field" in ask.outcome ? compileCriteria({ field: ask.outcome.field, is: ask.outcome.is }, (ref) => inForce.fields.get(ref)?.type ?? null) : null;

  for (let start = 0; start < people.length; start += pageSize) {
    await onPage(start, people.length);
    const ids = people.slice(start, start + pageSize).map(({ id }) => id);
    const [{ contacts, companies }, recorded] = await Promise.all([loadContacts(sql, inForce, ids), lastRecorded(sql, ids)]);
    const byId = new Map(contacts.map((contact) => [contact.id, contact]));
    ids.forEach((id, offset) => {
      const contact = byId.get(id);
      if (!contact) return;
      const row = start + offset;
      const company = contact.companyId === null ? null : (companies.get(contact.companyId) ?? null);
      const subject = withScore(subjectOf(contact, company), { fit: 0, engagement: 0, grade: "D" });
      const today = dayIn(inForce.agreement.timeZone, at);
      const until = Math.min(today, dayIn(inForce.agreement.timeZone, new Date(seenAt[row]!)) + observedDays, Number.isNaN(outcomeAt[row]!) ? Infinity : dayIn(inForce.agreement.timeZone, new Date(outcomeAt[row]!)) - 1);
      fields.forEach(({ ref }, f) => {
        values[f]![row] = fieldOf(contact, company, ref);
        const time = recorded.get(`${id} ${ref}`);
        if (!time) return;
        times[f]!.any = true;
        times[f]!.at[row] = time.at;
        times[f]!.bySales[row] = time.bySales ? 1 : 0;
      });
      if (holds !== null && outcomeField !== null && fieldOf(contact, company, outcomeField) !== null) came[row] = holds(subject, today) ? 1 : 0;
      inForce.compiled.fitRules.forEach((rule, r) => (rules.fit[r]![row] = rule.test(subject, until) ? 1 : 0));
      inForce.compiled.engagementRules.forEach((rule, r) => (rules.engagement[r]![row] = rule.points === 0 ? 0 : rulePoints(rule, subject.signalDays(rule.signal), until) / rule.points));
      inForce.agreement.signals.forEach((signal, s) => (counts[s]![row] = countBetween(subject.signalDays(signal.key), until - observedDays, until)));
    });
  }

  const columns: Column[] = [];
  for (const [f, field] of fields.entries()) {
    // One field at a time: others are served in between.
    await setImmediate();
    const known = around.fields.get(field.ref);
    const verdict = around.verdicts.get(field.ref);
    columns.push(...buildColumns({ ...field, filled: known ?? "unknown", ...(verdict === undefined ? {} : { verdict: verdict ? "leak" : "cleared" }), ...(times[f]!.any ? { filledAt: times[f]!.at, filledBySales: times[f]!.bySales } : {}) }, values[f]!));
  }
  const signals = inForce.agreement.signals.flatMap(({ key, name }, s): NumberColumn[] =>
    counts[s]!.some((count) => count > 0) ? [{ kind: "number", ref: `signal.${key}`, name, type: "number", filled: "before-contact", values: counts[s]!, signal: { key, withinDays: observedDays } }] : [],
  );
  const horizonDays = "stage" in ask.outcome ? (ask.horizonDays ?? usualHorizonDays(seenAt, outcomeAt) ?? 90) : null;
  const table: PeopleTable = {
    people: people.length,
    seenAt,
    seenAtIsTime: true,
    outcome: horizonDays === null ? came : settleOutcomes({ seenAt, outcomeAt, asOf: at.getTime(), horizonDays }),
    outcomeAt,
    columns: [...columns, ...signals],
    rules: rules.columns,
    groups: [
      ...inForce.agreement.fit.groups.map(({ key, cap }) => ({ kind: "fit" as const, key, cap })),
      ...inForce.agreement.engagement.groups.map(({ key, cap }) => ({ kind: "engagement" as const, key, cap })),
    ],
  };
  return { ...byAge(table, ask), sampled: standing.length > mostPeople, horizonDays };
}

/** People in order of age, and what that was told by; columns that only number people are taken out. */
function byAge(table: PeopleTable, { age }: CalibrationAsk): Pick<LoadedTable, "table" | "agedBy"> {
  const numbers = runningNumbers(table.columns);
  const chosen = age === "first-seen" ? undefined : age === null ? (toldByDates(table.seenAt) ? undefined : numbers[0]) : table.columns.find((column): column is NumberColumn => column.kind === "number" && column.ref === age.field);
  const plain: PeopleTable = { ...table, columns: table.columns.filter((column) => !numbers.some(({ ref }) => ref === column.ref)) };
  return chosen ? { table: orderedBy(plain, chosen), agedBy: chosen.name } : { table: plain, agedBy: "First sight" };
}

function ruleColumns({ agreement }: InForce, people: number): { readonly columns: RuleColumn[]; readonly fit: Float64Array[]; readonly engagement: Float64Array[] } {
  const fit = agreement.fit.rules.map(() => new Float64Array(people));
  const engagement = agreement.engagement.rules.map(() => new Float64Array(people));
  return {
    fit,
    engagement,
    columns: [
      ...agreement.fit.rules.map((rule, r): RuleColumn => ({ key: rule.key, name: rule.name, kind: "fit", points: rule.points, group: rule.group, asks: askedFields(rule.when), amounts: fit[r]! })),
      ...agreement.engagement.rules.map((rule, r): RuleColumn => ({ key: rule.key, name: rule.name, kind: "engagement", points: rule.points, group: rule.group, asks: [], amounts: engagement[r]! })),
    ],
  };
}

async function loadAround(sql: Sql): Promise<{ readonly fields: Map<FieldRef, FilledWhen>; readonly verdicts: Map<FieldRef, boolean> }> {
  const [fields, verdicts] = await Promise.all([
    sql.query<{ entity: "contact" | "company"; key: string; filled: FilledWhen }>("select entity, key, filled from field"),
    sql.query<{ ref: string; leak: boolean }>("select ref, leak from field_verdict"),
  ]);
  return { fields: new Map(fields.map(({ entity, key, filled }) => [`${entity}.custom.${key}`, filled])), verdicts: new Map(verdicts.map(({ ref, leak }) => [ref, leak])) };
}

/** When each person first reached the stage, epoch milliseconds beside `people`; NaN where they have not. */
export async function stageDays(sql: Sql, people: readonly { readonly id: string }[], stage: Extract<OutcomeRef, { stage: unknown }>["stage"]): Promise<Float64Array> {
  const rows = await sql.query<{ id: string; at: Date }>("select c.survivor_id as id, min(e.entered_at) as at from episode e join contact c on c.id = e.contact_id where e.stage = any($1) group by 1", [reached[stage]]);
  const first = new Map(rows.map(({ id, at }) => [id, at.getTime()]));
  return Float64Array.from(people, ({ id }) => first.get(id) ?? NaN);
}

/** When the standing value of each field was recorded and whether Sales did it; imports tell neither. */
async function lastRecorded(sql: Sql, ids: readonly string[]): Promise<Map<string, { readonly at: number; readonly bySales: boolean }>> {
  const rows = await sql.query<{ entity_id: string; field: string; happened_at: Date; actor_kind: string; role: string | null }>(
    `select distinct on (c.entity_id, c.field) c.entity_id, c.field, c.happened_at, c.actor_kind, u.role
     from change c left join app_user u on u.id = c.actor_id
     where c.entity_kind = 'contact' and c.entity_id = any($1) order by c.entity_id, c.field, c.id desc`,
    [ids],
  );
  return new Map(rows.filter(({ actor_kind }) => actor_kind !== "import").map((row) => [`${row.entity_id} contact.${row.field}`, { at: row.happened_at.getTime(), bySales: row.role === "sales-rep" || row.role === "sales-manager" }]));
}

/** Days between the first and the last person, where ages are dates. */
export function spanDays({ seenAt, seenAtIsTime, people }: PeopleTable): number | null {
  if (!seenAtIsTime || people === 0) return null;
  const [first, last] = seenAt.reduce<[number, number]>(([low, high], at) => [Math.min(low, at), Math.max(high, at)], [Infinity, -Infinity]);
  return Math.max(1, (last - first) / day);
}
