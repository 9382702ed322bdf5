import type { InboxRow } from "@tandem/contract/handoff/inbox";

const settledWords: Partial<Record<InboxRow["state"], string>> = { qualified: "Qualified, SQL", "rejected-nurture": "Rejected to nurture", "rejected-unqualified": "Unqualified" };

export interface RowProgress {
  /** Attempts out of those agreed; null where none are agreed or they matter no more. */
  readonly steps: { readonly done: number; readonly of: number } | null;
  readonly words: string;
}

/** How far a lead has come: attempts while it is worked, then how it ended. */
export function progressOf(row: Pick<InboxRow, "group" | "state" | "attempts" | "reason">): RowProgress {
  if (row.group === "settled") return { steps: null, words: row.reason ?? settledWords[row.state] ?? "Settled" };
  const { done, needed } = row.attempts;
  const state = row.state === "accepted" ? "Accepted, SAL" : "";
  if (done === 0 && row.group === "first-attempt") return { steps: null, words: state || "No attempt yet" };
  if (!needed) return { steps: null, words: state || attempts(done) };
  return { steps: { done: Math.min(done, needed), of: needed }, words: attemptsOf(done, needed) };
}

/** "3 of 5"; more than was agreed is "6, agreed 5". */
export function attemptsOf(done: number, needed: number): string {
  return done > needed ? `${done}, agreed ${needed}` : `${done} of ${needed}`;
}

function attempts(done: number): string {
  return done === 0 ? "No attempt yet" : `${done} ${done === 1 ? "attempt" : "attempts"}`;
}
