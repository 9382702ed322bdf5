import { placeWords } from "@tandem/domain/agreement/place-words";
import type { PlacedProblem } from "./draft-context.ts";
import type { Draft } from "./use-draft.ts";

interface Standing {
  readonly draft: Pick<Draft, "document" | "baseVersion" | "newestVersion">;
  /** The server has exactly what is shown. */
  readonly saved: boolean;
  readonly problems: readonly PlacedProblem[];
  readonly changes: number;
  /** The version that will be in force when the text takes effect. */
  readonly follows: number;
}

interface InTheWay {
  readonly words: string;
  /** Where it is mended: a place of the document, the list of problems, or nowhere in particular. */
  readonly at: { readonly path: string } | "problems" | null;
}

/** Why a draft can't become a version as it stands, in the order in which the server refuses it; null where it can. */
export function inTheWay({ draft, saved, problems, changes, follows }: Standing): InTheWay | null {
  if (!saved) return { words: "The text is not saved yet", at: null };
  if (draft.baseVersion !== follows) return { words: draft.baseVersion === draft.newestVersion ? `It is written on version ${draft.baseVersion}, which waits for its date` : "Bring it up to date first", at: null };
  if (changes === 0) return { words: "It says the same as the version in force", at: null };
  const [first, ...more] = problems.filter((one) => one.severity === "problem");
  if (!first) return null;
  return more.length === 0 ? { words: `Problem in ${placeWords(draft.document, first.path)}`, at: { path: first.path } } : { words: `It has ${more.length + 1} problems`, at: "problems" };
}
