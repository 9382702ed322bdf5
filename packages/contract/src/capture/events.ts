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
  /** The person it belongs to, or the visitor. */
  contact: z.object({ id, name: z.string().nullable() }).nullable(),
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

const rejected = z.object({ id, receivedAt: z.string(), source: z.string(), code: z.string(), words: z.string(), raw: z.string(), replayedAt: z.string().nullable() });

export const listRejected = operation({
  name: "capture.list-rejected",
  method: "GET",
  path: "/capture/rejected",
  summary: "Events that were refused, with the reason and as they came. Nothing is dropped silently.",
  who,
  query: z.strictObject({ cursor: z.string().optional(), code: z.string().max(60).optional() }),
  response: pageOf(rejected),
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
