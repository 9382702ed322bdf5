import { acceptHandoff, answerDispute, claimHandoff, disputeRejection, qualifyHandoff, reassignHandoff, recordAttempt, rejectHandoff, saveAnswer } from "@tandem/contract/handoff/acts";
import { getHandoff, markSeen } from "@tandem/contract/handoff/handoff";
import { readInbox } from "@tandem/contract/handoff/inbox";
import { handoffChoices, listHandoffs } from "@tandem/contract/handoff/list-handoffs";
import { countUnread, listNotifications, markRead } from "@tandem/contract/handoff/notifications";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { handoffWorld, type Caller, type HandoffWorld } from "./handoff.fixture.ts";

let world: HandoffWorld;
let lead: { id: string; contact_id: string; assignee_id: string | null };
beforeAll(async () => {
  world = await handoffWorld();
  lead = await world.lead("Row");
});
afterAll(() => world.close());
const about = () => ({ params: { handoffId: lead.id } });
const owner = (): Caller => world.as.rep.find((rep) => rep.id === lead.assignee_id)!;
const teammate = (): Caller => world.as.rep.find((rep) => rep.id !== lead.assignee_id)!;

describe("a rep of another team", () => {
  test("finds nothing there, whatever they try", async () => {
    const { stranger } = world.as;
    const words = "x";
    const answers = await Promise.all([
      world.call(getHandoff, about(), stranger),
      world.call(acceptHandoff, about(), stranger),
      world.call(claimHandoff, about(), stranger),
      world.call(recordAttempt, { ...about(), body: { channel: "call", outcome: "no-answer" } }, stranger),
      world.call(rejectHandoff, { ...about(), body: { to: "unqualified", reason: "spam", words } }, stranger),
      world.call(qualifyHandoff, { ...about(), body: {} }, stranger),
      world.call(saveAnswer, { params: { handoffId: lead.id, question: "need" }, body: { value: words, confidence: "low" } }, stranger),
      world.call(reassignHandoff, { ...about(), body: { to: { teamId: world.otherTeamId }, why: words } }, stranger),
    ]);
    expect(answers.map((answer) => [answer.status, answer.problem.code])).toEqual(answers.map(() => [404, "no-such-handoff"]));
    expect((await world.call(listHandoffs, { query: {} }, stranger)).body.rows).toEqual([]);
    for (const scope of ["mine", "team", "queue"] as const) expect((await world.call(readInbox, { query: { scope } }, stranger)).body.rows).toEqual([]);
    expect((await world.call(handoffChoices, {}, stranger)).body).toMatchObject({ teams: [{ name: "Nordics" }], people: [{ name: "Stan Stranger" }] });
  });
});

describe("the team", () => {
  test("sees the lead of a colleague and may not act on it; the manager may", async () => {
    const page = await world.call(getHandoff, about(), teammate());
    expect(page.status).toBe(200);
    expect(page.body.acts.accept).toEqual({ shown: true, refused: `${owner().name} holds this lead` });
    expect((await world.call(acceptHandoff, about(), teammate())).status).toBe(403);
    expect((await world.call(readInbox, { query: { scope: "team" } }, teammate())).body.rows.map((row) => row.id)).toEqual([lead.id]);
    const seen = await world.call(getHandoff, about(), world.as.manager);
    expect(seen.body.acts).toMatchObject({ accept: { shown: true, refused: null }, excuse: { shown: true, refused: null }, claim: { shown: false } });
  });

  test("a private note of an attempt is its author's and the manager's, not Marketing's", async () => {
    await world.call(recordAttempt, { ...about(), body: { channel: "call", outcome: "conversation", note: "Salary talk", private: true } }, owner());
    const notes = async (caller: Caller) => (await world.call(getHandoff, about(), caller)).body.attemptRows.map((row) => row.note);
    expect(await notes(owner())).toEqual(["Salary talk"]);
    expect(await notes(world.as.manager)).toEqual(["Salary talk"]);
    for (const caller of [teammate(), world.as.marketing, world.as.executive]) expect(await notes(caller)).toEqual([]);
  });

  test("a note on a deal of another team is not theirs to read, though the lead is", async () => {
    const { db, app, clock, otherTeamId, as } = world;
    const dealId = app.ids.next();
    await db.query("insert into opportunity (id, name, stage, state, owner_id, team_id, currency, created_at, stage_since) values ($1, 'Nordic deal', (select min(key) from pipeline_stage), 'open', $2, $3, 'EUR', $4, $4)", [dealId, as.stranger.id, otherTeamId, clock.now()]);
    await db.query("insert into opportunity_move (id, opportunity_id, to_stage, to_state, at) select $1, id, stage, state, created_at from opportunity where id = $2", [app.ids.next(), dealId]);
    const note = (body: string, opportunityId: string | null) =>
      db.query("insert into activity (id, kind, contact_id, opportunity_id, at, recorded_at, by_id, body) values ($1, 'note', $2, $3, $4, $4, $5, $6)", [app.ids.next(), lead.contact_id, opportunityId, clock.now(), as.stranger.id, body]);
    await note("Their price", dealId);
    await note("Met at the fair", null);
    const notes = async (caller: Caller) => (await world.call(getHandoff, about(), caller)).body.timeline.filter((line) => line.channel === "note").map((line) => line.title).sort();
    for (const caller of [owner(), teammate(), as.manager]) expect(await notes(caller)).toEqual(["Note by Stan Stranger: Met at the fair"]);
    expect(await notes(as.marketing)).toEqual(["Note by Stan Stranger: Met at the fair", "Note by Stan Stranger: Their price"]);
  });
});

describe("Marketing", () => {
  test("reads what became of each lead, filters it, and disputes a rejection that a manager answers", async () => {
    const { marketing, manager } = world.as;
    expect((await world.call(readInbox, { query: {} }, marketing)).status).toBe(403);
    expect((await world.call(rejectHandoff, { ...about(), body: { to: "unqualified", reason: "spam", words: "x" } }, marketing)).status).toBe(403);
    expect((await world.call(disputeRejection, { ...about(), body: { words: "?" } }, marketing)).problem.code).toBe("not-rejected");
    await world.call(rejectHandoff, { ...about(), body: { to: "unqualified", reason: "student", words: "Writes a thesis." } }, owner());
    const other = await world.lead("Open");
    const all = await world.call(listHandoffs, { query: {} }, marketing);
    expect(all.body.rows.map((row) => row.id)).toEqual([other.id, lead.id]);
    expect(all.body.count).toEqual({ value: 2, capped: false });
    const rejected = await world.call(listHandoffs, { query: { state: "rejected", reason: "student" } }, marketing);
    expect(rejected.body.rows).toMatchObject([{ id: lead.id, state: "rejected-unqualified", reasonName: "Student or research", words: "Writes a thesis.", assignee: { name: owner().name }, dispute: null, breached: [] }]);
    expect((await world.call(getHandoff, about(), marketing)).body.acts.dispute).toEqual({ shown: true, refused: null });
    expect((await world.call(disputeRejection, { ...about(), body: { words: "She runs three plants." } }, marketing)).status).toBe(200);
    expect((await world.call(disputeRejection, { ...about(), body: { words: "Again" } }, marketing)).problem.code).toBe("already-disputed");
    expect((await world.call(listHandoffs, { query: { state: "disputed" } }, manager)).body.rows.map((row) => row.id)).toEqual([lead.id]);
    expect((await world.call(listNotifications, { query: {} }, manager)).body.rows[0]).toMatchObject({ kind: "handoff.disputed", title: "Rejection disputed: Row Lead" });
    expect((await world.call(answerDispute, { ...about(), body: { words: "You are right, take her back." } }, manager)).status).toBe(200);
    expect((await world.call(getHandoff, about(), marketing)).body.dispute).toMatchObject({ words: "She runs three plants.", answer: { words: "You are right, take her back.", by: { name: "Max Manager" } } });
    expect((await world.call(listNotifications, { query: {} }, marketing)).body.rows[0]).toMatchObject({ kind: "handoff.dispute-answered" });
  });

  test("pages the list by a cursor that nobody can forge", async () => {
    const first = await world.call(listHandoffs, { query: { limit: 1 } }, world.as.marketing);
    const second = await world.call(listHandoffs, { query: { limit: 1, cursor: first.body.next! } }, world.as.marketing);
    expect(second.body.rows.map((row) => row.id)).toEqual([lead.id]);
    expect((await world.call(listHandoffs, { query: { cursor: "bm9uc2Vuc2U" } }, world.as.marketing)).problem.code).toBe("bad-cursor");
  });
});

test("what was told of a lead is read by who opens it, and by all once it is done, by whoever did it", async () => {
  const own = await handoffWorld({ reps: 1 });
  const rep = own.as.rep[0]!;
  const unread = async (who: Caller) => (await own.call(listNotifications, { query: { unread: "true" } }, who)).body.rows.map((row) => row.kind).toSorted();
  const { id } = await own.lead("Late");
  const handoff = { params: { handoffId: id } };
  await own.minutes(61);
  await own.react();
  expect([await unread(rep), await unread(own.as.manager)]).toEqual([["clock.warned", "clock.warned", "handoff.assigned"], ["clock.breached"]]);
  await own.call(markSeen, handoff, rep);
  expect([await unread(rep), await unread(own.as.manager)]).toEqual([[], ["clock.breached"]]);
  await own.call(recordAttempt, { ...handoff, body: { channel: "call", outcome: "no-answer" } }, rep);
  await own.react();
  expect(await unread(own.as.manager)).toEqual([]);
  await own.call(rejectHandoff, { ...handoff, body: { to: "nurture", reason: "no-need", words: "In spring" } }, rep);
  await own.call(disputeRejection, { ...handoff, body: { words: "They asked for a call today" } }, own.as.marketing);
  await own.react();
  expect(await unread(own.as.manager)).toEqual(["handoff.disputed"]);
  await own.close();
});

test("notifications are one's own, and reading them counts down", async () => {
  const rep = owner();
  const before = (await world.call(countUnread, {}, rep)).body.unread;
  expect(before).toBeGreaterThan(0);
  const [newest] = (await world.call(listNotifications, { query: {} }, rep)).body.rows;
  expect(newest!.body).toMatch(/First attempt due Mon 5 Jan, 10:00 \(Europe\/Berlin\)/);
  await world.call(markRead, { body: { ids: [newest!.id] } }, world.as.stranger);
  expect((await world.call(countUnread, {}, rep)).body.unread).toBe(before);
  expect((await world.call(markRead, { body: { ids: [newest!.id] } }, rep)).body.unread).toBe(before - 1);
  expect((await world.call(markRead, { body: { until: world.clock.now().toISOString() } }, rep)).body.unread).toBe(0);
  expect((await world.call(listNotifications, { query: { unread: "true" } }, rep)).body.rows).toEqual([]);
});
