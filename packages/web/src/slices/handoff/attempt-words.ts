import type { AttemptChannel, AttemptOutcome } from "@tandem/contract/handoff/acts";

export const channelWords: Record<AttemptChannel, string> = { call: "Call", email: "E-mail", meeting: "Meeting", message: "Message" };

const common: Record<AttemptOutcome, string> = { "no-answer": "No answer", "left-message": "Left a message", conversation: "Talked", bounced: "Bounced", sent: "Sent", held: "Held", "no-show": "Nobody came" };

/** After an attempt was logged, in one short sentence: "Aiko Oduya: attempt 1 of 5 logged, the attempts clock stops." Whether in time, the lead itself shows. */
export function loggedWords(name: string, { stopped, done, needed }: { stopped: readonly string[]; done: number; needed: number | null }): string {
  const which = needed === null || done === 0 ? "attempt" : done > needed ? `attempt ${done}, agreed ${needed},` : `attempt ${done} of ${needed}`;
  return `${name}: ${which} logged${stoppedWords(stopped)}.`;
}

const clockKinds = ["first-attempt", "disposition", "attempts"];

/** Another clock may run on, so each that stops is named. */
function stoppedWords(stopped: readonly string[]): string {
  const kinds = clockKinds.filter((kind) => stopped.includes(kind));
  return kinds.length === 0 ? "" : `, the ${kinds.join(" and ")} ${kinds.length === 1 ? "clock stops" : "clocks stop"}`;
}

/** An attempt in a list to choose from: "Call 14:03, “Wants a pilot in Q1”". A long note is cut. @param when already written out */
export function attemptLabel({ channel, note }: { channel: AttemptChannel; note: string }, when: string): string {
  const said = note.replaceAll(/\s+/g, " ").trim();
  return `${channelWords[channel]} ${when}${said === "" ? "" : `, “${said.length > labelNote ? `${said.slice(0, labelNote).trimEnd()}…` : said}”`}`;
}
const labelNote = 48;

/** What came of it, as it is said of the channel. */
export function outcomeWords(channel: AttemptChannel, outcome: AttemptOutcome): string {
  if (outcome === "conversation" && channel !== "call") return "They wrote back";
  return common[outcome];
}
