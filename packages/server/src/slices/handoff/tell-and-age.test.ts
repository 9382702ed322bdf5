import { qualifyHandoff, saveAnswer } from "@tandem/contract/handoff/acts";
import { expect, test } from "vitest";
import { handoffWorld, type HandoffWorld } from "./handoff.fixture.ts";

const mails = (world: HandoffWorld) => world.db.query<{ recipient: string; subject: string; text_body: string }>("select recipient, subject, text_body from mail_outbox order by queued_at, recipient");

test("the assignee is written to once, with why now and when it is due in their zone; managers of a breach", async () => {
  const world = await handoffWorld({ reps: 1, timeZone: "America/New_York", start: new Date("2026-01-05T15:00:00Z"), config: { smtpUrl: "smtp://127.0.0.1:9" } });
  // The world makes its app without mail; the same database behind one that has it.
  const mailing = { ...world.app, mail: { ...world.app.mail, configured: true, queue: queueOf(world) } };
  await world.lead("Mail");
  const { drainReactions } = await import("../../platform/reactions.ts");
  const { handoff } = await import("./slice.ts");
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
