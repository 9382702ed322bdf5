import type { OpportunityState } from "./opportunity.ts";

/** What happens to a deal: it moves between stages, ends won or lost, or is opened again. */
export type OpportunityAct =
  | { readonly kind: "move"; readonly from: string; readonly to: string }
  | { readonly kind: "win" }
  | { readonly kind: "lose" }
  | { readonly kind: "reopen" };

export interface OpportunityNow {
  readonly state: OpportunityState;
  readonly stage: string;
}

export type OpportunityDecision =
  | { readonly kind: "moved"; readonly stage: string; readonly state: OpportunityState }
  /** It is there already, whoever moved it. */
  | { readonly kind: "stayed" }
  | { readonly kind: "refused"; readonly code: "already-closed" | "not-closed" | "moved-meanwhile" };

/**
 * Decides an act on a deal. A move names the stage the person saw: whoever else edited the amount meanwhile is no
 * hindrance, but two drags of the same card to two stages are, and the second one is refused.
 */
export function decideOpportunity(now: OpportunityNow, act: OpportunityAct): OpportunityDecision {
  switch (act.kind) {
    case "move":
      if (now.state !== "open") return { kind: "refused", code: "already-closed" };
      if (now.stage === act.to) return { kind: "stayed" };
      return now.stage === act.from ? { kind: "moved", stage: act.to, state: "open" } : { kind: "refused", code: "moved-meanwhile" };
    case "win":
    case "lose": {
      const state = act.kind === "win" ? "won" : "lost";
      return now.state === "open" ? { kind: "moved", stage: now.stage, state } : { kind: "refused", code: "already-closed" };
    }
    case "reopen":
      return now.state === "open" ? { kind: "refused", code: "not-closed" } : { kind: "moved", stage: now.stage, state: "open" };
  }
}
