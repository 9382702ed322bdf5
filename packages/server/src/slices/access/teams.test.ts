import { createAbsence, listAbsences, listClosures, removeAbsence, removeClosure, saveClosure } from "@tandem/contract/access/absences";
import { listHolidays } from "@tandem/contract/access/holidays";
import { changeTeam, createTeam, listTeams, removeMember, saveMember } from "@tandem/contract/access/teams";
import { listColleagues } from "@tandem/contract/access/users";
import { beforeEach, describe, expect, test } from "vitest";
import { accessApp, addPerson, setUp, type AccessApp, type Workspace } from "./access.fixture.ts";
import { listTeamMembers, managersOf, teamsOf, userNames, usersByEmail } from "./door.ts";

let t: AccessApp;
let workspace: Workspace;
let admin: { cookie: string };
beforeEach(async () => {
  t = await accessApp();
  workspace = await setUp(t);
  admin = { cookie: workspace.administrator.cookie };
});

const factKinds = async () => (await t.db.query<{ kind: string }>("select kind from fact order by id")).map((fact) => fact.kind);

describe("teams", () => {
  test("get a key from their first name and keep it", async () => {
    const made = await t.call(createTeam, { body: { name: "Größe & Süd", side: "sales" } }, admin);
    expect(made.body).toMatchObject({ key: "grosse-sud", members: [], timeZone: "Europe/Vienna" });
    const renamed = await t.call(changeTeam, { params: { id: made.body.id }, body: { name: "South", holidayCountry: "AT" } }, admin);
    expect(renamed.body).toMatchObject({ key: made.body.key, name: "South", holidayCountry: "AT" });
    expect((await t.call(createTeam, { body: { name: "SALES", side: "sales" } }, admin)).problem.code).toBe("team-name-taken");
    expect((await t.call(createTeam, { body: { name: "日本", side: "sales" } }, admin)).body.key).toMatch(/^team-[0-9a-f]{12}$/);
    expect(await factKinds()).toEqual(["team.changed", "calendar.changed", "team.changed", "team.changed"]);
  });

  test("a manager sets what members take, and nothing else, and only in their own team", async () => {
    const { sales, marketing } = workspace.teams;
    const rep = await addPerson(t, workspace, "sales-rep", "Rhea Rep", [sales]);
    const boss = await addPerson(t, workspace, "sales-manager", "Max Manager");
    const put = (id: string, userId: string, body: object, by: { cookie: string }) => t.call(saveMember, { params: { id, userId }, body }, by);
    expect((await put(sales, rep.id, { capacity: 5 }, boss)).problem.code).toBe("not-yours-to-change");
    expect((await put(sales, boss.id, { manages: true, receives: false }, admin)).status).toBe(200);
    const saved = await put(sales, rep.id, { capacity: 5, weight: 2 }, boss);
    expect(saved.body.members.map((m) => [m.name, m.manages, m.weight, m.capacity])).toEqual([["Max Manager", true, 1, null], ["Rhea Rep", false, 2, 5]]);
    expect((await put(sales, rep.id, { manages: true }, boss)).problem.code).toBe("not-yours-to-change");
    expect((await put(sales, workspace.administrator.id, {}, boss)).problem.code).toBe("not-yours-to-change");
    expect((await put(marketing, rep.id, {}, boss)).problem.code).toBe("not-yours-to-change");
    expect((await t.call(removeMember, { params: { id: sales, userId: rep.id } }, admin)).body.members).toHaveLength(1);
    expect((await t.call(removeMember, { params: { id: sales, userId: rep.id } }, admin)).status).toBe(404);
    expect((await t.call(listTeams, {}, rep)).body.rows.map((team) => team.key)).toEqual(["marketing", "sales"]);
  });

  test("answer other slices through the door", async () => {
    const { sales } = workspace.teams;
    const rep = await addPerson(t, workspace, "sales-rep", "Rhea Rep", [sales]);
    await t.call(saveMember, { params: { id: sales, userId: workspace.administrator.id }, body: { manages: true } }, admin);
    expect((await listTeamMembers(t.db, sales)).map((m) => [m.name, m.manages])).toEqual([["Ada Admin", true], ["Rhea Rep", false]]);
    expect(await managersOf(t.db, sales)).toEqual([workspace.administrator.id]);
    expect(await teamsOf(t.db, [rep.id])).toEqual(new Map([[rep.id, [sales]]]));
    expect(await userNames(t.db, [rep.id, rep.id])).toEqual(new Map([[rep.id, "Rhea Rep"]]));
    expect(await usersByEmail(t.db, [" RHEA.rep@example.com", "nobody@example.com"])).toEqual(new Map([[" RHEA.rep@example.com", rep.id]]));
  });
});

describe("absences", () => {
  const away = (userId: string, from: string, to: string, by: { cookie: string }, why = "") => t.call(createAbsence, { body: { userId, from, to, why } }, by);

  test("are one's own, or those of a team one manages; others see when, not why", async () => {
    const { sales } = workspace.teams;
    const rep = await addPerson(t, workspace, "sales-rep", "Rhea Rep", [sales]);
    const peer = await addPerson(t, workspace, "sales-rep", "Pia Peer", [sales]);
    const boss = await addPerson(t, workspace, "sales-manager", "Max Manager");
    await t.call(saveMember, { params: { id: sales, userId: boss.id }, body: { manages: true } }, admin);
    const made = await away(rep.id, "2026-01-05T00:00:00Z", "2026-01-07T00:00:00Z", rep, "Surgery");
    expect(made.body).toMatchObject({ userName: "Rhea Rep", why: "Surgery", mine: true });
    expect((await away(rep.id, "2026-02-05T00:00:00Z", "2026-02-07T00:00:00Z", boss)).status).toBe(200);
    expect((await away(rep.id, "2026-03-05T00:00:00Z", "2026-03-07T00:00:00Z", peer)).status).toBe(404);
    const seen = (await t.call(listAbsences, {}, peer)).body.rows;
    expect(seen.map((row) => [row.userName, row.why, row.mine])).toEqual([["Rhea Rep", "", false], ["Rhea Rep", "", false]]);
    expect((await t.call(listAbsences, {}, boss)).body.rows[0]!.why).toBe("Surgery");
    const colleague = (await t.call(listColleagues, {}, peer)).body.rows.find((row) => row.id === rep.id)!;
    expect(colleague.awayUntil).toBe("2026-01-07T00:00:00.000Z");
    expect((await t.call(removeAbsence, { params: { id: made.body.id } }, peer)).status).toBe(404);
    expect((await t.call(removeAbsence, { params: { id: made.body.id } }, boss)).status).toBe(204);
    expect((await factKinds()).filter((kind) => kind === "absence.changed")).toHaveLength(3);
  });

  test("of one person never overlap, also when recorded at once", async () => {
    const id = workspace.administrator.id;
    const both = await Promise.all([away(id, "2026-01-05T00:00:00Z", "2026-01-09T00:00:00Z", admin), away(id, "2026-01-08T00:00:00Z", "2026-01-12T00:00:00Z", admin)]);
    expect(both.map((a) => a.status).sort()).toEqual([200, 409]);
    expect((await away(id, "2026-01-20T00:00:00Z", "2026-01-20T00:00:00Z", admin)).status).toBe(400);
  });
});

test("closures are kept by day, and a closed day moves clocks", async () => {
  const day = "2026-12-24";
  await t.call(saveClosure, { params: { day }, body: { name: "Christmas Eve" } }, admin);
  await t.call(saveClosure, { params: { day }, body: { name: "Bridge day" } }, admin);
  expect((await t.call(listClosures, {}, admin)).body.rows).toEqual([{ day, name: "Bridge day" }]);
  expect((await t.call(saveClosure, { params: { day: "2026-02-30" }, body: { name: "No such day" } }, admin)).status).toBe(400);
  expect((await t.call(removeClosure, { params: { day } }, admin)).status).toBe(204);
  expect((await t.call(removeClosure, { params: { day } }, admin)).status).toBe(404);
  expect(await factKinds()).toEqual(["calendar.changed", "calendar.changed", "calendar.changed"]);
});

test("public holidays are shown by country and region", async () => {
  const at = (await t.call(listHolidays, { query: { country: "DE", region: "BY" } }, admin)).body;
  expect(at.coming[0]).toEqual({ day: "2026-01-06", name: "Epiphany" });
  expect(at.regions).toContainEqual({ code: "BY", name: "Bayern" });
  expect(at.countries).toContainEqual({ code: "AT", name: "Austria" });
});
