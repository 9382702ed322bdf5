import { DAY } from "@tandem/domain/kit/instant";
import type { App } from "../../platform/app.ts";
import type { Sql } from "../../platform/sql.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { digestOf, newSecret } from "./secret.ts";

export interface Invited {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export type Purpose = "invitation" | "password-reset";

const lasts: Record<Purpose, number> = { invitation: 7 * DAY, "password-reset": DAY };

/** Makes the one standing link of a person and, where mail is set up, queues it. The token stands behind `#`, which no log of requests sees. */
export async function makeLink(app: App, tx: Transaction, user: Invited, purpose: Purpose, by: string): Promise<{ url: string; expiresAt: string; mailed: boolean }> {
  const now = app.clock.now();
  const expiresAt = new Date(now.getTime() + lasts[purpose]);
  const token = newSecret();
  const hash = digestOf(token);
  await tx.query(
    `insert into invitation (token_hash, user_id, purpose, created_at, created_by, expires_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (user_id) do update set token_hash = excluded.token_hash, purpose = excluded.purpose, created_at = excluded.created_at, created_by = excluded.created_by, expires_at = excluded.expires_at`,
    [hash, user.id, purpose, now, by, expiresAt],
  );
  const url = `${app.config.baseUrl}/invitation#${token}`;
  const mailed = app.mail.configured;
  if (mailed) await app.mail.queue(tx, [{ key: `access.${purpose}:${hash.toString("hex")}`, to: user.email, ...letter(user, purpose, url) }]);
  return { url, expiresAt: expiresAt.toISOString(), mailed };
}

function letter(user: Invited, purpose: Purpose, url: string): { subject: string; text: string } {
  return purpose === "invitation"
    ? { subject: "Your invitation to Tandem", text: `Hello ${user.name},\n\nyou are invited to Tandem. Choose your password here, within seven days:\n\n${url}\n\nThe link works once.\n` }
    : { subject: "A new password for Tandem", text: `Hello ${user.name},\n\nan administrator allowed you to choose a new password. Do it here, within a day:\n\n${url}\n\nThe link works once. If you did not expect this, tell your administrator.\n` };
}

/** Whom a standing link is for; null when it is used, replaced or over. */
export function findInvited(sql: Sql, token: string, now: Date): Promise<(Invited & { purpose: Purpose }) | null> {
  return sql.find(
    "select u.id, u.name, u.email, i.purpose from invitation i join app_user u on u.id = i.user_id where i.token_hash = $1 and i.expires_at > $2 and u.active",
    [digestOf(token), now],
  );
}

/** Uses a standing link up: of many at once, one gets the person and the others null. */
export function takeInvitation(tx: Transaction, token: string, now: Date): Promise<{ id: string; purpose: Purpose } | null> {
  return tx.find(
    "delete from invitation i using app_user u where i.token_hash = $1 and i.expires_at > $2 and u.id = i.user_id and u.active returning u.id, i.purpose",
    [digestOf(token), now],
  );
}
