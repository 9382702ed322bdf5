import type { readPreview } from "@tandem/contract/agreement/crossings";
import type { OutputOf } from "@tandem/contract/operation";

type Counts = Pick<OutputOf<typeof readPreview>["counts"], "in" | "out" | "handedOver">;

/** "50 people qualify by this text who do not now; 40 of them are handed over, the most engaged first …". */
export function crossingWords({ in: more, out, handedOver }: Counts, say: (count: number) => string): string {
  const people = (count: number) => `${say(count)} ${count === 1 ? "person" : "people"}`;
  const comes = more === 0 ? "Nobody qualifies by this text who does not now." : `${people(more)} ${more === 1 ? "qualifies" : "qualify"} by this text who ${more === 1 ? "does" : "do"} not now.`;
  const given = handedOver === 0 ? "Nobody is handed over by it." : `${handedOver === more && more > 0 ? (more === 1 ? "They are" : "All are") : handedOver === 1 ? "1 of them is" : `${say(handedOver)} of them are`} handed over, the most engaged first, and no more a day than become MQLs now (10 where fewer do).`;
  const leaves = out === 0 ? "" : ` ${people(out)} ${out === 1 ? "does" : "do"} not qualify any more; whom Sales has already stays there.`;
  return `${comes} ${given}${leaves}`;
}
