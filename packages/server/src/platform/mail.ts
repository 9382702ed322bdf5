import { createTransport } from "nodemailer";
import type { Clock } from "./clock.ts";
import type { Database } from "./database.ts";
import type { Transaction } from "./transaction.ts";
import type { Ids } from "./ids.ts";
import type { Log } from "./log.ts";

/** Transactional mail: invitations, resets, alerts. Marketing mail has stricter rules and does not go this way. */
export interface MailMessage {
  /** What the mail is about, for instance `handoff-opened:<id>`: the same key is sent once. */
  readonly key: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}

export interface Mail {
  /** False when no SMTP server is configured: then nothing is queued, and screens say so. */
  readonly configured: boolean;
  /** Written in the transaction of its cause, sent after the commit. */
  queue(tx: Transaction, messages: readonly MailMessage[]): Promise<void>;
  /** Sends what is due. Returns how many were sent. */
  sendDue(): Promise<number>;
  close(): void;
}

export interface MailOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly smtpUrl: string | undefined;
  readonly from: string;
}

/** Tries again after 10 s, 1, 5, 15 min, 1, 4, 12 h; then the mail is given up and shown as such. */
const waits = [10, 60, 300, 900, 3600, 4 * 3600, 12 * 3600].map((seconds) => seconds * 1000);
const batchSize = 20;

interface OutboxRow {
  id: string;
  recipient: string;
  subject: string;
  text_body: string;
  html_body: string | null;
  attempts: number;
}

export function createMail(options: MailOptions): Mail {
  const { db, clock, ids, log, smtpUrl, from } = options;
  const transport = smtpUrl ? createTransport({ url: smtpUrl, pool: true, maxConnections: 2, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, disableFileAccess: true, disableUrlAccess: true }) : null;

  async function queue(tx: Transaction, messages: readonly MailMessage[]): Promise<void> {
    if (!transport || messages.length === 0) return;
    await tx.query(
      `insert into mail_outbox (id, key, recipient, subject, text_body, html_body, queued_at, next_at)
       select id, key, recipient, subject, text_body, html_body, $7, $7
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) as new (id, key, recipient, subject, text_body, html_body)
       order by key on conflict (key) do nothing`,
      [
        messages.map(() => ids.next()),
        messages.map((message) => message.key),
        messages.map((message) => message.to),
        messages.map((message) => message.subject),
        messages.map((message) => message.text),
        messages.map((message) => message.html ?? null),
        clock.now().toISOString(),
      ],
    );
  }

  async function sendDue(): Promise<number> {
    if (!transport) return 0;
    let sent = 0;
    for (;;) {
      // Claimed by moving the next attempt on before sending: a crash in between delays the mail, it does not lose it.
      const rows = await db.query<OutboxRow>(
        `update mail_outbox set attempts = attempts + 1, next_at = $2
         where id in (select id from mail_outbox where sent_at is null and given_up_at is null and next_at <= $1 order by next_at limit ${batchSize} for update skip locked)
         returning id, recipient, subject, text_body, html_body, attempts`,
        [clock.now().toISOString(), new Date(clock.now().getTime() + 120_000).toISOString()],
      );
      if (rows.length === 0) return sent;
      const results = await Promise.all(rows.map(send));
      sent += results.filter(Boolean).length;
    }
  }

  async function send(row: OutboxRow): Promise<boolean> {
    try {
      await transport!.sendMail({ from, to: { name: "", address: row.recipient }, subject: row.subject, text: row.text_body, ...(row.html_body !== null && { html: row.html_body }), messageId: `<${row.id}@tandem>` });
    } catch (error) {
      await failed(row, error);
      return false;
    }
    await db.query("update mail_outbox set sent_at = $2, last_error = null where id = $1", [row.id, clock.now().toISOString()]);
    return true;
  }

  async function failed(row: OutboxRow, error: unknown): Promise<void> {
    const { responseCode } = error as { responseCode?: number };
    // 5xx about this recipient will not get better; trouble with the connection may.
    const wait = responseCode !== undefined && responseCode >= 500 ? undefined : waits[row.attempts - 1];
    const now = clock.now().getTime();
    log.warn({ mail: row.id, error: String(error) }, wait === undefined ? "a mail is given up" : "a mail will be tried again");
    await db.query("update mail_outbox set last_error = $2, next_at = $3, given_up_at = $4 where id = $1", [
      row.id,
      String(error).slice(0, 1000),
      new Date(now + (wait ?? 0)).toISOString(),
      wait === undefined ? new Date(now).toISOString() : null,
    ]);
  }

  return { configured: transport !== null, queue, sendDue, close: () => transport?.close() };
}

/** Looks for mail to send every two seconds for as long as the server runs. */
export function startMail(mail: Mail, log: Log): { stop(): Promise<void> } {
  let stopping = false;
  let running: Promise<unknown> = Promise.resolve();
  let next: NodeJS.Timeout | undefined;
  function look(): void {
    running = mail
      .sendDue()
      .catch((error: unknown) => log.warn({ error: String(error) }, "sending mail will be tried again"))
      .finally(() => {
        if (!stopping) next = setTimeout(look, 2000);
      });
  }
  if (mail.configured) look();
  return {
    async stop() {
      stopping = true;
      clearTimeout(next);
      await running;
      mail.close();
    },
  };
}
