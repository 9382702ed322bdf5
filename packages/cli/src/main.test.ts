import { execFileSync, spawn } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { environmentWith, readArguments } from "./arguments.ts";

const product = fileURLToPath(new URL("../../../", import.meta.url));
const bundle = join(product, "packages/cli/dist/bundle");
/** What people run, made of the sources as they are. */
beforeAll(() => void execFileSync(process.execPath, [join(product, "packages/cli/bundle.js")], { stdio: "inherit" }));
const root = await mkdtemp(join(tmpdir(), "tandem-cli-"));
await chmod(root, 0o755);
afterAll(() => rm(root, { recursive: true, force: true }));

function tandem(words: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(bundle, "tandem.js"), ...words], {
    cwd: product,
    env: { PATH: process.env["PATH"]!, LOG_LEVEL: "warn", TANDEM_DATA_DIR: join(root, "data"), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((done) => child.on("close", (code) => done({ code, ...said })));
  return { child, said, ended };
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return String(port);
}

describe("tandem", { timeout: 120_000 }, () => {
  test("starts, is examined and backed up while it runs, stops on a signal, and is restored elsewhere", async () => {
    const port = await freePort();
    const running = tandem(["start", "--port", port]);
    await expect.poll(() => running.said.out + running.said.err, { timeout: 60_000 }).toContain(`Tandem is at http://localhost:${port}`);
    expect((await fetch(`http://localhost:${port}/healthz`)).status).toBe(200);
    expect(await tandem(["start", "--port", await freePort()]).ended).toMatchObject({ code: 1, err: expect.stringContaining("Tandem already runs on") as string });
    expect((await tandem(["doctor"]).ended).out).toContain("every migration is applied");
    const backup = join(root, "backup");
    expect(await tandem(["backup", backup]).ended).toMatchObject({ code: 0, out: expect.stringContaining(`tables are in ${backup}`) as string });
    running.child.kill("SIGTERM");
    expect(await running.ended).toMatchObject({ code: 0, err: "" });
    const elsewhere = { TANDEM_DATA_DIR: join(root, "restored") };
    expect(await tandem(["restore", backup], elsewhere).ended).toMatchObject({ code: 0, out: expect.stringContaining("are back, as they were on") as string });
    expect(await tandem(["restore", backup], elsewhere).ended).toMatchObject({ code: 1, err: expect.stringContaining("already holds a Tandem") as string });
    expect((await tandem(["migrate"], elsewhere).ended).out).toContain("The database is up to date");
  });

  test("what runs in a thread lies beside what starts it", async () => {
    const server = join(product, "packages/server/src");
    const sources = await Promise.all((await readdir(server, { recursive: true })).filter((path) => path.endsWith(".ts")).map((path) => readFile(join(server, path), "utf8")));
    const threads = sources.flatMap((text) => [...text.matchAll(/\("\.\/([\w-]+)", import\.meta\.url/g)].map(([, name]) => `${name}.js`));
    expect(threads.length).toBeGreaterThan(0);
    expect(await readdir(bundle)).toEqual(expect.arrayContaining(threads));
  });

  test("says a mistake in a sentence and shows no stack", async () => {
    expect(await tandem(["start"], { PORT: "nine" }).ended).toEqual({ code: 1, out: "", err: 'The configuration has a mistake:\n  PORT must be a whole number (it is "nine")\n' });
    expect(await tandem(["strat"]).ended).toMatchObject({ code: 2, err: expect.stringContaining('There is no command "strat".') as string });
    expect(await tandem(["restore"]).ended).toMatchObject({ code: 1, err: "Name the backup's folder: tandem restore <folder>\n" });
    expect(await tandem(["help"]).ended).toMatchObject({ code: 0, out: expect.stringContaining("tandem backup [folder]") as string });
  });

  test("options stand for settings, and unknown ones are refused", () => {
    expect(environmentWith(readArguments(["--port=4000", "--roles", "http"]), [], {})).toEqual({ PORT: "4000", TANDEM_ROLES: "http" });
    expect(readArguments(["file.csv", "--dry-run", "--source", "crm"])).toEqual({ words: ["file.csv"], options: { "dry-run": "true", source: "crm" } });
    expect(() => environmentWith(readArguments(["--prot", "1"]), ["dry-run"], {})).toThrow(/no option --prot\. There are: --port,.*--dry-run/);
  });
});
