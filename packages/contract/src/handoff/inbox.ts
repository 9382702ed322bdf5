import { z } from "zod";
import { badCursor, operation } from "../operation.ts";
import { attemptsSoFar, clockReading, cursor, grade, handoffState, id, limit, person, team, tier, workers } from "./parts.ts";

export const inboxScopes = ["mine", "team", "queue"] as const;
export type InboxScope = (typeof inboxScopes)[number];

/** In the order of what is owed first. */
export const inboxGroups = ["first-attempt", "disposition", "accepted", "settled"] as const;
export type InboxGroup = (typeof inboxGroups)[number];

export const inboxRow = z.object({
  id,
  group: z.enum(inboxGroups),
  contact: z.object({ id, name: z.string() }),
  company: z.object({ id, name: z.string() }).nullable(),
  tier,
  fit: z.number().int(),
  grade,
  engagement: z.number().int(),
  /** Engagement at the end of each of the last 30 company days, oldest first; the last one is today's. */
  spark: z.array(z.number().int()),
  /** Where the person came from: a fast lane, else the last touch. */
  source: z.object({ name: z.string(), detail: z.string().nullable() }),
  /** The clock of the clause that is owed next; of a settled lead its first attempt. */
  clock: clockReading.nullable(),
  attempts: attemptsSoFar,
  state: handoffState,
  assignee: person.nullable(),
  team,
  openedAt: z.string(),
  acceptedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  reason: z.string().nullable(),
  seen: z.boolean(),
});
export type InboxRow = z.infer<typeof inboxRow>;

export const inbox = z.object({
  /** When the clocks were read. */
  at: z.string(),
  rows: z.array(inboxRow),
  next: z.string().nullable(),
  count: z.object({ value: z.number().int(), capped: z.boolean() }).nullable(),
  groups: z.array(z.object({ key: z.enum(inboxGroups), count: z.number().int(), breached: z.number().int(), warning: z.number().int() })),
  /** Open handoffs under each scope. */
  scopes: z.object({ mine: z.number().int(), team: z.number().int(), queue: z.number().int() }),
  queues: z.array(z.object({ team, unclaimed: z.number().int(), oldestWaitMs: z.number().int().nullable(), oldestSince: z.string().nullable(), dayMs: z.number().int() })),
  /** How many more open leads the reader takes; a null capacity has no limit. */
  room: z.object({ open: z.number().int(), capacity: z.number().int().nullable() }),
});
export type Inbox = z.infer<typeof inbox>;

export const readInbox = operation({
  name: "handoff.read-inbox",
  method: "GET",
  path: "/inbox",
  summary: "The leads one holds, one's team holds, or that wait in its queues, what is owed first at the top, with running clocks.",
  who: workers,
  query: z.strictObject({ scope: z.enum(inboxScopes).default("mine"), cursor: cursor.optional(), limit }),
  response: inbox,
  refusals: [badCursor],
});

export const countInbox = operation({
  name: "handoff.count-inbox",
  method: "GET",
  path: "/inbox/count",
  summary: "How many first attempts the reader owes.",
  who: workers,
  response: z.object({ owed: z.number().int(), breached: z.number().int() }),
});
