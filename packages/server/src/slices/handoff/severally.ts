import type { Severally } from "@tandem/contract/handoff/acts";
import { Refusal } from "../../platform/refusal.ts";

/** Does the same to several leads, each in a transaction of its own: what one is refused for keeps none of the others. */
export async function severally(ids: readonly string[], act: (id: string) => Promise<unknown>): Promise<Severally> {
  const answer: Severally = { done: [], failed: [] };
  for (const id of new Set(ids)) {
    try {
      await act(id);
      answer.done.push(id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer.failed.push({ id, code: error.kind.code, detail: error.detail ?? error.kind.title });
    }
  }
  return answer;
}
