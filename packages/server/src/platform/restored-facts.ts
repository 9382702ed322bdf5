import pg from "pg";
import type { DatabaseOptions } from "./database.ts";
import type { Log } from "./log.ts";

/**
 * A logical restore (ours, or pg_dump's) brings facts whose transaction numbers belong to another cluster: above this
 * cluster's own they would stay invisible to every reaction. Then all facts get the number 0 and new ids in their old
 * order, and the cursors with them, so that each reaction goes on exactly where it stood.
 */
export async function renumberRestoredFacts(connection: DatabaseOptions["connection"], log: Log): Promise<boolean> {
  const client = new pg.Client({ ...connection, options: "-c search_path=tandem,public -c statement_timeout=0" });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ foreign: boolean }>(
      `select greatest((select max(xid) from fact), (select max(xid) from reaction_cursor)) >= pg_snapshot_xmax(pg_current_snapshot()) as foreign`,
    );
    if (!rows[0]?.foreign) return false;
    log.info("facts come from another cluster; renumbering them");
    await client.query(`
      begin;
      lock table fact, reaction_cursor, parked_fact in access exclusive mode;
      create temporary table renumbered on commit drop as
        select id as old_id, row_number() over (order by xid, id) as new_id, xid as old_xid from fact;
      create unique index on renumbered (old_id);
      update reaction_cursor c set xid = '0',
        fact_id = (select count(*) from renumbered r where (r.old_xid, r.old_id) <= (c.xid, c.fact_id));
      -- Two steps, because the new ids overlap the old ones.
      update fact f set id = -r.new_id, xid = '0' from renumbered r where f.id = r.old_id;
      update fact set id = -id;
      select setval(pg_get_serial_sequence('tandem.fact', 'id'), greatest((select max(id) from fact), 1));
      commit;
    `);
    return true;
  } finally {
    await client.end();
  }
}
