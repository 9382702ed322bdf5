import { fold } from "@tandem/domain/people/fold";
import { lockCompanies } from "../../spine/lock-contacts.ts";
import { subjectId } from "../../spine/subject-id.ts";
import type { CompanyState } from "../../spine/states.ts";
import type { Work } from "../../spine/work.ts";

/** By which keys a row says whom it is about. */
export interface PersonKeys {
  readonly externalId: string | null;
  /** Normalised. */
  readonly email: string | null;
  readonly userId: string | null;
}

/** Contacts by their keys, kept up to date while rows of a batch make new ones. */
export interface KnownPeople {
  readonly byId: Map<string, string>;
  readonly byEmail: Map<string, string>;
  readonly byUser: Map<string, string>;
  /** E-mails that already stand as a subject of their contact. */
  readonly claimed: Set<string>;
}

/** Finds the contacts (survivors) of many rows at once: by the other system's id, by e-mail, by user id. */
export async function findPeople(work: Work, system: string, keys: readonly PersonKeys[]): Promise<KnownPeople> {
  const known: KnownPeople = { byId: new Map(), byEmail: new Map(), byUser: new Map(), claimed: new Set() };
  const emails = new Map(unique(keys.map((k) => k.email)).map((email) => [subjectId("email", email), email]));
  const users = new Map(unique(keys.map((k) => k.userId)).map((user) => [subjectId("user", user), user]));
  const rows = await work.tx.query<{ by: "ref" | "subject" | "email"; key: string; survivor_id: string }>(
    `select 'email' as by, c.email_folded as key, c.survivor_id from contact c where c.email_folded = any($4)
     union all select 'ref', r.external_id, c.survivor_id from external_ref r join contact c on c.id = r.entity_id where r.system = $1 and r.kind = 'contact' and r.external_id = any($2)
     union all select 'subject', a.subject_id::text, c.survivor_id from assignment a join contact c on c.id = a.contact_id where a.subject_id = any($3) and a.retracted is null and a.to_at = 'infinity'`,
    [system, unique(keys.map((k) => k.externalId)), [...emails.keys(), ...users.keys()], [...emails.values()]],
  );
  for (const { key, survivor_id } of rows.filter((row) => row.by === "email")) known.byEmail.set(key, survivor_id);
  for (const { by, key, survivor_id } of rows) {
    if (by === "ref") known.byId.set(key, survivor_id);
    if (by !== "subject") continue;
    const email = emails.get(key);
    if (email !== undefined) {
      known.byEmail.set(email, survivor_id);
      known.claimed.add(email);
    } else known.byUser.set(users.get(key)!, survivor_id);
  }
  return known;
}

/** How a row names a company, strongest first. */
export interface CompanyKeys {
  readonly externalId: string | null;
  /** Normalised; told by the row itself. */
  readonly domain: string | null;
  /** Of a business e-mail. */
  readonly mailDomain: string | null;
  readonly name: string | null;
}

export interface KnownCompanies {
  find(keys: CompanyKeys): CompanyState | null;
  /** Makes one findable for the rows that follow. */
  add(keys: CompanyKeys, company: CompanyState): void;
}

/**
 * Finds the companies of many rows at once. By name only where a file names the company itself and exactly one bears
 * the name: two namesakes are told apart by nobody.
 */
export async function findCompanies(work: Work, system: string, keys: readonly CompanyKeys[]): Promise<KnownCompanies> {
  const names = unique(keys.map((k) => k.name));
  const rows = await work.tx.query<{ id: string; external_id: string | null }>(
    `select r.entity_id as id, r.external_id from external_ref r where r.system = $1 and r.kind = 'company' and r.external_id = any($2)
     union all select c.id, null from company c where c.domain_folded = any($3)
     union all select c.id, null from company c where c.sort_name = any(select lower(name) from unnest($4::text[]) name)
     order by id`,
    [system, unique(keys.map((k) => k.externalId)), unique(keys.flatMap((k) => [k.domain, k.mailDomain])), names],
  );
  await lockCompanies(work, rows.map((row) => row.id));
  const byId = new Map(rows.filter((row) => row.external_id !== null).map((row) => [row.external_id!, row.id]));
  const byDomain = new Map<string, string>();
  const byName = new Map<string, string | null>();
  for (const company of work.companies.values()) index(company);
  function index(company: CompanyState): void {
    if (company.domainFolded !== null) byDomain.set(company.domainFolded, company.id);
    const name = fold(String(company.values["name"] ?? "").trim());
    byName.set(name, byName.has(name) && byName.get(name) !== company.id ? null : company.id);
  }
  return {
    find(k) {
      const id =
        (k.externalId === null ? undefined : byId.get(k.externalId)) ?? (k.domain === null ? undefined : byDomain.get(k.domain)) ?? (k.mailDomain === null ? undefined : byDomain.get(k.mailDomain)) ??
        // Another id or domain is another company, whatever it is called.
        (k.name === null || k.externalId !== null || k.domain !== null || k.mailDomain !== null ? undefined : byName.get(fold(k.name)));
      return id == null ? null : (work.companies.get(id) ?? null);
    },
    add(k, company) {
      if (k.externalId !== null) byId.set(k.externalId, company.id);
      index(company);
    },
  };
}

/** Users by e-mail or exact name, for columns that say who owns something. */
export async function findOwners(work: Work, said: readonly (string | null)[]): Promise<Map<string, string>> {
  const folded = unique(said.map((text) => (text === null ? null : fold(text))));
  if (folded.length === 0) return new Map();
  const users = await work.tx.query<{ id: string; email_folded: string; name: string }>("select id, email_folded, name from app_user where active");
  const owners = new Map<string, string>();
  for (const user of users) owners.set(fold(user.name), user.id);
  for (const user of users) owners.set(user.email_folded, user.id);
  return owners;
}

/** Whose id in the other system this is, from now on. */
export interface NewReference {
  readonly kind: "contact" | "company" | "opportunity";
  readonly externalId: string;
  readonly entityId: string;
}

export async function saveReferences(work: Work, system: string, references: readonly NewReference[]): Promise<void> {
  if (references.length === 0) return;
  const sorted = references.toSorted((a, b) => (a.kind + a.externalId < b.kind + b.externalId ? -1 : 1));
  await work.tx.query("insert into external_ref (system, kind, external_id, entity_id) select $1, * from unnest($2::text[], $3::text[], $4::uuid[]) on conflict do nothing", [
    system,
    sorted.map((r) => r.kind),
    sorted.map((r) => r.externalId),
    sorted.map((r) => r.entityId),
  ]);
}

export function unique(values: readonly (string | null | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== null && value !== undefined))];
}
