import { runningPostgres } from "@tandem/server/platform/postgres/launcher";
import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { sleep } from "./rounds.ts";

/** The product as an operator runs it: a process of its own, reached over HTTP, its database beside it for the bare limit. */
export interface Product {
  readonly url: string;
  /** Milliseconds from the start of the process to its first answer. */
  readonly startedIn: number;
  /** The folder that holds its data; given to `startProduct` again it is the same product. */
  readonly dataDir: string;
  /** Where its Postgres is reached, as the superuser. */
  readonly database: { readonly host: string; readonly port: number; readonly user: string; readonly database: string };
  connect(size: number): pg.Pool;
  /** Resident memory in MB of the server's own process, without Postgres. */
  rss(): number;
  stop(): Promise<void>;
}

const cli = fileURLToPath(new URL("../packages/cli/dist/bundle/tandem.js", import.meta.url));

export function makeDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), "tandem-bench-"));
  // Postgres runs as another user when we are root.
  chmodSync(dataDir, 0o755);
  return dataDir;
}

export async function startProduct(dataDir: string, options: { roles?: string; nodeOptions?: readonly string[] } = {}): Promise<Product> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const extra = process.env["BENCH_NODE_OPTIONS"]?.split(" ") ?? [];
  const child = spawn(process.execPath, [...extra, cli, "start"], {
    env: { ...environmentWithoutOurs(), PORT: String(port), TANDEM_DATA_DIR: dataDir, TANDEM_BASE_URL: url, LOG_LEVEL: "error", TANDEM_REQUESTS_PER_SECOND: "100000", ...(options.roles && { TANDEM_ROLES: options.roles }) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  endWithUs(child);
  await untilReady(`${url}/readyz`, child);
  const startedIn = performance.now() - started;
  const address = await runningPostgres(dataDir);
  if (!address) throw new Error(`No Postgres runs on ${dataDir}.`);
  const database = { ...address, user: "tandem", database: "tandem" };
  return {
    url,
    startedIn,
    dataDir,
    database,
    connect(size) {
      const pool = new pg.Pool({ ...database, max: size, options: "-c search_path=tandem,public" });
      pool.on("error", () => {});
      return pool;
    },
    rss: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1024,
    async stop() {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** Runs `work` with a product on a folder of its own, which is gone afterwards. */
export async function withProduct<T>(options: Parameters<typeof startProduct>[1], prepare: (product: Product) => Promise<T>, work: (product: Product, prepared: T) => Promise<void>): Promise<void> {
  const dataDir = makeDataDir();
  try {
    // Set up with all roles, so that the months of events are there, and started again as the line needs it.
    let product = await startProduct(dataDir);
    const prepared = await prepare(product).finally(() => options?.roles && product.stop());
    if (options?.roles) product = await startProduct(dataDir, options);
    await work(product, prepared).finally(() => product.stop());
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A bench that is broken off leaves no server behind. */
export function endWithUs(child: ChildProcess): void {
  const end = (): void => void child.kill("SIGTERM");
  process.once("exit", end);
  child.once("exit", () => process.removeListener("exit", end));
}

/** The surroundings without settings meant for another Tandem. */
function environmentWithoutOurs(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(TANDEM_|DATABASE_|SMTP_|PORT$|HOST$|NODE_OPTIONS$)/.test(name)));
}

export async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (const until = Date.now() + 120_000; Date.now() < until; ) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // Not up yet.
    }
    await sleep(5);
  }
  throw new Error("The server did not answer within two minutes.");
}

export function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
