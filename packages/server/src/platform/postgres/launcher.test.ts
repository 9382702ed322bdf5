import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { silentLog } from "../log.ts";
import { postgresAccount } from "./account.ts";
import { postgresBinaries } from "./binaries.ts";
import { runningPostgres, startPostgres, type PostgresAddress } from "./launcher.ts";
import { processIs, readPidFile } from "./pid-file.ts";

const root = await mkdtemp(join(tmpdir(), "tandem-launcher-"));
await chmod(root, 0o755);
afterAll(() => rm(root, { recursive: true, force: true }));

const start = (dataDir: string, more: object = {}) => startPostgres({ dataDir, log: silentLog, ...more });
const cluster = (dataDir: string) => join(dataDir, "postgres");

async function ask(address: PostgresAddress, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ host: address.host, port: address.port, user: "tandem", database: "postgres" });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let waited = 0; !(await condition()); waited += 50) {
    if (waited > 10_000) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

describe("the embedded Postgres", { timeout: 60_000 }, () => {
  const dataDir = join(root, "life");

  test("starts on an empty folder, durable and off the network, keeps its data, and stops clean", async () => {
    const first = await start(dataDir);
    await ask(first, "create table kept (id int); insert into kept values (1)");
    expect(await ask(first, "select current_setting('listen_addresses') as network, current_setting('fsync') as fsync")).toEqual([{ network: "", fsync: "on" }]);
    await first.stop();
    expect(existsSync(first.host)).toBe(false);
    expect(readPidFile(cluster(dataDir))).toBeNull();
    const second = await start(dataDir);
    expect(await ask(second, "select id from kept")).toEqual([{ id: 1 }]);
    await second.stop();
  });

  test("is shared by tools and refused to a second server while it runs", async () => {
    const first = await start(dataDir);
    await expect(start(dataDir)).rejects.toThrow(/Tandem already runs on .*life/);
    const shared = await start(dataDir, { ifRunning: "adopt" });
    expect([shared.adopted, shared.host]).toEqual([true, first.host]);
    await shared.stop();
    expect(await runningPostgres(dataDir)).toEqual({ host: first.host, port: first.port });
    await first.stop();
    expect(await runningPostgres(dataDir)).toBeNull();
  });

  test("dies with a server that is killed, and the next start finds everything committed", async () => {
    const { child, line } = await startElsewhere(dataDir);
    const address = JSON.parse(line) as PostgresAddress;
    await ask(address, "create table acknowledged (id int); insert into acknowledged values (7)");
    const { pid } = readPidFile(cluster(dataDir))!;
    child.kill("SIGKILL");
    await until(() => processIs(pid) !== "postgres", "Postgres has gone with its server");
    const again = await start(dataDir);
    expect(existsSync(address.host)).toBe(false);
    expect(await ask(again, "select id from acknowledged")).toEqual([{ id: 7 }]);
    await again.stop();
  });

  test("is started again once when it is killed itself; a second time is reported", async () => {
    let lost = (_: Error): void => {};
    const reported = new Promise<Error>((done) => (lost = done));
    const running = await start(dataDir, { onLost: (error: Error) => lost(error) });
    const before = readPidFile(cluster(dataDir))!.pid;
    process.kill(before, "SIGKILL");
    await until(async () => readPidFile(cluster(dataDir))?.pid !== before && (await ask(running, "select 1").then(() => true, () => false)), "Postgres is back");
    process.kill(readPidFile(cluster(dataDir))!.pid, "SIGKILL");
    expect((await reported).message).toMatch(/ended unasked/);
    await running.stop();
  });

  test("a pid file whose number now belongs to somebody else does not stop a start", async () => {
    // A crash leaves the file. The stranger that has got the number since runs as Postgres' own user, which is what
    // makes Postgres take it for itself.
    const account = postgresAccount();
    const stranger = spawn("sleep", ["60"], { stdio: "ignore", cwd: "/", ...(account && { uid: account.uid, gid: account.gid }) });
    await until(() => processIs(stranger.pid!) === "other", "the stranger runs");
    await writeFile(join(cluster(dataDir), "postmaster.pid"), [stranger.pid, cluster(dataDir), 0, 5432, "/nowhere", "", "", "ready"].join("\n"));
    const running = await start(dataDir);
    expect(await ask(running, "select id from kept")).toEqual([{ id: 1 }]);
    await running.stop();
    expect(stranger.exitCode).toBeNull();
    stranger.kill();
  });

  test("a pid file of a process that is gone does not stop a start", async () => {
    const gone = Number(execFileSync("sh", ["-c", "echo $$"], { encoding: "utf8" }));
    await writeFile(join(cluster(dataDir), "postmaster.pid"), [gone, cluster(dataDir), 0, 5432, "/nowhere", "", "", "ready"].join("\n"));
    const running = await start(dataDir);
    await running.stop();
  });

  test("data of another major version is refused with what to do", async () => {
    const version = join(cluster(dataDir), "PG_VERSION");
    const own = readFileSync(version, "utf8");
    await writeFile(version, "17\n");
    await expect(start(dataDir)).rejects.toThrow(/written by PostgreSQL 17; .*tandem backup/);
    await writeFile(version, own);
  });

  test("an interrupted first start leaves nothing that looks finished", async () => {
    const fresh = join(root, "interrupted");
    await mkdir(join(fresh, "postgres.tmp", "base"), { recursive: true });
    const running = await start(fresh, { durable: false });
    expect(await ask(running, "select 1 as one")).toEqual([{ one: 1 }]);
    await running.stop();
  });

  test("a data folder that cannot be made, or entered by Postgres' user, is named", async () => {
    await writeFile(join(root, "file"), "");
    await expect(start(join(root, "file", "data"))).rejects.toThrow(/cannot be made \(ENOTDIR\)\. Set TANDEM_DATA_DIR/);
    await mkdir(join(root, "strange", "postgres"), { recursive: true });
    await expect(start(join(root, "strange"))).rejects.toThrow(/holds no Postgres data/);
    if (postgresAccount()) {
      await mkdir(join(root, "closed"), { mode: 0o700 });
      await expect(start(join(root, "closed", "data"))).rejects.toThrow(/may not enter .*closed\. Allow it \(chmod o\+x/);
    }
  });
});

test("programs that Postgres' user may not reach are copied to where it may, once, with their missing links", async () => {
  const account = postgresAccount() ?? { name: "another", uid: 4_000_000, gid: 4_000_000 };
  const shared = join(root, "shared");
  const installed = (await postgresBinaries(null)).native;
  expect((await postgresBinaries(null, shared)).native).toBe(installed);
  const closed = join(root, "closed-installation");
  await cp(installed, join(closed, "native"), { recursive: true, verbatimSymlinks: true });
  await writeFile(join(closed, "package.json"), JSON.stringify({ version: "18.0.0" }));
  await rm(join(closed, "native", "lib", "libicui18n.so.60"));
  await chmod(closed, 0o700);
  const own = process.getuid!() === 0 ? {} : { uid: process.getuid!() + 1 };
  const copied = await postgresBinaries({ ...account, ...own }, shared, join(closed, "native"));
  expect(copied.native).toBe(join(shared, "postgres-18.0.0"));
  const may = postgresAccount();
  expect(execFileSync(copied.postgres, ["--version"], { encoding: "utf8", cwd: "/", ...(may && { uid: may.uid, gid: may.gid }) })).toContain("(PostgreSQL) 18");
});

/** Starts Postgres in a process of its own, to be killed. */
async function startElsewhere(dataDir: string): Promise<{ child: ChildProcess; line: string }> {
  const launcher = fileURLToPath(new URL("./launcher.ts", import.meta.url));
  const program = `import { startPostgres } from ${JSON.stringify(launcher)};
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const { host, port } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, log });
    console.log(JSON.stringify({ host, port }));`;
  const child = spawn(process.execPath, ["--conditions=tandem-source", "--import", "tsx", "--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise<string>((done, fail) => {
    child.stdout!.on("data", (chunk: Buffer) => done(chunk.toString()));
    child.on("exit", () => fail(new Error("The other process ended early.")));
  });
  return { child, line };
}
