import type { AttemptChannel, AttemptOutcome } from "@tandem/contract/handoff/acts";

export const channelWords: Record<AttemptChannel, string> = { call: "Call", email: "E-mail", meeting: "Meeting", message: "Message" };

const common: Record<AttemptOutcome, string> = { "no-answer": "No answer", "left-message": "Left a message", conversation: "Talked", bounced: "Bounced", sent: "Sent", held: "Held", "no-show": "Nobody came" };

/** What came of it, as it is said of the channel. */
export function outcomeWords(channel: AttemptChannel, outcome: AttemptOutcome): string {
  if (outcome === "conversation" && channel !== "call") return "They wrote back";
  return common[outcome];
}
