import { randomUUID } from "node:crypto";
import { rm, mkdtemp, chmod } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { silentLog } from "../platform/log.ts";
import { migrate } from "../platform/migrate.ts";
import { startPostgres, type EmbeddedPostgres } from "../platform/postgres/launcher.ts";
import { prepareEmbedded } from "../platform/roles.ts";

/** What a test file needs to make a database of its own. */
export interface TestPostgres {
  readonly host: string;
  readonly port: number;
  readonly superuser: string;
  readonly template: string;
}

declare module "vitest" {
  interface ProvidedContext {
    postgresBroker: string;
  }
}

/**
 * One throw-away Postgres for a whole run of the tests, started only when the first file asks for it: runs of pure
 * rules stay quick. Files ask through a socket because they live in other processes.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "tandem-test-"));
  await chmod(folder, 0o755);
  const broker = join(folder, "broker.sock");
  let started: Promise<{ postgres: EmbeddedPostgres; answer: TestPostgres }> | undefined;
  const server = createServer((socket) => {
    started ??= start(join(folder, "data"));
    started.then(
      ({ answer }) => socket.end(JSON.stringify(answer)),
      (error: Error) => socket.end(JSON.stringify({ error: error.message })),
    );
    socket.on("error", () => {});
  });
  await new Promise<void>((done) => server.listen(broker, done));
  project.provide("postgresBroker", broker);
  return async () => {
    await new Promise((done) => server.close(done));
    await started?.then(
      ({ postgres }) => postgres.stop(),
      () => {},
    );
    await rm(folder, { recursive: true, force: true });
  };
}

async function start(dataDir: string): Promise<{ postgres: EmbeddedPostgres; answer: TestPostgres }> {
  const postgres = await startPostgres({ dataDir, log: silentLog, durable: false, settings: { max_connections: "200", shared_buffers: "256MB" } });
  try {
    const template = `template_${randomUUID().slice(0, 8)}`;
    const { owner } = await prepareEmbedded(postgres, template);
    await migrate({ connection: owner, log: silentLog, now: new Date(0) });
    const { host, port, superuser } = postgres;
    const admin = new pg.Client({ host, port, user: superuser, database: "postgres" });
    await admin.connect();
    await admin.query(`alter database ${template} with is_template true allow_connections false`);
    await admin.end();
    return { postgres, answer: { host, port, superuser, template } };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
