import type { RefusalKind, Role } from "@tandem/contract/operation";
import type { App } from "../../platform/app.ts";
import type { Authenticate } from "../../platform/http/authenticate.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { Refusal } from "../../platform/refusal.ts";
import { digestOf } from "./secret.ts";
import { seeSession, seenEvery, tokenOf } from "./session.ts";

export const readOnlyKey: RefusalKind = { code: "read-only-key", status: 403, title: "This API key may only read. Use a key that may write." };

interface Found {
  id: string;
  name: string;
  role: Role;
  team_ids: string[];
  managed_team_ids: string[];
  seen_at: Date | null;
}

const person = `u.id, u.name, u.role,
  (select coalesce(array_agg(team_id), '{}') from team_member where user_id = u.id) as team_ids,
  (select coalesce(array_agg(team_id), '{}') from team_member where user_id = u.id and manages) as managed_team_ids`;

/** Recognises a caller by API key or session cookie; a request that shows a key is judged by the key alone. */
export function authenticate(app: App): Authenticate {
  return async (request) => {
    const header = request.headers.authorization;
    if (header !== undefined) return byKey(app, /^Bearer ([\w-]{20,200})$/i.exec(header)?.[1], request.method);
    const token = tokenOf(request);
    return token ? bySession(app, token) : null;
  };
}

async function bySession(app: App, token: string): Promise<Principal | null> {
  const now = app.clock.now();
  const hash = digestOf(token);
  const found = await app.db.find<Found>(`select ${person}, s.last_seen_at as seen_at from session s join app_user u on u.id = s.user_id where s.token_hash = $1 and s.expires_at > $2 and u.active`, [hash, now]);
  if (!found) return null;
  if (isStale(found.seen_at, now)) await seeSession(app.db, hash, now);
  return principalOf(found, "session");
}

async function byKey(app: App, key: string | undefined, method: string): Promise<Principal | null> {
  if (!key) return null;
  const now = app.clock.now();
  const hash = digestOf(key);
  const found = await app.db.find<Found & { read_only: boolean }>(
    `select ${person}, k.last_used_at as seen_at, k.read_only from api_key k join app_user u on u.id = k.user_id where k.key_hash = $1 and k.revoked_at is null and u.active`,
    [hash],
  );
  if (!found) return null;
  if (found.read_only && method !== "GET" && method !== "HEAD") throw new Refusal(readOnlyKey);
  if (isStale(found.seen_at, now)) {
    await app.db.query("update api_key set last_used_at = $2 where key_hash = $1 and (last_used_at is null or last_used_at <= $3)", [hash, now, new Date(now.getTime() - seenEvery)]);
  }
  return principalOf(found, "api-key");
}

const isStale = (at: Date | null, now: Date): boolean => at === null || now.getTime() - at.getTime() >= seenEvery;

function principalOf(found: Found, via: Principal["via"]): Principal {
  return { userId: found.id, name: found.name, role: found.role, teamIds: found.team_ids, managedTeamIds: found.managed_team_ids, via };
}
