import { createApiKey, listApiKeys, revokeApiKey, type ApiKey } from "@tandem/contract/access/api-keys";
import { notFound } from "@tandem/contract/access/words";
import type { Sql } from "../../platform/sql.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { requireSession } from "./require-session.ts";
import { digestOf, newSecret } from "./secret.ts";

interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  user_id: string;
  user_name: string;
  read_only: boolean;
  created_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

/** Whose keys somebody sees: their own; an administrator everybody's. `$1` is null for everybody. */
const scope = "($1::uuid is null or k.user_id = $1)";
const scopeOf = (principal: Principal): string | null => (principal.role === "administrator" ? null : principal.userId);

async function loadKeys(sql: Sql, principal: Principal, id: string | null): Promise<ApiKey[]> {
  const rows = await sql.query<ApiKeyRow>(
    `select k.id, k.name, k.prefix, k.user_id, u.name as user_name, k.read_only, k.created_at, k.last_used_at, k.revoked_at
     from api_key k join app_user u on u.id = k.user_id where ${scope} and ($2::uuid is null or k.id = $2)
     order by k.revoked_at is not null, k.created_at desc, k.id limit 500`,
    [scopeOf(principal), id],
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    userId: row.user_id,
    userName: row.user_name,
    readOnly: row.read_only,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }));
}

export const listApiKeysRoute = handle(listApiKeys, async ({ app, principal }) => ({ rows: await loadKeys(app.db, principal, null) }));

export const createApiKeyRoute = handle(createApiKey, async ({ app, principal }, { body }) => {
  requireSession(principal);
  const at = app.clock.now();
  const id = app.ids.next();
  const key = newSecret("tdm_");
  return app.db.transaction(async (tx) => {
    await tx.query("insert into api_key (id, name, prefix, key_hash, user_id, read_only, created_at) values ($1, $2, $3, $4, $5, $6, $7)", [id, body.name, key.slice(0, 10), digestOf(key), principal.userId, body.readOnly, at]);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "access.api-key-created", entityKind: "api-key", entityId: id, summary: { readOnly: body.readOnly } }]);
    const [apiKey] = await loadKeys(tx, principal, id);
    return { key, apiKey: apiKey! };
  });
});

export const revokeApiKeyRoute = handle(revokeApiKey, async ({ app, principal }, { params }) => {
  const at = app.clock.now();
  await app.db.transaction(async (tx) => {
    const revoked = await tx.find(`update api_key k set revoked_at = coalesce(revoked_at, $3) where ${scope} and k.id = $2 returning k.id`, [scopeOf(principal), params.id, at]);
    if (!revoked) throw new Refusal(notFound);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "access.api-key-revoked", entityKind: "api-key", entityId: params.id }]);
  });
  return null;
});
