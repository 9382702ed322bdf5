import type { DocumentRef } from "@tandem/contract/lab/parts";
import { refusals } from "@tandem/contract/lab/parts";
import { agreement as agreementShape, type Agreement } from "@tandem/domain/agreement/agreement";
import type { Criteria, FieldRef, FieldType } from "@tandem/domain/criteria/criteria";
import { parseShape, validateAgreement } from "@tandem/domain/agreement/validate";
import type { FieldColumn } from "@tandem/domain/lab/history";
import type { Sql } from "../../platform/sql.ts";
import { Refusal } from "../../platform/refusal.ts";
import { revisionHash } from "../../spine/agreement-hash.ts";
import { agreementInForce, type InForce } from "../../spine/agreement-in-force.ts";
import type { Replayable } from "./part.ts";
import { channelRef } from "./load-people.ts";
import type { NewRecognition } from "./recognise-past.ts";

/** A document to be replayed: what it says, and what the history must know for it. */
export interface ReplayDocument {
  readonly name: string;
  /** Null for what is no version. */
  readonly version: number | null;
  readonly replayable: Replayable;
  /** Recognitions that were never made over the past. */
  readonly anew: readonly NewRecognition[];
  /** Fields and memberships its rules look at. */
  readonly refs: readonly FieldColumn["ref"][];
}

/** Fields every history holds: the picture is broken down by them. */
export const alwaysHeld: readonly FieldColumn["ref"][] = ["contact.country", "company.industry", channelRef];

/** Reads what a reference names; the version in force where none is given. */
export async function loadDocument(sql: Sql, at: Date, ref: DocumentRef | null): Promise<ReplayDocument> {
  const inForce = await agreementInForce(sql, at);
  const found = await documentOf(sql, ref, inForce);
  const types: Record<string, FieldType> = Object.fromEntries([...inForce.fields].map(([field, definition]) => [field, definition.type]));
  const { recognised, anew } = await recognitionsOf(sql, found.agreement);
  return { name: found.name, version: found.version, replayable: { agreement: found.agreement, recognised, types }, anew, refs: refsOf(found.agreement) };
}

async function documentOf(sql: Sql, ref: DocumentRef | null, inForce: Pick<InForce, "version" | "agreement" | "fields">): Promise<{ name: string; version: number | null; agreement: Agreement }> {
  if (ref === null) return { name: `Version ${inForce.version}`, version: inForce.version, agreement: inForce.agreement };
  if ("version" in ref) {
    const row = await sql.find<{ document: unknown }>("select document from agreement_version where version = $1", [ref.version]);
    if (!row) throw new Refusal(refusals.noSuchDocument);
    return { name: `Version ${ref.version}`, version: ref.version, agreement: agreementShape.parse(row.document) };
  }
  if ("draft" in ref) {
    const row = await sql.find<{ document: unknown; title: string; number: number }>("select document, title, number from agreement_draft where id = $1", [ref.draft]);
    if (!row) throw new Refusal(refusals.noSuchDocument);
    return { name: `Draft ${row.number}: ${row.title}`, version: null, agreement: readDocument(row.document, inForce.fields) };
  }
  return { name: "Draft", version: null, agreement: readDocument(ref.document, inForce.fields) };
}

/** A document that doesn't hold together is refused with the places. A rule that is never true can be tried: it counts for nobody. */
function readDocument(document: unknown, fields: InForce["fields"]): Agreement {
  const parsed = parseShape(document);
  if ("problems" in parsed) throw new Refusal(refusals.badDocument, parsed.problems[0]?.words, { problems: parsed.problems.slice(0, 50) });
  const problems = validateAgreement(parsed.ok, { typeOf: (field) => fields.get(field)?.type ?? null }).filter((problem) => problem.severity === "problem" && problem.code !== "holds-for-nobody" && /^(signals|fit|engagement|mql|tiers|nurture)/.test(problem.path));
  if (problems.length > 0) throw new Refusal(refusals.badDocument, problems[0]!.words, { problems });
  return parsed.ok;
}

/** What the history calls each signal of a document: a recognition made over the whole past, or one to be made. */
async function recognitionsOf(sql: Sql, agreement: Agreement): Promise<{ recognised: Record<string, string>; anew: NewRecognition[] }> {
  const hashes = agreement.signals.map(revisionHash);
  const rows = await sql.query<{ key: string; hash: string; id: number }>(
    `select r.key, r.hash, r.id from signal_revision r join unnest($1::text[], $2::text[]) s(key, hash) on r.key = s.key and r.hash = s.hash where r.recognised_at is not null`,
    [agreement.signals.map((signal) => signal.key), hashes],
  );
  const known = new Map(rows.map((row) => [`${row.key} ${row.hash}`, String(row.id)]));
  const anew: NewRecognition[] = [];
  const recognised = Object.fromEntries(
    agreement.signals.map((definition, i) => {
      const revision = known.get(`${definition.key} ${hashes[i]!}`);
      if (revision !== undefined) return [definition.key, revision];
      const name = `draft ${definition.key} ${hashes[i]!}`;
      anew.push({ name, definition });
      return [definition.key, name];
    }),
  );
  return { recognised, anew };
}

function refsOf(agreement: Agreement): FieldColumn["ref"][] {
  const found = new Set<FieldColumn["ref"]>();
  const walk = (tree: Criteria): void => {
    if ("all" in tree) tree.all.forEach(walk);
    else if ("any" in tree) tree.any.forEach(walk);
    else if ("not" in tree) walk(tree.not);
    else if ("field" in tree) found.add(tree.field as FieldRef);
    else if ("memberOf" in tree) found.add(`member ${tree.memberOf} ${tree.key}`);
  };
  for (const rule of agreement.fit.rules) walk(rule.when);
  if (agreement.mql.never) walk(agreement.mql.never);
  return [...found];
}
