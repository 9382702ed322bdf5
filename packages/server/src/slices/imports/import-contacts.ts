import { normaliseEmail } from "@tandem/domain/capture/email";
import type { FieldValue } from "@tandem/domain/criteria/criteria";
import { creationUnknown } from "@tandem/domain/imports/mapping";
import { fold } from "@tandem/domain/people/fold";
import { deriveFields } from "../../spine/apply-events.ts";
import { claimSubjects, type SubjectClaim } from "../../spine/claim-subjects.ts";
import { evaluateContacts } from "../../spine/evaluate-contacts.ts";
import { lockContacts } from "../../spine/lock-contacts.ts";
import { newContact } from "../../spine/new-contact.ts";
import { setFields } from "../../spine/set-fields.ts";
import { settle } from "../../spine/settle.ts";
import type { ContactState } from "../../spine/states.ts";
import { subjectId } from "../../spine/subject-id.ts";
import type { Work } from "../../spine/work.ts";
import { readRows, type BatchCall } from "./batch.ts";
import { keepImportedOwner } from "./fields.ts";
import { note, refuse } from "./outcome.ts";
import { fieldValues, keyText, saysNothing, type Plan, type RowReader } from "./plan.ts";
import { findCompanies, findOwners, findPeople, saveReferences, unique, type KnownPeople, type NewReference, type PersonKeys } from "./resolve.ts";
import { loadTouched } from "./touched.ts";
import { keepEdits, noteKept, readCompany, writeCompany, type CompanyDraft, type CompanyWriter } from "./write-companies.ts";

export interface ContactDraft {
  readonly keys: PersonKeys;
  readonly values: Record<string, FieldValue>;
  readonly company: CompanyDraft;
  readonly owner: string | null;
  /** Epoch ms. */
  readonly createdAt: number | null;
}

function readContact(work: Work, plan: Plan, reader: RowReader): ContactDraft {
  if (saysNothing(reader, ["id", "contact.email", "userId"])) reader.refuse(null, "no-key", "The row has neither id nor e-mail, so it is about nobody. Give it one of them.");
  const email = readEmail(reader);
  const values = fieldValues(plan, reader, "contact", work.inForce.fields);
  const full = reader.text("fullName");
  if (full !== null && values["first_name"] === undefined && values["last_name"] === undefined) Object.assign(values, splitName(full));
  if (email !== null) values["email"] = email;
  return {
    keys: { externalId: keyText(reader, "id"), email, userId: keyText(reader, "userId") },
    values,
    company: readCompany(work, plan, reader, email),
    owner: reader.text("owner"),
    createdAt: reader.moment("createdAt"),
  };
}

/** The address of a row, normalised; text that is no address refuses the row. */
export function readEmail(reader: RowReader, to = "contact.email"): string | null {
  const text = reader.text(to);
  if (text === null) return null;
  return normaliseEmail(text) ?? reader.refuse(to, "bad-email", `“${text.slice(0, 60)}” is no e-mail address.`);
}

/** "Meyer, Anna" and "Anna Maria Meyer" alike. */
export function splitName(name: string): Record<string, string> {
  const [last, first] = name.split(",").map((part) => part.trim());
  if (first) return { first_name: first, last_name: last! };
  const parts = name.trim().split(/\s+/);
  return parts.length < 2 ? { last_name: parts[0]! } : { first_name: parts.slice(0, -1).join(" "), last_name: parts.at(-1)! };
}

/** Rows about people: found by the other system's id, by e-mail or user id; made where they are not known. */
export async function importContacts(call: BatchCall): Promise<Iterable<string>> {
  const { work, plan, result } = call;
  const drafts = readRows(call, (reader) => readContact(work, plan, reader));
  const people = await findPeople(work, plan.system, drafts.map(({ draft }) => draft.keys));
  await lockContacts(work, unique([...people.byId.values(), ...people.byEmail.values(), ...people.byUser.values()]));
  const known = await findCompanies(work, plan.system, drafts.map(({ draft }) => draft.company.keys));
  const owners = await findOwners(work, drafts.map(({ draft }) => draft.owner));
  const touched = await loadTouched(work.tx, plan.importId, [...work.contacts.keys(), ...work.companies.keys(), ...(call.dryRun ? drafts.flatMap(({ draft }) => dryKeys(plan, draft.keys)) : [])]);
  const references: NewReference[] = [];
  const claims: SubjectClaim[] = [];
  const writer: CompanyWriter = { work, plan, known, touched, references, result };
  const changedContacts = new Set<string>();

  for (const { reader, draft } of drafts) {
    const { number } = reader.row;
    const { email } = draft.keys;
    const found = contactOf(people, draft.keys);
    const emailOf = email === null ? undefined : people.byEmail.get(email);
    if (found && emailOf !== undefined && emailOf !== found) {
      result.outcomes.set(number, refuse("email-of-another", "The e-mail belongs to another contact than the id. Correct one of them, or merge the two contacts first.", "contact.email"));
      continue;
    }
    const undated = draft.createdAt === null ? plan.mapping.options.undated : null;
    const bornAt = new Date(draft.createdAt ?? (undated === "unknown" ? creationUnknown.at : work.at.getTime()));
    const isNew = found === undefined;
    const contact = isNew ? newContact(work, bornAt) : work.contacts.get(found)!;
    const repeatedNew = isNew && call.dryRun && dryKeys(plan, draft.keys).some((key) => touched.has(key));
    const repeated = !touched.first(contact.id) || repeatedNew;
    if (repeated) note(result, "repeated");
    if (isNew && undated !== null && !plan.mapping.options.treatAsLive && !repeatedNew) note(result, `undated-${undated}`);
    if (isNew && undated === "unknown") Object.assign(contact, { flags: [...contact.flags, creationUnknown.flag] });

    const identified = contact.identifiedAt === null;
    if (identified) {
      Object.assign(contact, { identifiedAt: isNew ? bornAt : work.at, isDirty: true });
      work.facts.push({ kind: "contact.identified", at: contact.identifiedAt!, subject: { kind: "contact", id: contact.id }, payload: { history: !work.live } });
    }
    const changed = setFields(work, { entity: "contact", id: contact.id, values: keepEdits(writer, contact, draft.values), source: "import", onlyEmpty: repeated });
    noteKept(result, contact, draft.values);
    deriveFields(work, contact, changed, work.at);
    const linked = linkCompany(writer, contact, draft.company, repeated);
    const owned = giveOwner(work, contact, draft.owner === null ? null : (owners.get(fold(draft.owner)) ?? null));
    if (draft.owner !== null && !owners.has(fold(draft.owner))) {
      note(result, "unknown-owner");
      if (setFields(work, { entity: "contact", id: contact.id, values: { "custom.imported_owner": draft.owner }, source: "import", onlyEmpty: repeated }).length > 0) changed.push("owner");
    }
    const joined = join(people, claims, references, draft.keys, contact, bornAt);
    if (call.dryRun && isNew) for (const key of dryKeys(plan, draft.keys)) touched.add(key);
    const moved = identified || changed.length > 0 || linked || owned || joined;
    if (moved) changedContacts.add(contact.id);
    result.outcomes.set(number, { kind: isNew && !repeatedNew ? "created" : moved && !repeatedNew ? "updated" : "unchanged" });
  }

  if (result.notes.has("unknown-owner")) await keepImportedOwner(work);
  await evaluateContacts(work, [...changedContacts]);
  await settle(work);
  await saveReferences(work, plan.system, references);
  await claimSubjects(work, claims);
  return touched.fresh;
}

export function contactOf(people: KnownPeople, { externalId, email, userId }: PersonKeys): string | undefined {
  return (externalId === null ? undefined : people.byId.get(externalId)) ?? (email === null ? undefined : people.byEmail.get(email)) ?? (userId === null ? undefined : people.byUser.get(userId));
}

/** In a trial what would be new is known by its keys. */
function dryKeys(plan: Plan, { externalId, email, userId }: PersonKeys): string[] {
  return [
    ...(externalId === null ? [] : [subjectId("record", `${plan.system} contact ${externalId}`)]),
    ...(email === null ? [] : [subjectId("email", email)]),
    ...(userId === null ? [] : [subjectId("user", userId)]),
  ];
}

/** Keys of the row that nobody holds become the contact's. Answers whether there was one. */
function join(people: KnownPeople, claims: SubjectClaim[], references: NewReference[], { externalId, email, userId }: PersonKeys, contact: ContactState, firstSeenAt: Date): boolean {
  const before = claims.length + references.length;
  if (externalId !== null && !people.byId.has(externalId)) {
    people.byId.set(externalId, contact.id);
    references.push({ kind: "contact", externalId, entityId: contact.id });
  }
  if (email !== null && !people.claimed.has(email)) {
    people.byEmail.set(email, contact.id);
    people.claimed.add(email);
    claims.push({ kind: "email", key: email, contactId: contact.id, firstSeenAt, reason: "imported" });
  }
  if (userId !== null && !people.byUser.has(userId)) {
    people.byUser.set(userId, contact.id);
    claims.push({ kind: "user", key: userId, contactId: contact.id, firstSeenAt, reason: "imported" });
  }
  return claims.length + references.length > before;
}

/** The contact's company as the row tells it; one that a person chose stays. */
export function linkCompany(writer: CompanyWriter, contact: ContactState, draft: CompanyDraft, onlyEmpty: boolean): boolean {
  const { work, plan } = writer;
  const written = writeCompany(writer, draft, work.at);
  if (!written) return false;
  const { company, changed } = written;
  if (contact.companyId === company.id) return changed;
  // A mail domain alone moves nobody who is somewhere already.
  const told = draft.keys.externalId !== null || draft.keys.domain !== null || draft.keys.name !== null;
  const chosen = contact.fieldSource["company_id"]?.[0] === "person" && !plan.mapping.options.overwriteEdits;
  if (contact.companyId !== null && (onlyEmpty || chosen || !told)) return changed;
  work.changes.push({ entityKind: "contact", entityId: contact.id, field: "company_id", old: contact.companyId, new: company.id, happenedAt: work.at });
  Object.assign(contact, { companyId: company.id, isDirty: true });
  contact.fieldSource["company_id"] = ["import", work.at.toISOString()];
  return true;
}

/** Whoever has no owner gets the file's; an owner somebody was given here stays. */
function giveOwner(work: Work, contact: ContactState, ownerId: string | null): boolean {
  if (ownerId === null || contact.ownerId !== null) return false;
  work.changes.push({ entityKind: "contact", entityId: contact.id, field: "owner_id", old: null, new: ownerId, happenedAt: work.at });
  Object.assign(contact, { ownerId, isDirty: true });
  return true;
}
