import { listVersions } from "@tandem/contract/agreement/versions";
import type { OutputOf } from "@tandem/contract/operation";
import { useOperation } from "../../../app/query.ts";
import { useFormat } from "../../../ui/use-format.ts";

type Version = Pick<OutputOf<typeof listVersions>["versions"][number], "version" | "effectiveFrom" | "overtaken">;

/** Signed versions that wait for a date after `fromMs`: something that takes effect then would come before them. */
export function overtakenFrom<Waiting extends Version>(versions: readonly Waiting[], fromMs: number, nowMs: number): Waiting[] {
  return versions.filter((one) => one.overtaken === null && Date.parse(one.effectiveFrom) > Math.max(fromMs, nowMs)).toSorted((a, b) => a.version - b.version);
}

/** What becomes of the versions that wait, were this to take effect at `from` (null: now), in words; null where none does. */
export function useOvertaken(from: string | null): string | null {
  const format = useFormat();
  const { data } = useOperation(listVersions);
  const found = overtakenFrom(data?.versions ?? [], from === null ? 0 : Date.parse(from), format.now);
  if (found.length === 0) return null;
  const named = found.map((one) => `version ${one.version} (signed for ${format.date(one.effectiveFrom)})`).join(" and ");
  return `It takes effect before ${named}, which ${found.length === 1 ? "was" : "were"} signed without knowing of it: ${found.length === 1 ? "that version becomes a draft" : "those versions become drafts"} again, and both sides sign anew.`;
}
