import { lockCompanies, lockContacts } from "../../spine/lock-contacts.ts";
import type { Work } from "../../spine/work.ts";

/**
 * Locks companies and, because a company's fields score them, their people: contacts before companies, as everybody locks
 * them. Answers the people. Who came while the companies' locks were awaited is among them; only those are locked after.
 */
export async function lockCompaniesWithPeople(work: Work, companyIds: readonly string[], withPeople = true): Promise<string[]> {
  if (withPeople) await lockPeople(work, companyIds);
  await lockCompanies(work, companyIds);
  return withPeople ? lockPeople(work, companyIds) : [];
}

async function lockPeople(work: Work, companyIds: readonly string[]): Promise<string[]> {
  const rows = await work.tx.query<{ id: string }>("select id from contact where company_id = any($1::uuid[]) and survivor_id = id", [companyIds]);
  return (await lockContacts(work, rows.map((row) => row.id))).map((contact) => contact.id);
}
