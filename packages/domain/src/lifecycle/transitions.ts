import type { Stage } from "./stage.ts";

/**
 * The agreed ways between stages. A stage moves along these and no others; a way that passes over stages is named as
 * a skip of its own, so that no episode is invented for what never happened.
 */
export interface Transition {
  readonly from: Stage;
  readonly to: Stage;
  readonly name: string;
  /** Stages of the forward path that were passed over. */
  readonly skips: readonly Stage[];
}

const way = (from: Stage, to: Stage, name: string, skips: readonly Stage[] = []): Transition => ({ from, to, name, skips });

export const transitions: readonly Transition[] = [
  // forward, step by step
  way("visitor", "lead", "identified"),
  way("lead", "mql", "qualified"),
  way("mql", "sal", "accepted"),
  way("sal", "sql", "qualified-sql"),
  way("sql", "opportunity", "opportunity-opened"),
  way("opportunity", "customer", "won"),
  way("customer", "advocate", "became-advocate"),
  // forward skips
  way("lead", "sal", "taken-by-sales-without-mql", ["mql"]),
  way("lead", "sql", "qualified-by-sales-without-mql", ["mql", "sal"]),
  way("mql", "sql", "qualified-by-sales-at-acceptance", ["sal"]),
  way("lead", "opportunity", "opportunity-without-mql", ["mql", "sal", "sql"]),
  way("mql", "opportunity", "opportunity-without-acceptance", ["sal", "sql"]),
  way("sal", "opportunity", "opportunity-without-sql", ["sql"]),
  way("visitor", "opportunity", "opportunity-without-lead", ["lead", "mql", "sal", "sql"]),
  way("visitor", "customer", "won-without-lead", ["lead", "mql", "sal", "sql", "opportunity"]),
  way("lead", "customer", "won-without-mql", ["mql", "sal", "sql", "opportunity"]),
  way("mql", "customer", "won-without-acceptance", ["sal", "sql", "opportunity"]),
  way("sal", "customer", "won-without-sql", ["sql", "opportunity"]),
  way("sql", "customer", "won-without-opportunity", ["opportunity"]),
  // to nurture and to disqualified
  way("mql", "nurture", "rejected-nurture"),
  way("sal", "nurture", "rejected-nurture"),
  way("sql", "nurture", "rejected-nurture"),
  way("mql", "disqualified", "rejected-unqualified"),
  way("sal", "disqualified", "rejected-unqualified"),
  way("sql", "disqualified", "rejected-unqualified"),
  way("lead", "disqualified", "disqualified-before-handoff"),
  way("nurture", "disqualified", "disqualified-in-nurture"),
  // ageing
  way("mql", "lead", "aged"),
  way("sal", "nurture", "aged"),
  way("sql", "nurture", "aged"),
  // lost, and back
  way("opportunity", "lost", "lost"),
  way("lead", "lost", "lost-without-opportunity", ["mql", "sal", "sql", "opportunity"]),
  way("mql", "lost", "lost-without-opportunity", ["sal", "sql", "opportunity"]),
  way("sal", "lost", "lost-without-opportunity", ["sql", "opportunity"]),
  way("sql", "lost", "lost-without-opportunity", ["opportunity"]),
  way("nurture", "lost", "lost-from-nurture", ["mql", "sal", "sql", "opportunity"]),
  way("lost", "nurture", "recycled-after-loss"),
  way("nurture", "mql", "qualified-again"),
  way("nurture", "sal", "taken-by-sales-from-nurture", ["mql"]),
  way("nurture", "sql", "qualified-by-sales-from-nurture", ["mql", "sal"]),
  way("nurture", "opportunity", "opportunity-from-nurture", ["mql", "sal", "sql"]),
  way("nurture", "customer", "won-from-nurture", ["mql", "sal", "sql", "opportunity"]),
  way("lost", "opportunity", "opportunity-after-loss", ["mql", "sal", "sql"]),
  way("lost", "customer", "won-after-loss", ["mql", "sal", "sql", "opportunity"]),
  way("disqualified", "lead", "reinstated"),
  way("disqualified", "opportunity", "opportunity-after-disqualification", ["lead", "mql", "sal", "sql"]),
  way("disqualified", "customer", "won-after-disqualification", ["lead", "mql", "sal", "sql", "opportunity"]),
  // customers
  way("customer", "opportunity", "win-undone"),
  way("customer", "churned", "churned"),
  way("advocate", "churned", "churned"),
  way("churned", "nurture", "recycled-after-churn"),
  way("churned", "opportunity", "won-back-opportunity", ["lead", "mql", "sal", "sql"]),
  way("churned", "customer", "won-back", ["lead", "mql", "sal", "sql", "opportunity"]),
];

/** Is there an agreed way between two stages? */
export function isAgreedWay(from: Stage, to: Stage): boolean {
  return transitions.some((transition) => transition.from === from && transition.to === to);
}
