import type { Slice } from "../platform/slice.ts";
import { ringClocks } from "./ring-clocks.ts";
import { runEngine } from "./run-engine.ts";
import { turnCompanyDay } from "./turn-company-day.ts";

/** What the spine brings to the server: the engine's loop and its deadlines. */
export const spine: Slice = { name: "spine", timers: [ringClocks, turnCompanyDay], work: runEngine };
