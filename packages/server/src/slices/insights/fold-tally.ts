import { HOUR } from "@tandem/domain/kit/instant";
import type { Sql } from "../../platform/sql.ts";
import { setTimers, type TimerHandler } from "../../platform/timers.ts";

/** The alarm under which the tally is folded; it sets itself again. */
export const foldTallyKey = { kind: "insights.fold-tally", key: "hourly" } as const;

/** Adds up the additions and subtractions into one row a day and source. The sum does not change. */
export async function foldTally(sql: Sql): Promise<void> {
  await sql.query(
    `with gone as (delete from lead_tally where (day, coalesce(source, '')) in (select day, coalesce(source, '') from lead_tally group by 1, 2 having count(*) > 1) returning day, source, leads)
     insert into lead_tally (day, source, leads) select day, source, sum(leads) from gone group by day, source having sum(leads) <> 0`,
  );
}

export const foldTallyTimer: TimerHandler = {
  kind: foldTallyKey.kind,
  async handle(app, tx) {
    await foldTally(tx);
    await setTimers(tx, [{ ...foldTallyKey, dueAt: new Date(app.clock.now().getTime() + HOUR) }]);
  },
};
