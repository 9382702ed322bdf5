import { agreement as agreementShape, type Agreement } from "@tandem/domain/agreement/agreement";
import { compileAgreement, type CompiledAgreement } from "@tandem/domain/scoring/score";
import type { FieldRef, FieldType } from "@tandem/domain/criteria/criteria";
import { compileSignals, type Recognise } from "@tandem/domain/capture/recognise";
import { standardFields, type FieldDefinition } from "@tandem/domain/people/fields";
import type { Sql } from "../platform/database.ts";
import { revisionHash } from "./agreement-hash.ts";

/** The agreement version the engine runs at an instant, ready to be used. */
export interface InForce {
  readonly version: number;
  readonly agreement: Agreement;
  readonly compiled: CompiledAgreement;
  readonly recognise: Recognise;
  /** Signal key to the revision that recognises it, and back. */
  readonly revisionOf: ReadonlyMap<string, number>;
  readonly signalOf: ReadonlyMap<number, string>;
  /** Runs unsigned, visibly, until both sides have signed it. */
  readonly founding: boolean;
  readonly fields: ReadonlyMap<FieldRef, FieldDefinition>;
  /** Whether any rule asks for memberships, so that they are only read when needed. */
  readonly asksMembers: boolean;
}

export interface InForceRow {
  readonly version: number;
  readonly hash: string;
  readonly founding: boolean;
  readonly fields: readonly { entity: "contact" | "company"; key: string; name: string; type: FieldType; options: string[] | null }[] | null;
}

/** The columns that name the version in force at `$1`; to be put into a select of any command. */
export const inForceColumns = `
  (select to_jsonb(v) from (select version, hash, founding from agreement_version where effective_from <= $1 order by version desc limit 1) v) as in_force,
  (select jsonb_agg(jsonb_build_object('entity', entity, 'key', key, 'name', name, 'type', type, 'options', options)) from field) as fields`;

const cache = new Map<string, InForce>();

/** Reads the version in force at `at`. Versions never change, so what was compiled once is kept. */
export async function agreementInForce(sql: Sql, at: Date): Promise<InForce> {
  const row = await sql.one<{ in_force: Omit<InForceRow, "fields"> | null; fields: InForceRow["fields"] }>(`select ${inForceColumns}`, [at]);
  if (!row.in_force) throw new Error("No agreement version is in force: the founding agreement is missing.");
  return resolveInForce(sql, { ...row.in_force, fields: row.fields });
}

/** The compiled form of what `inForceColumns` answered. */
export async function resolveInForce(sql: Sql, row: InForceRow): Promise<InForce> {
  const cacheKey = `${row.hash} ${JSON.stringify(row.fields)}`;
  const known = cache.get(cacheKey);
  if (known && known.version === row.version) return known;
  const { document } = await sql.one<{ document: unknown }>("select document from agreement_version where version = $1", [row.version]);
  const agreement = agreementShape.parse(document);
  const revisions = await sql.query<{ id: number; key: string }>(
    "select r.id, r.key from signal_revision r join unnest($1::text[], $2::text[]) s(key, hash) on r.key = s.key and r.hash = s.hash",
    [agreement.signals.map((s) => s.key), agreement.signals.map(revisionHash)],
  );
  const fields = fieldsByRef(row.fields ?? []);
  const inForce: InForce = {
    version: row.version,
    agreement,
    compiled: compileAgreement(agreement, (ref) => fields.get(ref)?.type ?? null),
    recognise: compileSignals(agreement.signals),
    revisionOf: new Map(revisions.map((r) => [r.key, r.id])),
    signalOf: new Map(revisions.map((r) => [r.id, r.key])),
    founding: row.founding,
    fields,
    asksMembers: JSON.stringify(agreement).includes('"memberOf"'),
  };
  if (cache.size > 50) cache.clear();
  cache.set(cacheKey, inForce);
  return inForce;
}

function fieldsByRef(custom: NonNullable<InForceRow["fields"]>): Map<FieldRef, FieldDefinition> {
  const all = new Map<FieldRef, FieldDefinition>(standardFields.map((field) => [`${field.entity}.${field.key}`, field]));
  for (const { options, ...field } of custom) all.set(`${field.entity}.custom.${field.key}`, { ...field, custom: true, ...(options && { options }) });
  return all;
}
