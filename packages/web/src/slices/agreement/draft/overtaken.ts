import { listVersions } from "@tandem/contract/agreement/versions";
import type { OutputOf } from "@tandem/contract/operation";
import { useOperation } from "../../../app/query.ts";
import { useFormat } from "../../../ui/use-format.ts";

type Version = Pick<OutputOf<typeof listVersions>["versions"][number], "version" | "hash" | "effectiveFrom" | "overtaken">;

/** Signed versions that wait for a date after `fromMs`: something that takes effect then would come before them. */
export function overtakenFrom<Waiting extends Version>(versions: readonly Waiting[], fromMs: number, nowMs: number): Waiting[] {
  return versions.filter((one) => one.overtaken === null && Date.parse(one.effectiveFrom) > Math.max(fromMs, nowMs)).toSorted((a, b) => a.version - b.version);
}

interface Overtakes {
  readonly words: string;
  /** A version becomes a draft again; where the new text says the same, none does. */
  readonly fallsBack: boolean;
}

/** What becomes of the versions a text would overtake; null where there are none. `date` writes an instant's day. */
export function overtakesWords(found: readonly Version[], hash: string, date: (instant: string) => string): Overtakes | null {
  const [back, same] = [found.filter((one) => one.hash !== hash), found.filter((one) => one.hash === hash)];
  if (found.length === 0) return null;
  const named = (some: readonly Version[]) => some.map((one) => `version ${one.version} (signed for ${date(one.effectiveFrom)})`).join(" and ");
  const words = [
    back.length > 0 && `It takes effect before ${named(back)}, which ${back.length === 1 ? "was" : "were"} signed without knowing of it: ${back.length === 1 ? "that version becomes a draft" : "those versions become drafts"} again, and both sides sign anew.`,
    same.length > 0 && `It says the same as ${named(same)} and takes effect sooner: nothing of ${same.length === 1 ? "that version" : "those versions"} is left to sign.`,
  ];
  return { words: words.filter(Boolean).join(" "), fallsBack: back.length > 0 };
}

/** What becomes of the versions that wait, were the text with this hash to take effect at `from` (null: now). */
export function useOvertaken(hash: string, from: string | null): Overtakes | null {
  const format = useFormat();
  const { data } = useOperation(listVersions);
  return overtakesWords(overtakenFrom(data?.versions ?? [], from === null ? 0 : Date.parse(from), format.now), hash, format.date);
}

interface Fate {
  readonly chip: string;
  /** The newer one was written on top of it. */
  readonly contained: boolean;
  readonly words: string;
}

/** Why a version never takes effect; null for one that does. What was written on top of it for the same day contains it. */
export function fateOf(version: Version, versions: readonly Version[]): Fate | null {
  if (version.overtaken === null) return null;
  const by = `Version ${version.overtaken.by}`;
  const newer = versions.find((one) => one.version === version.overtaken!.by);
  if (newer && Date.parse(newer.effectiveFrom) === Date.parse(version.effectiveFrom)) return { chip: `In version ${newer.version}`, contained: true, words: `${by} has the same date, was written on top of it and contains it.` };
  const words = newer?.hash === version.hash ? `${by} says the same and has an earlier date, so this one is done with.` : `${by} came before this one’s date, so this one never took effect.`;
  return { chip: "Overtaken", contained: false, words };
}

/** The same of the version that a draft became, if it became one. */
export function useFate(version: Version | null): Fate | null {
  const { data } = useOperation(listVersions);
  return version && fateOf(version, data?.versions ?? []);
}
