import { countRejected, listRejected, readRejected } from "@tandem/contract/capture/events";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { longestKept } from "./rejected-events.ts";

const pageSize = 50;
const countedAtMost = 10_000;

interface Row {
  id: string;
  received_at: Date;
  source: string;
  code: string;
  words: string;
  raw: string;
  replayed_at: Date | null;
}

const shownOf = (row: Row) => ({ id: row.id, receivedAt: row.received_at.toISOString(), source: row.source, code: row.code, words: row.words, replayedAt: row.replayed_at?.toISOString() ?? null });

export const listRejectedRoute = handle(listRejected, async ({ app }, { query }) => {
  const rows = await app.db.query<Row>(
    `select r.id, r.received_at, s.name as source, r.code, r.words, left(r.raw, 160) as raw, r.replayed_at from rejected_event r join source s on s.id = r.source_id
     where ($1::uuid is null or (r.received_at, r.id) < (select received_at, id from rejected_event where id = $1)) and ($2::text is null or r.code = $2)
       and ($3::text is null or (r.replayed_at is null) = ($3 = 'waiting'))
     order by r.received_at desc, r.id desc limit ${pageSize + 1}`,
    [query.cursor ?? null, query.code ?? null, query.show ?? null],
  );
  const page = rows.slice(0, pageSize);
  return { rows: page.map((row) => ({ ...shownOf(row), excerpt: row.raw })), next: rows.length > pageSize ? page.at(-1)!.id : null, count: null };
});

export const countRejectedRoute = handle(countRejected, async ({ app }) => {
  const [reasons, { waiting, replayed }] = await Promise.all([
    app.db.query<{ code: string; words: string; count: number }>(
      `select code, (array_agg(words order by received_at desc))[1] as words, count(*)::int as count
       from (select code, words, received_at from rejected_event where replayed_at is null order by received_at desc limit ${countedAtMost}) r group by code order by count desc, code`,
    ),
    app.db.one<{ waiting: number; replayed: number }>(
      `select (select count(*)::int from (select 1 from rejected_event where replayed_at is null limit ${countedAtMost + 1}) w) as waiting,
              (select count(*)::int from (select 1 from rejected_event where replayed_at is not null limit ${countedAtMost + 1}) r) as replayed`,
    ),
  ]);
  const capped = (value: number) => ({ value: Math.min(value, countedAtMost), capped: value > countedAtMost });
  return { reasons, waiting: capped(waiting), replayed: capped(replayed) };
});

export const readRejectedRoute = handle(readRejected, async ({ app }, { params }) => {
  const row = await app.db.find<Row>("select r.id, r.received_at, s.name as source, r.code, r.words, r.raw, r.replayed_at from rejected_event r join source s on s.id = r.source_id where r.id = $1", [params.id]);
  if (!row) throw new Refusal(readRejected.refusals[0]!);
  return { ...shownOf(row), raw: row.raw, cut: row.raw.length >= longestKept };
});
