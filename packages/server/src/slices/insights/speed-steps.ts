/**
 * Speed to lead in its steps: what the system cost and what people cost, told apart. A step that a handoff did not take
 * (nobody looked before calling) begins where the one before it ended.
 */
export interface SpeedStep {
  readonly key: string;
  readonly name: string;
  readonly side: "system" | "people";
  /** Expressions over `handoff h`. */
  readonly from: string;
  readonly to: string;
}

/** Who tries without a look before has seen the lead with the attempt: nobody looked, and the wait is the attempt's. */
const seen = "nullif(h.seen_at, h.first_attempt_at)";

export const speedSteps: readonly SpeedStep[] = [
  { key: "scored", name: "Scored", side: "system", from: "h.captured_at", to: "h.scored_at" },
  { key: "opened", name: "Qualified, handed over", side: "system", from: "h.scored_at", to: "h.opened_at" },
  { key: "assigned", name: "Given an owner", side: "people", from: "h.opened_at", to: "h.assigned_at" },
  { key: "notified", name: "Owner notified", side: "system", from: "h.assigned_at", to: "h.notified_at" },
  { key: "seen", name: "Seen", side: "people", from: "coalesce(h.notified_at, h.assigned_at)", to: seen },
  { key: "attempt", name: "First attempt", side: "people", from: `coalesce(${seen}, h.notified_at, h.assigned_at)`, to: "h.first_attempt_at" },
  { key: "conversation", name: "First conversation", side: "people", from: "h.first_attempt_at", to: "h.first_conversation_at" },
  { key: "whole", name: "Captured to first attempt", side: "people", from: "h.captured_at", to: "h.first_attempt_at" },
];

export function speedStep(key: string | null): SpeedStep | null {
  return speedSteps.find((step) => step.key === key) ?? null;
}

/** Milliseconds of a step; a click of the clocks apart never makes a negative one. */
export function speedMs(step: SpeedStep): string {
  return `greatest(0, date_part('epoch', ${step.to} - ${step.from}) * 1000)`;
}
