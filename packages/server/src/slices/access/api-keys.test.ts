import { readFile } from "node:fs/promises";
import { createApiKey, listApiKeys, revokeApiKey } from "@tandem/contract/access/api-keys";
import { createAbsence } from "@tandem/contract/access/absences";
import { changePassword, changePreferences, readMe } from "@tandem/contract/access/me";
import { createSource, listSources, revokeSource } from "@tandem/contract/access/sources";
import { changeUser, createUser, listUsers } from "@tandem/contract/access/users";
import { beforeEach, describe, expect, test } from "vitest";
import { accessApp, addPerson, password, setUp, type AccessApp, type Workspace } from "./access.fixture.ts";
import { digestOf } from "./secret.ts";

let t: AccessApp;
let workspace: Workspace;
let admin: { cookie: string };
beforeEach(async () => {
  t = await accessApp();
  workspace = await setUp(t);
  admin = { cookie: workspace.administrator.cookie };
});

describe("an API key", () => {
  test("acts with its owner's rights, needs no origin, and is stored as a hash only", async () => {
    const rep = await addPerson(t, workspace, "sales-rep", "Rhea Rep");
    const { key, apiKey } = (await t.call(createApiKey, { body: { name: "Sync", readOnly: false } }, rep)).body;
    expect(key.startsWith(apiKey.prefix)).toBe(true);
    const me = await t.call(readMe, {}, { key, origin: null });
    expect(me.body).toMatchObject({ user: { id: rep.id, role: "sales-rep" }, via: "api-key" });
    expect((await t.call(listUsers, {}, { key, origin: null })).status).toBe(403);
    expect((await t.call(changePreferences, { body: { theme: "dark" } }, { key, origin: null })).status).toBe(200);
    expect(await t.db.query("select key_hash from api_key")).toEqual([{ key_hash: digestOf(key) }]);
    expect(JSON.stringify((await t.call(listApiKeys, {}, rep)).body)).not.toContain(key);
  });

  test("for reading refuses every change", async () => {
    const { key } = (await t.call(createApiKey, { body: { name: "Read" } }, admin)).body;
    expect((await t.call(listUsers, {}, { key })).status).toBe(200);
    expect((await t.call(changePreferences, { body: { theme: "dark" } }, { key })).problem.code).toBe("read-only-key");
  });

  test("is told which role it lacks and whose it has, and the first example of the guide works with every key", async () => {
    const { key } = (await t.call(createApiKey, { body: { name: "Report" } }, admin)).body;
    const rep = await addPerson(t, workspace, "sales-rep", "Rhea Rep");
    const repKey = (await t.call(createApiKey, { body: { name: "Sync" } }, rep)).body.key;
    const refused = await t.call(listUsers, {}, { key: repKey });
    expect(refused.problem).toMatchObject({ status: 403, code: "not-allowed", data: { needs: ["administrator", "revops"], has: "sales-rep" } });
    expect(refused.problem.detail).toBe("access.list-users needs the role administrator or RevOps. This key acts for Rhea Rep, whose role is sales rep. Use a key of somebody with such a role.");
    expect((await t.call(listUsers, {}, rep)).problem.detail).toMatch(/^access.list-users needs the role administrator or RevOps. Your role is sales rep. Ask somebody/);
    const guide = await readFile(new URL("../../../../../docs/api.md", import.meta.url), "utf8");
    const [example] = [...guide.matchAll(/"https:\/\/tandem\.example\.com(\/api\/v1[^"]*)"/g)].map((found) => found[1]!);
    for (const one of [key, repKey]) expect((await t.server.inject({ method: "GET", url: example!, headers: { authorization: `Bearer ${one}` } })).statusCode).toBe(200);
  });

  test("is judged alone: a wrong one does not fall back to the cookie beside it", async () => {
    expect((await t.call(readMe, {}, { ...admin, key: "tdm_" + "x".repeat(43) })).status).toBe(401);
  });

  test("cannot make itself a home", async () => {
    const { key } = (await t.call(createApiKey, { body: { name: "Write", readOnly: false } }, admin)).body;
    const tries = [
      await t.call(createApiKey, { body: { name: "Another" } }, { key }),
      await t.call(createUser, { body: { name: "Mole", email: "mole@x.io", role: "administrator", entry: { kind: "password", password } } }, { key }),
      await t.call(changeUser, { params: { id: workspace.administrator.id }, body: { email: "mole@x.io", version: 0 } }, { key }),
      await t.call(changePassword, { body: { current: password, next: "another long secret" } }, { key }),
      await t.call(createSource, { body: { name: "Mole", kind: "server" } }, { key }),
    ];
    expect(tries.map((a) => a.problem.code)).toEqual(tries.map(() => "sign-in-needed-for-this"));
  });

  test("ends when revoked, or with its owner, and is marked as used at most once a minute", async () => {
    const rep = await addPerson(t, workspace, "sales-rep", "Rhea Rep");
    const make = async () => (await t.call(createApiKey, { body: { name: "Sync" } }, rep)).body;
    const [one, two] = [await make(), await make()];
    const used = async () => (await t.db.one<{ at: Date | null }>("select last_used_at as at from api_key where id = $1", [one.apiKey.id])).at?.getTime();
    const first = t.clock.now().getTime();
    await t.call(readMe, {}, one);
    t.clock.advance(59_000);
    await t.call(readMe, {}, one);
    expect(await used()).toBe(first);
    t.clock.advance(1_000);
    await t.call(readMe, {}, one);
    expect(await used()).toBe(first + 60_000);

    expect((await t.call(revokeApiKey, { params: { id: one.apiKey.id } }, rep)).status).toBe(204);
    expect((await t.call(readMe, {}, one)).status).toBe(401);
    await t.call(changeUser, { params: { id: rep.id }, body: { active: false, version: 0 } }, admin);
    expect((await t.call(readMe, {}, two)).status).toBe(401);
    await t.call(changeUser, { params: { id: rep.id }, body: { active: true, version: 1 } }, admin);
    expect((await t.call(readMe, {}, two)).status).toBe(401);
  });

  test("is seen and ended by its owner and by administrators, by nobody else", async () => {
    const rep = await addPerson(t, workspace, "sales-rep", "Rhea Rep");
    const other = await addPerson(t, workspace, "revops", "Otto Ops");
    const { apiKey } = (await t.call(createApiKey, { body: { name: "Sync" } }, rep)).body;
    expect((await t.call(listApiKeys, {}, other)).body.rows).toEqual([]);
    expect((await t.call(revokeApiKey, { params: { id: apiKey.id } }, other)).status).toBe(404);
    expect((await t.call(listApiKeys, {}, admin)).body.rows.map((row) => row.userName)).toEqual(["Rhea Rep"]);
    expect((await t.call(revokeApiKey, { params: { id: apiKey.id } }, admin)).status).toBe(204);
  });
});

test("a server's write key is shown once; a website's again and again; a revoked one stays in the list", async () => {
  const made = (await t.call(createSource, { body: { name: "Shop backend", kind: "server" } }, admin)).body;
  expect(made.writeKey).toMatch(/^srv_[\w-]{43}$/);
  expect(await t.db.find("select 1 from source where write_key_hash = $1 and public_key is null", [digestOf(made.writeKey)])).not.toBeNull();
  await t.call(revokeSource, { params: { id: workspace.source.id } }, admin);
  const { rows } = (await t.call(listSources, {}, admin)).body;
  expect(rows.map((row) => [row.name, row.writeKey === null, row.revokedAt === null])).toEqual([["Shop backend", true, true], ["Website", false, false]]);
  expect((await t.call(revokeSource, { params: { id: 999_999 } }, admin)).status).toBe(404);
});

test("an absence cannot be planted on somebody else", async () => {
  const rep = await addPerson(t, workspace, "sales-rep", "Rhea Rep");
  const body = { userId: workspace.administrator.id, from: "2026-02-01T00:00:00Z", to: "2026-02-02T00:00:00Z" };
  expect((await t.call(createAbsence, { body }, rep)).status).toBe(404);
});
