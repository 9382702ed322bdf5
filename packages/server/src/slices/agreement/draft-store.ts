import type { OutputOf } from "@tandem/contract/operation";
import { changedMeanwhile, noSuchDraft, notOpen, type draftLine, type readDraft } from "@tandem/contract/agreement/drafts";
import type { signature } from "@tandem/contract/agreement/versions";
import { agreement as shape, type Agreement } from "@tandem/domain/agreement/agreement";
import { diffAgreements } from "@tandem/domain/agreement/diff";
import type { z } from "zod";
import type { App } from "../../platform/app.ts";
import type { Sql } from "../../platform/sql.ts";
import type { Transaction } from "../../platform/transaction.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { Refusal } from "../../platform/refusal.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { draftProblems, loadKnowledge, type Knowledge } from "./knowledge.ts";

export type DraftLine = z.output<typeof draftLine>;
export type Draft = OutputOf<typeof readDraft>;
type Side = "marketing" | "sales";

export interface DraftRow {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "withdrawn" | "in-force";
  readonly base_version: number;
  readonly became_version: number | null;
  readonly document: unknown;
  readonly hash: string;
  readonly effective_from: Date | null;
  readonly proposed_by: string;
  readonly changed_by: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly version: number;
  /** The version it was before another overtook it. */
  readonly was_version: number | null;
}

interface SignatureRow {
  side: Side;
  /** Works here and still signs for that side; another of the side may sign in place of who does not. */
  may_sign: boolean;
  gone: z.output<typeof signature>["gone"];
  user_id: string;
  name: string;
  signed_at: string;
  fell_at: string | null;
  fell_why: Draft["fellAway"][number]["why"] | null;
}

/** A line holds no document: two hundred of them would be two hundred agreements. */
interface LineRow extends Omit<DraftRow, "document"> {
  readonly proposer: string;
  readonly changer: string;
  readonly newest: number;
  readonly signatures: SignatureRow[];
  readonly open_comments: number;
  readonly preparing: { done: number; total: number } | null;
}

/** What became since of the person behind a signature. `s` is the signature, `u` the person. */
export const goneSql = "case when not u.active then 'left' when u.signs_for is distinct from s.side then 'no-longer-signs' end";

/** Whether the person behind a signature works here and still signs for its side. `s` is the signature, `u` the person. */
export const maySignSql = "u.active and u.signs_for is not distinct from s.side";

/** Signals of the document that have no revision recognised over the past yet: how far that is. Null where there are none. */
const preparingSql = `(select jsonb_build_object('done', coalesce(sum(least(p.done, p.total)), 0), 'total', coalesce(sum(p.total), 0)) from signal_preparation p join signal_revision r on r.id = p.revision_id
  where exists (select from jsonb_array_elements(d.document->'signals') s where s->>'key' = r.key and s->'recognise' = r.definition->'recognise') having count(*) > 0)`;

/** The version in force when a draft takes effect, as far as is signed now: what it is compared with and stands on. `from` is an SQL instant. */
const followedSql = (from: string) => `(select version from agreement_version where effective_from <= ${from} order by version desc limit 1)`;

/** The version that one taking effect at `from` comes after. */
export async function followedVersion(sql: Sql, from: Date): Promise<{ readonly version: number; readonly hash: string }> {
  return sql.one(`select version, hash from agreement_version where version = ${followedSql("$1")}`, [from]);
}

/** `$1` is now. */
const lineSql = (more = "") => `select ${more}d.id, d.number, d.title, d.state, d.base_version, d.became_version, d.hash, d.effective_from, d.proposed_by, d.changed_by, d.created_at, d.updated_at, d.version, d.was_version, p.name as proposer, c.name as changer, ${followedSql("greatest(d.effective_from, $1)")} as newest,
  (select coalesce(jsonb_agg(jsonb_build_object('side', s.side, 'user_id', s.user_id, 'name', u.name, 'signed_at', s.signed_at, 'fell_at', s.fell_at, 'fell_why', s.fell_why, 'may_sign', ${maySignSql}, 'gone', ${goneSql}) order by s.signed_at, s.id), '[]')
   from agreement_draft_signature s join app_user u on u.id = s.user_id where s.draft_id = d.id) as signatures,
  (select count(*)::int from agreement_comment k where k.draft_id = d.id and k.resolved_at is null) as open_comments,
  case when d.state = 'open' then ${preparingSql} end as preparing
  from agreement_draft d join app_user p on p.id = d.proposed_by join app_user c on c.id = d.changed_by`;

/** Drafts, last changed first. */
export async function listDraftLines(sql: Sql, at: Date, state: "open" | "all"): Promise<DraftLine[]> {
  const rows = await sql.query<LineRow>(`${lineSql()} where $2 = 'all' or d.state = 'open' order by d.updated_at desc, d.id desc limit 200`, [at, state]);
  return rows.map(lineOf);
}

function lineOf(row: LineRow): DraftLine {
  const standing = row.signatures.filter((s) => s.fell_at === null);
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    state: row.state,
    becameVersion: row.became_version,
    wasVersion: row.was_version,
    baseVersion: row.base_version,
    newestVersion: row.newest,
    effectiveFrom: row.effective_from?.toISOString() ?? null,
    hash: row.hash,
    proposedBy: { userId: row.proposed_by, name: row.proposer },
    changedBy: { userId: row.changed_by, name: row.changer },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
    signatures: standing.map((s) => ({ side: s.side, userId: s.user_id, name: s.name, signedAt: new Date(s.signed_at).toISOString(), gone: row.state === "withdrawn" ? null : s.gone })),
    preparing: standing.length === 2 ? row.preparing : null,
    openComments: row.open_comments,
  };
}

/** A draft whole, as the caller sees it; `changed` and everything that writes a draft answers with it. */
export async function readWhole(app: App, sql: Sql, principal: Principal, id: string): Promise<Draft> {
  const at = app.clock.now();
  const row = await sql.find<LineRow & Pick<DraftRow, "document">>(`${lineSql("d.document, ")} where d.id = $2`, [at, id]);
  if (!row) throw new Refusal(noSuchDraft);
  const [inForce, base, known, own] = [
    await agreementInForce(sql, at),
    await versionDocument(sql, row.base_version),
    await loadKnowledge(sql),
    await sql.one<{ signs_for: Side | null }>("select signs_for from app_user where id = $1", [principal.userId]),
  ];
  const document = shape.parse(row.document);
  const line = lineOf(row);
  const names = known.wording;
  const standing = row.signatures.filter((s) => s.fell_at === null && (s.may_sign || s.user_id === principal.userId));
  const mayStill = own.signs_for !== null && row.state === "open" && principal.via === "session" && !standing.some((s) => s.side === own.signs_for || s.user_id === principal.userId);
  return {
    ...line,
    document,
    problems: row.state === "open" ? problemsOf(document, known, base!) : [],
    changesFromBase: [...diffAgreements(base!, document, names)],
    changesFromInForce: [...diffAgreements(inForce.agreement, document, names)],
    inForceVersion: inForce.version,
    maySignFor: mayStill ? own.signs_for : null,
    fellAway: row.signatures
      .filter((s) => s.fell_at !== null)
      .map((s) => ({ side: s.side, name: s.name, signedAt: new Date(s.signed_at).toISOString(), at: new Date(s.fell_at!).toISOString(), why: s.fell_why! }))
      .toSorted((a, b) => (a.at < b.at ? 1 : -1)),
  };
}

function problemsOf(document: Agreement, known: Knowledge, base: Agreement): Draft["problems"] {
  return draftProblems(document, known, base);
}

/** The text of a version, or null where there is none. */
export async function versionDocument(sql: Sql, version: number): Promise<Agreement | null> {
  const row = await sql.find<{ document: unknown }>("select document from agreement_version where version = $1", [version]);
  return row && shape.parse(row.document);
}

/** Locks a draft for writing: whoever comes second sees what the first one did. */
export async function lockDraft(tx: Transaction, id: string): Promise<DraftRow> {
  const row = await tx.find<DraftRow>("select * from agreement_draft where id = $1 for update", [id]);
  if (!row) throw new Refusal(noSuchDraft);
  return row;
}

/** The draft to be changed: open, and still as the caller read it. */
export async function draftToChange(app: App, tx: Transaction, principal: Principal, id: string, version: number): Promise<DraftRow> {
  const row = await lockDraft(tx, id);
  if (row.state !== "open") throw new Refusal(notOpen, undefined, await readWhole(app, tx, principal, id));
  if (row.version !== version) throw new Refusal(changedMeanwhile, undefined, await readWhole(app, tx, principal, id));
  return row;
}
