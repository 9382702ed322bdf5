import type { AddressInfo } from "node:net";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterAll, describe, expect, test } from "vitest";
import { testApp } from "../test/app.ts";
import { createMail, startMail } from "./mail.ts";

const { app, clock } = await testApp();
const received: { to: string; raw: string }[] = [];
let refuse: { code: number } | null = null;
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData(stream, session, done) {
    let raw = "";
    stream.on("data", (chunk: Buffer) => (raw += chunk.toString()));
    stream.on("end", () => {
      if (refuse) return done(Object.assign(new Error("refused"), { responseCode: refuse.code }));
      received.push({ to: session.envelope.rcptTo.map(({ address }) => address).join(), raw });
      done();
    });
  },
});
await new Promise<void>((done) => smtp.listen(0, "127.0.0.1", done));
const smtpUrl = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
const mail = createMail({ db: app.db, clock, ids: app.ids, log: app.log, smtpUrl, from: "Tandem <tandem@example.com>" });
afterAll(async () => {
  mail.close();
  await new Promise<void>((done) => smtp.close(done));
});

const queue = (key: string, to = "ada@example.com") => app.db.transaction((tx) => mail.queue(tx, [{ key, to, subject: "Ein neuer Lead für Sie ✓", text: "Hallo Ada", html: "<p>Hallo <b>Ada</b></p>" }]));
const row = (key: string) => app.db.one<{ attempts: number; sent_at: Date | null; given_up_at: Date | null; next_at: Date }>("select attempts, sent_at, given_up_at, next_at from mail_outbox where key = $1", [key]);

describe("transactional mail", () => {
  test("goes out once per cause, as written", async () => {
    await queue("handoff:1");
    await queue("handoff:1");
    expect(await mail.sendDue()).toBe(1);
    expect(await mail.sendDue()).toBe(0);
    expect(received.map(({ to }) => to)).toEqual(["ada@example.com"]);
    const message = await PostalMime.parse(received[0]!.raw);
    expect(message).toMatchObject({ subject: "Ein neuer Lead für Sie ✓", from: { address: "tandem@example.com" } });
    expect([message.text?.trim(), message.html?.trim()]).toEqual(["Hallo Ada", "<p>Hallo <b>Ada</b></p>"]);
  });

  test("is not sent when its cause is undone", async () => {
    await app.db
      .transaction(async (tx) => {
        await mail.queue(tx, [{ key: "undone", to: "ada@example.com", subject: "x", text: "x" }]);
        throw new Error("no");
      })
      .catch(() => {});
    expect(await mail.sendDue()).toBe(0);
  });

  test("waits and tries again after passing trouble, and gives up on a lasting one", async () => {
    refuse = { code: 451 };
    await queue("later");
    expect(await mail.sendDue()).toBe(0);
    expect(await row("later")).toMatchObject({ attempts: 1, sent_at: null, given_up_at: null, next_at: new Date(clock.now().getTime() + 10_000) });
    refuse = null;
    expect(await mail.sendDue()).toBe(0);
    clock.advance(10_000);
    expect(await mail.sendDue()).toBe(1);
    refuse = { code: 550 };
    await queue("never");
    await mail.sendDue();
    expect((await row("never")).given_up_at).toEqual(clock.now());
    refuse = null;
  });

  test("cannot be given extra recipients or headers through an address", async () => {
    const before = received.length;
    await queue("injected", "ada@example.com\r\nBcc: eve@example.com");
    await mail.sendDue();
    expect(received.slice(before).every(({ to, raw }) => !/eve@/.test(to) && !/^bcc:/im.test(raw))).toBe(true);
  });

  test("is sent by the running server, and not queued without an SMTP server", async () => {
    const running = startMail(createMail({ db: app.db, clock, ids: app.ids, log: app.log, smtpUrl, from: "tandem@example.com" }), app.log);
    const before = received.length;
    await queue("by the server");
    await expect.poll(() => received.length, { timeout: 6000 }).toBe(before + 1);
    await running.stop();
    expect(app.mail.configured).toBe(false);
    await app.db.transaction((tx) => app.mail.queue(tx, [{ key: "nowhere", to: "ada@example.com", subject: "x", text: "x" }]));
    expect(await app.db.find("select 1 from mail_outbox where key = 'nowhere'")).toBeNull();
  });
});
