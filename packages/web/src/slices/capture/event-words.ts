import type { listRecentEvents } from "@tandem/contract/capture/events";
import type { OutputOf } from "@tandem/contract/operation";

export type RecentEvent = OutputOf<typeof listRecentEvents>["events"][number];

/** What happened, as people say it. */
export function eventWords({ type, name }: Pick<RecentEvent, "type" | "name">): string {
  switch (type) {
    case "page":
      return name ? `Page viewed: ${name}` : "Page viewed";
    case "screen":
      return name ? `Screen viewed: ${name}` : "Screen viewed";
    case "identify":
      return "Person identified";
    case "group":
      return "Company named";
    case "alias":
      return "Ids joined";
    default:
      return name ?? type;
  }
}

const reasons: Record<string, string> = {
  "not-an-object": "Not an event",
  "unknown-type": "Unknown type",
  "bad-message-id": "Message id not right",
  "no-identity": "Nobody named",
  "bad-id": "Id not right",
  "no-event-name": "No event name",
  "bad-name": "Name too long",
  "no-previous-id": "Alias without ids",
  "no-group-id": "Group without id",
  "bad-properties": "Parts of the wrong type",
  "bad-timestamp": "Time unreadable",
  "event-too-old": "Before the year 2000",
  "bad-content": "Content not storable",
  "event-too-large": "Larger than 32 kB",
  "spam-trap": "Form filled by a machine",
  "filled-too-fast": "Form filled too fast",
};

/** A reason of refusal in few words; an unknown one by its code. */
export function reasonName(code: string): string {
  return reasons[code] ?? code;
}

/** Refused because it looked like a machine's: nothing in it needs repair. */
export function looksLikeMachine(code: string): boolean {
  return code === "spam-trap" || code === "filled-too-fast";
}
