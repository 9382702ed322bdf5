import type { TimerHandler } from "../platform/timers.ts";
import { engine } from "./actor.ts";
import { ringClock } from "./clocks.ts";
import { lockHandoffs } from "./handoffs.ts";
import { loadRoster } from "./roster.ts";
import { settle } from "./settle.ts";
import { beginWork } from "./work.ts";

/** Timers of clocks: each rings at an instant worked out by the pure clock, which decides what that means now. */
export const ringClocks: TimerHandler = {
  kind: "clock",
  async handle(app, tx, timers) {
    const ids = [...new Set(timers.map((timer) => timer.key.split(":")[0]!))];
    const due = await tx.query<{ handoff_id: string }>("select distinct handoff_id from clock where id = any($1) order by 1", [ids]);
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: engine });
    // The timers' rows are held already, so this must not wait long for a lead that somebody works on: it rings again.
    await tx.query("set local lock_timeout = '200ms'");
    await lockHandoffs(work, due.map((row) => row.handoff_id));
    await loadRoster(work);
    for (const id of ids) {
      const record = work.clocks.get(id);
      if (record) ringClock(work, record);
    }
    await settle(work);
  },
};
