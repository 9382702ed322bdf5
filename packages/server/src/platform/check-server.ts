import type { Sql } from "./sql.ts";

/** Refuses a Postgres that is too old, or that would forget what it has acknowledged. */
export async function checkServer(sql: Sql, options: { mustBeDurable: boolean }): Promise<void> {
  const is = await sql.one<{ version: number; encoding: string; fsync: string; full_page_writes: string; synchronous_commit: string }>(
    `select current_setting('server_version_num')::int as version,
            current_setting('server_encoding') as encoding,
            current_setting('fsync') as fsync,
            current_setting('full_page_writes') as full_page_writes,
            current_setting('synchronous_commit') as synchronous_commit`,
  );
  if (is.version < 150_000) throw new Error(`Tandem needs PostgreSQL 15 or newer; this is ${Math.floor(is.version / 10_000)}.`);
  if (is.encoding !== "UTF8") throw new Error(`The database's encoding is ${is.encoding}; Tandem needs UTF8.`);
  if (!options.mustBeDurable) return;
  const off = (["fsync", "full_page_writes", "synchronous_commit"] as const).filter((setting) => is[setting] === "off");
  if (off.length > 0) {
    throw new Error(`Postgres runs with ${off.map((setting) => `${setting} = off`).join(" and ")}: a crash could lose what has been acknowledged. Switch ${off.length === 1 ? "it" : "them"} on; Tandem does not start like this.`);
  }
}
