import type { App } from "./app.ts";
import type { Transaction } from "./transaction.ts";
import type { Statement } from "./statement.ts";

/** What happened, appended in the transaction of the change itself; reactions read it afterwards. */
export interface NewFact {
  /** Past tense, `slice.happened`: `lead.qualified`. */
  readonly kind: string;
  readonly at: Date;
  readonly subject: { readonly kind: string; readonly id: string } | null;
  /** Ids and digests only; personal data lives in tables that can be erased. */
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** A fact as reactions read it. */
export interface Fact extends Required<NewFact> {
  readonly id: number;
}

/** Told at commit, once per transaction, so that readers need not wait for their next look. */
export const factChannel = "tandem_fact";

/** The statement that appends facts in the order given; whoever runs it also says so on `factChannel`. */
export function factsStatement(facts: readonly NewFact[]): Statement {
  return {
    text: `insert into fact (kind, at, subject_kind, subject_id, payload)
           select kind, at, subject_kind, subject_id, payload
           from unnest($1::text[], $2::timestamptz[], $3::text[], $4::uuid[], $5::jsonb[])
             with ordinality as new (kind, at, subject_kind, subject_id, payload, place)
           order by place`,
    values: [
      facts.map((fact) => fact.kind),
      facts.map((fact) => fact.at.toISOString()),
      facts.map((fact) => fact.subject?.kind ?? null),
      facts.map((fact) => fact.subject?.id ?? null),
      facts.map((fact) => JSON.stringify(fact.payload ?? {})),
    ],
  };
}

/** Appends facts in one statement, in the order given. */
export async function appendFacts(tx: Transaction, facts: readonly NewFact[]): Promise<void> {
  if (facts.length === 0) return;
  const { text, values } = factsStatement(facts);
  await tx.query({ name: "append-facts", text }, values);
  tx.notify(factChannel, "");
}

/** Something done because of facts, each exactly once: what it writes commits together with how far it has read. */
export interface Reaction {
  /** Unique and lasting: it names the cursor. */
  readonly name: string;
  /** Kinds it reads; all others are passed by. */
  readonly kinds: readonly string[];
  /** Handles a batch (in the order of the facts) in one transaction. May be called again after a failure, hence no effects outside `tx`. */
  readonly handle: (app: App, tx: Transaction, facts: readonly Fact[]) => Promise<void>;
}

export interface FactRow {
  id: number;
  xid: string;
  kind: string;
  at: Date;
  subject_kind: string | null;
  subject_id: string | null;
  payload: Record<string, unknown>;
}

export const factColumns = "id, xid::text as xid, kind, at, subject_kind, subject_id, payload";

export function factOf(row: FactRow): Fact {
  return {
    id: row.id,
    kind: row.kind,
    at: row.at,
    subject: row.subject_kind && row.subject_id ? { kind: row.subject_kind, id: row.subject_id } : null,
    payload: row.payload,
  };
}
