import { listAudit } from "@tandem/contract/access/audit";
import { changeMe, changePassword, changePreferences, listSessions, readMe } from "@tandem/contract/access/me";
import { createApiKey } from "@tandem/contract/access/api-keys";
import { acceptInvitation, readInvitation, signIn, signOut } from "@tandem/contract/access/sign-in";
import { changeUser, createUser, listColleagues, listUsers, resetPassword } from "@tandem/contract/access/users";
import { DAY, MINUTE } from "@tandem/domain/kit/instant";
import { beforeEach, describe, expect, test } from "vitest";
import { accessApp, addPerson, password, setUp, type AccessApp, type Workspace } from "./access.fixture.ts";

let t: AccessApp;
let workspace: Workspace;
let admin: { cookie: string };
beforeEach(async () => {
  t = await accessApp();
  workspace = await setUp(t);
  admin = { cookie: workspace.administrator.cookie };
});

const invite = (email = "nia@example.com") => t.call(createUser, { body: { name: "Nia New", email, role: "sales-rep", teamIds: [workspace.teams.sales], entry: { kind: "invitation" } } }, admin);
const tokenOf = (url: string) => url.split("#")[1]!;
const facts = () => t.db.query<{ kind: string; subject_id: string | null }>("select kind, subject_id from fact order by id");

describe("an invitation", () => {
  test("works once: it sets the password and signs in", async () => {
    const made = await invite();
    expect(made.body.link).toMatchObject({ mailed: false, expiresAt: new Date(t.clock.now().getTime() + 7 * DAY).toISOString() });
    expect(made.body.user).toMatchObject({ hasPassword: false, teams: [{ name: "Sales", manages: false }], timeZone: "Europe/Vienna" });
    const token = tokenOf(made.body.link!.url);
    expect((await t.call(readInvitation, { body: { token } })).body).toEqual({ name: "Nia New", email: "nia@example.com", workspaceName: "Acme", purpose: "invitation" });
    const both = await Promise.all([1, 2, 3, 4].map(() => t.call(acceptInvitation, { body: { token, password } })));
    expect(both.map((a) => a.status).sort()).toEqual([200, 410, 410, 410]);
    const entered = both.find((a) => a.status === 200)!;
    expect((await t.call(readMe, {}, { cookie: entered.cookie })).body.user.name).toBe("Nia New");
    expect((await t.call(readInvitation, { body: { token } })).problem.code).toBe("invitation-over");
  });

  test("is over after seven days, when renewed, and when the person is deactivated", async () => {
    const first = await invite();
    const id = first.body.user.id;
    const renewed = await t.call(resetPassword, { params: { id } }, admin);
    expect((await t.call(readInvitation, { body: { token: tokenOf(first.body.link!.url) } })).status).toBe(410);
    const token = tokenOf(renewed.body.url);
    expect((await t.call(readInvitation, { body: { token } })).body.purpose).toBe("invitation");
    t.clock.advance(7 * DAY);
    expect((await t.call(readInvitation, { body: { token } })).status).toBe(410);
    const again = tokenOf((await t.call(resetPassword, { params: { id } }, admin)).body.url);
    await t.call(changeUser, { params: { id }, body: { active: false, version: 0 } }, admin);
    expect((await t.call(acceptInvitation, { body: { token: again, password } })).status).toBe(410);
    expect((await t.call(resetPassword, { params: { id } }, admin)).problem.code).toBe("user-inactive");
  });

  test("goes by mail where mail is set up", async () => {
    const mailing = await accessApp({ config: { smtpUrl: "smtp://127.0.0.1:1" } });
    const there = await setUp(mailing);
    const made = await mailing.call(createUser, { body: { name: "Nia New", email: "nia@example.com", role: "marketing", entry: { kind: "invitation" } } }, { cookie: there.administrator.cookie });
    expect(made.body.link!.mailed).toBe(true);
    expect(await mailing.db.query("select recipient, text_body like '%' || $1 || '%' as has_link from mail_outbox", [made.body.link!.url])).toEqual([{ recipient: "nia@example.com", has_link: true }]);
  });

  test("is refused for an address somebody has, in whatever case", async () => {
    await invite();
    expect((await invite("NIA@EXAMPLE.COM")).problem.code).toBe("email-taken");
    expect((await t.call(listUsers, {}, admin)).body.rows).toHaveLength(2);
  });
});

describe("a person's record", () => {
  test("deactivating ends sessions at once and tells the handoffs", async () => {
    const rep = await addPerson(t, workspace, "sales-rep", "Rhea Rep", [workspace.teams.sales]);
    const changed = await t.call(changeUser, { params: { id: rep.id }, body: { active: false, version: 0 } }, admin);
    expect(changed.body).toMatchObject({ active: false, version: 1 });
    expect((await t.call(readMe, {}, rep)).status).toBe(401);
    expect(await facts()).toContainEqual({ kind: "user.deactivated", subject_id: rep.id });
    await t.call(changeUser, { params: { id: rep.id }, body: { active: true, version: 1 } }, admin);
    expect((await t.call(readMe, {}, rep)).status).toBe(401);
  });

  test("a second writer is shown what the first one wrote", async () => {
    const rep = await addPerson(t, workspace, "sales-rep", "Rhea Rep");
    const save = (name: string) => t.call(changeUser, { params: { id: rep.id }, body: { name, version: 0 } }, admin);
    const both = await Promise.all([save("One"), save("Two")]);
    expect(both.map((a) => a.status).sort()).toEqual([200, 409]);
    const refused = both.find((a) => a.status === 409)!.problem;
    expect(refused.code).toBe("changed-meanwhile");
    expect(refused.data).toMatchObject({ version: 1, name: both.find((a) => a.status === 200)!.body.name });
  });

  test("the last administrator stays one, also when two step down at once", async () => {
    const { administrator } = workspace;
    const demote = (id: string, by: { cookie: string }) => t.call(changeUser, { params: { id }, body: { role: "executive", version: 0 } }, by);
    expect((await demote(administrator.id, admin)).problem.code).toBe("last-administrator");
    const second = await addPerson(t, workspace, "administrator", "Bo Boss");
    const both = await Promise.all([demote(administrator.id, second), demote(second.id, admin)]);
    expect(both.filter((a) => a.status === 200)).toHaveLength(1);
    expect(await t.db.one("select count(*)::int as n from app_user where role = 'administrator' and active")).toEqual({ n: 1 });
  });

  test("a changed role counts from the next request on", async () => {
    const person = await addPerson(t, workspace, "administrator", "Bo Boss");
    expect((await t.call(listUsers, {}, person)).status).toBe(200);
    await t.call(changeUser, { params: { id: person.id }, body: { role: "marketing", version: 0 } }, admin);
    expect((await t.call(listUsers, {}, person)).status).toBe(403);
    expect((await t.call(readMe, {}, person)).body.permissions).not.toContain("access.list-users");
  });

  test("nobody gives themselves a role, a signature or another's profile", async () => {
    const rep = await addPerson(t, workspace, "sales-rep", "Rhea Rep");
    for (const more of [{ role: "administrator" }, { signsFor: "sales" }, { active: true }, { id: workspace.administrator.id }, { email: "x@y.zz" }]) {
      expect((await t.call(changeMe, { body: { version: 0, ...more } as never }, rep)).status).toBe(400);
    }
    expect((await t.call(changeMe, { body: { version: 0, name: "Rhea R.", week: { 1: [{ start: "08:00", end: "12:00" }] } } }, rep)).body).toEqual({ version: 1 });
    expect(await facts()).toContainEqual({ kind: "calendar.changed", subject_id: rep.id });
    expect((await t.call(listColleagues, {}, rep)).body.rows.map((row) => [row.name, row.role])).toEqual([["Ada Admin", "administrator"], ["Rhea R.", "sales-rep"]]);
  });

  test("preferences merge and survive a reload", async () => {
    await t.call(changePreferences, { body: { theme: "dark" } }, admin);
    await t.call(changePreferences, { body: { keys: false } }, admin);
    expect((await t.call(readMe, {}, admin)).body.preferences).toEqual({ theme: "dark", density: "comfortable", keys: false, locale: null, mail: true, columns: {} });
    await t.call(changePreferences, { body: { columns: { contacts: ["name", "owner"] } } }, admin);
    await t.call(changePreferences, { body: { theme: "light" } }, admin);
    expect((await t.call(readMe, {}, admin)).body.preferences).toMatchObject({ theme: "light", columns: { contacts: ["name", "owner"] } });
  });
});

describe("a new password", () => {
  test("needs the present one, ends the other sessions, and opens the door from then on", async () => {
    const other = (await t.call(signIn, { body: { email: "ada@example.com", password } })).cookie;
    const next = "another long secret";
    expect((await t.call(changePassword, { body: { current: "not mine at all", next } }, admin)).problem.code).toBe("wrong-password");
    expect((await t.call(changePassword, { body: { current: password, next } }, admin)).status).toBe(204);
    expect((await t.call(readMe, {}, { cookie: other })).status).toBe(401);
    expect((await t.call(listSessions, {}, admin)).body.rows.map((row) => row.current)).toEqual([true]);
    expect((await t.call(signIn, { body: { email: "ada@example.com", password } })).status).toBe(401);
    expect((await t.call(signIn, { body: { email: "ada@example.com", password: next } })).status).toBe(200);
  });

  test("is asked for again and again on an open screen no more than at the door", async () => {
    const codes: string[] = [];
    for (let i = 0; i < 11; i += 1) codes.push((await t.call(changePassword, { body: { current: `guess number ${i}`, next: "another long secret" } }, admin)).problem.code);
    expect(codes[9]).toBe("wrong-password");
    expect(codes[10]).toBe("too-many-attempts");
  });
});

test("who was here stays known when their sessions have ended, and a key is not its person", async () => {
  const seen = async (id: string) => (await t.call(listUsers, {}, admin)).body.rows.find((row) => row.id === id)!.lastSeenAt;
  const rep = await addPerson(t, workspace, "sales-rep", "Rhea Rep");
  expect(await seen(rep.id)).toBeNull();
  t.clock.advance(5 * MINUTE);
  const here = t.clock.now().toISOString();
  const key = (await t.call(createApiKey, { body: { name: "Reports" } }, rep)).body.key;
  expect(await seen(rep.id)).toBe(here);
  await t.call(signOut, {}, rep);
  t.clock.advance(5 * MINUTE);
  await t.call(readMe, {}, { key });
  expect(await seen(rep.id)).toBe(here);
  t.clock.advance(DAY);
  const acting = await addPerson(t, workspace, "sales-rep", "Ann Acting");
  await t.call(changeMe, { body: { version: 0, jobTitle: "Rep" } }, acting);
  const acted = t.clock.now().toISOString();
  await t.db.query("delete from session where user_id = $1", [acting.id]);
  await t.db.query("update app_user set last_seen_at = null where id = $1", [acting.id]);
  expect(await seen(acting.id)).toBe(acted);
  await t.call(signOut, {}, admin);
  const again = (await t.call(signIn, { body: { email: "ada@example.com", password } })).cookie;
  expect((await t.call(listUsers, {}, { cookie: again })).body.rows.find((row) => row.id === workspace.administrator.id)!.lastSeenAt).toBe(t.clock.now().toISOString());
});

test("the audit trail says who changed what, newest first, by page, and not what was typed", async () => {
  const rep = await addPerson(t, workspace, "sales-rep", "Rhea Rep");
  await t.call(changeUser, { params: { id: rep.id }, body: { name: "Secret Name", role: "sales-manager", version: 0 } }, admin);
  const all = (await t.call(listAudit, { query: { limit: 100 } }, admin)).body;
  expect(all.rows.map((row) => row.act)).toEqual(["access.user-changed", "access.user-created", "access.set-up"]);
  expect(all.rows[0]).toMatchObject({ actor: { kind: "user", name: "Ada Admin" }, entity: { kind: "user", id: rep.id }, summary: { fields: ["name", "role"], role: "sales-manager" } });
  expect(JSON.stringify(await t.db.query("select * from audit"))).not.toMatch(/Secret Name|Rhea|correct horse/);
  const paged: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: { rows: { id: string }[]; next: string | null } = (await t.call(listAudit, { query: { limit: 2, ...(cursor && { cursor }) } }, admin)).body;
    paged.push(...page.rows.map((row) => row.id));
    cursor = page.next;
  }
  expect(paged).toEqual(all.rows.map((row) => row.id));
  const of = async (query: { actorId?: string; act?: string }) => (await t.call(listAudit, { query }, admin)).body.rows.map((row) => row.act);
  await t.call(changeMe, { body: { version: 1, name: "Rhea again" } }, rep);
  expect(await of({ actorId: rep.id })).toEqual(["access.profile-changed"]);
  expect(await of({ act: "access" })).toHaveLength(4);
  expect(await of({ act: "acc" })).toEqual([]);
  expect((await t.call(listAudit, { query: { cursor: "AAAA" } }, admin)).status).toBe(400);
});
