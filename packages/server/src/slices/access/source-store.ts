import type { Source } from "@tandem/contract/access/sources";
import type { Sql } from "../../platform/sql.ts";
import { digestOf, newSecret } from "./secret.ts";
import { snippetOf } from "./snippet.ts";

interface SourceRow {
  id: number;
  name: string;
  kind: Source["kind"];
  public_key: string | null;
  created_at: Date;
  revoked_at: Date | null;
  last_event_at: Date | null;
}

const columns = "id, name, kind, public_key, created_at, revoked_at, last_event_at";

export async function listSources(sql: Sql, baseUrl: string): Promise<Source[]> {
  const rows = await sql.query<SourceRow>(`select ${columns} from source order by revoked_at is not null, created_at, id`);
  return rows.map((row) => sourceOf(row, baseUrl));
}

/** Makes a source; the answer is the one place where a server's key is in clear. */
export async function saveNewSource(sql: Sql, baseUrl: string, name: string, kind: "browser" | "server", at: Date): Promise<Source & { writeKey: string }> {
  const writeKey = newSecret(kind === "browser" ? "web_" : "srv_");
  const row = await sql.one<SourceRow>(`insert into source (name, kind, write_key_hash, public_key, created_at) values ($1, $2, $3, $4, $5) returning ${columns}`, [
    name,
    kind,
    digestOf(writeKey),
    kind === "browser" ? writeKey : null,
    at,
  ]);
  return { ...sourceOf(row, baseUrl), writeKey };
}

function sourceOf(row: SourceRow, baseUrl: string): Source {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    writeKey: row.public_key,
    snippet: row.public_key ? snippetOf(baseUrl, row.public_key) : null,
    createdAt: row.created_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    lastEventAt: row.last_event_at?.toISOString() ?? null,
  };
}
