import type { compareAgreements } from "@tandem/contract/agreement/drafts";
import type { OutputOf } from "@tandem/contract/operation";
import type { DraftRead } from "./use-subject.ts";

type Change = Pick<OutputOf<typeof compareAgreements>["changes"][number], "words">;

/** Of what came since the draft was begun, what it does not say itself: somebody may have written the same into it. */
export function missingIn({ changesFromBase }: { readonly changesFromBase: readonly Change[] }, since: readonly Change[]): readonly Change[] {
  const own = new Set(changesFromBase.map(({ words }) => words));
  return since.filter(({ words }) => !own.has(words));
}

/** The words of a change inside a sentence: not every font has the arrow. */
export function inProse(words: string): string {
  return words.replaceAll(" → ", " to ");
}

/** What a replay of a draft that is behind compares, and what it leaves out. `missing` is undefined until it is known. */
export function behindWords(draft: Pick<DraftRead, "number" | "baseVersion" | "newestVersion">, inForce: number, missing: readonly Change[] | undefined): { readonly title: string; readonly text: string } {
  const { number, baseVersion, newestVersion } = draft;
  const compared = `It was written on version ${baseVersion} and is compared with version ${inForce}, in force.`;
  const title = `Draft ${number} does not have what came with version ${newestVersion}`;
  if (missing === undefined) return { title, text: compared };
  if (missing.length === 0) return { title: `Draft ${number} was written on version ${baseVersion}`, text: `It says all that came with version ${newestVersion} itself. Bring it up to date before it is signed.` };
  const named = missing.slice(0, 3).map(({ words }) => inProse(words)).join("; ") + (missing.length > 3 ? `; and ${missing.length - 3} more` : "");
  const them = missing.length === 1 ? "it" : "them";
  // A version that still waits for its date is not what the draft is compared with.
  const effect = newestVersion > inForce ? `Neither of the two texts has ${them} yet.` : `Tried as it is, the draft takes ${them} back.`;
  return { title, text: `${compared} Not in the draft: ${named}. ${effect}` };
}
