import type { Agreement } from "@tandem/domain/agreement/agreement";
import { agreement as shape } from "@tandem/domain/agreement/agreement";
import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { stageTable } from "@tandem/domain/lifecycle/advance";
import type { Stage } from "@tandem/domain/lifecycle/stage";
import { scoreContact, type Score } from "@tandem/domain/scoring/score";
import type { preview } from "@tandem/contract/agreement/crossings";
import type { z } from "zod";
import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { setTimers, type TimerHandler } from "../../platform/timers.ts";
import { isTransient } from "../../platform/transient.ts";
import { agreementInForce, compileForEngine, type InForce } from "../../spine/agreement-in-force.ts";
import { dayIn } from "../../spine/company-day.ts";
import { loadContacts, loadSignals } from "../../spine/lock-contacts.ts";
import { subjectOf, type CompanyState, type ContactState } from "../../spine/states.ts";
import { arePrepared } from "./prepare-signals.ts";

/**
 * Who would cross which way if a draft took effect today: everybody known is scored under both texts with the engine's own
 * functions, batch by batch beside the engine's work. Nothing about anybody is written.
 */

/** People scored in one transaction. */
const chunk = 500;
/** People kept for each way; the counts are of everybody. */
const mostKept = 50_000;
export const previewTimer = "agreement-preview";

export type Counts = z.output<typeof preview>["counts"];

export interface PreviewRow {
  readonly id: string;
  readonly draft_id: string;
  readonly hash: string;
  readonly in_force_version: number;
  readonly state: "recognising" | "running" | "done" | "cancelled" | "failed";
  readonly last_id: string | null;
  readonly done: number;
  readonly total: number;
  readonly counts: Counts;
  readonly started_at: Date;
  readonly finished_at: Date | null;
}

export const noCounts = (): Counts => ({ people: 0, in: 0, out: 0, grade: 0, handedOver: 0, byGradeBefore: { A: 0, B: 0, C: 0, D: 0 }, byGradeAfter: { A: 0, B: 0, C: 0, D: 0 } });

/** Before Sales has accepted anybody: afterwards it makes no difference whether they would qualify. */
const concerned = new Set<Stage>(["lead", "mql", "nurture"]);

export const previewHandler: TimerHandler = {
  kind: previewTimer,
  async handle(app, tx, timers) {
    for (const timer of timers) {
      try {
        await tx.savepoint((inner) => step(app, inner, timer.key));
      } catch (error) {
        if (isTransient(error)) throw error;
        app.log.error({ preview: timer.key, error: String(error) }, "a preview of an agreement failed");
        await tx.query("update agreement_preview set state = 'failed', finished_at = $2 where id = $1", [timer.key, app.clock.now()]);
      }
    }
  },
};

async function step(app: App, tx: Transaction, id: string): Promise<void> {
  const at = app.clock.now();
  const row = await tx.find<PreviewRow & { document: unknown; now_hash: string }>("select p.*, d.document, d.hash as now_hash from agreement_preview p join agreement_draft d on d.id = p.draft_id where p.id = $1 for update of p", [id]);
  if (!row || (row.state !== "recognising" && row.state !== "running")) return;
  // The text has changed since: what was counted is of no text there is.
  if (row.now_hash !== row.hash) return void (await tx.query("update agreement_preview set state = 'cancelled', finished_at = $2 where id = $1", [id, at]));
  const inForce = await agreementInForce(tx, at);
  const document = shape.parse(row.document);
  if (row.state === "recognising" && !(await arePrepared(tx, document))) {
    await tx.query("update agreement_preview p set done = n.done, total = n.total from (select coalesce(sum(done), 0) as done, coalesce(sum(total), 0) as total from signal_preparation) n where p.id = $1", [id]);
    return setTimers(tx, [{ kind: previewTimer, key: id, dueAt: new Date(at.getTime() + 1_000) }]);
  }
  const last = row.state === "recognising" ? null : row.last_id;
  const counts = row.counts;
  const { ids, crossings } = await compareNext(tx, inForce, document, last, counts, at);
  await keep(tx, id, crossings, counts);
  const more = ids.length === chunk;
  const passed = (row.state === "recognising" ? 0 : row.done) + ids.length;
  await tx.query(
    `update agreement_preview set state = $2, last_id = coalesce($3, last_id), done = $4, counts = $5, finished_at = $6,
       total = case when $2 = 'done' then $4 else greatest((select count(*) from contact where survivor_id = id and identified_at is not null and $7), case when $7 then 0 else total end) end where id = $1`,
    [id, more ? "running" : "done", ids.at(-1) ?? null, passed, JSON.stringify(counts), more ? null : at, row.state === "recognising"],
  );
  app.live.publish(tx, ["everyone"], { kind: "agreement.preview", data: { draft: row.draft_id } });
  if (more) await setTimers(tx, [{ kind: previewTimer, key: id, dueAt: at }]);
}

interface Crossing {
  readonly way: "in" | "out" | "grade";
  readonly contactId: string;
  readonly before: Score;
  readonly after: Score;
  readonly handedOver: boolean;
}

async function compareNext(tx: Transaction, inForce: InForce, document: Agreement, after: string | null, counts: Counts, at: Date): Promise<{ ids: string[]; crossings: Crossing[] }> {
  const next = await tx.query<{ id: string }>("select id from contact where survivor_id = id and identified_at is not null and id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') order by id limit $2", [after, chunk]);
  const ids = next.map(({ id }) => id);
  const today = dayIn(inForce.agreement.timeZone, at);
  const proposed = await compileForEngine(tx, { version: inForce.version, founding: false, agreement: document, fields: inForce.fields });
  const { contacts, companies } = await loadContacts(tx, { ...inForce, asksMembers: inForce.asksMembers || proposed.asksMembers }, ids);
  const before = contacts.map((contact) => scoreOf(inForce, contact, companies, today));
  // The draft may recognise its signals otherwise; then its days are others.
  if (!sameRevisions(inForce, proposed)) await loadSignals(tx, proposed, contacts);
  const crossings = contacts.flatMap((contact, i) => crossingsOf(contact, before[i]!, scoreOf(proposed, contact, companies, today), counts));
  return { ids, crossings };
}

function scoreOf(under: InForce, contact: ContactState, companies: ReadonlyMap<string, CompanyState>, today: number): Score {
  return scoreContact(under.compiled, subjectOf(contact, contact.companyId === null ? null : (companies.get(contact.companyId) ?? null)), today, { coolOffUntil: contact.coolOffUntil });
}

function sameRevisions(a: InForce, b: InForce): boolean {
  return a.signalOf.size === b.signalOf.size && [...a.signalOf].every(([id, key]) => b.signalOf.get(id) === key);
}

function crossingsOf(contact: ContactState, before: Score, after: Score, counts: Counts): Crossing[] {
  counts.people += 1;
  counts.byGradeBefore[before.grade] += 1;
  counts.byGradeAfter[after.grade] += 1;
  const way = !concerned.has(contact.stage) || before.qualifies === after.qualifies ? null : after.qualifies ? "in" : "out";
  const handedOver = way === "in" && contact.openHandoffId === null && stageTable.qualified[contact.stage] === "mql";
  if (way) counts[way] += 1;
  if (handedOver) counts.handedOver += 1;
  const regraded = before.grade !== after.grade;
  if (regraded) counts.grade += 1;
  const one = { contactId: contact.id, before, after };
  return [...(way ? [{ ...one, way, handedOver } as const] : []), ...(regraded ? [{ ...one, way: "grade", handedOver } as const] : [])];
}

async function keep(tx: Transaction, id: string, crossings: readonly Crossing[], counts: Counts): Promise<void> {
  const kept = crossings.filter((one) => counts[one.way] <= mostKept);
  if (kept.length === 0) return;
  const standing = ({ fit, grade, engagement, qualifies }: Score) => JSON.stringify({ fit, grade, engagement, qualifies });
  await tx.query(
    `insert into agreement_crossing (preview_id, way, contact_id, engagement, before, after, handed_over)
     select $1, way, contact_id, engagement, before, after, handed_over from unnest($2::text[], $3::uuid[], $4::int[], $5::jsonb[], $6::jsonb[], $7::boolean[]) r(way, contact_id, engagement, before, after, handed_over)`,
    [id, kept.map((c) => c.way), kept.map((c) => c.contactId), kept.map((c) => c.after.engagement), kept.map((c) => standing(c.before)), kept.map((c) => standing(c.after)), kept.map((c) => c.handedOver)],
  );
}

/** The day a preview is of. */
export function previewDay(inForce: InForce, at: Date): string {
  return isoFromEpochDay(dayIn(inForce.agreement.timeZone, at));
}
