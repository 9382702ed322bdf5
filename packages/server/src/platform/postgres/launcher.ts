import { chown, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir, totalmem } from "node:os";
import { basename, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../log.ts";
import { postgresAccount } from "./account.ts";
import { postgresBinaries } from "./binaries.ts";
import { ensureCluster, superuser } from "./cluster.ts";
import { processIs, readPidFile, type PidFile } from "./pid-file.ts";
import { spawnPostmaster, type Postmaster } from "./postmaster.ts";

/** Where a running Postgres is reached: a unix socket in a folder only we may enter. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
}

export interface EmbeddedPostgres extends PostgresAddress {
  /** The superuser; for making roles and databases, not for the server's own queries. */
  readonly superuser: string;
  /** True when it was already running and is only shared; then `stop` leaves it running. */
  readonly adopted: boolean;
  /** Stops Postgres (fast, clean). Close pools first. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  readonly dataDir: string;
  readonly log: Log;
  /** What to do when the data folder's Postgres already runs: share it (tools), or refuse (a second server). */
  readonly ifRunning?: "adopt" | "refuse";
  /** False only for throw-away test clusters: no fsync. */
  readonly durable?: boolean;
  /** Further server settings, name to value. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called when Postgres ended unasked a second time and will not be restarted. */
  readonly onLost?: (error: Error) => void;
  /** Its process has been started; it answers a moment later. */
  readonly onSpawned?: () => void;
}

const port = 5432;
const socketPrefix = "tandem-pg-";

/** Starts the bundled Postgres on a data folder, making the folder on the first start. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { log, durable = true } = options;
  const account = postgresAccount();
  const binaries = await postgresBinaries(account);
  const cluster = await ensureCluster({ dataDir: options.dataDir, binaries, account, durable });
  const running = await judgeRunning(cluster);
  if (running.kind === "answers") {
    if (options.ifRunning !== "adopt") {
      throw new Error(`Tandem already runs on ${resolve(options.dataDir)} (Postgres process ${running.file.pid}). Stop it first, or set TANDEM_DATA_DIR to another folder.`);
    }
    return { host: running.file.socketDir, port: running.file.port, superuser, adopted: true, stop: async () => {} };
  }
  const socketDir = await makeSocketFolder(options.dataDir);
  if (account) await chown(socketDir, account.uid, account.gid);
  const settings = { ...productSettings, ...memorySettings(), ...(durable ? {} : throwAwaySettings), ...options.settings };
  const args = ["-D", cluster, "-k", socketDir, "-p", String(port), "-c", "listen_addresses=", ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];

  let stopping = false;
  let restarted = false;
  let current = await launch(running.ignorePid);

  async function launch(ignorePid: number | null): Promise<Postmaster> {
    for (let attempt = 1; ; attempt += 1) {
      const postmaster = spawnPostmaster({ program: binaries.postgres, args, account, ignorePid, onLine: (line) => log.debug({ postgres: line }, "postgres") });
      options.onSpawned?.();
      try {
        await postmaster.ready;
        return postmaster;
      } catch (error) {
        // After a crash the last backends take a moment to let go of the shared memory.
        const transient = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/.test(String(error));
        if (!transient || attempt === 20) {
          await rm(socketDir, { recursive: true, force: true });
          throw error;
        }
        await sleep(150);
      }
    }
  }
  function watch(postmaster: Postmaster): void {
    void postmaster.exited.then(async () => {
      if (stopping) return;
      const lost = new Error("Postgres ended unasked.");
      if (restarted) return options.onLost?.(lost);
      restarted = true;
      log.error("Postgres ended unasked; starting it again");
      try {
        current = await launch(null);
        log.info("Postgres is back");
        if (stopping) await current.stop();
        else watch(current);
      } catch (error) {
        options.onLost?.(error instanceof Error ? error : lost);
      }
    });
  }
  watch(current);
  return {
    host: socketDir,
    port,
    superuser,
    adopted: false,
    async stop() {
      stopping = true;
      await current.stop();
      await rm(socketDir, { recursive: true, force: true });
    },
  };
}

/** The address of the Postgres that already serves this data folder, or null. */
export async function runningPostgres(dataDir: string): Promise<PostgresAddress | null> {
  const judged = await judgeRunning(join(resolve(dataDir), "postgres"));
  return judged.kind === "answers" ? { host: judged.file.socketDir, port: judged.file.port } : null;
}

type Judged = { kind: "answers"; file: PidFile } | { kind: "free"; ignorePid: number | null };

/** Judges a postmaster.pid by what the process is and whether it answers, not by "that number exists". */
async function judgeRunning(cluster: string): Promise<Judged> {
  // A server that has just been killed shuts its Postgres down within moments: wait for that rather than refuse.
  for (let waited = 0; ; waited += 100) {
    const file = readPidFile(cluster);
    if (!file) return { kind: "free", ignorePid: null };
    const is = processIs(file.pid);
    if (is !== "postgres") {
      return { kind: "free", ignorePid: is === "other" ? file.pid : null };
    }
    const answer = await ask(file, cluster);
    if (answer === "ours" && waited >= 500) return { kind: "answers", file };
    if (answer === "another's") return { kind: "free", ignorePid: file.pid };
    if (waited >= 30_000) {
      throw new Error(`A Postgres process (${file.pid}) holds ${cluster} but does not answer. Wait for it to finish, or stop it with: kill -INT ${file.pid}`);
    }
    await sleep(100);
  }
}

async function ask(file: PidFile, cluster: string): Promise<"ours" | "another's" | "silent"> {
  const client = new pg.Client({ host: file.socketDir, port: file.port, user: superuser, database: "postgres", connectionTimeoutMillis: 2000 });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>("show data_directory");
    return rows[0]?.data_directory === cluster ? "ours" : "another's";
  } catch {
    return "silent";
  } finally {
    await client.end().catch(() => {});
  }
}

/** A new folder each time, so that nobody can have prepared it; the one before, left by a crash, goes. */
async function makeSocketFolder(dataDir: string): Promise<string> {
  const note = join(dataDir, "postgres.socket");
  const before = (await readFile(note, "utf8").catch(() => "")).trim();
  if (basename(before).startsWith(socketPrefix)) await rm(before, { recursive: true, force: true });
  const folder = await mkdtemp(join(shortTemporaryFolder(), socketPrefix));
  await writeFile(note, folder);
  return folder;
}

/** A unix socket's path may have 107 bytes, which some systems' temporary folders nearly use up. */
function shortTemporaryFolder(): string {
  return tmpdir().length <= 60 ? tmpdir() : "/tmp";
}

const productSettings = {
  unix_socket_permissions: "0700",
  timezone: "UTC",
  log_timezone: "UTC",
  jit: "off",
  max_wal_size: "2GB",
  log_checkpoints: "off",
  // A first import makes a large table of an empty one within a minute; until it is counted, statements are planned for the empty one.
  autovacuum_naptime: "15s",
  random_page_cost: "1.1",
  idle_in_transaction_session_timeout: "120s",
};
/**
 * Postgres' own cache: an eighth of the memory there is, 128 MB to 1 GB, taken only as it fills. With the 128 MB it has
 * by itself a search through a million people reads most of its pages from the system again.
 */
function memorySettings(): Record<string, string> {
  const mostOfContainer = process.constrainedMemory?.() ?? 0;
  const memory = mostOfContainer > 0 ? Math.min(mostOfContainer, totalmem()) : totalmem();
  const megabytes = Math.round(memory / 8 / 1024 ** 2);
  return { shared_buffers: `${Math.min(1_024, Math.max(128, megabytes))}MB` };
}

/** What grows from nothing within a minute is counted soon, but only once it has grown by half: not every few seconds. */
const countedAsItGrows = { autovacuum_naptime: "5s", autovacuum_analyze_scale_factor: "0.5", autovacuum_vacuum_scale_factor: "1", autovacuum_vacuum_insert_scale_factor: "1" };
const throwAwaySettings = { fsync: "off", full_page_writes: "off", synchronous_commit: "off", wal_level: "minimal", max_wal_senders: "0", checkpoint_timeout: "1h", ...countedAsItGrows };
