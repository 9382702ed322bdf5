import type { startPreview } from "@tandem/contract/agreement/crossings";
import type { OutputOf } from "@tandem/contract/operation";
import type { Draft } from "./use-draft.ts";

type Preview = OutputOf<typeof startPreview>;
type Counts = Pick<Preview["counts"], "in" | "out" | "grade" | "handedOver">;

/** What follows from the figures, a sentence or two for each: who is handed over when the text takes effect, and for whom only what comes later is judged otherwise. */
export function crossingWords({ in: more, out, grade, handedOver }: Counts, say: (count: number) => string): readonly string[] {
  if (more + out + grade === 0) return ["Nobody crosses: everybody qualifies or not as they do now, with the same grade."];
  const people = (count: number) => `${say(count)} ${count === 1 ? "person" : "people"}`;
  const comes = more === 0 ? "" : `${people(more)} ${more === 1 ? "qualifies" : "qualify"} by this text who ${more === 1 ? "does" : "do"} not now. ${given(more, handedOver, say)}`;
  const leaves = out === 0 ? "" : `${people(out)} ${out === 1 ? "does" : "do"} not qualify any more. ${out === 1 ? "They stay" : "All stay"} in their stage, with Sales where Sales has them; for what comes later they need what this text asks.`;
  const regraded = grade === 0 ? "" : `${people(grade)} ${grade === 1 ? "gets" : "get"} another grade.`;
  return [comes, leaves, regraded, handedOver === 0 ? "No stage changes by it." : ""].filter((words) => words !== "");
}

/** Why what was reckoned says nothing any more of a draft that is still open: another text, another version in force, or it never came to its end. Null where it holds. */
export function reckonAgainWords(preview: Pick<Preview, "hash" | "inForceVersion" | "state">, draft: Pick<Draft, "hash" | "inForceVersion" | "state">): string | null {
  if (draft.state !== "open") return null;
  const since = [preview.hash !== draft.hash && "the text has changed", preview.inForceVersion !== draft.inForceVersion && `version ${draft.inForceVersion} has taken effect`].filter(Boolean);
  if (since.length > 0) return `Since it was reckoned ${since.join(" and ")}.`;
  return preview.state === "cancelled" ? "It was stopped." : preview.state === "failed" ? "It failed." : null;
}

function given(more: number, handedOver: number, say: (count: number) => string): string {
  if (handedOver === 0) return "None of them is handed over: they are MQLs already.";
  const who = handedOver === more ? (more === 1 ? "They are" : "All are") : handedOver === 1 ? "1 of them is" : `${say(handedOver)} of them are`;
  return `${who} handed over, the most engaged first, and no more a day than become MQLs now (10 where fewer do).`;
}
