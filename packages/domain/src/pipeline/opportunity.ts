/** The words of a deal: its states, the roles of a buying group, and why deals are won and lost. */

export const opportunityStates = ["open", "won", "lost"] as const;
export type OpportunityState = (typeof opportunityStates)[number];

export const buyingRoles = ["champion", "economic-buyer", "decision-maker", "technical-approver", "user", "blocker", "other"] as const;
export type BuyingRole = (typeof buyingRoles)[number];

export const buyingRoleNames: Record<BuyingRole, string> = {
  champion: "Champion",
  "economic-buyer": "Economic buyer",
  "decision-maker": "Decision maker",
  "technical-approver": "Technical approver",
  user: "User",
  blocker: "Blocker",
  other: "Other",
};

export interface CloseReason {
  readonly code: string;
  readonly name: string;
}

export const wonReasons = [
  { code: "product", name: "Product fits best" },
  { code: "price", name: "Price" },
  { code: "trust", name: "Trust and relationship" },
  { code: "references", name: "References" },
  { code: "time-to-value", name: "Fastest to run" },
  { code: "only-option", name: "No competitor" },
  { code: "other", name: "Something else" },
] as const satisfies readonly CloseReason[];

export const lostReasons = [
  { code: "price", name: "Price" },
  { code: "competitor", name: "Chose a competitor" },
  { code: "no-decision", name: "No decision" },
  { code: "no-budget", name: "Budget withdrawn" },
  { code: "missing-feature", name: "Something is missing in the product" },
  { code: "timing", name: "Bad timing" },
  { code: "contact-left", name: "Champion left" },
  { code: "went-silent", name: "Went silent" },
  { code: "other", name: "Something else" },
] as const satisfies readonly CloseReason[];

/** The reasons a deal may end with, by how it ends. */
export const closeReasons: Record<Exclude<OpportunityState, "open">, readonly CloseReason[]> = { won: wonReasons, lost: lostReasons };

/** What a reason is called; an unknown code (from an import) reads as itself. */
export function closeReasonName(state: OpportunityState, code: string | null): string | null {
  if (code === null || state === "open") return code;
  return closeReasons[state].find((reason) => reason.code === code)?.name ?? code;
}
