import { DAY, MINUTE } from "@tandem/domain/kit/instant";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../../platform/app.ts";
import type { Sql } from "../../platform/sql.ts";
import { digestOf, newSecret } from "./secret.ts";

export const sessionCookie = "tandem_session";
/** A session ends after this long unseen … */
const idle = 14 * DAY;
/** … and after this long in any case. */
const longest = 90 * DAY;
/** `last_seen_at` is only as exact as this, so that reading does not write. */
export const seenEvery = MINUTE;

/** The session token a request carries, if any. */
export function tokenOf(request: FastifyRequest): string | null {
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [name, value] = pair.trim().split("=", 2);
    if (name === sessionCookie && value) return value;
  }
  return null;
}

/**
 * Starts a session with a token of its own making and sets the cookie. A token the request brought along is ended, never
 * taken over: whoever planted it must not be in the session that follows.
 */
export async function startSession(app: App, sql: Sql, userId: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const now = app.clock.now();
  const token = newSecret();
  const before = tokenOf(request);
  await sql.query("delete from session where token_hash = $1 or expires_at <= $2", [before ? digestOf(before) : null, now]);
  await sql.query(
    "insert into session (token_hash, user_id, created_at, last_seen_at, expires_at, user_agent, address) values ($1, $2, $3, $3, $4, $5, $6)",
    [digestOf(token), userId, now, new Date(now.getTime() + idle), request.headers["user-agent"]?.slice(0, 300) ?? null, request.ip],
  );
  await sql.query("update app_user set last_seen_at = $2 where id = $1", [userId, now]);
  setCookie(app, reply, token, longest / 1000);
}

export function clearCookie(app: App, reply: FastifyReply): void {
  setCookie(app, reply, "", 0);
}

function setCookie(app: App, reply: FastifyReply, value: string, seconds: number): void {
  const secure = app.config.baseUrl.startsWith("https:") ? "; Secure" : "";
  reply.header("set-cookie", `${sessionCookie}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`);
}

/** Moves the end of a session on, and notes that its person was here, which outlives the session; at most once a minute. */
export async function seeSession(sql: Sql, tokenHash: Buffer, now: Date): Promise<void> {
  await sql.query(
    `with seen as (
       update session set last_seen_at = $2, expires_at = least($3::timestamptz, created_at + $4 * interval '1 millisecond') where token_hash = $1 and last_seen_at <= $5 returning user_id
     ) update app_user u set last_seen_at = $2 from seen where u.id = seen.user_id and (u.last_seen_at is null or u.last_seen_at < $2)`,
    [tokenHash, now, new Date(now.getTime() + idle), longest, new Date(now.getTime() - seenEvery)],
  );
}

/** Ends the sessions of people, except the one with this token. */
export async function endSessions(sql: Sql, userId: string, exceptToken: string | null = null): Promise<number> {
  const ended = await sql.query("delete from session where user_id = $1 and token_hash is distinct from $2 returning 1", [userId, exceptToken ? digestOf(exceptToken) : null]);
  return ended.length;
}
