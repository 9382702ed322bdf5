import type { DuplicateRow } from "@tandem/contract/people/merges";
import { fold } from "@tandem/domain/people/fold";
import type { App } from "../../platform/app.ts";
import type { Sql } from "../../platform/sql.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { bound } from "../../platform/bound.ts";
import { nameOf } from "./contact-list.ts";

/**
 * Finds pairs that may be one person. Candidates come from indexes (same name, phone or stripped local part); whether
 * they are proposed, and on what evidence, is decided here. Nothing is merged without a person's word.
 */

type Evidence = DuplicateRow["evidence"];

interface Candidate {
  readonly id: string; readonly first_name: string | null; readonly last_name: string | null; readonly email: string | null; readonly email_folded: string | null; readonly email_kind: string | null;
  readonly phone: string | null; readonly company_id: string | null; readonly company_name: string | null;
}

/** A common name has many bearers: this many of each kind are looked at. */
const mostCandidates = 20;

/** Looks for duplicates of the given contacts and writes down the proposals; one dismissed stays dismissed. */
export async function proposeDuplicates(app: App, tx: Transaction, contactIds: readonly string[], at: Date): Promise<number> {
  const pairs = await findPairs(tx, contactIds);
  const proposals = new Map<string, { a: string; b: string; evidence: Evidence; weight: number }>();
  for (const [one, other] of pairs) {
    const evidence = evidenceOf(one, other);
    if (evidence.length === 0) continue;
    const [a, b] = one.id < other.id ? [one.id, other.id] : [other.id, one.id];
    proposals.set(`${a} ${b}`, { a, b, evidence, weight: weightOf(evidence) });
  }
  const rows = [...proposals.values()].sort((x, y) => (x.a + x.b < y.a + y.b ? -1 : 1));
  if (rows.length === 0) return 0;
  await tx.query(
    `insert into duplicate_proposal (id, a_id, b_id, evidence, weight, found_at)
     select id, a, b, evidence, weight, $6 from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::jsonb[], $5::int[]) r(id, a, b, evidence, weight)
     on conflict (a_id, b_id) do update set evidence = excluded.evidence || ${told}, weight = excluded.weight + ${toldWeight}
     where duplicate_proposal.dismissed_at is null and duplicate_proposal.evidence <> excluded.evidence || ${told}`,
    [rows.map(() => app.ids.next()), rows.map((r) => r.a), rows.map((r) => r.b), rows.map((r) => JSON.stringify(r.evidence)), rows.map((r) => r.weight), at],
  );
  return rows.length;
}

/** What events said of a pair stays, whatever the two fields look like now. */
const toldKinds = ["user-and-email-differ", "alias-of-known-user"] as const;
const isTold = `one->>'kind' in (${toldKinds.map((kind) => `'${kind}'`).join(", ")})`;
const told = `(select coalesce(jsonb_agg(one), '[]') from jsonb_array_elements(duplicate_proposal.evidence) one where ${isTold})`;
const toldWeight = `(select count(*)::int * 3 from jsonb_array_elements(duplicate_proposal.evidence) one where ${isTold})`;

const toldWords: Readonly<Record<string, string>> = {
  "user-and-email-differ": "One message named the user id of one and the e-mail of the other",
  "alias-of-known-user": "Your systems called the id of one another name of the other",
};

/** Files a pair that an event spoke of as one person. One dismissed stays dismissed: the same was said before. */
export async function proposeTold(app: App, tx: Transaction, pairs: readonly { a: string; b: string; why: string }[], at: Date): Promise<void> {
  const known = pairs.filter(({ why }) => toldWords[why] !== undefined);
  for (const { a, b, why } of known) {
    const evidence = JSON.stringify([{ kind: why, words: toldWords[why] }]);
    await tx.query(
      `insert into duplicate_proposal (id, a_id, b_id, evidence, weight, found_at)
       select $1, least(x.id, y.id), greatest(x.id, y.id), $4::jsonb, 3, $5 from contact x, contact y where x.id = $2 and y.id = $3 and x.survivor_id = x.id and y.survivor_id = y.id
       on conflict (a_id, b_id) do update set evidence = duplicate_proposal.evidence || excluded.evidence, weight = duplicate_proposal.weight + 3
       where not duplicate_proposal.evidence @> jsonb_build_array(jsonb_build_object('kind', $6::text))`,
      [app.ids.next(), a, b, evidence, at, why],
    );
  }
}

async function findPairs(sql: Sql, contactIds: readonly string[]): Promise<[Candidate, Candidate][]> {
  const b = bound();
  const ids = b.bind([...new Set(contactIds)]);
  const stands = "o.listed and o.id <> c.id";
  const pick = (condition: string) => `(select o.id from contact o where ${stands} and ${condition} order by o.id limit ${mostCandidates})`;
  const rows = await sql.query<{ one: Candidate; other: Candidate }>(
    `select ${candidate("c", "y")} as one, ${candidate("d", "z")} as other
     from contact c
     cross join lateral (
       ${pick("c.first_name is not null and c.last_name is not null and o.sort_name = c.sort_name")}
       union ${pick("c.phone is not null and o.phone is not null and regexp_replace(o.phone, '[^0-9]', '', 'g') = regexp_replace(c.phone, '[^0-9]', '', 'g')")}
       union ${pick("o.email_folded = c.email_folded")}
       union ${pick(`c.email_folded is not null and o.email_folded is not null and ${localPart("o")} = ${localPart("c")} and length(${localPart("c")}) >= 5`)}
     ) near
     join contact d on d.id = near.id
     left join company y on y.id = c.company_id left join company z on z.id = d.company_id
     where c.id = any(${ids}::uuid[]) and c.listed`,
    b.params,
  );
  return rows.map((row) => [row.one, row.other]);
}

const localPart = (alias: string) => `replace(split_part(split_part(${alias}.email_folded, '@', 1), '+', 1), '.', '')`;
const candidate = (c: string, y: string) =>
  `jsonb_build_object('id', ${c}.id, 'first_name', ${c}.first_name, 'last_name', ${c}.last_name, 'email', ${c}.email, 'email_folded', ${c}.email_folded, 'email_kind', ${c}.email_kind, 'phone', ${c}.phone,
   'company_id', ${c}.company_id, 'company_name', ${y}.name)`;

/** What speaks for one person; empty where it is not enough to bother someone with. */
export function evidenceOf(a: Candidate, b: Candidate): Evidence {
  const [phone, otherPhone] = [digitsOf(a.phone), digitsOf(b.phone)];
  const samePhone = phone.length >= 7 && phone === otherPhone;
  const sameName = a.first_name !== null && a.last_name !== null && fold(nameOf(a)) === fold(nameOf(b));
  const sameCompany = a.company_id !== null && a.company_id === b.company_id;
  const [domain, otherDomain] = [domainOf(a), domainOf(b)];
  const sameDomain = domain !== null && domain === otherDomain && a.email_kind !== "free" && a.email_kind !== "disposable";
  const [local, otherLocal] = [strippedLocal(a), strippedLocal(b)];
  const similarEmail = local !== null && local.length >= 5 && local === otherLocal && a.email_folded !== b.email_folded;
  const sameEmail = a.email_folded !== null && a.email_folded === b.email_folded;
  const evidence: Evidence = [];
  if (sameEmail) evidence.push({ kind: "same-email", words: `Both have the e-mail ${a.email}` });
  if (sameName) evidence.push({ kind: "same-name", words: `Both are called ${nameOf(a)}` });
  if (samePhone) evidence.push({ kind: "same-phone", words: `Both have the phone number ${a.phone}` });
  if (sameCompany) evidence.push({ kind: "same-company", words: `Both are at ${a.company_name ?? "the same company"}` });
  else if (sameDomain) evidence.push({ kind: "same-domain", words: `Both write from ${domain}` });
  if (similarEmail) evidence.push({ kind: "similar-email", words: `${a.email} and ${b.email} have the same name before the @` });
  const together = sameCompany || sameDomain;
  // A reception's phone or a role's mailbox is shared by colleagues: each needs a second reason.
  const enough = sameEmail || (sameName && (together || samePhone || similarEmail)) || (samePhone && similarEmail) || (similarEmail && together) || (similarEmail && sharesSurname(a, b));
  return enough ? evidence : [];
}

const weights = { "user-and-email-differ": 3, "alias-of-known-user": 3, "same-email": 8, "same-name": 4, "same-phone": 4, "same-company": 2, "same-domain": 2, "similar-email": 3 } as const;
function weightOf(evidence: Evidence): number {
  return evidence.reduce((sum, { kind }) => sum + weights[kind], 0);
}

function sharesSurname(a: Candidate, b: Candidate): boolean {
  return a.last_name !== null && b.last_name !== null && fold(a.last_name) === fold(b.last_name);
}

function digitsOf(phone: string | null): string {
  return (phone ?? "").replaceAll(/[^0-9]/g, "");
}

function domainOf({ email_folded }: Candidate): string | null {
  return email_folded === null ? null : email_folded.slice(email_folded.lastIndexOf("@") + 1);
}

function strippedLocal({ email_folded }: Candidate): string | null {
  return email_folded === null ? null : email_folded.split("@")[0]!.split("+")[0]!.replaceAll(".", "");
}
