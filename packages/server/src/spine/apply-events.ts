import { companyDomainOf, emailKind, normaliseDomain, normaliseEmail } from "@tandem/domain/capture/email";
import { isTouch, readKeptTouch, readTouch, type Touch } from "@tandem/domain/capture/touch";
import type { JsonObject } from "@tandem/domain/capture/text";
import type { FieldRef, FieldValue } from "@tandem/domain/criteria/criteria";
import { deriveFunction, deriveSeniority } from "@tandem/domain/people/job-title";
import { keysOf, traitsOf, type StoredEvent } from "./claimed-event.ts";
import { linkCompanies, type CompanyWish } from "./link-companies.ts";
import { setFields, toFieldValue } from "./set-fields.ts";
import type { ContactState, TouchSummary } from "./states.ts";
import type { Work } from "./work.ts";

/** Trait names as clients send them, and the field each fills. */
const traitFields: Readonly<Record<string, string>> = {
  firstName: "first_name", first_name: "first_name", lastName: "last_name", last_name: "last_name", title: "title", jobTitle: "title", job_title: "title", position: "title",
  phone: "phone", country: "country", city: "city", language: "language", seniority: "seniority", jobFunction: "job_function", job_function: "job_function", source: "source",
};
const companyTraits: Readonly<Record<string, string>> = {
  name: "name", industry: "industry", employees: "employees", employee_count: "employees", employeeCount: "employees", numberOfEmployees: "employees", annualRevenue: "annual_revenue", country: "country", city: "city",
};

export interface TouchRow extends Touch {
  readonly subjectId: string;
  readonly eventId: string;
  readonly at: Date;
}

/** Takes over what events tell of their people: fields, company, when they were seen, what brought them. */
export async function applyEvents(work: Work, events: readonly StoredEvent[], contactOf: ReadonlyMap<string, string>): Promise<TouchRow[]> {
  const touches: TouchRow[] = [];
  const wishes: CompanyWish[] = [];
  for (const event of events) {
    const contact = work.contacts.get(contactOf.get(event.id)!);
    if (!contact) continue;
    if (contact.lastSeenAt === null || contact.lastSeenAt < event.occurred_at) Object.assign(contact, { lastSeenAt: event.occurred_at, isTouched: true });
    const wish = applyTraits(work, contact, event);
    if (wish) wishes.push(wish);
    const touch = touchOf(event);
    if (touch) touches.push(touch);
    keepTouches(contact, event, touch);
  }
  await linkCompanies(work, wishes);
  return touches;
}

function applyTraits(work: Work, contact: ContactState, event: StoredEvent): CompanyWish | null {
  const traits = traitsOf(event);
  const isForm = event.type === "identify" && event.payload.context?.["form"] !== undefined;
  const source = isForm ? "form" : "traits";
  const values = fieldsOfTraits(work, traits);
  const email = typeof traits["email"] === "string" ? normaliseEmail(traits["email"]) : event.payload.userId?.includes("@") ? normaliseEmail(event.payload.userId) : null;
  if (email !== null && event.type === "identify") values["email"] = email;
  const language = event.payload.context?.["locale"];
  if (typeof language === "string" && contact.values["language"] == null) setFields(work, { entity: "contact", id: contact.id, values: { language: language.slice(0, 2).toLowerCase() }, source: "derived", happenedAt: event.occurred_at });
  const changed = setFields(work, { entity: "contact", id: contact.id, values, source, happenedAt: event.occurred_at });
  if (changed.length > 0) deriveFields(work, contact, changed, event.occurred_at);
  if (contact.identifiedAt === null && (email !== null || event.payload.userId !== undefined)) {
    Object.assign(contact, { identifiedAt: event.occurred_at, isDirty: true });
    work.facts.push({ kind: "contact.identified", at: event.occurred_at, subject: { kind: "contact", id: contact.id }, payload: { history: !work.live } });
  }
  return companyWishOf(contact, traits, event, changed.includes("email"));
}

function fieldsOfTraits(work: Work, traits: JsonObject): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const [name, raw] of inOrder(traits)) {
    const key = traitFields[name] ?? (work.inForce.fields.has(`contact.custom.${name.toLowerCase()}` as FieldRef) ? `custom.${name.toLowerCase()}` : null);
    const type = key && work.inForce.fields.get(`contact.${key}` as FieldRef)?.type;
    const value = type ? toFieldValue(type, raw) : undefined;
    if (key && value !== undefined && value !== null) values[key] = value;
  }
  if (values["first_name"] === undefined && typeof traits["name"] === "string") Object.assign(values, splitName(traits["name"]));
  const address = traits["address"];
  if (typeof address === "object" && address !== null && !Array.isArray(address)) for (const part of ["country", "city"]) {
    const value = (address as JsonObject)[part];
    if (typeof value === "string" && values[part] === undefined) values[part] = toFieldValue(part === "country" ? "country" : "text", value) ?? null;
  }
  return values;
}

/** In the order of their names: the one in which a client wrote them is not stored. */
function inOrder(traits: JsonObject): [string, JsonObject[string]][] {
  return Object.entries(traits).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function splitName(name: string): Record<string, string> {
  const parts = name.trim().split(/\s+/);
  if (parts.length < 2) return parts[0] ? { first_name: parts[0] } : {};
  return { first_name: parts.slice(0, -1).join(" "), last_name: parts.at(-1)! };
}

/** Fields that follow from others: the kind of e-mail, and seniority and function from the job title. */
export function deriveFields(work: Work, contact: ContactState, changed: readonly string[], happenedAt: Date): void {
  const values: Record<string, FieldValue> = {};
  const { email, title } = contact.values;
  if (changed.includes("email")) values["email_kind"] = typeof email === "string" ? emailKind(email) : null;
  if (changed.includes("title") && typeof title === "string") {
    values["seniority"] = deriveSeniority(title);
    values["job_function"] = deriveFunction(title);
  }
  setFields(work, { entity: "contact", id: contact.id, values, source: "derived", happenedAt });
}

function companyWishOf(contact: ContactState, traits: JsonObject, event: StoredEvent, newEmail: boolean): CompanyWish | null {
  const told = companyTold(event, traits);
  const email = contact.values["email"];
  const domain = (told && siteDomainOf(told)) ?? (typeof email === "string" && (newEmail || told) ? companyDomainOf(email) : null);
  if (domain === null && !told) return null;
  const values: Record<string, unknown> = {};
  for (const [name, raw] of inOrder(told ?? {})) if (companyTraits[name]) values[companyTraits[name]] = raw;
  return { contact, domain, values, at: event.occurred_at, source: "traits" };
}

/** What an event says of its person's company. */
function companyTold(event: StoredEvent, traits: JsonObject): JsonObject | null {
  if (event.type === "group") return event.payload.traits ?? {};
  const told = traits["company"];
  if (typeof told === "string") return { name: told };
  return typeof told === "object" && told !== null ? (told as JsonObject) : null;
}

function siteDomainOf(told: JsonObject): string | null {
  const site = [told["domain"], told["website"]].find((v) => typeof v === "string");
  return typeof site === "string" ? normaliseDomain(site.replace(/^https?:\/\/(www\.)?/i, "").split("/")[0]!) : null;
}

/** The domains by which an event may link its person to a company, as far as it tells by itself. */
export function companyDomainsNamed(event: StoredEvent): string[] {
  const told = companyTold(event, traitsOf(event));
  const { email } = keysOf(event);
  return [told && siteDomainOf(told), email && companyDomainOf(email)].filter((domain) => typeof domain === "string");
}

/** Only what a person does brings them from somewhere: a server's call has no page it came by. */
function touchOf(event: StoredEvent): TouchRow | null {
  if (event.type !== "page" && event.type !== "track" && event.type !== "identify") return null;
  const context = event.payload.context ?? {};
  const touch = readTouch(context, event.payload.properties);
  // Later events of a visit repeat its campaign: the page view that began it is the touch, or an event off the site.
  if (!isTouch(touch) || (event.type !== "page" && context["page"] !== undefined)) return null;
  return { ...touch, subjectId: event.subject_id, eventId: event.id, at: event.occurred_at };
}

function keepTouches(contact: ContactState, event: StoredEvent, own: Touch | null): void {
  const context = event.payload.context ?? {};
  const kept = { first: readKeptTouch(context["firstTouch"]), last: readKeptTouch(context["lastTouch"]) };
  const candidates = [kept.first && summary(kept.first, kept.first.at ?? event.occurred_at.getTime()), own && summary(own, event.occurred_at.getTime()), kept.last && summary(kept.last, kept.last.at ?? event.occurred_at.getTime())];
  takeTouches(contact, candidates);
}

function takeTouches(contact: ContactState, touches: readonly (TouchSummary | null)[]): void {
  for (const touch of touches) {
    if (!touch) continue;
    if (contact.firstTouch === null || touch.at < contact.firstTouch.at) Object.assign(contact, { firstTouch: touch, isTouched: true, isBrought: true });
    if (contact.lastTouch === null || touch.at > contact.lastTouch.at) Object.assign(contact, { lastTouch: touch, isTouched: true, isBrought: true });
  }
}

/** What brought a visitor brought the person they turned out to be. */
export async function takeVisitorsTouches(work: Work): Promise<void> {
  if (work.links.length === 0) return;
  const stored = await work.tx.query<{ id: string; first_touch: TouchSummary | null; last_touch: TouchSummary | null; last_seen_at: Date | null }>("select id, first_touch, last_touch, last_seen_at from contact where id = any($1)", [work.links.map((l) => l.fromId)]);
  for (const { fromId, intoId } of work.links) {
    const [person, visitor] = [work.contacts.get(intoId), stored.find((row) => row.id === fromId)];
    if (!person || !visitor) continue;
    takeTouches(person, [visitor.first_touch, visitor.last_touch]);
    if (visitor.last_seen_at !== null && (person.lastSeenAt === null || person.lastSeenAt < visitor.last_seen_at)) Object.assign(person, { lastSeenAt: visitor.last_seen_at, isTouched: true });
  }
}

function summary(touch: Touch, at: number): TouchSummary {
  return { at: new Date(at).toISOString(), channel: touch.channel, source: touch.source, medium: touch.medium, campaign: touch.campaign, referrer: touch.referrer, landingPage: touch.landingPage };
}
