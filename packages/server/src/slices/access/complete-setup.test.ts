import { readFirstSteps } from "@tandem/contract/access/first-steps";
import { readMe } from "@tandem/contract/access/me";
import { completeSetup, readSetup } from "@tandem/contract/access/setup";
import { listSources } from "@tandem/contract/access/sources";
import { describe, expect, test } from "vitest";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { ensureFoundingAgreement } from "../../spine/founding.ts";
import { accessApp, addPerson, password, setUp } from "./access.fixture.ts";

const body = (email: string) => ({ workspaceName: "Acme", timeZone: "Europe/Vienna", currency: "CHF", administrator: { name: "Ada", email, password } });

describe("first-run set-up", () => {
  test("makes the workspace, its administrator, both teams and a website, and signs in", async () => {
    const t = await accessApp();
    expect((await t.call(readSetup, {})).body).toEqual({ needed: true, workspaceName: null, demo: false });
    const workspace = await setUp(t);
    expect((await t.call(readSetup, {})).body).toEqual({ needed: false, workspaceName: "Acme", demo: false });

    const me = await t.call(readMe, {}, { cookie: workspace.administrator.cookie });
    expect(me.body).toMatchObject({ user: { name: "Ada Admin", role: "administrator", timeZone: "Europe/Vienna" }, workspace: { name: "Acme", demo: false }, agreement: { currency: "CHF", timeZone: "Europe/Vienna" } });
    const teams = await t.db.query<{ key: string; side: string }>("select key, side from team order by key");
    expect(teams).toEqual([{ key: "marketing", side: "marketing" }, { key: "sales", side: "sales" }]);

    const sources = await t.call(listSources, {}, { cookie: workspace.administrator.cookie });
    expect(sources.body.rows[0]!.snippet).toBe(`<script>window.tandem = window.tandem || [];</script>\n<script async src="http://localhost:3210/tandem.js" data-write-key="${workspace.source.writeKey}"></script>`);
  });

  test("puts the zone and currency into the founding agreement that is already there", async () => {
    const t = await accessApp();
    await ensureFoundingAgreement(t.app);
    const before = await agreementInForce(t.db, t.clock.now());
    await setUp(t);
    const after = await agreementInForce(t.db, t.clock.now());
    expect([before.agreement.currency, after.agreement.currency, after.agreement.timeZone, after.version]).toEqual(["EUR", "CHF", "Europe/Vienna", 1]);
    expect(after.revisionOf.size).toBe(after.agreement.signals.length);
  });

  test("tells what of the first steps is done", async () => {
    const t = await accessApp();
    await ensureFoundingAgreement(t.app);
    const workspace = await setUp(t);
    const done = async () => (await t.call(readFirstSteps, {}, { cookie: workspace.administrator.cookie })).body.steps.filter((one) => one.done).map(({ step }) => step);
    expect(await done()).toEqual([]);
    const marketer = await addPerson(t, workspace, "marketing", "Mia Marketing", [workspace.teams.marketing]);
    expect(await done()).toEqual([]);
    await addPerson(t, workspace, "sales-rep", "Rex Rep");
    expect(await done()).toEqual(["people"]);
    const manager = await addPerson(t, workspace, "sales-manager", "Mo Manager", [workspace.teams.sales]);
    await t.db.query("update source set last_event_at = $1", [t.clock.now()]);
    expect(await done()).toEqual(["website", "people", "receivers"]);
    const sign = (side: string, { id }: { id: string }) => t.db.query("insert into signature (version, side, user_id, hash, signed_at) select version, $1, $2, hash, $3 from agreement_version", [side, id, t.clock.now()]);
    await sign("marketing", marketer);
    expect(await done()).not.toContain("signatures");
    await sign("sales", manager);
    expect(await done()).toEqual(["website", "people", "receivers", "signatures"]);
  });

  test("happens once, however many try at the same moment", async () => {
    const t = await accessApp();
    const answers = await Promise.all(["a@x.io", "b@x.io", "c@x.io", "d@x.io"].map((email) => t.call(completeSetup, { body: body(email) })));
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409, 409, 409]);
    expect(answers.find((a) => a.status === 409)!.problem.code).toBe("already-set-up");
    expect(await t.db.one("select count(*)::int as users from app_user")).toEqual({ users: 1 });
    expect(await t.db.one("select count(*)::int as teams from team")).toEqual({ teams: 2 });
  });

  test.each([
    ["a zone that does not exist", { timeZone: "Europe/Atlantis" }, "body.timeZone"],
    ["an offset instead of a zone", { timeZone: "+02:00" }, "body.timeZone"],
    ["a short password", { administrator: { name: "Ada", email: "a@x.io", password: "short" } }, "body.administrator.password"],
    ["a field nobody asked for", { demo: true }, "body"],
  ])("refuses %s", async (_, wrong, path) => {
    const t = await accessApp();
    const answer = await t.call(completeSetup, { body: { ...body("a@x.io"), ...wrong } as never });
    expect(answer.status).toBe(400);
    expect(answer.problem.errors![0]!.path).toBe(path);
  });
});
