import type { BulkEdit } from "@tandem/contract/people/bulk-edits";
import { listNames } from "./list-kept.ts";

type Count = (value: number) => string;

export const counted = (list: BulkEdit["list"], value: number, number: Count): string => `${number(value)} ${value === 1 ? listNames[list].one : listNames[list].many}`;

/** "Owner of 1,204 people": what a change of many was, in few words. */
export function bulkTitle({ list, change, total }: Pick<BulkEdit, "list" | "change" | "total">, fieldName: (key: string) => string, number: Count): string {
  const what = change.kind === "owner" ? "Owner" : change.kind === "campaign" ? "Campaign" : fieldName(change.field);
  return `${what} of ${counted(list, total, number)}`;
}

/** What came of it, with every record accounted for. */
export function bulkOutcome({ state, total, done, changed, failed, kept }: Pick<BulkEdit, "state" | "total" | "done" | "changed" | "failed" | "kept">, number: Count): string {
  if (state === "running") return `${number(done)} of ${number(total)} done`;
  if (state === "undoing") return `${number(done)} of ${number(total)} looked at again`;
  const said = state === "undone" ? [`${number(changed - kept)} taken back`, kept > 0 && `${number(kept)} changed since, left as they are`] : [`${number(changed)} changed`, total - changed - failed > 0 && `${number(total - changed - failed)} were so already`];
  return [...said, failed > 0 && `${number(failed)} could not be changed`].filter(Boolean).join(", ");
}

/** What would happen, before it does. */
export function previewWords({ total, changes, unchanged, missing }: { total: number; changes: number; unchanged: number; missing: number }, list: BulkEdit["list"], number: Count): string {
  const parts = [`${counted(list, changes, number)} ${changes === 1 ? "changes" : "change"}`, unchanged > 0 && `${number(unchanged)} ${unchanged === 1 ? "is" : "are"} so already`, missing > 0 && `${number(missing)} no longer there or merged together`];
  return `Of ${number(total)} chosen: ${parts.filter(Boolean).join(", ")}.`;
}
