import { acceptHandoff, attemptOutcomes, excuseClock, qualifyHandoff, recordAttempt, rejectHandoff, removeAttempt, saveAnswer } from "@tandem/contract/handoff/acts";
import { getHandoff, markSeen } from "@tandem/contract/handoff/handoff";
import { readInbox } from "@tandem/contract/handoff/inbox";
import type { InputOf } from "@tandem/contract/operation";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { handoffWorld, type Caller, type HandoffWorld } from "./handoff.fixture.ts";

let world: HandoffWorld;
beforeAll(async () => {
  world = await handoffWorld();
});
afterAll(() => world.close());

const ownerOf = (assigneeId: string | null): Caller => world.as.rep.find((rep) => rep.id === assigneeId)!;
const clocksOf = async (handoffId: string) => Object.fromEntries((await world.db.query<{ kind: string; state: string }>("select kind, state from clock where handoff_id = $1", [handoffId])).map((row) => [row.kind, row.state]));
const stageOf = async (contactId: string) => (await world.db.one<{ stage: string }>("select stage from contact where id = $1", [contactId])).stage;
const about = (handoffId: string) => ({ params: { handoffId } });

describe("a lead is worked", () => {
  test("accepting gives the disposition but does not stop the clock of the first attempt", async () => {
    const lead = await world.lead("Anna");
    const rep = ownerOf(lead.assignee_id);
    const accepted = await world.call(acceptHandoff, about(lead.id), rep);
    expect(accepted.body).toEqual({ id: lead.id, state: "accepted" });
    expect(await clocksOf(lead.id)).toEqual({ "first-attempt": "running", disposition: "met", attempts: "running" });
    expect(await stageOf(lead.contact_id)).toBe("sal");
    // Accepted from the list, its page never opened: they have seen it all the same.
    expect((await world.call(getHandoff, about(lead.id), world.as.manager)).body.seenAt).toBe(world.clock.now().toISOString());
    const again = await world.call(acceptHandoff, about(lead.id), rep);
    expect([again.status, again.problem.code]).toEqual([409, "already-accepted"]);
    const inbox = await world.call(readInbox, { query: {} }, rep);
    expect(inbox.body.rows.find((row) => row.id === lead.id)).toMatchObject({ group: "first-attempt", state: "accepted", contact: { name: "Anna Lead" }, tier: { short: "T1" }, source: { name: "Asked for a demo", detail: "Fast lane" } });

    const tried = await world.call(recordAttempt, { ...about(lead.id), body: { channel: "call", outcome: "no-answer", note: "Rang out" } }, rep);
    expect(tried.body).toMatchObject({ done: 1, needed: 5, stopped: ["first-attempt"] });
    expect(await clocksOf(lead.id)).toMatchObject({ "first-attempt": "met" });
    const after = await world.call(readInbox, { query: {} }, rep);
    expect(after.body.rows.find((row) => row.id === lead.id)).toMatchObject({ group: "accepted", attempts: { done: 1, needed: 5 } });
  });

  test("an attempt counts when it happened: not in the future, not before the handoff, and late ones withdraw no breach", async () => {
    const lead = await world.lead("Bert");
    const rep = ownerOf(lead.assignee_id);
    const record = (at: Date, channel: "call" | "email" = "call") => world.call(recordAttempt, { ...about(lead.id), body: { channel, outcome: channel === "call" ? "left-message" : "sent", at: at.toISOString() } }, rep);
    await world.minutes(70);
    expect(await clocksOf(lead.id)).toMatchObject({ "first-attempt": "breached" });
    expect((await record(new Date(world.clock.now().getTime() + 10 * 60_000))).problem.code).toBe("attempt-in-future");
    expect((await record(new Date(lead.opened_at.getTime() - 3_600_000))).problem.code).toBe("attempt-before-handoff");
    const wrong = await world.call(recordAttempt, { ...about(lead.id), body: { channel: "meeting", outcome: "left-message" } }, rep);
    expect(wrong.problem).toMatchObject({ code: "outcome-not-of-channel", detail: `What can come of it: ${attemptOutcomes.meeting.join(", ")}.` });
    // It had happened in time and was only written down late: the breach is withdrawn.
    expect((await record(new Date(lead.opened_at.getTime() + 20 * 60_000))).status).toBe(200);
    const page = await world.call(getHandoff, about(lead.id), rep);
    expect(page.body.clocks.find((clock) => clock.kind === "first-attempt")).toMatchObject({ state: "met", late: false, usedMs: 20 * 60_000 });
  });

  test("what bounced or was automatic proves nothing", async () => {
    const lead = await world.lead("Cora");
    const rep = ownerOf(lead.assignee_id);
    await world.call(recordAttempt, { ...about(lead.id), body: { channel: "email", outcome: "bounced" } }, rep);
    await world.db.query("insert into activity (id, kind, contact_id, handoff_id, at, recorded_at, automatic, outcome) values ($1, 'email', $2, $3, $4, $4, true, 'sent')", [world.app.ids.next(), lead.contact_id, lead.id, world.clock.now()]);
    expect(await clocksOf(lead.id)).toMatchObject({ "first-attempt": "running" });
    const page = await world.call(getHandoff, about(lead.id), rep);
    expect(page.body.attempts).toMatchObject({ done: 0, channels: 0 });
    expect(page.body.attemptRows.map((row) => row.counts)).toEqual([false, false]);
  });

  test("a mistaken attempt can be taken back for five minutes, and the clock goes on as if it had never been", async () => {
    const lead = await world.lead("Dora");
    const rep = ownerOf(lead.assignee_id);
    await world.minutes(10);
    const before = (await world.call(getHandoff, about(lead.id), rep)).body.clocks.find((clock) => clock.kind === "first-attempt")!;
    const tried = await world.call(recordAttempt, { ...about(lead.id), body: { channel: "call", outcome: "conversation" } }, rep);
    expect(tried.body.stopped).toEqual(["first-attempt", "attempts"]);
    await world.minutes(4);
    const other = world.as.rep.find((one) => one.id !== rep.id)!;
    expect((await world.call(removeAttempt, { params: { handoffId: lead.id, activityId: tried.body.id } }, other)).problem.code).toBe("attempt-stays");
    expect((await world.call(removeAttempt, { params: { handoffId: lead.id, activityId: tried.body.id } }, rep)).body).toEqual({ done: 0 });
    const page = await world.call(getHandoff, about(lead.id), rep);
    const after = page.body.clocks.find((clock) => clock.kind === "first-attempt")!;
    expect(after).toMatchObject({ state: "running", dueAt: before.dueAt, usedMs: 14 * 60_000 });
    expect(page.body.firstAttemptAt).toBeNull();
    await world.minutes(47);
    expect(await clocksOf(lead.id)).toMatchObject({ "first-attempt": "breached" });

    const second = await world.call(recordAttempt, { ...about(lead.id), body: { channel: "call", outcome: "no-answer" } }, rep);
    await world.minutes(6);
    expect((await world.call(removeAttempt, { params: { handoffId: lead.id, activityId: second.body.id } }, rep)).problem.code).toBe("attempt-stays");
  });

  test("the clock of the first attempt stands on the earliest attempt that is left", async () => {
    const lead = await world.lead("Edda");
    const rep = ownerOf(lead.assignee_id);
    const first = await world.call(recordAttempt, { ...about(lead.id), body: { channel: "call", outcome: "no-answer" } }, rep);
    await world.minutes(3);
    await world.call(recordAttempt, { ...about(lead.id), body: { channel: "email", outcome: "sent" } }, rep);
    await world.call(removeAttempt, { params: { handoffId: lead.id, activityId: first.body.id } }, rep);
    const clock = (await world.call(getHandoff, about(lead.id), rep)).body.clocks.find((one) => one.kind === "first-attempt");
    expect(clock).toMatchObject({ state: "met", usedMs: 3 * 60_000 });
  });
});

test("an answer that somebody else gave meanwhile is not written over unseen", async () => {
  const lead = await world.lead("Answers");
  const rep = ownerOf(lead.assignee_id);
  const save = (value: string, by: Caller, seen?: string | null) => world.call(saveAnswer, { params: { handoffId: lead.id, question: "need" }, body: { value, confidence: "high", ...(seen !== undefined && { seen }) } }, by);
  const answer = async () => (await world.call(getHandoff, about(lead.id), rep)).body.qualification.questions.find((one) => one.key === "need")!.answer;
  expect((await save("Theirs", world.as.manager, null)).status).toBe(200);
  const refused = await save("Mine", rep, null);
  expect(refused.problem).toMatchObject({ status: 409, code: "answer-changed", data: { value: "Theirs", by: { name: "Max Manager" } } });
  expect(await answer()).toMatchObject({ value: "Theirs" });
  expect((await save("Mine", rep, (refused.problem.data as { at: string }).at)).status).toBe(200);
  expect(await answer()).toMatchObject({ value: "Mine" });
  expect((await save("Said by a program", rep)).status).toBe(200);
});

describe("a lead is rejected", () => {
  test("who could not be reached must have been tried often enough, and the refusal says what is missing", async () => {
    const lead = await world.lead("Frida");
    const rep = ownerOf(lead.assignee_id);
    const reject = () => world.call(rejectHandoff, { ...about(lead.id), body: { to: "nurture", reason: "not-reached", words: "Five tries, no answer." } }, rep);
    const refused = await reject();
    expect(refused.problem).toMatchObject({ status: 422, code: "attempts-missing", detail: "Needs 5 attempts on 2 channels, 0 so far." });
    const reasons = (await world.call(getHandoff, about(lead.id), rep)).body.reasons;
    expect(reasons.find((reason) => reason.code === "not-reached")?.refused).toBe("Needs 5 attempts on 2 channels, 0 so far");
    for (let i = 0; i < 5; i++) await world.call(recordAttempt, { ...about(lead.id), body: { channel: "call", outcome: "no-answer" } }, rep);
    expect((await reject()).problem.detail).toBe("Needs 5 attempts on 2 channels, 5 on 1 so far.");
    await world.call(recordAttempt, { ...about(lead.id), body: { channel: "email", outcome: "sent" } }, rep);
    expect(await clocksOf(lead.id)).toMatchObject({ attempts: "met" });
    expect((await reject()).body).toEqual({ id: lead.id, state: "rejected-nurture" });
    expect(await stageOf(lead.contact_id)).toBe("nurture");
    expect(await clocksOf(lead.id)).toEqual({ "first-attempt": "met", disposition: "met", attempts: "met" });
    expect((await reject()).problem.code).toBe("handoff-closed");
    const settled = (await world.call(readInbox, { query: {} }, rep)).body.rows.find((row) => row.id === lead.id);
    expect(settled).toMatchObject({ group: "settled", reason: "Could not be reached", clock: { state: "met" } });
  });

  test("a reason belongs to what it leads to, and unqualified needs no attempt", async () => {
    const lead = await world.lead("Gert");
    const rep = ownerOf(lead.assignee_id);
    expect((await world.call(rejectHandoff, { ...about(lead.id), body: { to: "nurture", reason: "spam", words: "x" } }, rep)).problem.code).toBe("no-such-reason");
    expect((await world.call(rejectHandoff, { ...about(lead.id), body: { to: "unqualified", reason: "spam", words: " " } }, rep)).status).toBe(400);
    expect((await world.call(rejectHandoff, { ...about(lead.id), body: { to: "unqualified", reason: "spam", words: "A bot filled the form." } }, rep)).body.state).toBe("rejected-unqualified");
    expect(await stageOf(lead.contact_id)).toBe("disqualified");
    expect(await clocksOf(lead.id)).toEqual({ "first-attempt": "void", disposition: "met", attempts: "void" });
  });
});

describe("a lead is qualified", () => {
  test("once the agreed answers are there; the deal begins with it", async () => {
    const lead = await world.lead("Hanna");
    const rep = ownerOf(lead.assignee_id);
    const opportunity = { name: "Hanna Works, pilot", amount: 4_200_000, currency: "EUR", closeOn: "2026-04-30" };
    const qualify = () => world.call(qualifyHandoff, { ...about(lead.id), body: { opportunity } }, rep);
    expect((await qualify()).problem).toMatchObject({ code: "answers-missing", detail: "Still to answer: Authority, Need.", data: { missing: ["Authority", "Need"] } });
    expect((await world.call(getHandoff, about(lead.id), rep)).body.acts.qualify).toEqual({ shown: true, refused: "Needs authority and need" });
    const answer = (question: string, value: string) => world.call(saveAnswer, { params: { handoffId: lead.id, question }, body: { value, confidence: "medium" } }, rep);
    expect((await answer("colour", "blue")).problem.code).toBe("no-such-question");
    expect((await answer("need", "Slow picking")).body).toEqual({ answered: 1, missing: ["Authority"] });
    await answer("need", "Slow picking, 4 people too many");
    expect((await answer("authority", "She signs")).body).toEqual({ answered: 2, missing: [] });
    const done = await qualify();
    expect(done.body).toMatchObject({ state: "qualified" });
    expect(await world.db.one("select name, amount, state, handoff_id, owner_id from opportunity where id = $1", [done.body.opportunityId])).toEqual({ name: "Hanna Works, pilot", amount: 4_200_000, state: "open", handoff_id: lead.id, owner_id: rep.id });
    expect(await stageOf(lead.contact_id)).toBe("opportunity");
    const stages = await world.db.query<{ stage: string }>("select stage from episode where contact_id = $1 order by applied, entered_at, id", [lead.contact_id]);
    expect(stages.map((row) => row.stage).slice(-2)).toEqual(["sql", "opportunity"]);
    const answers = await world.db.query<{ answer: string; standing: boolean }>("select answer, superseded_at is null as standing from qualification_answer where contact_id = $1 and question = 'need' order by answered_at, id", [lead.contact_id]);
    expect(answers).toEqual([{ answer: "Slow picking", standing: false }, { answer: "Slow picking, 4 people too many", standing: true }]);
  });

  test("by bringing them into an open deal one sees: its owner is told; refused, nobody is qualified", async () => {
    const answered = async (name: string) => {
      const lead = await world.lead(name);
      const rep = ownerOf(lead.assignee_id);
      for (const question of ["need", "authority"]) await world.call(saveAnswer, { params: { handoffId: lead.id, question }, body: { value: "yes", confidence: "high" } }, rep);
      return { lead, rep, qualify: (body: InputOf<typeof qualifyHandoff>["body"]) => world.call(qualifyHandoff, { ...about(lead.id), body }, rep) };
    };
    const opportunity = { name: "Lena Works, pilot", amount: null, currency: "EUR", closeOn: null };
    const first = await answered("Lena");
    const opportunityId = (await first.qualify({ opportunity })).body.opportunityId!;
    const second = await answered("Mona");
    expect(second.rep.id).not.toBe(first.rep.id);

    expect((await second.qualify({ opportunity, joins: opportunityId })).status).toBe(400);
    const ofOthers = world.app.ids.next();
    await world.db.query("insert into opportunity (id, name, team_id, stage, state, currency, created_at, stage_since, search) values ($1, 'Elsewhere', $2, (select key from pipeline_stage order by position limit 1), 'open', 'EUR', $3, $3, '')", [ofOthers, world.otherTeamId, world.clock.now()]);
    expect((await second.qualify({ joins: ofOthers })).problem.code).toBe("no-such-opportunity");
    await world.db.query("update opportunity set state = 'lost', closed_at = stage_since where id = $1", [opportunityId]);
    expect((await second.qualify({ joins: opportunityId })).problem.code).toBe("deal-closed");
    await world.db.query("update opportunity set state = 'open', closed_at = null where id = $1", [opportunityId]);
    expect(await stageOf(second.lead.contact_id)).toBe("mql");

    expect((await second.qualify({ joins: opportunityId })).body).toEqual({ id: second.lead.id, state: "qualified", opportunityId });
    expect(await stageOf(second.lead.contact_id)).toBe("sql");
    expect(await world.db.query("select contact_id, main, added_by from opportunity_contact where opportunity_id = $1 order by main desc", [opportunityId])).toEqual([
      { contact_id: first.lead.contact_id, main: true, added_by: first.rep.id },
      { contact_id: second.lead.contact_id, main: false, added_by: second.rep.id },
    ]);
    expect(await world.db.query("select user_id, title, body from notification where kind = 'opportunity.joined'")).toEqual([{ user_id: first.rep.id, title: "Mona Lead joined Lena Works, pilot", body: `${second.rep.name} qualified them and brought them into the buying group.` }]);
    await world.db.query("delete from opportunity where id = $1", [ofOthers]);
  });
});

test("the assignee's first sight counts, nobody else's", async () => {
  const lead = await world.lead("Ida");
  const rep = ownerOf(lead.assignee_id);
  expect((await world.call(markSeen, about(lead.id), world.as.manager)).body).toEqual({ seenAt: null });
  const at = world.clock.now().toISOString();
  expect((await world.call(markSeen, about(lead.id), rep)).body).toEqual({ seenAt: at });
  await world.minutes(1);
  expect((await world.call(markSeen, about(lead.id), rep)).body).toEqual({ seenAt: at });
});

test("a manager excuses a clock with who and why; a rep may not", async () => {
  const lead = await world.lead("Jan");
  const rep = ownerOf(lead.assignee_id);
  const page = await world.call(getHandoff, about(lead.id), world.as.manager);
  const clockId = page.body.clocks.find((clock) => clock.kind === "first-attempt")!.id;
  const excuse = (caller: Caller) => world.call(excuseClock, { params: { handoffId: lead.id, clockId }, body: { why: "The phones were down." } }, caller);
  expect((await excuse(rep)).problem.code).toBe("not-allowed");
  expect((await excuse(world.as.manager)).status).toBe(200);
  expect((await excuse(world.as.manager)).problem.code).toBe("clock-ended");
  const after = (await world.call(getHandoff, about(lead.id), rep)).body;
  expect(after.clocks.find((clock) => clock.id === clockId)).toMatchObject({ state: "excused", excused: { by: "Max Manager", why: "The phones were down." } });
  expect(after.owed).toBe(after.clocks.find((clock) => clock.kind === "disposition")!.id);
});

test("every line of the score is opened and the lines sum to it", async () => {
  const lead = await world.lead("Kim");
  const { score, package: given, trace, timeline, events } = (await world.call(getHandoff, about(lead.id), ownerOf(lead.assignee_id))).body;
  const sum = (lines: readonly { points: number }[]) => lines.reduce((total, line) => total + line.points, 0);
  expect(sum(score.fitLines)).toBe(score.fit);
  expect(sum(score.engagementLines)).toBe(score.engagement);
  for (const line of score.engagementLines.filter((one) => one.kind === "rule")) expect(sum(line.events)).toBe(line.points);
  expect(score.spark).toHaveLength(30);
  expect(score.spark.at(-1)).toBe(score.engagement);
  expect(given?.whyNow).toContain("Kim asked to be contacted");
  expect(given?.whyNow).not.toMatch(/asked for a demo.*asked for a demo/i);
  expect(trace.join(" ")).toMatch(/Rule "Asked for a talk" matches\. .* gets the lead: next in the rotation/);
  expect(timeline[0]!.title).toMatch(/^Handed to Rep \d, by rule “Asked for a talk”$/);
  expect(events.count).toBe(3);
});
