import type { App } from "../platform/app.ts";
import type { Slice } from "../platform/slice.ts";
import { ensureNightlyCheck, nightlyCheck } from "./nightly-check.ts";
import { ringClocks } from "./ring-clocks.ts";
import { runEngine } from "./run-engine.ts";
import { ensureCompanyDay, turnCompanyDay } from "./turn-company-day.ts";

/** What the spine brings to the server: the engine's loop and its deadlines. */
export const spine: Slice = { name: "spine", timers: [ringClocks, turnCompanyDay, nightlyCheck], work: startSpine };

/** The engine's loop, once the months of events, the turn of the company day and the nightly check are provided for. */
async function startSpine(app: App): Promise<{ stop(): Promise<void> }> {
  await ensureCompanyDay(app);
  await ensureNightlyCheck(app);
  return runEngine(app);
}
