import { epochDayAt } from "@tandem/domain/kit/zone";
import { convertAmount } from "@tandem/domain/pipeline/amount";
import { fold } from "@tandem/domain/people/fold";
import type { FieldValue } from "@tandem/domain/criteria/criteria";
import { deriveFields } from "../../spine/apply-events.ts";
import { evaluateContacts } from "../../spine/evaluate-contacts.ts";
import { lockContacts } from "../../spine/lock-contacts.ts";
import { moveStage } from "../../spine/move-stage.ts";
import { opportunitySearch } from "../../spine/open-opportunity.ts";
import { setFields } from "../../spine/set-fields.ts";
import { settle } from "../../spine/settle.ts";
import type { ContactState } from "../../spine/states.ts";
import { subjectId } from "../../spine/subject-id.ts";
import { tell, type Work } from "../../spine/work.ts";
import { leaveOutRefused, readEveryRow, type BatchCall } from "./batch.ts";
import { dealWords, readDeal, type DealDraft } from "./deal-draft.ts";
import { contactOf, linkCompany } from "./import-contacts.ts";
import { note } from "./outcome.ts";
import { loadRates, type Rates } from "./rates.ts";
import { findCompanies, findOwners, findPeople, saveReferences, unique, type NewReference } from "./resolve.ts";
import { loadTouched } from "./touched.ts";
import { loadDeals, loadPipeline, saveDeals, type DealRow, type SavedDeals } from "./deal-store.ts";
import { keepEdits, noteKept, writeCompany, type CompanyWriter } from "./write-companies.ts";

/**
 * Rows about deals, each found by its id in the other system. Stages move as of the file's dates and only where the file
 * says so: no SAL or SQL is invented, and an opening that is not known is no opening.
 */
export async function importOpportunities(call: BatchCall): Promise<Iterable<string>> {
  const { work, plan, result } = call;
  const pipeline = await loadPipeline(work.tx);
  const read = readEveryRow(call, (reader) => readDeal(work, plan, reader, pipeline));
  const people = await findPeople(work, plan.system, read.map(({ draft }) => draft.person));
  for (const { reader, draft } of read) if (isStranger(people, draft)) reader.refuse(draft.person.externalId !== null ? "contact.id" : "contact.email", "no-such-contact", "There is no contact of this id or e-mail. Import the contact first, then this row again.");
  const drafts = leaveOutRefused(call, read);
  await lockContacts(work, unique([...people.byId.values(), ...people.byEmail.values()]));
  const known = await findCompanies(work, plan.system, drafts.map(({ draft }) => draft.company.keys));
  const owners = await findOwners(work, drafts.map(({ draft }) => draft.owner));
  const deals = await loadDeals(work.tx, plan.system, unique(drafts.map(({ draft }) => draft.externalId)));
  const rates = await loadRates(work.tx, drafts.map(({ draft }) => draft.currency));
  const dryKey = (draft: DealDraft): string => subjectId("record", `${plan.system} opportunity ${draft.externalId}`);
  const touched = await loadTouched(work.tx, plan.importId, [...[...deals.values()].map((deal) => deal.id), ...work.contacts.keys(), ...work.companies.keys(), ...(call.dryRun ? drafts.map(({ draft }) => dryKey(draft)) : [])]);
  const references: NewReference[] = [];
  const writer: CompanyWriter = { work, plan, known, touched, references, result };
  const saved: SavedDeals = { inserted: [], updated: [], moves: [], mains: [] };
  const changedContacts = new Set<string>();

  for (const { reader, draft } of drafts) {
    const { number } = reader.row;
    const contactId = contactOf(people, draft.person);
    const contact = contactId === undefined ? null : work.contacts.get(contactId)!;
    const before = deals.get(draft.externalId!);
    const repeated = (before !== undefined && touched.has(before.id)) || (call.dryRun && touched.has(dryKey(draft)));
    if (repeated) {
      // Two rows with one id are one deal; which of them is right nobody can tell.
      note(result, "repeated");
      if (before) for (const key of told) if (draft[key] !== null && draft[key] !== before[key]) note(result, "kept-value");
      result.outcomes.set(number, { kind: "unchanged" });
      continue;
    }
    let moved = false;
    if (contact) {
      const changed = setFields(work, { entity: "contact", id: contact.id, values: keepEdits(writer, contact, draft.values), source: "import", onlyEmpty: !touched.first(contact.id) });
      noteKept(result, contact, draft.values);
      deriveFields(work, contact, changed, work.at);
      const linked = linkCompany(writer, contact, draft.company, true);
      moved = changed.length > 0 || linked;
      if (moved) changedContacts.add(contact.id);
    }
    const companyId = known.find(draft.company.keys)?.id ?? (contact ? null : writeCompany(writer, draft.company, work.at)?.company.id) ?? contact?.companyId ?? null;
    const owner = draft.owner === null ? null : (owners.get(fold(draft.owner)) ?? null);
    if (draft.owner !== null && owner === null) note(result, "unknown-owner");
    const row = dealRow(work, draft, { before: before ?? null, contact, companyId, ownerId: owner, rates, firstStage: pipeline[0]!.key });
    for (const code of row.notes) note(result, code);
    const dealMoved = write(work, saved, row.deal, before ?? null, contact);
    if (contact && !before) {
      passStages(work, contact, draft, row.deal);
      changedContacts.add(contact.id);
    } else if (contact && before && before.state === "open" && row.deal.state !== "open") {
      moveStage(work, contact.id, { kind: row.deal.state as "won" | "lost", at: row.deal.closedAt!, imported: true });
      changedContacts.add(contact.id);
    }
    touched.add(row.deal.id);
    if (call.dryRun) touched.add(dryKey(draft));
    if (!before) references.push({ kind: "opportunity", externalId: draft.externalId!, entityId: row.deal.id });
    deals.set(draft.externalId!, row.deal);
    result.outcomes.set(number, { kind: before ? (dealMoved || moved ? "updated" : "unchanged") : "created" });
  }

  // The stages below a deal are not scored into being: history is applied as it was.
  await evaluateContacts(work, [...changedContacts]);
  await saveDeals(work, saved);
  await settle(work);
  await saveReferences(work, plan.system, references);
  return touched.fresh;
}

/** What a repeated row may say differently. */
const told = ["name", "amount", "currency", "stage", "closeOn", "reason", "competitor", "source"] as const;

/** Names a contact who is not here. */
function isStranger(people: Parameters<typeof contactOf>[0], { person }: DealDraft): boolean {
  return (person.externalId !== null || person.email !== null) && contactOf(people, person) === undefined;
}

interface Around {
  readonly before: DealRow | null;
  readonly contact: ContactState | null;
  readonly companyId: string | null;
  readonly ownerId: string | null;
  readonly rates: Rates;
  readonly firstStage: string;
}

function dealRow(work: Work, draft: DealDraft, { before, contact, companyId, ownerId, rates, firstStage }: Around): { deal: DealRow; notes: ("creation-unknown" | "won-before-first-contact" | "closed-before-opened" | "amount-without-rate")[] } {
  const notes: ("creation-unknown" | "won-before-first-contact" | "closed-before-opened" | "amount-without-rate")[] = [];
  const { timeZone, currency: companyCurrency } = work.inForce.agreement;
  const closedAt = draft.state === "open" ? null : new Date(draft.closedAt!);
  const createdAt = draft.createdAt === null ? (before?.createdAt ?? closedAt ?? work.at) : new Date(draft.createdAt);
  let flag: string | null = before && draft.createdAt === null ? before.flag : null;
  if (!before && draft.createdAt === null) flag = "creation-unknown";
  if (flag === "creation-unknown") notes.push(flag);
  if (closedAt && draft.createdAt !== null && closedAt < createdAt) {
    flag = "closed-before-opened";
    notes.push("closed-before-opened");
  }
  // The contradiction about the person says more than what is merely unknown.
  if (closedAt && contact?.identifiedAt && closedAt < contact.identifiedAt) {
    flag = "won-before-first-contact";
    notes.push("won-before-first-contact");
  }
  const currency = draft.currency ?? before?.currency ?? companyCurrency;
  const amount = draft.amount ?? before?.amount ?? null;
  const day = epochDayAt(timeZone, (closedAt ?? createdAt).getTime());
  const same = before !== null && before.amount === amount && before.currency === currency && before.amountCompany !== null;
  const converted = amount === null || same ? null : convertAmount({ minor: amount, currency }, companyCurrency, currency === companyCurrency ? null : rates(currency, day));
  if (amount !== null && !same && !converted) notes.push("amount-without-rate");
  const companyName = companyId === null ? null : (work.companies.get(companyId)?.values["name"] ?? null);
  const name = draft.name ?? before?.name ?? `${dealWords(contact, companyName)} ${draft.externalId}`.trim();
  const custom: Record<string, FieldValue> = { ...before?.custom, ...draft.custom, ...(draft.owner !== null && ownerId === null && { imported_owner: draft.owner }) };
  const deal: DealRow = {
    id: before?.id ?? work.app.ids.next(), name, companyId: companyId ?? before?.companyId ?? null, ownerId: before?.ownerId ?? ownerId, stage: draft.stage ?? before?.stage ?? firstStage,
    state: draft.stateKnown ? draft.state : (before?.state ?? draft.state), amount, currency, amountCompany: same ? before.amountCompany : (converted?.minor ?? null), rate: same ? before.rate : (converted?.rate?.rate ?? null),
    rateDay: same ? before.rateDay : (converted?.rate?.day ?? null), closeOn: draft.closeOn ?? before?.closeOn ?? null, createdAt, stageSince: before?.stageSince ?? closedAt ?? createdAt, closedAt,
    reason: draft.reason ?? before?.reason ?? null, competitor: draft.competitor ?? before?.competitor ?? null, source: draft.source ?? before?.source ?? (contact?.values["source"] as string | null | undefined) ?? null,
    history: before?.history ?? !work.live, flag, custom, search: before && before.name === name ? before.search : opportunitySearch(name, companyName, contact),
  };
  return { deal, notes };
}

const followed = ["name", "stage", "state", "amount", "currency", "closeOn", "ownerId", "companyId", "reason", "competitor", "source", "flag"] as const;
const columnOf: Partial<Record<(typeof followed)[number], string>> = { closeOn: "close_on", ownerId: "owner_id", companyId: "company_id" };

function write(work: Work, saved: SavedDeals, deal: DealRow, before: DealRow | null, contact: ContactState | null): boolean {
  const happenedAt = before ? work.at : deal.createdAt;
  for (const key of followed) if ((before?.[key] ?? null) !== deal[key]) work.changes.push({ entityKind: "opportunity", entityId: deal.id, field: columnOf[key] ?? key, old: before?.[key] ?? null, new: deal[key], happenedAt });
  if (before) {
    const moved = followed.some((key) => before[key] !== deal[key]) || before.createdAt.getTime() !== deal.createdAt.getTime() || before.closedAt?.getTime() !== deal.closedAt?.getTime() || !sameJson(before.custom, deal.custom);
    if (!moved) return false;
    saved.updated.push(deal);
    if (before.state !== deal.state || before.stage !== deal.stage) saved.moves.push({ deal, from: before, at: deal.closedAt ?? work.at });
    tell(work, ["everyone"], "opportunity.changed", deal.id);
    return true;
  }
  saved.inserted.push(deal);
  if (contact) saved.mains.push({ dealId: deal.id, contactId: contact.id });
  saved.moves.push({ deal: deal.closedAt ? { ...deal, state: "open" } : deal, from: null, at: deal.createdAt });
  if (deal.closedAt) saved.moves.push({ deal, from: { ...deal, state: "open" }, at: deal.closedAt });
  work.facts.push({ kind: "opportunity.opened", at: deal.createdAt, subject: { kind: "opportunity", id: deal.id }, payload: { contactId: contact?.id ?? null, companyId: deal.companyId, ownerId: deal.ownerId, handoffId: null, stage: deal.stage, history: true } });
  tell(work, ["everyone"], "opportunity.changed", deal.id);
  return true;
}

/** JSON keeps no order of keys; Postgres writes its own. */
function sameJson(a: Record<string, FieldValue>, b: Record<string, FieldValue>): boolean {
  const keys = Object.keys(b);
  return keys.length === Object.keys(a).length && keys.every((key) => JSON.stringify(a[key] ?? null) === JSON.stringify(b[key]));
}

/** An opening that the file does not date is no episode: then the win or loss alone is what happened. */
function passStages(work: Work, contact: ContactState, draft: DealDraft, deal: DealRow): void {
  if (draft.createdAt !== null || deal.state === "open") moveStage(work, contact.id, { kind: "opportunity-opened", at: deal.createdAt, imported: true });
  if (deal.state === "won" || deal.state === "lost") moveStage(work, contact.id, { kind: deal.state, at: deal.closedAt!, imported: true });
  if (deal.flag === "won-before-first-contact" && !contact.flags.includes(deal.flag)) Object.assign(contact, { flags: [...contact.flags, deal.flag], isDirty: true });
}
