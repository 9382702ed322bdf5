/** The stages of a contact's way and which side is accountable for each (glossary: stage). */

export const stages = ["visitor", "lead", "mql", "sal", "sql", "opportunity", "customer", "advocate", "nurture", "disqualified", "lost", "churned"] as const;
export type Stage = (typeof stages)[number];

/** The forward path, in order; the rest are detours. */
export const forwardPath = ["visitor", "lead", "mql", "sal", "sql", "opportunity", "customer", "advocate"] as const satisfies readonly Stage[];

export type Side = "marketing" | "sales" | "nobody";

/** The hue changes exactly where the handoff is: Marketing answers for leads and MQLs, Sales from SAL on. */
export function accountableSide(stage: Stage): Side {
  switch (stage) {
    case "lead":
    case "mql":
    case "nurture":
    case "advocate":
      return "marketing";
    case "sal":
    case "sql":
    case "opportunity":
    case "customer":
      return "sales";
    default:
      return "nobody";
  }
}

/** Position on the forward path, or -1 for a detour. */
export function forwardRank(stage: Stage): number {
  return (forwardPath as readonly Stage[]).indexOf(stage);
}

export const stageNames: Record<Stage, string> = {
  visitor: "Visitor",
  lead: "Lead",
  mql: "MQL",
  sal: "SAL",
  sql: "SQL",
  opportunity: "Opportunity",
  customer: "Customer",
  advocate: "Advocate",
  nurture: "Nurture",
  disqualified: "Disqualified",
  lost: "Lost",
  churned: "Churned",
};
