import type { FieldRef } from "@tandem/domain/criteria/criteria";
import { countryCode } from "@tandem/domain/people/country";
import { isTransient } from "../../platform/transient.ts";
import type { Work } from "../../spine/work.ts";
import { rowReader, type Plan, type RowReader } from "./plan.ts";
import { note, refuse, type BatchResult, type InputRow } from "./outcome.ts";

/** What a kind of import does with a batch of rows, in the transaction of `work`. Answers the keys it touched. */
export interface BatchCall {
  readonly work: Work;
  readonly plan: Plan;
  readonly rows: readonly InputRow[];
  readonly result: BatchResult;
  /** Only tried: everything is undone afterwards, so keys of what would be new stand for it. */
  readonly dryRun: boolean;
}
export type ImportBatch = (call: BatchCall) => Promise<Iterable<string>>;

interface ReadRow<Draft> {
  readonly reader: RowReader;
  readonly draft: Draft;
}

/** Reads each row with its own reader; one with cells that cannot be read is refused for all of them and left out. */
export function readRows<Draft>(call: BatchCall, read: (reader: RowReader) => Draft): ReadRow<Draft>[] {
  return leaveOutRefused(call, readEveryRow(call, read));
}

/** The rows with those among them that are to be refused, so that more can be found wrong with these too. */
export function readEveryRow<Draft>({ work, plan, rows, result }: BatchCall, read: (reader: RowReader) => Draft): ReadRow<Draft>[] {
  const { timeZone, currency } = work.inForce.agreement;
  const drafts: ReadRow<Draft>[] = [];
  for (const row of rows) {
    if (row.broken) {
      result.outcomes.set(row.number, refuse("unclosed-quote", "A quotation mark is opened here and not closed. Close it, or take it out."));
      continue;
    }
    const reader = rowReader(plan, row, { zone: timeZone, currency, now: work.at.getTime() });
    drafts.push({ reader, draft: read(reader) });
  }
  return drafts;
}

/** Refuses the rows with which something is wrong, for all of it; answers the others. */
export function leaveOutRefused<Draft>({ work, plan, result }: BatchCall, drafts: readonly ReadRow<Draft>[]): ReadRow<Draft>[] {
  const countries = plan.fields.filter(({ to }) => work.inForce.fields.get(to as FieldRef)?.type === "country");
  return drafts.filter(({ reader }) => {
    const [first, ...also] = reader.refusals;
    if (first) result.outcomes.set(reader.row.number, { kind: "refused", ...first, also });
    else if (countries.some(({ to }) => isUnknownCountry(reader.text(to)))) note(result, "unknown-country");
    return !first;
  });
}

const isUnknownCountry = (text: string | null): boolean => text !== null && countryCode(text) === null;

/** Somebody took the same key between our look and our write: looking again finds them. */
export function isLostRace(error: unknown): boolean {
  return isTransient(error) || (error as { code?: unknown }).code === "23505";
}
