import { rm } from "node:fs/promises";
import { dayWords } from "@tandem/domain/kit/day-words";
import { serve, type RunningServer } from "../main.ts";
import { steeredClock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import type { Log } from "../platform/log.ts";
import { seededDice } from "../platform/ids.ts";
import { openApp, type OpenedApp } from "../platform/open-app.ts";
import { slices } from "../slices.ts";
import { serveProgress, type ProgressPage } from "./progress-page.ts";
import { beginPace } from "./time-left.ts";
import { liveDemoYear } from "./year.ts";

export interface DemoOptions {
  readonly config: Config;
  readonly log: Log;
  /** Tells the person at the terminal. */
  readonly say: (words: string) => void;
  readonly onLost?: (error: Error) => void;
  /** Smaller worlds for tests. */
  readonly size?: { readonly days: number; readonly visitors: number };
  readonly now?: Date;
}

const seed = 20_26;
const fullSize = { days: 365, visitors: 6_000 };
const day = 86_400_000;
/** A year is the same small commands over and over: planning them anew takes longer than running them. */
const plannedOnce = { plan_cache_mode: "force_generic_plan" };
/** A demo younger than this goes on as if it had never stopped. */
const freshMs = 12 * 3_600_000;

/** Where the demo's history stands. */
type Standing = { readonly kind: "none" } | { readonly kind: "broken-off" } | { readonly kind: "ends"; readonly at: Date };

/** Starts the demo: lives its year first where there is none, asks before it catches up where it has been left alone. */
export async function startDemo(options: DemoOptions): Promise<RunningServer> {
  const { config, log, say, onLost, now = new Date() } = options;
  const open = () => openApp({ config, log, ...(onLost && { onLost }) });
  const opened = await open();
  const standing = await findStanding(opened, config).catch(async (error: unknown) => {
    await opened.close();
    throw error;
  });
  if (standing.kind === "ends" && now.getTime() - standing.at.getTime() < freshMs) return serve(opened, {});
  await opened.close();
  if (standing.kind === "broken-off") await startAfresh(options);
  const page = await serveProgress(config.port, config.host);
  try {
    if (standing.kind === "ends") await page.ask(`The demo's history ends on ${utcDay(standing.at)}. Nothing has happened since.`, "Continue to today");
    say(standing.kind === "ends" ? "The demo catches up with today." : "The demo's year is being lived; the page shows how far it is.");
    await makeHistory(options, page, standing.kind === "ends" ? standing.at : null, now);
  } finally {
    await page.close();
  }
  return serve(await open(), {});
}

/** Lives the history on a steered clock. Nothing else runs meanwhile, and until it is complete it is data to throw away. */
async function makeHistory(options: DemoOptions, page: ProgressPage, resumeFrom: Date | null, now: Date): Promise<void> {
  const { config, log, size = fullSize } = options;
  const clock = steeredClock(resumeFrom ?? new Date(now.getTime() - (size.days + 2) * day));
  // The same ids each time: where two people are equal in everything else, the id decides who comes first.
  const dice = seededDice(seed + Math.floor((resumeFrom?.getTime() ?? 0) / day));
  const opened = await openApp({ config, log, clock, dice, durable: config.databaseUrl !== undefined, postgresSettings: plannedOnce });
  const started = performance.now();
  const pace = beginPace();
  try {
    await opened.app.db.query("update workspace set demo_until = null");
    await liveDemoYear(opened.app, clock, slices, {
      seed,
      ...size,
      until: new Date(Math.floor(now.getTime() / 60_000) * 60_000),
      resumeFrom,
      onProgress(share, at) {
        pace.note(performance.now(), share);
        const left = pace.words();
        page.progress.share = share;
        page.progress.words = `${utcDay(at)}, ${Math.round(share * 100)} %${left === null ? "" : `, ${left}`}.`;
      },
    });
  } finally {
    await opened.close();
  }
  options.say(`The history was made in ${Math.round((performance.now() - started) / 1000)} s.`);
}

const utcDay = (at: Date): string => dayWords(Math.floor(at.getTime() / day));

async function findStanding({ app }: OpenedApp, config: Config): Promise<Standing> {
  const workspace = await app.db.find<{ demo: boolean; demo_until: Date | null }>("select demo, demo_until from workspace");
  if (workspace && !workspace.demo) throw new Error(`${config.databaseUrl ? "This database" : config.dataDir} holds a real workspace; the demo stays out of it. Choose another with TANDEM_DATA_DIR.`);
  if (!workspace) return { kind: "none" };
  return workspace.demo_until === null ? { kind: "broken-off" } : { kind: "ends", at: workspace.demo_until };
}

/** A year that was broken off is no history to show: it begins again. */
async function startAfresh({ config, say }: DemoOptions): Promise<void> {
  if (config.databaseUrl) throw new Error("The demo in this database was broken off while its history was made. Give it an empty database and start again.");
  say("The demo was broken off last time; it begins again.");
  await rm(config.dataDir, { recursive: true, force: true });
}
