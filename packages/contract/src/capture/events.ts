import { z } from "zod";
import { operation, pageOf } from "../operation.ts";

const id = z.uuid();
const who = ["marketing", "revops", "administrator"] as const;

const recentEvent = z.object({
  id,
  at: z.string(),
  receivedAt: z.string(),
  type: z.string(),
  name: z.string().nullable(),
  source: z.string(),
  /** Whom it belongs to: a person, or a visitor nobody knows yet. Named for whoever may look at people. */
  contact: z.object({ id, name: z.string().nullable(), identified: z.boolean() }).nullable(),
});

export const listRecentEvents = operation({
  name: "capture.list-recent-events",
  method: "GET",
  path: "/capture/events",
  summary: "The events received last, newest first: to see whether a website is connected.",
  who,
  query: z.strictObject({ source: z.coerce.number().int().optional() }),
  response: z.object({ events: z.array(recentEvent), waiting: z.number().int(), parked: z.number().int() }),
});

const rejected = z.object({
  id,
  receivedAt: z.string(),
  source: z.string(),
  /** Stable, for grouping; `words` say the same to people. */
  code: z.string(),
  words: z.string(),
  replayedAt: z.string().nullable(),
});

export const listRejected = operation({
  name: "capture.list-rejected",
  method: "GET",
  path: "/capture/rejected",
  summary: "Events that were refused, newest first, with the reason of each. Nothing is dropped silently.",
  who,
  query: z.strictObject({ cursor: z.string().optional(), code: z.string().max(60).optional(), show: z.enum(["waiting", "replayed"]).optional() }),
  response: pageOf(rejected.extend({ excerpt: z.string() })),
});

export const countRejected = operation({
  name: "capture.count-rejected",
  method: "GET",
  path: "/capture/rejected/counts",
  summary: "How many refused events wait, by reason, and how many were replayed. Counted up to 10,000.",
  who,
  response: z.object({
    reasons: z.array(z.object({ code: z.string(), words: z.string(), count: z.number().int() })),
    waiting: z.object({ value: z.number().int(), capped: z.boolean() }),
    replayed: z.object({ value: z.number().int(), capped: z.boolean() }),
  }),
});

export const readRejected = operation({
  name: "capture.read-rejected",
  method: "GET",
  path: "/capture/rejected/:id",
  summary: "One refused event as it came, to repair it.",
  who,
  params: z.object({ id }),
  /** `cut`: it was larger than what is kept of a refused event, so its end is missing. */
  response: rejected.extend({ raw: z.string(), cut: z.boolean() }),
  refusals: [{ code: "no-such-event", status: 404, title: "There is no such refused event." }],
});

export const replayRejected = operation({
  name: "capture.replay-rejected",
  method: "POST",
  path: "/capture/rejected/:id/replay",
  summary: "Takes a refused event in after it was repaired.",
  who,
  params: z.object({ id }),
  body: z.strictObject({ raw: z.string().max(64 * 1024) }),
  response: z.object({ accepted: z.boolean() }),
  refusals: [
    { code: "no-such-event", status: 404, title: "There is no such refused event." },
    { code: "replayed-already", status: 409, title: "This event was replayed already." },
    { code: "still-refused", status: 422, title: "The event is still not right." },
  ],
});

const scalar = z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()]);

export const replayMatching = operation({
  name: "capture.replay-matching",
  method: "POST",
  path: "/capture/rejected/replay",
  summary: "Replays waiting events of one reason, oldest first, each with the same repair: values set or taken out at its top level. At most 500 a call; go on with `next`. What is still not right stays, with its count by reason.",
  who,
  body: z.strictObject({
    code: z.string().min(1).max(60),
    source: z.number().int().optional(),
    /** Values that every event gets: `{ "type": "track" }`. */
    set: z.record(z.string().min(1).max(100), scalar).default({}),
    /** Names of values that are taken out. */
    unset: z.array(z.string().min(1).max(100)).max(50).default([]),
    cursor: id.optional(),
    limit: z.number().int().min(1).max(500).default(200),
  }),
  response: z.object({
    replayed: z.number().int(),
    refused: z.array(z.object({ code: z.string(), words: z.string(), count: z.number().int() })),
    next: z.string().nullable(),
  }),
});

export const setQuarantine = operation({
  name: "capture.set-quarantine",
  method: "PUT",
  path: "/capture/events/:eventId/quarantine",
  summary: "Sets an event's signals aside as a machine's, or takes them back; the contact is scored again at once.",
  who,
  params: z.object({ eventId: id }),
  body: z.strictObject({ quarantined: z.boolean() }),
  response: z.object({ signals: z.number().int() }),
  refusals: [{ code: "no-signal", status: 404, title: "This event is no signal of the agreement, so there is nothing to set aside." }],
});
