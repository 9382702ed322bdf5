import { countUnread, listNotifications, markRead } from "@tandem/contract/handoff/notifications";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import { readCursor, timePlace, writeCursor } from "../../platform/cursor.ts";

interface Row {
  id: string; kind: string; at: Date; place: string; title: string; body: string; link: string | null; read_at: Date | null;
}

export const listNotificationsRoute = handle(listNotifications, async ({ app, principal }, { query }) => {
  const place = readCursor(timePlace, query.cursor);
  const rows = await app.db.query<Row>(
    `select id, kind, at, at::text as place, title, body, link, read_at from notification
     where user_id = $1 and ($2::boolean is not true or read_at is null) and ($3::timestamptz is null or (at, id) < ($3::timestamptz, $4::uuid))
     order by at desc, id desc limit $5`,
    [principal.userId, query.unread === "true", place?.[0] ?? null, place?.[1] ?? null, query.limit + 1],
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => ({ id: row.id, kind: row.kind, at: row.at.toISOString(), title: row.title, body: row.body, link: row.link, readAt: row.read_at?.toISOString() ?? null })),
    next: rows.length > query.limit && last ? writeCursor([last.place, last.id]) : null,
    count: null,
  };
});

/** One more than is shown, so that "99+" is told from 99. */
const most = 100;
async function unreadOf(sql: Sql, userId: string): Promise<{ unread: number }> {
  return sql.one("select count(*)::int as unread from (select from notification where user_id = $1 and read_at is null limit $2) n", [userId, most]);
}

export const countUnreadRoute = handle(countUnread, ({ app, principal }) => unreadOf(app.db, principal.userId));

export const markReadRoute = handle(markRead, ({ app, principal }, { body }) =>
  app.db.transaction(async (tx) => {
    const [ids, until] = "ids" in body ? [body.ids, null] : [null, body.until];
    await tx.query("update notification set read_at = $2 where user_id = $1 and read_at is null and (id = any($3::uuid[]) or at <= $4::timestamptz)", [principal.userId, app.clock.now(), ids, until]);
    app.live.publish(tx, [`user:${principal.userId}`], { kind: "notification.read", data: {} });
    return unreadOf(tx, principal.userId);
  }),
);
