import { cancelReplay, listReplayPeople, moveReplay, readHistory, readReplay, startReplay, testPerson } from "@tandem/contract/lab/replay";
import type { Worker } from "node:worker_threads";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { beforeAll, describe, expect, it } from "vitest";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { labOf } from "./lab.ts";
import { labApp, type LabApp } from "./lab.fixture.ts";

let t: LabApp;
let inForce: Agreement;
const at = (day: string) => `${day}T10:00:00Z`;

/** Somebody who can be reached, and what they did. */
const person = (email: string, ...did: [day: string, event: Record<string, unknown>][]) => [
  { type: "identify", userId: email, traits: { email, title: "Head of Operations", country: "AT" }, timestamp: at("2025-12-01") },
  ...did.map(([day, event]) => ({ userId: email, timestamp: at(day), ...event })),
];
const demo = { type: "track", event: "Demo Requested" };
const pricing = { type: "page", name: "Pricing", properties: { path: "/pricing" } };
const roi = { type: "track", event: "ROI Calculator Completed" };

beforeAll(async () => {
  t = await labApp();
  await t.send(
    ...person("asks@acme.example", ["2025-12-03", demo]),
    ...person("browses@acme.example", ["2025-12-08", pricing], ["2025-12-09", pricing], ["2025-12-10", roi]),
    ...person("rests@acme.example", ["2025-12-02", pricing]),
    // Visitors nobody knows are no people of the lab, wherever their rows stand among the others.
    ...Array.from({ length: 6 }, (_, i) => ({ anonymousId: `visitor-${i}`, timestamp: at("2025-12-05"), ...pricing })),
  );
  inForce = (await agreementInForce(t.db, t.app.clock.now())).agreement;
}, 60_000);

describe("a replay", () => {
  it("of the version in force against itself gains and loses nobody", async () => {
    const replay = await t.replay({ draft: { version: 1 }, from: "2025-11-01" });
    expect(replay).toMatchObject({ state: "ready", failure: null, picture: { gained: 0, lost: 0, both: 1, inForce: { mqls: 1, byFastLane: 1, version: 1 } } });
    // The year asked for begins with the history, and figures a day are those of its days.
    expect(replay.picture!.from).toBe("2025-12-02");
    // The period begins before the history does; the day is that of the handover all the same.
    expect(replay.picture!.load.busiestDay).toEqual({ inForce: { day: "2025-12-03", handoffs: 1 }, draft: { day: "2025-12-03", handoffs: 1 } });
    // A picture goes over the wire with every drag: figures, not the documents behind them.
    expect(Object.keys(replay.picture!.inForce).toSorted()).toEqual(["byFastLane", "crossedIn", "crossedOut", "mqls", "name", "people", "version"]);
    expect(replay.picture!.weeks.find((week) => week.inForce > 0)).toMatchObject({ week: "2025-12-01", inForce: 1, draft: 1 });
    expect(replay.picture!.tooLittle).toMatchObject({ code: "few-mqls" });
    const history = await t.call(readHistory, {}, t.as.marketing);
    expect(history.body).toMatchObject({ state: "ready", contacts: 3, tooLittle: null });
    expect(history.body.memory).toBeGreaterThan(0);
  });

  it("of a draft names whom it gains, follows thresholds and points, and tells nobody's end", async () => {
    const document = structuredClone(inForce);
    document.mql.grid = { A: 20, B: 20, C: 20, D: 20 };
    const replay = await t.replay({ draft: { document }, from: "2025-11-01" });
    expect(replay.picture).toMatchObject({ gained: 1, lost: 0, both: 1, ended: { gained: { people: 1, unknown: 1 } } });
    const gained = await t.call(listReplayPeople, { params: { id: replay.id }, query: { which: "gained" } }, t.as.marketing);
    expect(gained.body.rows).toMatchObject([{ contact: { email: "browses@acme.example" }, inForceOn: null, draftOn: "2025-12-10", ended: "unknown" }]);
    // A segment opens the people it counts, and those without a value too.
    const inSegment = async (segment: "grade" | "country" | "industry", segmentValue?: string) => (await t.call(listReplayPeople, { params: { id: replay.id }, query: { which: "gained", segment, ...(segmentValue !== undefined && { segmentValue }) } }, t.as.marketing)).body.rows.map((row) => row.contact.email);
    const { value: grade } = replay.picture!.segments.find((one) => one.kind === "grade" && one.gained === 1)!;
    expect([await inSegment("grade", grade!), await inSegment("country", "AT"), await inSegment("country", "DE"), await inSegment("industry")]).toEqual([["browses@acme.example"], ["browses@acme.example"], [], ["browses@acme.example"]]);
    const back = await t.call(moveReplay, { params: { id: replay.id }, body: { grid: inForce.mql.grid } }, t.as.marketing);
    expect(back.body).toMatchObject({ move: 1, gained: 0, both: 1 });
    const more = await t.call(moveReplay, { params: { id: replay.id }, body: { points: { roi: 200, "senior-decider": 90 } } }, t.as.marketing);
    expect(more.body).toMatchObject({ move: 2, gained: 1 });
    // The cap of the rule holds, so points alone lift them no further than it lets.
    const higher = await t.call(moveReplay, { params: { id: replay.id }, body: { grid: { A: 60, B: 60, C: 90, D: null } } }, t.as.marketing);
    expect(higher.body).toMatchObject({ move: 3, gained: 0 });
    const none = await t.call(moveReplay, { params: { id: replay.id }, body: { points: { nothing: 1 } } }, t.as.marketing);
    expect([none.status, none.problem]).toMatchObject([404, { code: "no-such-rule" }]);
  });

  it("knows the company's own fields, and refuses those that do not exist", async () => {
    await t.db.query("insert into field (entity, key, name, type, created_at) values ('contact', 'budget', 'Budget', 'number', $1)", [t.clock.now()]);
    const document = structuredClone(inForce);
    document.fit.rules.push({ key: "rich", name: "Has a budget", points: 10, when: { field: "contact.custom.budget", atLeast: 10 } });
    expect(await t.replay({ draft: { document }, from: "2025-11-01" })).toMatchObject({ state: "ready", picture: { both: 1 } });
    document.fit.rules.at(-1)!.when = { field: "contact.custom.nothing", atLeast: 10 };
    const refused = await t.call(startReplay, { body: { draft: { document } } }, t.as.marketing);
    expect(refused.problem).toMatchObject({ status: 422, code: "bad-document", data: { problems: [expect.objectContaining({ path: expect.stringMatching(/^fit\.rules\.\d+\.when/), code: "unknown-field" })] } });
  });

  it("recognises a signal defined anew over the raw past", async () => {
    const document = structuredClone(inForce);
    document.signals.find((signal) => signal.key === "demo-requested")!.recognise = [{ type: "page", pathStartsWith: "/pricing" }];
    const replay = await t.replay({ draft: { document }, from: "2025-11-01" });
    expect(replay.picture).toMatchObject({ both: 0, gained: 2, lost: 1 });
    expect(replay.says.join(" ")).toContain("recognised anew");
    const { id } = await t.db.one<{ id: string }>("select id from contact where email = 'rests@acme.example'");
    const tested = await t.call(testPerson, { body: { contactId: id, on: "2025-12-02", draft: { document } } }, t.as.rep);
    expect(tested.body).toMatchObject({ inForce: { qualifies: false }, draft: { qualifies: true, by: "fast-lane" } });
    const before = await t.call(testPerson, { body: { contactId: id, on: "2025-12-01", draft: { document } } }, t.as.rep);
    expect(before.body.draft).toMatchObject({ qualifies: false, engagement: 0 });
    for (const side of [tested.body.inForce, tested.body.draft]) expect(side.engagementLines.reduce((sum, line) => sum + line.points, 0)).toBe(side.engagement);
  });

  it("after news reads the people concerned and gives what a whole reading gives", async () => {
    t.clock.advance(60_000);
    await t.send(...person("late@acme.example", ["2025-12-20", demo]), { userId: "rests@acme.example", timestamp: at("2025-12-21"), ...demo });
    const document = structuredClone(inForce);
    document.mql.grid = { A: 20, B: 20, C: 20, D: 20 };
    const before = await t.replay({ draft: { document }, from: "2025-11-01" });
    expect(before.picture).toMatchObject({ both: 3, gained: 1, inForce: { people: 3 } });
    // Whoever is merged is nobody of their own any more; what they did is the survivor's.
    await t.db.query("update contact set survivor_id = (select id from contact where email = 'asks@acme.example') where email = 'browses@acme.example'");
    await t.db.query("insert into merge (id, from_id, into_id, why, merged_at, applied) select $1, a.id, b.id, 'by-hand', $2, nextval('applied_seq') from contact a, contact b where a.email = 'browses@acme.example' and b.email = 'asks@acme.example'", [t.app.ids.next(), t.app.clock.now()]);
    const after = await t.replay({ draft: { document }, from: "2025-11-01" });
    expect(after.picture).toMatchObject({ both: 3, gained: 0 });
    const listed = await t.call(listReplayPeople, { params: { id: after.id }, query: { which: "both" } }, t.as.marketing);
    expect(listed.body.rows.map((row) => [row.contact.email, row.inForceOn]).toSorted()).toEqual([["asks@acme.example", "2025-12-03"], ["late@acme.example", "2025-12-20"], ["rests@acme.example", "2025-12-21"]]);
  });
});

describe("the lab's thread", () => {
  it("is started again where it ended: what it held is gone, nobody waits for ever", async () => {
    await labOf(t.app).close();
    const started: Worker[] = [];
    const note = (worker: Worker) => void started.push(worker);
    process.on("worker", note);
    const before = await t.replay({ draft: { version: 1 }, from: "2025-11-01" });
    process.off("worker", note);
    await started[0]!.terminate();
    expect((await t.call(readHistory, {}, t.as.marketing)).body).toMatchObject({ state: "none" });
    const moved = await t.call(moveReplay, { params: { id: before.id }, body: { grid: inForce.mql.grid } }, t.as.marketing);
    expect(moved.problem).toMatchObject({ status: 404, code: "no-such-replay" });
    expect(await t.replay({ draft: { version: 1 }, from: "2025-11-01" })).toMatchObject({ state: "ready" });
  });

  it("works for no more than three replays of one person; the oldest give way", async () => {
    const started = await Promise.all(Array.from({ length: 6 }, () => t.call(startReplay, { body: { draft: { version: 1 }, from: "2025-11-01" } }, t.as.marketing)));
    const states = await Promise.all(started.map(async ({ body }) => (await t.call(readReplay, { params: { id: body.id } }, t.as.marketing)).status));
    expect(states.toSorted()).toEqual([200, 200, 200, 404, 404, 404]);
    for (const [i, { body }] of started.entries()) if (states[i] === 200) expect(await t.finished(body.id)).toMatchObject({ state: "ready" });
  });
});

describe("how people ended", () => {
  it("is unknown to a seller where another team's queue or deal ended it", async () => {
    const other = t.app.ids.next();
    await t.db.query("insert into team select (jsonb_populate_record(null::team, to_jsonb(team) || jsonb_build_object('id', $1::text, 'key', 'elsewhere', 'name', 'Elsewhere'))).* from team where key = 'sales'", [other]);
    t.clock.advance(60_000);
    const at = t.clock.now();
    const { id: asks } = await t.db.one<{ id: string }>("select id from contact where email = 'asks@acme.example'");
    const { id: late } = await t.db.one<{ id: string }>("select id from contact where email = 'late@acme.example'");
    // In the queue of a team that is not the seller's, where nobody is the assignee; and a deal of that team.
    const { id: handoff, ...held } = await t.db.one<{ id: string; team_id: string; assignee_id: string | null }>("select id, team_id, assignee_id from handoff where contact_id = $1", [asks]);
    await t.db.query("update handoff set team_id = $2, assignee_id = null where id = $1", [handoff, other]);
    const deal = t.app.ids.next();
    await t.db.query("insert into opportunity (id, name, team_id, stage, state, currency, amount_company, created_at, stage_since, closed_at) select $1, 'Theirs', $2, key, 'won', 'CHF', 100, $3, $3, $3 from pipeline_stage order by key limit 1", [deal, other, at]);
    await t.db.query("insert into opportunity_contact (opportunity_id, contact_id, main, added_at) values ($1, $2, true, $3)", [deal, late, at]);
    const look = async (who: { readonly cookie: string; readonly id: string }, which: "both" | "lost" = "both") => {
      const nobody: Agreement = { ...inForce, mql: { ...inForce.mql, grid: { A: 280, B: null, C: null, D: null }, fastLanes: [] } };
      const { body } = await t.call(startReplay, { body: { draft: which === "lost" ? { document: nobody } : { version: 1 }, from: "2025-11-01" } }, who);
      await expect.poll(async () => (await t.call(readReplay, { params: { id: body.id } }, who)).body.state).toBe("ready");
      const { picture, says } = (await t.call(readReplay, { params: { id: body.id } }, who)).body;
      const list = async (query: object) => (await t.call(listReplayPeople, { params: { id: body.id }, query: { which, ...query } }, who)).body;
      const ends = Object.fromEntries((await list({})).rows.map((row) => [row.contact.email, [row.ended, row.reason]]));
      return { id: body.id, picture: picture!, says: says.join(" "), ends, won: (await list({ ended: "won" })).count };
    };
    const all = await look(t.as.marketing);
    expect(all.ends).toMatchObject({ "asks@acme.example": ["open", null], "late@acme.example": ["won", null] });
    expect(all.picture.ended.both).toMatchObject({ open: 2, won: 1, revenue: { amount: 100 } });
    // A draft can be about one person: sums tell no more than the list does.
    const some = await look(t.as.rep);
    expect(some.ends).toMatchObject({ "asks@acme.example": ["unknown", null], "late@acme.example": ["unknown", null], "rests@acme.example": ["open", null] });
    expect(some.picture.ended.both).toMatchObject({ people: 3, open: 1, won: 0, unknown: 2, revenue: { amount: 0 } });
    expect(some.picture.precision.draft.map((one) => [one.known, one.all])).toEqual([[0, 0], [0, 0]]);
    expect([some.won, all.won]).toEqual([{ value: 0, capped: false }, { value: 1, capped: false }]);
    expect([some.says, all.says].map((words) => words.includes("yours or your team's"))).toEqual([true, false]);
    // Whom a stricter text leaves out keep their record, as far as it is the reader's to see; the text is not judged by it.
    const [left, leftToSome] = [await look(t.as.marketing, "lost"), await look(t.as.rep, "lost")];
    expect([left.ends, leftToSome.ends]).toEqual([all.ends, some.ends]);
    expect(left.picture.ended.lost).toMatchObject({ people: 3, open: 2, won: 1, revenue: { amount: 100 } });
    expect(leftToSome.picture.ended.lost).toMatchObject({ people: 3, open: 1, won: 0, unknown: 2, revenue: { amount: 0 } });
    expect([left.won, leftToSome.won]).toEqual([all.won, some.won]);
    expect([left.picture.precision.draft, left.picture.precision.inForce].map((side) => side.map((one) => [one.known, one.hits, one.all]))).toEqual([[[0, 0, 1], [0, 0, 1]], [[1, 1, 1], [1, 1, 1]]]);
    // Of the busiest day each version tells its own; one that hands over nobody has none.
    expect(left.picture.load.busiestDay).toEqual({ inForce: all.picture.load.busiestDay.draft, draft: { day: null, handoffs: 0 } });
    // Whoever comes to see more starts again.
    await t.db.query("insert into team_member select (jsonb_populate_record(null::team_member, to_jsonb(m) || jsonb_build_object('team_id', $1::text))).* from team_member m where user_id = $2", [other, t.as.rep.id]);
    expect((await t.call(readReplay, { params: { id: some.id } }, t.as.rep)).status).toBe(404);
    expect((await look(t.as.rep)).ends).toEqual(all.ends);
    await t.db.query("delete from team_member where team_id = $1", [other]);
    // A rejection is told by the name of its reason, as everywhere.
    await t.db.query("update handoff set state = 'rejected-nurture', reason = 'no-need', closed_at = $2 where id = $1", [handoff, at]);
    expect((await look(t.as.marketing)).ends).toMatchObject({ "asks@acme.example": ["rejected", "No need at present"] });
    await t.db.query("update handoff set state = 'open', reason = null, closed_at = null where id = $1", [handoff]);
    // Made by hand for the readers' sake; no such story happened.
    await t.db.query("delete from opportunity where id = $1", [deal]);
    await t.db.query("update handoff set team_id = $2, assignee_id = $3 where id = $1", [handoff, held.team_id, held.assignee_id]);
  });
});

describe("the lab refuses", () => {
  it("a document that is none, with the place; another person's replay; and whoever may not", async () => {
    const bad = await t.call(startReplay, { body: { draft: { document: { ...inForce, engagement: { rules: [{ key: "x" }], groups: [] } } } } }, t.as.marketing);
    expect([bad.status, bad.problem]).toMatchObject([422, { code: "bad-document" }]);
    const missing = await t.call(startReplay, { body: { draft: { version: 99 } } }, t.as.marketing);
    expect(missing.status).toBe(404);
    const mine = await t.replay({ draft: { version: 1 } });
    expect((await t.call(readReplay, { params: { id: mine.id } }, t.as.rep)).status).toBe(404);
    expect((await t.call(readHistory, {}, t.as.administrator)).status).toBe(403);
    expect((await t.call(cancelReplay, { params: { id: mine.id } }, t.as.marketing)).status).toBe(204);
    expect((await t.call(readReplay, { params: { id: mine.id } }, t.as.marketing)).status).toBe(404);
  });
});
