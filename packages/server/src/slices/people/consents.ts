import type { Sql } from "../../platform/sql.ts";

/** One line of the ledger, and the latest merge it has been part of. */
export interface ConsentLine {
  readonly contactId: string;
  readonly purpose: string;
  readonly given: boolean;
  readonly at: Date;
  readonly proof: string;
}
export type StandingConsent = Omit<ConsentLine, "contactId">;

/**
 * What stands per purpose. For one contact the latest line counts. Where a merge brings contacts together a withdrawal
 * beats a consent, until consent is given again after both the withdrawal and the merge.
 */
export function standingConsents(lines: readonly ConsentLine[], mergedAt: Date | null): StandingConsent[] {
  const byPurpose = new Map<string, ConsentLine[]>();
  for (const line of lines) byPurpose.set(line.purpose, [...(byPurpose.get(line.purpose) ?? []), line]);
  return [...byPurpose].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ledger]) => standingOf(ledger, mergedAt));
}

function standingOf(ledger: readonly ConsentLine[], mergedAt: Date | null): StandingConsent {
  const latest = new Map<string, ConsentLine>();
  for (const line of [...ledger].sort((a, b) => a.at.getTime() - b.at.getTime() || Number(b.given) - Number(a.given))) latest.set(line.contactId, line);
  const standing = [...latest.values()].sort((a, b) => b.at.getTime() - a.at.getTime());
  const withdrawn = standing.find((line) => !line.given);
  const given = standing.find((line) => line.given);
  const renewed = given && withdrawn && given.at > withdrawn.at && mergedAt !== null && given.at > mergedAt;
  const { purpose, given: isGiven, at, proof } = withdrawn && !renewed ? withdrawn : given!;
  return { purpose, given: isGiven, at, proof };
}

/** The standing consents of a contact with everyone merged into it. */
export async function loadConsents(sql: Sql, memberIds: readonly string[]): Promise<StandingConsent[]> {
  const lines = await sql.query<{ contact_id: string; purpose: string; given: boolean; at: Date; proof: string }>(
    "select contact_id, purpose, given, at, proof from consent where contact_id = any($1) order by applied_at, id",
    [memberIds],
  );
  const { merged_at } = await sql.one<{ merged_at: Date | null }>("select max(merged_at) as merged_at from merge where from_id = any($1) and undone_at is null", [memberIds]);
  return standingConsents(lines.map((line) => ({ contactId: line.contact_id, purpose: line.purpose, given: line.given, at: line.at, proof: line.proof })), merged_at);
}
