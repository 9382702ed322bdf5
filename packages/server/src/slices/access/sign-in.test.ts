import { readMe } from "@tandem/contract/access/me";
import { demoSignIn, listDemoSignIns, signIn, signOut, signOutEverywhere } from "@tandem/contract/access/sign-in";
import { changeUser, createUser } from "@tandem/contract/access/users";
import { DAY, MINUTE } from "@tandem/domain/kit/instant";
import { beforeEach, describe, expect, test } from "vitest";
import { accessApp, addPerson, password, setUp, type AccessApp, type Workspace } from "./access.fixture.ts";
import { digestOf } from "./secret.ts";

let t: AccessApp;
let workspace: Workspace;
beforeEach(async () => {
  t = await accessApp();
  workspace = await setUp(t);
});

const enter = (email: string, given: string, caller = {}) => t.call(signIn, { body: { email, password: given } }, caller);
const addWithPassword = async (name: string) => {
  const email = `${name}@example.com`;
  const made = await t.call(createUser, { body: { name, email, role: "marketing", entry: { kind: "password", password } } }, { cookie: workspace.administrator.cookie });
  return { id: made.body.user.id, email };
};
const statusOfMe = async (cookie: string | null) => (await t.call(readMe, {}, { cookie })).status;

describe("sign-in", () => {
  test("takes the address in any case and answers with a cookie scripts cannot read", async () => {
    const answer = await enter("  ADA@example.COM ", password);
    expect(answer.status).toBe(200);
    expect(answer.headers["set-cookie"]).toMatch(/^tandem_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=7776000$/);
    expect(await statusOfMe(answer.cookie)).toBe(200);
  });

  test("keeps neither the token nor the password, only what they hash to", async () => {
    const answer = await enter("ada@example.com", password);
    const stored = await t.db.query<{ row: string }>("select s::text || u::text as row from session s, app_user u");
    expect(stored.map((s) => s.row).join()).not.toContain(answer.cookie!);
    expect(stored.map((s) => s.row).join()).not.toContain(password);
    expect(await t.db.find("select 1 from session where token_hash = $1", [digestOf(answer.cookie!)])).not.toBeNull();
  });

  test("says the same of a wrong password, an unknown address and an inactive person", async () => {
    const person = await addWithPassword("Mia");
    await t.call(changeUser, { params: { id: person.id }, body: { active: false, version: 0 } }, { cookie: workspace.administrator.cookie });
    const answers = [await enter("ada@example.com", "not this one"), await enter("nobody@example.com", password), await enter(person.email, password)];
    expect(answers.map((a) => a.status)).toEqual([401, 401, 401]);
    expect(new Set(answers.map((a) => JSON.stringify(a.problem))).size).toBe(1);
  });

  test("takes as long for an unknown address as for a wrong password", async () => {
    // Work, not time: what else the machine does must not decide. Hashing is by far the most of it.
    let address = 0;
    const work = async (email: string) => {
      const from = process.cpuUsage();
      await enter(email, "not this one", { address: `10.0.0.${(address += 1)}` });
      const { user, system } = process.cpuUsage(from);
      return user + system;
    };
    const known = Math.min(await work("ada@example.com"), await work("ada@example.com"));
    const unknown = Math.min(await work("nobody@example.com"), await work("nobody@example.com"));
    expect(unknown).toBeGreaterThan(known / 2);
  });

  test("slows guessing by account and address, also when all guesses come at once", async () => {
    const answers = await Promise.all(Array.from({ length: 14 }, () => enter("ada@example.com", "guess guess guess")));
    expect(answers.filter((a) => a.status === 401)).toHaveLength(10);
    expect(answers.filter((a) => a.status === 429)).toHaveLength(4);
    // Even the right password has to wait from there; elsewhere the owner still gets in.
    expect((await enter("ada@example.com", password)).problem.code).toBe("too-many-attempts");
    expect((await enter("ada@example.com", password, { address: "10.9.9.9" })).status).toBe(200);
    t.clock.advance(15 * MINUTE);
    expect((await enter("ada@example.com", password)).status).toBe(200);
  });

  test("never goes on with a session the browser brought along", async () => {
    const planted = (await enter("ada@example.com", password)).cookie!;
    const person = await addWithPassword("Eve");
    const answer = await t.call(signIn, { body: { email: person.email, password } }, { cookie: planted });
    expect(answer.cookie).not.toBe(planted);
    expect(await statusOfMe(planted)).toBe(401);
  });

  test("refuses a made-up token and one of another shape", async () => {
    expect(await statusOfMe("x".repeat(43))).toBe(401);
    expect(await statusOfMe("' or 1=1 --")).toBe(401);
  });

  test("comes from our own pages only, once a cookie is there", async () => {
    const { cookie } = workspace.administrator;
    const from = (origin: string | null) => t.call(signOutEverywhere, {}, { cookie, origin });
    expect((await from("https://evil.example")).problem.code).toBe("foreign-origin");
    expect((await from("null")).problem.code).toBe("foreign-origin");
    expect((await from(null)).problem.code).toBe("foreign-origin");
    expect(await statusOfMe(cookie)).toBe(200);
    expect((await from("http://localhost:3210")).status).toBe(200);
  });
});

describe("a session", () => {
  test("slides while it is used, at most one write a minute, and ends unseen after two weeks", async () => {
    const { cookie } = workspace.administrator;
    const seen = async () => (await t.db.one<{ at: Date }>("select last_seen_at as at from session")).at.getTime();
    const start = t.clock.now().getTime();
    t.clock.advance(30_000);
    expect(await statusOfMe(cookie)).toBe(200);
    expect(await seen()).toBe(start);
    t.clock.advance(30_000);
    expect(await statusOfMe(cookie)).toBe(200);
    expect(await seen()).toBe(start + MINUTE);
    t.clock.advance(13 * DAY);
    expect(await statusOfMe(cookie)).toBe(200);
    t.clock.advance(13 * DAY);
    expect(await statusOfMe(cookie)).toBe(200);
    t.clock.advance(14 * DAY);
    expect(await statusOfMe(cookie)).toBe(401);
  });

  test("ends after ninety days however busy it was", async () => {
    const { cookie } = workspace.administrator;
    for (let day = 0; day < 89; day += 10) {
      expect(await statusOfMe(cookie)).toBe(200);
      t.clock.advance(10 * DAY);
    }
    expect(await statusOfMe(cookie)).toBe(401);
  });

  test("ends on sign-out, and everywhere at once when asked", async () => {
    const second = (await enter("ada@example.com", password)).cookie!;
    const third = (await enter("ada@example.com", password)).cookie!;
    const out = await t.call(signOut, {}, { cookie: second });
    expect(out.headers["set-cookie"]).toContain("Max-Age=0");
    expect(await statusOfMe(second)).toBe(401);
    expect((await t.call(signOutEverywhere, {}, { cookie: third })).body).toEqual({ ended: 2 });
    expect(await statusOfMe(workspace.administrator.cookie)).toBe(401);
  });

  test("is marked Secure where the product is reached by https", async () => {
    const secure = await accessApp({ config: { baseUrl: "https://tandem.example.com" } });
    await secure.call((await import("@tandem/contract/access/setup")).completeSetup, {
      body: { workspaceName: "Acme", timeZone: "Europe/Vienna", currency: "EUR", administrator: { name: "Ada", email: "ada@example.com", password } },
    });
    const answer = await secure.call(signIn, { body: { email: "ada@example.com", password } });
    expect(answer.headers["set-cookie"]).toMatch(/; Secure$/);
  });
});

describe("demo sign-ins", () => {
  test("exist only where the workspace is a demo", async () => {
    expect((await t.call(listDemoSignIns, {})).body.rows).toEqual([]);
    expect((await t.call(demoSignIn, { body: { userId: workspace.administrator.id } })).problem.code).toBe("not-a-demo");
    await t.db.query("update workspace set demo = true");
    await addPerson(t, workspace, "sales-rep", "Rhea Rep");
    await addPerson(t, workspace, "sales-rep", "Second Rep");
    const { rows } = (await t.call(listDemoSignIns, {})).body;
    expect(rows.map((row) => [row.role, row.name])).toEqual([["sales-rep", "Rhea Rep"], ["administrator", "Ada Admin"]]);
    const entered = await t.call(demoSignIn, { body: { userId: rows[0]!.userId } });
    expect((await t.call(readMe, {}, { cookie: entered.cookie })).body.user.name).toBe("Rhea Rep");
  });
});
