import type { App } from "./platform/app.ts";
import type { Clock } from "./platform/clock.ts";
import type { Config } from "./platform/config.ts";
import { createHttpServer } from "./platform/http/server.ts";
import type { Dice } from "./platform/ids.ts";
import type { Log } from "./platform/log.ts";
import { startMail } from "./platform/mail.ts";
import { openApp, type OpenedApp } from "./platform/open-app.ts";
import { prepareReactions, startReactions } from "./platform/reactions.ts";
import type { Slice } from "./platform/slice.ts";
import { startTimers } from "./platform/timers.ts";
import { slices as allSlices } from "./slices.ts";

export interface StartOptions {
  readonly config: Config;
  readonly log: Log;
  /** Steered by the demo and by tests. */
  readonly clock?: Clock;
  readonly dice?: Dice;
  readonly slices?: readonly Slice[];
  readonly webFolder?: string;
  /** The embedded Postgres is lost for good: the process should end. */
  readonly onLost?: (error: Error) => void;
  /** False only for throw-away data. */
  readonly durable?: boolean;
}

export interface RunningServer {
  readonly app: App;
  /** Where it listens, `http://127.0.0.1:3210`; null in a process without the role http. */
  readonly url: string | null;
  /** Finishes what is under way, then stops everything in order. */
  stop(): Promise<void>;
}

/** Starts all of Tandem in this process, or the roles the configuration names. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  return serve(await openApp(options), options);
}

/** The running part on an app that is already open, which it closes when it stops or cannot start. */
export async function serve(opened: OpenedApp, options: Pick<StartOptions, "slices" | "webFolder">): Promise<RunningServer> {
  const { app } = opened;
  const { roles } = app.config;
  const slices = options.slices ?? allSlices;
  const reactions = slices.flatMap((slice) => slice.reactions ?? []);
  // In the order of starting; stopped in reverse, so that requests end first and work last.
  const running: { stop(): Promise<void> }[] = [];
  const stopAll = async (): Promise<void> => {
    for (const part of running.toReversed()) await part.stop();
  };
  try {
    await prepareReactions(app, reactions);
    if (roles.includes("worker")) {
      running.push(startMail(app.mail, app.log), await startReactions(app, reactions));
      for (const slice of slices) if (slice.work) running.push(await slice.work(app));
    }
    if (roles.includes("timers")) running.push(startTimers(app, slices.flatMap((slice) => slice.timers ?? [])));
    let url: string | null = null;
    if (roles.includes("http")) {
      await app.live.start();
      const server = await createHttpServer(app, slices, options.webFolder !== undefined ? { webFolder: options.webFolder } : {});
      running.push({ stop: () => server.close() });
      url = await listen(server, app.config);
    }
    let stopped: Promise<void> | undefined;
    return {
      app,
      url,
      stop: () => (stopped ??= stopAll().then(() => opened.close())),
    };
  } catch (error) {
    await stopAll();
    await opened.close();
    throw error;
  }
}

async function listen(server: { listen(address: { port: number; host: string }): Promise<string> }, { port, host }: Config): Promise<string> {
  try {
    return await server.listen({ port, host });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") throw new Error(`The port ${port} is taken by another program. Set PORT to a free one.`);
    if (code === "EACCES") throw new Error(`This user may not listen on the port ${port}. Set PORT to one above 1023.`);
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") throw new Error(`This machine has no address ${host}. Set HOST to one it has, or to 0.0.0.0 for all.`);
    throw error;
  }
}
