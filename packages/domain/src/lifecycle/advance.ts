import type { Stage } from "./stage.ts";
import { transitions, type Transition } from "./transitions.ts";

/**
 * The stage machine: an act meets a stage and either moves it along an agreed way, leaves it, or is refused. A falling
 * score is no act, so it never moves a stage. An act that is merely late or repeated (identified again, qualified while
 * Sales is working) leaves the stage; one that a person must not do here is refused.
 */
export const stageActs = [
  "identified",
  "qualified",
  "accepted",
  "qualified-sql",
  "opportunity-opened",
  "won",
  "win-undone",
  "lost",
  "became-advocate",
  "rejected-nurture",
  "rejected-unqualified",
  "disqualified",
  "reinstated",
  "recycled",
  "churned",
  "aged",
] as const;
export type StageActKind = (typeof stageActs)[number];

export interface StageAct {
  readonly kind: StageActKind;
  /** When it happened, epoch ms. */
  readonly at: number;
  /** History that is brought in: what stands against it is flagged, not refused. */
  readonly imported?: boolean;
}

/** Where the contact stands: the stage and the instant (epoch ms) at which it entered it; null where unknown. */
export interface StageNow {
  readonly stage: Stage;
  readonly since: number | null;
}

export type StageFlag = "before-current-stage" | "no-agreed-way";

export type StageDecision =
  | { readonly kind: "move"; readonly to: Stage; readonly transition: string; readonly skips: readonly Stage[]; readonly flags: readonly StageFlag[] }
  | { readonly kind: "stay"; readonly why: "already-there" | "further-along" | "not-concerned"; readonly flags: readonly StageFlag[] }
  | { readonly kind: "refused"; readonly code: StageRefusal };

export type StageRefusal = "no-handoff-to-accept" | "not-with-sales" | "not-a-lead-yet" | "already-customer" | "not-a-customer" | "is-disqualified" | "no-open-deal" | "not-disqualified";

type Answer = Stage | "already-there" | "further-along" | "not-concerned" | StageRefusal;
type Row = Readonly<Record<Stage, Answer>>;

/** For every act: what each stage becomes, or why it stays, or why the act is refused. */
export const stageTable: Readonly<Record<StageActKind, Row>> = {
  identified: { visitor: "lead", lead: "already-there", mql: "further-along", sal: "further-along", sql: "further-along", opportunity: "further-along", customer: "further-along", advocate: "further-along", nurture: "further-along", disqualified: "further-along", lost: "further-along", churned: "further-along" },
  // Someone whom nobody can reach (a visitor without an address) is no MQL, and nobody is handed over twice at once.
  qualified: { visitor: "not-concerned", lead: "mql", mql: "already-there", sal: "further-along", sql: "further-along", opportunity: "further-along", customer: "further-along", advocate: "further-along", nurture: "mql", disqualified: "not-concerned", lost: "not-concerned", churned: "not-concerned" },
  accepted: { visitor: "not-a-lead-yet", lead: "sal", mql: "sal", sal: "already-there", sql: "further-along", opportunity: "further-along", customer: "already-customer", advocate: "already-customer", nurture: "sal", disqualified: "is-disqualified", lost: "no-handoff-to-accept", churned: "no-handoff-to-accept" },
  "qualified-sql": { visitor: "not-a-lead-yet", lead: "sql", mql: "sql", sal: "sql", sql: "already-there", opportunity: "further-along", customer: "already-customer", advocate: "already-customer", nurture: "sql", disqualified: "is-disqualified", lost: "not-with-sales", churned: "not-with-sales" },
  // A deal is a fact: it moves whoever is not further along. A customer's next deal leaves them a customer.
  "opportunity-opened": { visitor: "opportunity", lead: "opportunity", mql: "opportunity", sal: "opportunity", sql: "opportunity", opportunity: "already-there", customer: "further-along", advocate: "further-along", nurture: "opportunity", disqualified: "opportunity", lost: "opportunity", churned: "opportunity" },
  won: { visitor: "customer", lead: "customer", mql: "customer", sal: "customer", sql: "customer", opportunity: "customer", customer: "already-there", advocate: "further-along", nurture: "customer", disqualified: "customer", lost: "customer", churned: "customer" },
  // A deal closed as won by mistake and opened again: who is a customer by another deal is not asked about here.
  "win-undone": { visitor: "not-concerned", lead: "not-concerned", mql: "not-concerned", sal: "not-concerned", sql: "not-concerned", opportunity: "already-there", customer: "opportunity", advocate: "not-concerned", nurture: "not-concerned", disqualified: "not-concerned", lost: "not-concerned", churned: "not-concerned" },
  lost: { visitor: "no-open-deal", lead: "lost", mql: "lost", sal: "lost", sql: "lost", opportunity: "lost", customer: "further-along", advocate: "further-along", nurture: "lost", disqualified: "not-concerned", lost: "already-there", churned: "not-concerned" },
  "became-advocate": { visitor: "not-a-customer", lead: "not-a-customer", mql: "not-a-customer", sal: "not-a-customer", sql: "not-a-customer", opportunity: "not-a-customer", customer: "advocate", advocate: "already-there", nurture: "not-a-customer", disqualified: "not-a-customer", lost: "not-a-customer", churned: "not-a-customer" },
  "rejected-nurture": { visitor: "not-with-sales", lead: "not-with-sales", mql: "nurture", sal: "nurture", sql: "nurture", opportunity: "further-along", customer: "already-customer", advocate: "already-customer", nurture: "already-there", disqualified: "is-disqualified", lost: "not-with-sales", churned: "not-with-sales" },
  "rejected-unqualified": { visitor: "not-with-sales", lead: "not-with-sales", mql: "disqualified", sal: "disqualified", sql: "disqualified", opportunity: "further-along", customer: "already-customer", advocate: "already-customer", nurture: "not-with-sales", disqualified: "already-there", lost: "not-with-sales", churned: "not-with-sales" },
  disqualified: { visitor: "not-a-lead-yet", lead: "disqualified", mql: "disqualified", sal: "disqualified", sql: "disqualified", opportunity: "further-along", customer: "already-customer", advocate: "already-customer", nurture: "disqualified", disqualified: "already-there", lost: "not-concerned", churned: "not-concerned" },
  reinstated: { visitor: "not-disqualified", lead: "not-disqualified", mql: "not-disqualified", sal: "not-disqualified", sql: "not-disqualified", opportunity: "not-disqualified", customer: "not-disqualified", advocate: "not-disqualified", nurture: "not-disqualified", disqualified: "lead", lost: "not-disqualified", churned: "not-disqualified" },
  recycled: { visitor: "not-concerned", lead: "not-concerned", mql: "not-concerned", sal: "not-concerned", sql: "not-concerned", opportunity: "not-concerned", customer: "not-concerned", advocate: "not-concerned", nurture: "already-there", disqualified: "not-concerned", lost: "nurture", churned: "nurture" },
  churned: { visitor: "not-a-customer", lead: "not-a-customer", mql: "not-a-customer", sal: "not-a-customer", sql: "not-a-customer", opportunity: "not-a-customer", customer: "churned", advocate: "churned", nurture: "not-a-customer", disqualified: "not-a-customer", lost: "not-a-customer", churned: "already-there" },
  aged: { visitor: "not-concerned", lead: "not-concerned", mql: "lead", sal: "nurture", sql: "nurture", opportunity: "not-concerned", customer: "not-concerned", advocate: "not-concerned", nurture: "not-concerned", disqualified: "not-concerned", lost: "not-concerned", churned: "not-concerned" },
};

/** Decides what an act does to a contact's stage. Skips and contradictions are named, never smoothed over. */
export function decideStage(now: StageNow, act: StageAct): StageDecision {
  const answer = stageTable[act.kind][now.stage];
  const flags: StageFlag[] = now.since !== null && act.at < now.since ? ["before-current-stage"] : [];
  const transition = findTransition(now.stage, answer, act.kind);
  if (transition) return { kind: "move", to: transition.to, transition: transition.name, skips: transition.skips, flags };
  if (answer === "already-there" || answer === "further-along" || answer === "not-concerned") return { kind: "stay", why: answer, flags };
  // Imported history that contradicts itself is kept and flagged: refusing it would drop what really happened.
  if (act.imported) return { kind: "stay", why: "not-concerned", flags: [...flags, "no-agreed-way"] };
  return { kind: "refused", code: answer as StageRefusal };
}

const ways = new Map<string, readonly Transition[]>();
for (const transition of transitions) {
  const ends = `${transition.from}>${transition.to}`;
  ways.set(ends, [...(ways.get(ends) ?? []), transition]);
}

function findTransition(from: Stage, to: string, act: StageActKind): Transition | null {
  const candidates = ways.get(`${from}>${to}`) ?? [];
  // Two causes can share a way (rejected and aged): the one that bears the act's name is meant.
  return candidates.find((one) => one.name === act) ?? candidates.find((one) => one.name !== "aged") ?? candidates[0] ?? null;
}

/**
 * A visitor who leaves an address and qualifies at once: two acts at the same instant. This says how far a chain of
 * acts goes; each move is an episode of its own.
 */
export function decideStages(now: StageNow, acts: readonly StageAct[]): readonly StageDecision[] {
  let current = now;
  return acts.map((act) => {
    const decision = decideStage(current, act);
    if (decision.kind === "move") current = { stage: decision.to, since: act.at };
    return decision;
  });
}
