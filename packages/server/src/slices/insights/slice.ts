import type { Slice } from "../../platform/slice.ts";
import { setTimers } from "../../platform/timers.ts";
import { foldTallyKey, foldTallyTimer } from "./fold-tally.ts";
import { listKpisRoute } from "./list-kpis.ts";
import { listRowsRoute } from "./list-rows.ts";
import { listSegmentsRoute } from "./list-segments.ts";
import { readConservationRoute } from "./read-conservation.ts";
import { readDashboardRoute } from "./read-dashboard.ts";
import { readTargetsRoute } from "./read-targets.ts";

export const insights: Slice = {
  name: "insights",
  routes: [readDashboardRoute, listRowsRoute, readConservationRoute, listKpisRoute, listSegmentsRoute, readTargetsRoute],
  timers: [foldTallyTimer],
  async mount(_server, app) {
    await app.db.transaction((tx) => setTimers(tx, [{ ...foldTallyKey, dueAt: app.clock.now() }]));
  },
};
