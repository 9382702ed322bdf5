import { agreement as agreementShape, type Agreement, type SignalDefinition } from "@tandem/domain/agreement/agreement";
import { compileAgreement, type CompiledAgreement } from "@tandem/domain/scoring/score";
import type { FieldRef, FieldType } from "@tandem/domain/criteria/criteria";
import { compileSignals, type Recognise } from "@tandem/domain/capture/recognise";
import { standardFields, type FieldDefinition } from "@tandem/domain/people/fields";
import type { Sql } from "../platform/sql.ts";
import { revisionHash } from "./agreement-hash.ts";

/** The agreement version the engine runs at an instant, ready to be used. */
export interface InForce {
  readonly version: number;
  readonly agreement: Agreement;
  readonly compiled: CompiledAgreement;
  readonly recognise: Recognise;
  /**
   * Signal key to the revision that recognises it, and back. Revisions that other versions, and drafts of late, use are recognised
   * in what comes in as well (under a key no agreement can have), so that none has a gap when it is used; nothing reads them.
   */
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
  /** How many recognition revisions there are and the last one's number, which is never given again: together they tell sets apart. */
  readonly revisions: string;
  readonly fields: readonly { entity: "contact" | "company"; key: string; name: string; type: FieldType; options: string[] | null }[] | null;
}

/** The columns that name the version in force at `$1`; to be put into a select of any command. */
export const inForceColumns = `
  (select to_jsonb(v) from (select version, hash, founding, (select concat(count(*), ' ', max(id)) from signal_revision) as revisions from agreement_version where effective_from <= $1 order by version desc limit 1) v) as in_force,
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
  const cacheKey = `${row.hash} ${row.revisions} ${JSON.stringify(row.fields)}`;
  const known = cache.get(cacheKey);
  if (known && known.version === row.version) return known;
  const { document } = await sql.one<{ document: unknown }>("select document from agreement_version where version = $1", [row.version]);
  const inForce = await compileForEngine(sql, { version: row.version, founding: row.founding, agreement: agreementShape.parse(document), fields: fieldsByRef(row.fields ?? []) });
  if (cache.size > 50) cache.clear();
  cache.set(cacheKey, inForce);
  return inForce;
}

interface RevisionRow {
  readonly id: number;
  readonly key: string;
  readonly hash: string;
  readonly definition: SignalDefinition;
}

/**
 * Any agreement made ready as the engine would run it, a draft's too: what previews and replays compare with the version
 * in force. A signal whose recognition has no revision yet has happened to nobody.
 */
export async function compileForEngine(sql: Sql, of: Pick<InForce, "version" | "founding" | "agreement" | "fields">): Promise<InForce> {
  const { agreement, fields } = of;
  const revisions = await sql.query<RevisionRow>("select id, key, hash, definition from signal_revision order by id");
  const used = new Map(agreement.signals.map((signal) => [`${signal.key} ${revisionHash(signal)}`, signal.key]));
  const own = revisions.filter((r) => used.has(`${r.key} ${r.hash}`));
  const others = revisions.filter((r) => !used.has(`${r.key} ${r.hash}`));
  return {
    ...of,
    compiled: compileAgreement(agreement, (ref) => fields.get(ref)?.type ?? null),
    recognise: compileSignals([...agreement.signals.filter((signal) => own.some((r) => r.key === signal.key)), ...others.map((r) => ({ ...r.definition, key: otherKey(r.id) }))]),
    revisionOf: new Map([...own.map((r): [string, number] => [r.key, r.id]), ...others.map((r): [string, number] => [otherKey(r.id), r.id])]),
    signalOf: new Map(own.map((r) => [r.id, r.key])),
    asksMembers: JSON.stringify(agreement).includes('"memberOf"'),
  };
}

/** No signal's key begins like this. */
function otherKey(revisionId: number): string {
  return `~${revisionId}`;
}

/** All fields by their reference: those that ship with the product and the company's own. */
export function fieldsByRef(custom: NonNullable<InForceRow["fields"]>): Map<FieldRef, FieldDefinition> {
  const all = new Map<FieldRef, FieldDefinition>(standardFields.map((field) => [`${field.entity}.${field.key}`, field]));
  for (const { options, ...field } of custom) all.set(`${field.entity}.custom.${field.key}`, { ...field, custom: true, ...(options && { options }) });
  return all;
}
