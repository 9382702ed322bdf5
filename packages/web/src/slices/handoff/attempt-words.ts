import type { AttemptChannel, AttemptOutcome } from "@tandem/contract/handoff/acts";

export const channelWords: Record<AttemptChannel, string> = { call: "Call", email: "E-mail", meeting: "Meeting", message: "Message" };

const common: Record<AttemptOutcome, string> = { "no-answer": "No answer", "left-message": "Left a message", conversation: "Talked", bounced: "Bounced", sent: "Sent", held: "Held", "no-show": "Nobody came" };

/** After an attempt was logged, in one short sentence: "Aiko Oduya: attempt 1 of 5 logged, the clock stops." Whether in time, the lead itself shows. */
export function loggedWords(name: string, { stopped, done, needed }: { stopped: readonly string[]; done: number; needed: number | null }): string {
  const which = needed === null || done === 0 ? "attempt" : done > needed ? `attempt ${done}, agreed ${needed},` : `attempt ${done} of ${needed}`;
  return `${name}: ${which} logged${stopped.length > 0 ? ", the clock stops" : ""}.`;
}

/** What came of it, as it is said of the channel. */
export function outcomeWords(channel: AttemptChannel, outcome: AttemptOutcome): string {
  if (outcome === "conversation" && channel !== "call") return "They wrote back";
  return common[outcome];
}
