import { isPlainObject, repairJson, type Json, type JsonObject } from "./text.ts";
import { decideTimestamp, parseInstant } from "./timestamps.ts";

/**
 * One raw event as a client sends it by Segment's Tracking API, read into the shape the engine works on or refused by
 * name and reason. Hand-written checks: this runs for every event, tens of thousands a second.
 */

export const eventTypes = ["identify", "track", "page", "screen", "group", "alias"] as const;
export type EventType = (typeof eventTypes)[number];

export interface CapturedEvent {
  readonly type: EventType;
  readonly messageId: string;
  readonly anonymousId: string | null;
  readonly userId: string | null;
  /** Alias only: the id that `userId` follows. */
  readonly previousId: string | null;
  /** Group only. */
  readonly groupId: string | null;
  /** Event name (track) or page/screen name; null where none was sent. */
  readonly name: string | null;
  /** Epoch milliseconds: when it happened, corrected for the client's clock. */
  readonly at: number;
  /** The clock correction was not believed (`timestamps.ts`), so `at` is the time of receipt. */
  readonly timeDoubtful: boolean;
  readonly properties: JsonObject;
  /** Identify and group: what is known of the person or company. */
  readonly traits: JsonObject;
  readonly context: JsonObject;
}

export type EventRefusalCode = "not-an-object" | "unknown-type" | "bad-message-id" | "no-identity" | "bad-id" | "no-event-name" | "bad-name" | "no-previous-id" | "no-group-id" | "bad-properties" | "bad-timestamp" | "event-too-old" | "bad-content";

export interface EventRefusal {
  readonly code: EventRefusalCode;
  /** A sentence for whoever repairs the sender. */
  readonly words: string;
}

export type EventReading = { readonly ok: CapturedEvent } | { readonly refused: EventRefusal };

export interface EventSurroundings {
  /** Epoch milliseconds by the server's clock. */
  readonly receivedAt: number;
  /** Used where the client sent none: a fresh id. */
  readonly messageId: string;
  /** `sentAt` of the batch, for events without their own. */
  readonly sentAt?: unknown;
  /** `context` of the batch, for events without their own. */
  readonly context?: unknown;
  /** The type a path names (`/v1/track`), for events that do not say theirs. */
  readonly type?: EventType;
}

export const longestId = 255;
export const longestMessageId = 100;
export const longestName = 200;

const types = new Set<unknown>(eventTypes);

/** Reads one event. Text is repaired first: U+0000 or a lone surrogate would fail a whole commit. */
export function readEvent(raw: unknown, around: EventSurroundings): EventReading {
  if (!isPlainObject(raw)) return refuse("not-an-object", "An event is a JSON object.");
  const repaired = repairJson(raw as Json);
  if ("refused" in repaired) return refuse("bad-content", repaired.refused);
  const event = repaired.ok as JsonObject;

  const type = event["type"] ?? around.type;
  if (!types.has(type)) return refuse("unknown-type", "type is one of identify, track, page, screen, group or alias.");
  const messageId = event["messageId"] ?? around.messageId;
  if (typeof messageId !== "string" || messageId.length === 0 || messageId.length > longestMessageId) return refuse("bad-message-id", `messageId is text of 1 to ${longestMessageId} characters.`);

  const anonymousId = idOf(event["anonymousId"]);
  const userId = idOf(event["userId"]);
  const previousId = idOf(event["previousId"]);
  const groupId = idOf(event["groupId"]);
  if (anonymousId === badId || userId === badId || previousId === badId || groupId === badId) return refuse("bad-id", `Ids are text of at most ${longestId} characters or whole numbers.`);
  if (type === "alias" && (previousId === null || userId === null)) return refuse("no-previous-id", "An alias needs previousId and userId.");
  if (type === "group" && groupId === null) return refuse("no-group-id", "A group call needs groupId.");
  if (anonymousId === null && userId === null) return refuse("no-identity", "An event needs userId or anonymousId.");

  const name = event["event"] ?? event["name"] ?? null;
  if (name !== null && (typeof name !== "string" || name.length > longestName)) return refuse("bad-name", `A name is text of at most ${longestName} characters.`);
  if (type === "track" && (typeof event["event"] !== "string" || event["event"].trim() === "")) return refuse("no-event-name", "A track call needs event, the name of what happened.");

  const properties = event["properties"] ?? {};
  const traits = event["traits"] ?? {};
  const context = event["context"] ?? around.context ?? {};
  if (!isPlainObject(properties) || !isPlainObject(traits) || !isPlainObject(context)) return refuse("bad-properties", "properties, traits and context are JSON objects.");

  const original = event["originalTimestamp"];
  const timestamp = event["timestamp"];
  const sentAt = event["sentAt"] ?? around.sentAt;
  const when = decideTimestamp({ receivedAt: around.receivedAt, timestamp: parseInstant(timestamp), originalTimestamp: parseInstant(original), sentAt: parseInstant(sentAt) });
  if (when === "unreadable") return refuse("bad-timestamp", "timestamp, originalTimestamp and sentAt are ISO 8601 instants.");
  if (when === "too-old") return refuse("event-too-old", "The event is dated before the year 2000; import old history instead of sending it live.");

  return {
    ok: {
      type: type as EventType,
      messageId,
      anonymousId,
      userId,
      previousId,
      groupId,
      name: name === "" ? null : (name as string | null),
      at: when.at,
      timeDoubtful: when.doubtful,
      properties: properties as JsonObject,
      traits: traits as JsonObject,
      context: context as JsonObject,
    },
  };
}

function refuse(code: EventRefusalCode, words: string): EventReading {
  return { refused: { code, words } };
}

const badId = Symbol("bad id");

/** Absent, null and empty ids are none; numbers are taken as their digits, as Segment's own clients send them. */
function idOf(value: Json | undefined): string | null | typeof badId {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") {
    const id = value.trim();
    return id.length > longestId ? badId : id === "" ? null : id;
  }
  return Number.isSafeInteger(value) ? String(value) : badId;
}
