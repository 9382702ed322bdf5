import { DAY, MINUTE } from "@tandem/domain/kit/instant";
import type { Sql } from "../../platform/sql.ts";
import { digestOf } from "./secret.ts";

const span = 15 * MINUTE;
const mostByAccountAndAddress = 10;
/** One address trying many accounts; an office behind one address must still get in on a Monday morning. */
const mostByAddress = 100;

/**
 * Counts a try before it is judged, so that a thousand at once are still a thousand tries.
 * @returns whether it may be judged
 */
export async function countAttempt(sql: Sql, at: Date, address: string, account: string): Promise<boolean> {
  const buckets = [pairBucket(address, account), digestOf(`address\n${address}`)].sort(Buffer.compare);
  const rows = await sql.query<{ bucket: Buffer; tries: number }>(
    `insert into sign_in_attempt as a (bucket, tries, ends_at) select bucket, 1, $2 from unnest($1::bytea[]) as new (bucket)
     on conflict (bucket) do update set
       tries = case when a.ends_at <= $3 then 1 else a.tries + 1 end,
       ends_at = case when a.ends_at <= $3 then excluded.ends_at else a.ends_at end
     returning bucket, tries`,
    [buckets, new Date(at.getTime() + span), at],
  );
  const pair = pairBucket(address, account);
  return rows.every((row) => row.tries <= (row.bucket.equals(pair) ? mostByAccountAndAddress : mostByAddress));
}

/** After a success: the person's own slips are forgotten; the address keeps one try fewer. */
export async function forgetAttempts(sql: Sql, at: Date, address: string, account: string): Promise<void> {
  await sql.query("delete from sign_in_attempt where bucket = $1 or ends_at < $2", [pairBucket(address, account), new Date(at.getTime() - DAY)]);
  await sql.query("update sign_in_attempt set tries = greatest(0, tries - 1) where bucket = $1", [digestOf(`address\n${address}`)]);
}

function pairBucket(address: string, account: string): Buffer {
  return digestOf(`pair\n${address}\n${account}`);
}
