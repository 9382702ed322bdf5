import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { InputOf, Operation, OutputOf } from "@tandem/contract/operation";
import { startServer, type RunningServer } from "@tandem/server/main";
import { readConfig } from "@tandem/server/platform/config";
import { silentLog } from "@tandem/server/platform/log";
import { testDatabase } from "@tandem/server/test/database";
import type { ClientConfig } from "pg";

/** The whole product, on a database of its own. */
export interface Product {
  readonly server: RunningServer;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the server with the built web app, on the run's Postgres; one that brings its own is started by `startDemoProduct`. */
export async function startProduct(): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), "tandem-e2e-"));
  const { connections } = await testDatabase();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = readConfig({ NODE_ENV: "test", PORT: String(port), TANDEM_BASE_URL: url, TANDEM_DATA_DIR: dataDir, DATABASE_URL: urlOf(connections.app), DATABASE_OWNER_URL: urlOf(connections.owner), LOG_LEVEL: "silent" });
  const server = await startServer({ config, log: silentLog, durable: false, webFolder: fileURLToPath(new URL("../packages/web/dist/", import.meta.url)) });
  return {
    server,
    url,
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function urlOf({ host, port, database, user }: ClientConfig): string {
  return `postgres://${user}@/${database}?${new URLSearchParams({ host: String(host), port: String(port) })}`;
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}

/** Somebody who calls the public API over HTTP, signed in or not. */
export class Caller {
  readonly #url: string;
  cookie: string | null = null;
  constructor(url: string) {
    this.#url = url;
  }

  /** The session, for a browser that is to be the same person. */
  cookieFor(url: string): { name: string; value: string; url: string } {
    const [name, value] = this.cookie!.split("=") as [string, string];
    return { name, value, url };
  }

  /** Calls an operation; anything but success throws with the problem's code and words. */
  async call<O extends Operation>(operation: O, input: Partial<InputOf<O>> = {}): Promise<OutputOf<O>> {
    const params = (input.params ?? {}) as Record<string, unknown>;
    const path = operation.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
    const query = new URLSearchParams(Object.entries((input.query ?? {}) as Record<string, unknown>).map(([key, value]) => [key, String(value)]));
    const response = await fetch(`${this.#url}/api/v1${path}${query.size > 0 ? `?${query}` : ""}`, {
      method: operation.method,
      headers: { origin: this.#url, ...(this.cookie !== null && { cookie: this.cookie }), ...(input.body !== undefined && { "content-type": "application/json" }) },
      ...(input.body !== undefined && { body: JSON.stringify(input.body) }),
    });
    const set = response.headers.getSetCookie().find((cookie) => cookie.startsWith("tandem_session="));
    if (set) this.cookie = set.split(";")[0]!;
    const text = await response.text();
    const body = (text === "" ? null : JSON.parse(text)) as never;
    if (!response.ok) {
      const problem = body as { code?: string; title?: string; detail?: string } | null;
      throw new Error(`${operation.name}: ${response.status} ${problem?.code ?? ""} ${problem?.detail ?? problem?.title ?? text}`);
    }
    return body;
  }
}

/** Asks again until the answer is there. */
export async function eventually<T>(what: string, ask: () => Promise<T | null | undefined | false>, withinMs = 10_000): Promise<T> {
  for (const until = performance.now() + withinMs; ; ) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > until) throw new Error(`${what}: not within ${withinMs} ms`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
