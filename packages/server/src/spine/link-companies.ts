import type { FieldRef, FieldValue } from "@tandem/domain/criteria/criteria";
import { mostOfCompany } from "@tandem/domain/people/fields";
import type { Transaction } from "../platform/transaction.ts";
import { loadCompanies, lockCompanies } from "./lock-contacts.ts";
import { newCompany } from "./new-contact.ts";
import { setFields, toFieldValue } from "./set-fields.ts";
import type { CompanyState, ContactState, FieldSource } from "./states.ts";
import type { Work } from "./work.ts";

/** A contact shall belong to the company of this domain (or name), which is known to have these values. */
export interface CompanyWish {
  readonly contact: ContactState;
  /** Normalised; never one of a free-mail or disposable provider. */
  readonly domain: string | null;
  readonly values: Readonly<Record<string, unknown>>;
  readonly at: Date;
  readonly source: FieldSource;
}

/** Finds companies by domain, makes those that are missing, links contacts and takes over what was told of them. */
export async function linkCompanies(work: Work, wishes: readonly CompanyWish[]): Promise<void> {
  if (wishes.length === 0) return;
  const domains = [...new Set(wishes.map((w) => w.domain).filter((d) => d !== null))].filter((d) => !work.domainsAsked.has(d));
  await lockCompanies(work, wishes.map((w) => w.contact.companyId), domains);
  const byDomain = new Map([...work.companies.values()].filter((c) => c.domainFolded !== null).map((c) => [c.domainFolded!, c]));
  for (const wish of wishes) {
    const name = typeof wish.values["name"] === "string" ? wish.values["name"] : null;
    let company = wish.domain === null ? undefined : byDomain.get(wish.domain);
    // Without a domain a company is only spoken of, never guessed by its name.
    if (!company && wish.domain === null) company = wish.contact.companyId === null ? undefined : work.companies.get(wish.contact.companyId);
    if (!company && wish.domain === null) continue;
    if (!company) {
      company = newCompany(work, { name: name ?? nameOfDomain(wish.domain!), domain: wish.domain });
      byDomain.set(wish.domain!, company);
    }
    if (wish.contact.companyId === null || (wish.domain !== null && wish.contact.companyId !== company.id && wish.contact.fieldSource["company_id"]?.[0] !== "person")) {
      work.changes.push({ entityKind: "contact", entityId: wish.contact.id, field: "company_id", old: wish.contact.companyId, new: company.id, happenedAt: wish.at });
      Object.assign(wish.contact, { companyId: company.id, isDirty: true });
      wish.contact.fieldSource["company_id"] = [wish.source, wish.at.toISOString()];
    }
    setFields(work, { entity: "company", id: company.id, values: companyValues(work, wish.values), source: wish.source, happenedAt: wish.at });
  }
}

/** Companies asked for by these domains before it was known who would be linked to them. */
export interface AskedCompanies {
  readonly domains: readonly string[];
  readonly found: ReadonlyMap<string, CompanyState>;
  /** As they were read. */
  readonly versions: ReadonlyMap<string, number>;
}

export async function askForCompanies(tx: Transaction, domains: readonly string[]): Promise<AskedCompanies> {
  const found = new Map<string, CompanyState>();
  await loadCompanies(tx, found, [], domains);
  return { domains, found, versions: new Map([...found].map(([id, { version }]) => [id, version])) };
}

/** Locks companies that were asked for without; answers whether they are still as they were read. */
export async function lockAskedCompanies(tx: Transaction, { versions }: AskedCompanies): Promise<boolean> {
  if (versions.size === 0) return true;
  const now = await tx.query<{ id: string; version: number }>({ name: "lock-asked-companies", text: "select id, version from company where id = any($1) order by id for no key update" }, [[...versions.keys()]]);
  return now.length === versions.size && now.every(({ id, version }) => versions.get(id) === version);
}

/** Has the command know companies that were asked for. */
export function takeCompanies(work: Work, { domains, found }: AskedCompanies): void {
  for (const [id, company] of found) if (!work.companies.has(id)) work.companies.set(id, company);
  for (const domain of domains) work.domainsAsked.add(domain);
}

/** What a company is called until somebody says its name. */
export function nameOfDomain(domain: string): string {
  const label = domain.split(".").at(-2) ?? domain;
  return label.charAt(0).toUpperCase() + label.slice(1);
}

function companyValues(work: Work, raw: Readonly<Record<string, unknown>>): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const [key, told] of Object.entries(raw)) {
    const type = work.inForce.fields.get(`company.${key}` as FieldRef)?.type;
    const value = type ? toFieldValue(type, told) : undefined;
    if (value === undefined || value === null) continue;
    const most = mostOfCompany[key];
    const whole = Math.max(0, Math.round(Number(value)));
    if (most === undefined) values[key] = value;
    else if (whole <= most) values[key] = whole;
  }
  return values;
}
