import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { steeredClock } from "../../platform/clock.ts";
import { testConfig } from "../../platform/config.ts";
import { brokenInvariants, readInvariants } from "../../platform/invariants.ts";
import { silentLog } from "../../platform/log.ts";
import { openApp } from "../../platform/open-app.ts";
import { startElsewhere } from "../../test/elsewhere.ts";
import { workImport } from "./runner.ts";

const root = await mkdtemp(join(tmpdir(), "tandem-import-crash-"));
await chmod(root, 0o755);
afterAll(() => rm(root, { recursive: true, force: true }));

const rows = 6_000;

test("killed in the middle of an import, it goes on where it stood: nobody is missing and nobody is there twice", { timeout: 120_000 }, async () => {
  const config = testConfig({ dataDir: join(root, "data"), host: "127.0.0.1" });
  const { child, url } = await startElsewhere(config.dataDir);
  onTestFinished(() => void child.kill("SIGKILL"));
  let cookie = "";
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}/api/v1${path}`, { method, headers: { "content-type": "application/json", origin: "http://localhost:3210", cookie }, ...(body !== undefined && { body: JSON.stringify(body) }) });
    cookie ||= answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  await call("POST", "/setup", { workspaceName: "Acme", timeZone: "Europe/Berlin", currency: "EUR", administrator: { name: "Ada", email: "ada@example.com", password: "correct horse battery" } });
  await call("POST", "/access/users", { name: "Rea", email: "rea@example.com", role: "revops", teamIds: [], entry: { kind: "password", password: "correct horse battery" } });
  cookie = "";
  await call("POST", "/access/sign-in", { email: "rea@example.com", password: "correct horse battery" });
  const file = Buffer.from(`id,email,last name\n${Array.from({ length: rows }, (_, i) => `L${i},l${i}@firm${i % 900}.example,Number ${i}\n`).join("")}`);
  const { id } = await call<{ id: string }>("POST", "/imports", { kind: "contacts", fileName: "people.csv", fileSize: file.length });
  for (let offset = 0, size = 200_000; offset < file.length; offset += size) await call("POST", `/imports/${id}/chunks`, { offset, base64: file.subarray(offset, offset + size).toString("base64") });
  const columns = [{ column: "id", to: "id" }, { column: "email", to: "contact.email" }, { column: "last name", to: "contact.last_name" }];
  await call("PUT", `/imports/${id}/mapping`, { columns, options: {} });
  await call("POST", `/imports/${id}/run`, { dryRun: false });
  const progress = () => call<{ rows: number; state: string }>("GET", `/imports/${id}`);
  await expect.poll(async () => (await progress()).rows, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0);
  child.kill("SIGKILL");

  // Whoever worked it is gone; its lease runs out.
  const opened = await openApp({ config, log: silentLog, clock: steeredClock(new Date(Date.now() + 3_600_000)) });
  try {
    const left = await opened.app.db.one<{ people: number }>("select count(*)::int as people from contact");
    expect(left.people).toBeGreaterThan(0);
    expect(left.people).toBeLessThan(rows);
    while (await workImport(opened.app));
    expect(await opened.app.db.one("select state, created, refused from import where id = $1", [id])).toEqual({ state: "finished", created: rows, refused: 0 });
    expect(await opened.app.db.one("select count(*)::int as people, count(distinct email_folded)::int as addresses from contact")).toEqual({ people: rows, addresses: rows });
    expect(await opened.app.db.one("select count(*)::int as leads from episode where stage = 'lead'")).toEqual({ leads: rows });
    expect(await brokenInvariants(opened.app.db, await readInvariants())).toEqual([]);
  } finally {
    await opened.close();
  }
});
