import type { RefusalRow } from "@tandem/contract/imports/imports";
import { repairText } from "@tandem/domain/capture/text";
import type { ImportKind } from "@tandem/domain/imports/mapping";
import { importMapping } from "@tandem/domain/imports/mapping";
import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { isGivenUp } from "../../platform/transient.ts";
import type { Actor } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { beginWork } from "../../spine/work.ts";
import { isLostRace, type ImportBatch } from "./batch.ts";
import { learnOptions, makeFields } from "./fields.ts";
import { importCompanies } from "./import-companies.ts";
import { importContacts } from "./import-contacts.ts";
import { importEvents } from "./import-events.ts";
import { importOpportunities } from "./import-opportunities.ts";
import { importSpend } from "./import-spend.ts";
import { addNotes, countOutcomes, newResult, refuse, type BatchResult, type InputRow, type RowRefusal } from "./outcome.ts";
import { planOf, type Plan } from "./plan.ts";
import { readFile } from "./read-file.ts";
import { lockImport, requireImport, type StoredImport } from "./store.ts";
import { forgetTouched, saveTouched } from "./touched.ts";

/** Rows that are settled in one transaction, together with their place in the file. */
export const batchSize = 1_000;
/** A process that says nothing for so long is taken for dead, and another one goes on. */
export const leaseMs = 30_000;

const batches: Record<ImportKind, ImportBatch> = { contacts: importContacts, companies: importCompanies, opportunities: importOpportunities, spend: importSpend, events: importEvents };

export const importActor = (row: Pick<StoredImport, "created_by">): Actor => ({ kind: "import", id: row.created_by });

export function planOfImport(row: StoredImport): Plan {
  return planOf(row.id, row.kind, importMapping.parse(row.mapping), row.columns ?? []);
}

/**
 * Works an import from where it stands to its end. Every batch is one transaction with its place in the file, so a
 * process that dies in the middle costs at most the batch it was at, and nothing is done twice.
 */
export async function runBatches(app: App, importId: string, options: { stopped?: () => boolean; afterBatch?: (rows: number) => void; size?: number } = {}): Promise<void> {
  const row = await requireImport(app.db, importId);
  const plan = planOfImport(row);
  const { encoding, delimiter, headerRow } = plan.mapping.options;
  const size = options.size ?? batchSize;
  let done = row.rows_done;
  let waiting: InputRow[] = [];
  let bytes = 0;
  // Rows are numbered as a spreadsheet numbers them; the place is the number of the last row that is settled.
  const settle = async (rows: InputRow[], upTo: number): Promise<boolean> => {
    const goesOn = await settleRows(app, plan, rows, { expected: done, upTo: rows.at(-1)!.number, bytes: upTo });
    done = rows.at(-1)!.number;
    options.afterBatch?.(done);
    return goesOn && !options.stopped?.();
  };
  for await (const read of readFile(app.db, importId, { encoding, delimiter })) {
    for (const [index, record] of read.records.entries()) {
      if (record.number <= done || (headerRow && record.number === 1)) continue;
      waiting.push(record);
      if (waiting.length < size) continue;
      // Records of one piece are about equally long: near enough for a bar that shows progress.
      if (!(await settle(waiting, bytes + Math.floor(((read.bytes - bytes) * index) / read.records.length)))) return;
      waiting = [];
    }
    bytes = read.bytes;
  }
  if (waiting.length > 0 && !(await settle(waiting, bytes))) return;
  await finish(app, importId);
}

interface Place {
  readonly expected: number;
  readonly upTo: number;
  readonly bytes: number;
}

/** Answers whether to go on: not when somebody cancelled it or another process is at it. */
async function settleRows(app: App, plan: Plan, rows: readonly InputRow[], place: Place): Promise<boolean> {
  try {
    return await again(() => app.db.transaction((tx) => settleBatch(app, tx, plan, rows, place, (step) => runBatch(app, step, plan, rows))));
  } catch (error) {
    if (isLostRace(error) && !isGivenUp(error)) throw error;
    app.log.warn({ importId: plan.importId, error: String(error) }, "a batch of an import failed; going row by row");
  }
  // A transaction each: one that went on to the next row would hold teams while it waits for a contact, and elsewhere
  // contacts are locked first.
  let expected = place.expected;
  for (const row of rows) {
    const here = { expected, upTo: row.number, bytes: place.bytes };
    if (!(await again(() => app.db.transaction((tx) => settleBatch(app, tx, plan, [row], here, (step) => runAlone(app, step, plan, row)))))) return false;
    expected = row.number;
  }
  return true;
}

/** Tries once more where somebody else was faster, a few times. */
async function again<T>(step: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await step();
    } catch (error) {
      if (!isLostRace(error) || attempt === 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50 * attempt * attempt));
    }
  }
}

async function settleBatch(app: App, tx: Transaction, plan: Plan, rows: readonly InputRow[], place: Place, run: (step: { tx: Transaction; row: StoredImport }) => Promise<BatchResult>): Promise<boolean> {
  const row = await lockImport(tx, plan.importId);
  if (row.state !== "running" || row.rows_done !== place.expected) return false;
  const result = await run({ tx, row });
  const counts = countOutcomes(result.outcomes.values());
  await saveRefusals(tx, plan, rows, result);
  await tx.query(
    `update import set rows_done = $2, bytes_done = $3, created = created + $4, updated = updated + $5, unchanged = unchanged + $6, refused = refused + $7, notes = $8, leased_until = $9 where id = $1`,
    [plan.importId, place.upTo, place.bytes, counts.created, counts.updated, counts.unchanged, counts.refused, JSON.stringify(addNotes(row.notes, result)), new Date(app.clock.now().getTime() + leaseMs)],
  );
  tellProgress(app, tx, plan.importId);
  return true;
}

export function tellProgress(app: App, tx: Transaction, importId: string): void {
  app.live.publish(tx, ["everyone"], { kind: "import.changed", data: { ids: [importId] } });
}

/** Undoes the batch of a trial once its outcome is known. */
class OnlyTried extends Error {
  readonly result: BatchResult;
  readonly touched: Iterable<string>;
  constructor(result: BatchResult, touched: Iterable<string>) {
    super("only tried");
    [this.result, this.touched] = [result, touched];
  }
}

async function runBatch(app: App, { tx, row }: { tx: Transaction; row: StoredImport }, plan: Plan, rows: readonly InputRow[]): Promise<BatchResult> {
  try {
    return await tx.savepoint(async (inner) => {
      const { result, touched } = await applyRows(app, inner, plan, rows, { actor: importActor(row), dryRun: row.dry_run });
      if (row.dry_run) throw new OnlyTried(result, touched);
      await saveTouched(inner, plan.importId, touched);
      return result;
    });
  } catch (error) {
    if (!(error instanceof OnlyTried)) throw error;
    await saveTouched(tx, plan.importId, error.touched);
    return error.result;
  }
}

/** After a batch that broke: a row that breaks by itself is refused with what went wrong, and the rest go on. */
async function runAlone(app: App, step: { tx: Transaction; row: StoredImport }, plan: Plan, row: InputRow): Promise<BatchResult> {
  try {
    return await runBatch(app, step, plan, [row]);
  } catch (error) {
    if (isLostRace(error)) throw error;
    app.log.error({ importId: plan.importId, row: row.number, error: (error as Error).stack ?? String(error) }, "a row could not be imported");
    const result = newResult();
    result.outcomes.set(row.number, refuse("failed", "The row could not be written. Look at its cells for something unusual, or tell whoever runs Tandem."));
    return result;
  }
}

/** Lets rows through the kind's own batch, in the given transaction. */
export async function applyRows(app: App, tx: Transaction, plan: Plan, rows: readonly InputRow[], how: { actor: Actor; dryRun: boolean }): Promise<{ result: BatchResult; touched: Iterable<string> }> {
  const at = app.clock.now();
  await makeFields(tx, plan.mapping, { at, actor: how.actor });
  let work = await beginWork(app, tx, { at, actor: how.actor, live: plan.mapping.options.treatAsLive });
  if (await learnOptionsSafely(tx, plan, rows, work.inForce.fields)) work = await beginWork(app, tx, { at, actor: how.actor, live: plan.mapping.options.treatAsLive });
  const result = newResult();
  const touched = await batches[plan.kind]({ work, plan, rows, result, dryRun: how.dryRun });
  return { result, touched };
}

function learnOptionsSafely(...args: Parameters<typeof learnOptions>): Promise<boolean> {
  return args[1].kind === "spend" || args[1].kind === "events" ? Promise.resolve(false) : learnOptions(...args);
}

async function saveRefusals(tx: Transaction, plan: Plan, rows: readonly InputRow[], result: BatchResult): Promise<void> {
  const refused = rows.flatMap((row) => {
    const outcome = result.outcomes.get(row.number);
    return outcome?.kind === "refused" ? [{ row, outcome }] : [];
  });
  if (refused.length === 0) return;
  await tx.query(
    `insert into import_refusal (import_id, row_number, values, field, code, words, also) select $1, * from unnest($2::bigint[], $3::jsonb[], $4::text[], $5::text[], $6::text[], $7::jsonb[])
     on conflict (import_id, row_number) do update set values = excluded.values, field = excluded.field, code = excluded.code, words = excluded.words, also = excluded.also`,
    [
      plan.importId,
      refused.map(({ row }) => row.number),
      refused.map(({ row }) => JSON.stringify(storable(row.cells))),
      refused.map(({ outcome }) => columnOf(plan, outcome.to)),
      refused.map(({ outcome }) => outcome.code),
      refused.map(({ outcome }) => outcome.words),
      refused.map(({ outcome }) => JSON.stringify(alsoOf(plan, outcome.also))),
    ],
  );
}

/** What else is wrong with a row, by column, as it is kept. */
export function alsoOf(plan: Plan, also: readonly RowRefusal[]): RefusalRow["also"] {
  return also.map(({ to, code, words }) => ({ column: columnOf(plan, to), code, words }));
}

/** Which column a person has to correct for a target. */
export function columnOf(plan: Plan, to: string | null): string | null {
  const at = to === null ? undefined : plan.cellOf.get(to);
  return at === undefined ? null : (plan.columns[at] ?? null);
}

/** Cells as they came, but for what no database holds. */
function storable(cells: readonly string[]): string[] {
  return cells.map((cell) => repairText(cell).slice(0, 20_000));
}

async function finish(app: App, importId: string): Promise<void> {
  await app.db.transaction(async (tx) => {
    const row = await lockImport(tx, importId);
    if (row.state !== "running") return;
    const at = app.clock.now();
    await tx.query("update import set state = 'finished', finished_at = $2, bytes_done = file_size, rows_total = rows_done, leased_until = null where id = $1", [importId, at]);
    // Refused rows may follow yet, repaired; those of a trial may not.
    if (row.dry_run || row.refused === 0) await forgetTouched(tx, importId);
    const { created, updated, unchanged, refused } = row;
    await recordAudit(tx, [{ at, actor: importActor(row), act: row.dry_run ? "import.tried" : "import.finished", entityKind: "import", entityId: importId, summary: { kind: row.kind, created, updated, unchanged, refused } }]);
    tellProgress(app, tx, importId);
  });
}
