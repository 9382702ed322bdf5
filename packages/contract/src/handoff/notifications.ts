import { z } from "zod";
import { badCursor, operation } from "../operation.ts";
import { cursor, id, limit } from "./parts.ts";

export const listNotifications = operation({
  name: "notification.list",
  method: "GET",
  path: "/notifications",
  summary: "What concerns the reader, newest first, and how much of it is unread.",
  who: "signed-in",
  query: z.strictObject({ unread: z.enum(["true", "false"]).default("false"), cursor: cursor.optional(), limit }),
  response: z.object({
    rows: z.array(z.object({ id, kind: z.string(), at: z.string(), title: z.string(), body: z.string(), link: z.string().nullable(), readAt: z.string().nullable() })),
    next: z.string().nullable(),
    count: z.object({ value: z.number().int(), capped: z.boolean() }).nullable(),
  }),
  refusals: [badCursor],
});

export const countUnread = operation({
  name: "notification.count",
  method: "GET",
  path: "/notifications/unread",
  summary: "How many notifications the reader has not read, up to 99.",
  who: "signed-in",
  response: z.object({ unread: z.number().int() }),
});

export const markRead = operation({
  name: "notification.mark-read",
  method: "POST",
  path: "/notifications/read",
  summary: "Marks notifications as read: those named, or all that came until an instant.",
  who: "signed-in",
  body: z.union([z.strictObject({ ids: z.array(id).min(1).max(200) }), z.strictObject({ until: z.iso.datetime({ offset: true }) })]),
  response: z.object({ unread: z.number().int() }),
});
