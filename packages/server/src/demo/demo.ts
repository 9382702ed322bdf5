import { rm } from "node:fs/promises";
import { serve, type RunningServer } from "../main.ts";
import { steeredClock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import type { Log } from "../platform/log.ts";
import { openApp, type OpenedApp } from "../platform/open-app.ts";
import { slices } from "../slices.ts";
import { serveProgress, type ProgressPage } from "./progress-page.ts";
import { liveDemoYear } from "./year.ts";

export interface DemoOptions {
  readonly config: Config;
  readonly log: Log;
  /** Tells the person at the terminal. */
  readonly say: (words: string) => void;
  readonly onLost?: (error: Error) => void;
  /** Smaller worlds for tests. */
  readonly size?: { readonly days: number; readonly visitors: number };
}

const seed = 20_26;
const fullSize = { days: 365, visitors: 6_000 };
const day = 86_400_000;
/** A demo younger than this goes on as if it had never stopped. */
const freshMs = 12 * 3_600_000;

/** Starts the demo: lives its year first where there is none, asks before it catches up where it has been left alone. */
export async function startDemo(options: DemoOptions): Promise<RunningServer> {
  const { config } = options;
  const now = new Date();
  const opened = await openDemo(options, now);
  const standing = await opened.app.db.find<{ demo: boolean; demo_until: Date | null }>("select demo, demo_until from workspace");
  if (standing && !standing.demo) {
    await opened.close();
    throw new Error(`${config.databaseUrl ? "This database" : config.dataDir} holds a real workspace; the demo stays out of it. Choose another with TANDEM_DATA_DIR.`);
  }
  if (standing && standing.demo_until === null) return startAnew(options, opened);
  const page = await openPage(config, opened, standing?.demo_until ?? null, now);
  try {
    if (page) await catchUp(options, opened, page, standing?.demo_until ?? null, now);
  } finally {
    await page?.close();
  }
  return serve(opened.opened, {});
}

async function catchUp(options: DemoOptions, opened: DemoApp, page: ProgressPage, from: Date | null, now: Date): Promise<void> {
  const { app } = opened.opened;
  const size = options.size ?? fullSize;
  if (from !== null) {
    await page.ask(`The demo's history ends on ${from.toISOString().slice(0, 10)}. Nothing has happened since.`, "Continue to today");
    options.say("The demo catches up with today.");
  } else options.say("The demo's year is being lived; the page shows how far it is.");
  const started = performance.now();
  await app.db.query("update workspace set demo_until = null");
  await liveDemoYear(app, opened.clock, slices, {
    seed,
    ...size,
    until: new Date(Math.floor(now.getTime() / 60_000) * 60_000),
    resumeFrom: from,
    onProgress(share, at) {
      page.progress.share = share;
      page.progress.words = `${at.toISOString().slice(0, 10)}, ${Math.round(share * 100)} % of the year.`;
    },
  });
  opened.clock.release();
  options.say(`The history was made in ${Math.round((performance.now() - started) / 1000)} s.`);
}

interface DemoApp {
  readonly opened: OpenedApp;
  readonly clock: ReturnType<typeof steeredClock>;
  readonly app: OpenedApp["app"];
  close(): Promise<void>;
}

async function openDemo({ config, log, onLost, size = fullSize }: DemoOptions, now: Date): Promise<DemoApp> {
  const clock = steeredClock(new Date(now.getTime() - (size.days + 2) * day));
  const opened = await openApp({ config, log, clock, ...(onLost && { onLost }) });
  return { opened, clock, app: opened.app, close: () => opened.close() };
}

/** A year that was broken off is no history to show: it begins again. */
async function startAnew(options: DemoOptions, opened: DemoApp): Promise<RunningServer> {
  await opened.close();
  if (options.config.databaseUrl) throw new Error("The demo in this database was broken off while its year was made. Give it an empty database and start again.");
  options.say("The demo was broken off last time; it begins again.");
  await rm(options.config.dataDir, { recursive: true, force: true });
  return startDemo(options);
}

/** The progress page is only there while history is made. */
async function openPage(config: Config, opened: DemoApp, until: Date | null, now: Date): Promise<ProgressPage | null> {
  if (until !== null && now.getTime() - until.getTime() < freshMs) {
    opened.clock.release();
    return null;
  }
  if (until !== null) opened.clock.set(until);
  return serveProgress(config.port, config.host);
}
