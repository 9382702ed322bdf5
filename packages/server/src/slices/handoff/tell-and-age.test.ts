import { qualifyHandoff, recordAttempt, saveAnswer } from "@tandem/contract/handoff/acts";
import { getHandoff } from "@tandem/contract/handoff/handoff";
import type { InputOf } from "@tandem/contract/operation";
import { expect, test } from "vitest";
import { appendFacts } from "../../platform/facts.ts";
import { drainReactions } from "../../platform/reactions.ts";
import { dueWords } from "../../spine/notify.ts";
import { handoffWorld, type HandoffWorld } from "./handoff.fixture.ts";
import { handoff } from "./slice.ts";

const mails = (world: HandoffWorld) => world.db.query<{ recipient: string; subject: string; text_body: string }>("select recipient, subject, text_body from mail_outbox order by queued_at, recipient");

test("the assignee is written to once, with why now and when it is due in their zone; managers of a breach", async () => {
  const world = await handoffWorld({ reps: 1, timeZone: "America/New_York", start: new Date("2026-01-05T15:00:00Z"), config: { smtpUrl: "smtp://127.0.0.1:9" } });
  // The world makes its app without mail; the same database behind one that has it.
  const mailing = { ...world.app, mail: { ...world.app.mail, configured: true, queue: queueOf(world) } };
  await world.lead("Mail");
  const react = () => drainReactions(mailing, handoff.reactions!);
  await react();
  await react();
  expect(await mails(world)).toMatchObject([{ recipient: "rep1@tandem.example", subject: "New lead: Mail Lead, Mail Works" }]);
  const [mail] = await mails(world);
  expect(mail!.text_body).toContain("Why now: Mail asked to be contacted");
  expect(mail!.text_body).toContain("First attempt due Mon 5 Jan, 11:00 (America/New_York)");
  await world.minutes(61);
  await react();
  expect((await mails(world)).map((row) => `${row.recipient} ${row.subject}`)).toEqual([
    "rep1@tandem.example New lead: Mail Lead, Mail Works",
    "max.manager@tandem.example Over time: Mail Lead, Mail Works",
    "rep1@tandem.example Over time: Mail Lead, Mail Works",
  ]);
  await world.db.query("update app_user set preferences = '{\"mail\": false}'");
  await world.lead("Quiet");
  await react();
  expect(await mails(world)).toHaveLength(3);
});

test("a breach is told in the words and with the time of its own clause", async () => {
  const world = await handoffWorld({ reps: 1, config: { smtpUrl: "smtp://127.0.0.1:9" } });
  const mailing = { ...world.app, mail: { ...world.app.mail, configured: true, queue: queueOf(world) } };
  const rep = world.as.rep[0]!;
  const lead = await world.lead("Slow");
  expect((await world.call(recordAttempt, { params: { handoffId: lead.id }, body: { channel: "call", outcome: "no-answer" } }, rep)).body.stopped).toEqual(["first-attempt"]);
  await world.minutes(20 * 24 * 60);
  await drainReactions(mailing, handoff.reactions!);
  const due = Object.fromEntries((await world.db.query<{ kind: string; due_at: Date }>("select kind, due_at from clock where handoff_id = $1 and state = 'breached'", [lead.id])).map((row) => [row.kind, dueWords(row.due_at.getTime(), "Europe/Berlin")]));
  expect(Object.keys(due).sort()).toEqual(["attempts", "disposition"]);
  const told = (await mails(world)).filter((mail) => mail.recipient === "max.manager@tandem.example" && mail.subject.startsWith("Over time")).map((mail) => mail.text_body);
  expect(told).toHaveLength(2);
  for (const [kind, words] of [["attempts", "the agreed attempts is over"], ["disposition", "to accept or reject it is over"]] as const) expect(told.filter((text) => text.includes(words) && text.includes(`It was due ${due[kind]}.`))).toHaveLength(1);
  // What it was measured in, business time or calendar days, is said in the words that were signed.
  expect(told.map((text) => /Promised: “(.+)”/.exec(text)?.[1]).sort()).toEqual(["5 attempts on 2 channels within 10 days before giving up", "Accepted or rejected within 3 business days"]);
});

test("a lead is owed what its version promised, whatever another promises by now", async () => {
  const world = await handoffWorld({ reps: 1 });
  const rep = world.as.rep[0]!;
  const lead = await world.lead("Early");
  await world.db.query(
    `insert into agreement_version (version, document, hash, effective_from, created_at)
     select 2, jsonb_set(document, '{sla}', '{"sales": [{"kind": "attempts", "key": "patience", "name": "Patience", "tiers": ["t1", "t2"], "attempts": 20, "channels": 4, "withinDays": 60}], "marketing": [], "escalation": []}'), hash || 'x', $1, $1 from agreement_version where version = 1`,
    [world.clock.now()],
  );
  await world.db.query("insert into agreement_break_glass (version, by_id, at, reason, until_review) values (2, $1, $2, 'a test', $2)", [world.as.manager.id, world.clock.now()]);
  await world.minutes(61);
  expect(await world.db.query("select user_id from notification where kind = 'clock.breached'")).toEqual([{ user_id: world.as.manager.id }]);
  const { body } = await world.call(getHandoff, { params: { handoffId: lead.id } }, rep);
  expect(body.clocks.map(({ name, agreementVersion }) => [name, agreementVersion])).toEqual(expect.arrayContaining([["5 attempts on 2 channels within 10 days before giving up", 1]]));
  expect(body.attempts).toMatchObject({ needed: 5, neededChannels: 2 });
  expect((await world.call(recordAttempt, { params: { handoffId: lead.id }, body: { channel: "call", outcome: "no-answer" } }, rep)).body.needed).toBe(5);
});

/** Writes what the mailer would, without a server to send it to. */
function queueOf({ app }: HandoffWorld): HandoffWorld["app"]["mail"]["queue"] {
  return async (tx, messages) => {
    for (const message of messages)
      await tx.query("insert into mail_outbox (id, key, recipient, subject, text_body, queued_at, next_at) values ($1, $2, $3, $4, $5, $6, $6) on conflict (key) do nothing", [app.ids.next(), message.key, message.to, message.subject, message.text, app.clock.now()]);
  };
}

test("an SQL nobody touches falls back to nurture after the agreed days, a touched one later", async () => {
  const world = await handoffWorld({ reps: 1 });
  const rep = world.as.rep[0]!;
  const lead = await world.lead("Old");
  for (const question of ["need", "authority"]) await world.call(saveAnswer, { params: { handoffId: lead.id, question }, body: { value: "yes", confidence: "high" } }, rep);
  await world.call(qualifyHandoff, { params: { handoffId: lead.id }, body: {} }, rep);
  await world.react();
  const stage = async () => (await world.db.one<{ stage: string }>("select stage from contact where id = $1", [lead.contact_id])).stage;
  expect(await stage()).toBe("sql");
  await world.minutes(30 * 24 * 60);
  await world.db.query("insert into activity (id, kind, contact_id, at, recorded_at, by_id, outcome) values ($1, 'call', $2, $3, $3, $4, 'conversation')", [world.app.ids.next(), lead.contact_id, world.clock.now(), rep.id]);
  await world.minutes(31 * 24 * 60);
  expect(await stage()).toBe("sql");
  await world.minutes(28 * 24 * 60);
  expect(await stage()).toBe("sql");
  await world.minutes(2 * 24 * 60);
  expect(await stage()).toBe("nurture");
  expect(await world.db.one("select title from notification where kind = 'lead.aged'")).toEqual({ title: "Back to nurture: Old Lead" });
});

test("an SQL who takes part in an open deal does not age; the days count from when it is closed", async () => {
  const world = await handoffWorld({ reps: 1 });
  const rep = world.as.rep[0]!;
  const sql = async (name: string, body: InputOf<typeof qualifyHandoff>["body"]) => {
    const lead = await world.lead(name);
    for (const question of ["need", "authority"]) await world.call(saveAnswer, { params: { handoffId: lead.id, question }, body: { value: "yes", confidence: "high" } }, rep);
    return { contactId: lead.contact_id, ...(await world.call(qualifyHandoff, { params: { handoffId: lead.id }, body }, rep)).body };
  };
  const { opportunityId } = await sql("Main", { opportunity: { name: "Main Works", amount: null, currency: "EUR", closeOn: null } });
  const { contactId } = await sql("Beside", { joins: opportunityId! });
  await world.react();
  const stage = async () => (await world.db.one<{ stage: string }>("select stage from contact where id = $1", [contactId])).stage;
  await world.minutes(100 * 24 * 60);
  expect(await stage()).toBe("sql");
  await world.db.query("update opportunity set state = 'lost', closed_at = $2 where id = $1", [opportunityId, world.clock.now()]);
  await world.minutes(59 * 24 * 60);
  expect(await stage()).toBe("sql");
  await world.minutes(2 * 24 * 60);
  expect(await stage()).toBe("nurture");
  await world.db.query("update opportunity set state = 'open', closed_at = null where id = $1", [opportunityId]);
});

test("an SQL set free by an un-merge is looked at again, though its alarm rang while the merge stood", async () => {
  const world = await handoffWorld({ reps: 1 });
  const rep = world.as.rep[0]!;
  const lead = await world.lead("Freed");
  for (const question of ["need", "authority"]) await world.call(saveAnswer, { params: { handoffId: lead.id, question }, body: { value: "yes", confidence: "high" } }, rep);
  await world.call(qualifyHandoff, { params: { handoffId: lead.id }, body: {} }, rep);
  await world.react();
  await world.db.query("delete from timer where kind = 'sql-ageing'");
  await world.db.transaction((tx) => appendFacts(tx, [{ kind: "contact.unmerged", at: world.clock.now(), subject: { kind: "contact", id: world.app.ids.next() }, payload: { fromId: lead.contact_id } }]));
  await world.react();
  await world.minutes(120 * 24 * 60);
  expect((await world.db.one<{ stage: string }>("select stage from contact where id = $1", [lead.contact_id])).stage).toBe("nurture");
});
