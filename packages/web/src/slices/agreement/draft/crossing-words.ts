import type { readPreview } from "@tandem/contract/agreement/crossings";
import type { OutputOf } from "@tandem/contract/operation";

type Counts = Pick<OutputOf<typeof readPreview>["counts"], "in" | "out" | "grade" | "handedOver">;

/** What follows from the figures, a sentence or two for each: who is handed over when the text takes effect, and for whom only what comes later is judged otherwise. */
export function crossingWords({ in: more, out, grade, handedOver }: Counts, say: (count: number) => string): readonly string[] {
  if (more + out + grade === 0) return ["Nobody crosses: everybody qualifies or not as they do now, with the same grade."];
  const people = (count: number) => `${say(count)} ${count === 1 ? "person" : "people"}`;
  const comes = more === 0 ? "" : `${people(more)} ${more === 1 ? "qualifies" : "qualify"} by this text who ${more === 1 ? "does" : "do"} not now. ${given(more, handedOver, say)}`;
  const leaves = out === 0 ? "" : `${people(out)} ${out === 1 ? "does" : "do"} not qualify any more. ${out === 1 ? "They stay" : "All stay"} in their stage, with Sales where Sales has them; for what comes later they need what this text asks.`;
  const regraded = grade === 0 ? "" : `${people(grade)} ${grade === 1 ? "gets" : "get"} another grade.`;
  return [comes, leaves, regraded, handedOver === 0 ? "No stage changes by it." : ""].filter((words) => words !== "");
}

function given(more: number, handedOver: number, say: (count: number) => string): string {
  if (handedOver === 0) return "None of them is handed over: they are MQLs already.";
  const who = handedOver === more ? (more === 1 ? "They are" : "All are") : handedOver === 1 ? "1 of them is" : `${say(handedOver)} of them are`;
  return `${who} handed over, the most engaged first, and no more a day than become MQLs now (10 where fewer do).`;
}
