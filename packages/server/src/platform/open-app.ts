import type { App } from "./app.ts";
import { checkServer } from "./check-server.ts";
import { systemClock, type Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import { openDatabase } from "./database.ts";
import { systemDice, uuidv7, type Dice } from "./ids.ts";
import { createLive } from "./live.ts";
import type { Log } from "./log.ts";
import { createMail } from "./mail.ts";
import { checkMigrated, migrate } from "./migrate.ts";
import { startPostgres, type EmbeddedPostgres } from "./postgres/launcher.ts";
import { renumberRestoredFacts } from "./restored-facts.ts";
import { prepareEmbedded, prepareExternal, type Connections } from "./roles.ts";

export interface OpenedApp {
  readonly app: App;
  readonly connections: Connections;
  /** True when this process itself runs the embedded Postgres. */
  readonly ownsPostgres: boolean;
  close(): Promise<void>;
}

export interface OpenAppOptions {
  readonly config: Config;
  readonly log: Log;
  readonly clock?: Clock;
  readonly dice?: Dice;
  /** Tools share a running server's Postgres; a second server must not. */
  readonly ifRunning?: "adopt" | "refuse";
  /** Apply missing migrations (default), or refuse a database that lacks some. */
  readonly migrations?: "apply" | "check" | "leave";
  /** Called when the process of the embedded Postgres has been started: there is time until it answers. */
  readonly onSpawned?: () => void;
  /** Called when the embedded Postgres is lost for good; the process should end. */
  readonly onLost?: (error: Error) => void;
  /** False only for throw-away data. */
  readonly durable?: boolean;
  /** Settings of the embedded Postgres beside the product's own. */
  readonly postgresSettings?: Readonly<Record<string, string>>;
}

/** Starts or reaches Postgres, brings it up to date, and makes the `App`; the part that server, demo and tools share. */
export async function openApp(options: OpenAppOptions): Promise<OpenedApp> {
  const { config, log, clock = systemClock, dice = systemDice, migrations = "apply", durable = true } = options;
  const reached = await reachPostgres(options);
  try {
    const { connections } = reached;
    if (migrations === "apply") {
      await migrate({ connection: connections.owner, log, now: clock.now() });
      await renumberRestoredFacts(connections.owner, log);
    }
    const db = openDatabase({ connection: connections.app, role: connections.appRole, log, size: config.databaseConnections });
    try {
      await checkServer(db, { mustBeDurable: durable });
      if (migrations === "check") await checkMigrated(db);
    } catch (error) {
      await db.close();
      throw error;
    }
    const ids = uuidv7(clock, dice);
    const live = createLive(db, log);
    const mail = createMail({ db, clock, ids, log, smtpUrl: config.smtpUrl, from: config.mailFrom });
    return {
      app: { db, clock, ids, log, config, live, mail },
      connections,
      ownsPostgres: reached.postgres !== null && !reached.postgres.adopted,
      async close() {
        await live.stop();
        mail.close();
        await db.close();
        await reached.postgres?.stop();
      },
    };
  } catch (error) {
    await reached.postgres?.stop();
    throw error;
  }
}

async function reachPostgres({ config, log, ifRunning = "refuse", onSpawned, onLost, durable = true, postgresSettings = {} }: OpenAppOptions): Promise<{ postgres: EmbeddedPostgres | null; connections: Connections }> {
  if (config.databaseUrl) return { postgres: null, connections: await prepareExternal({ databaseUrl: config.databaseUrl, ownerUrl: config.databaseOwnerUrl }, log) };
  const postgres = await startPostgres({ dataDir: config.dataDir, log, ifRunning, durable, settings: postgresSettings, ...(onSpawned && { onSpawned }), ...(onLost && { onLost }) });
  try {
    return { postgres, connections: await prepareEmbedded(postgres) };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
