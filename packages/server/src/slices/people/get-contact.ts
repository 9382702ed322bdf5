import { getContact } from "@tandem/contract/people/contacts";
import { noSuchContact, type FieldValues } from "@tandem/contract/people/parts";
import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { agreementInForce, type InForce } from "../../spine/agreement-in-force.ts";
import { epochDayAt } from "@tandem/domain/kit/zone";
import { loadContacts } from "../../spine/lock-contacts.ts";
import type { CompanyState, ContactState } from "../../spine/states.ts";
import { loadConsents, type StandingConsent } from "./consents.ts";
import { findContactGroup } from "./contact-group.ts";
import { explainedScore, loadSurroundings, mostEventsCounted, type Surroundings } from "./contact-page.ts";

/** A merged contact's address leads to the one that answers for it, which says so. */
export const getContactRoute = handle(getContact, async ({ app, principal }, { params }) => {
  const now = app.clock.now();
  const group = await findContactGroup(app.db, params.contactId);
  if (!group) throw new Refusal(noSuchContact);
  const inForce = await agreementInForce(app.db, now);
  const [{ contacts, companies }, surroundings, consents] = await Promise.all([
    loadContacts(app.db, inForce, [group.survivorId]),
    loadSurroundings(app.db, principal, group),
    loadConsents(app.db, group.memberIds),
  ]);
  const contact = contacts[0]!;
  const company = contact.companyId === null ? null : (companies.get(contact.companyId) ?? null);
  const mergedFrom = params.contactId === contact.id ? null : (surroundings.merges.find((merge) => merge.from.id === params.contactId)?.from ?? null);
  return {
    ...headOf(contact, surroundings),
    mergedFrom,
    score: { ...explainedScore(inForce, contact, company, epochDayAt(inForce.agreement.timeZone, now.getTime())), history: surroundings.history },
    qualification: qualificationOf(inForce, surroundings),
    consents: consents.map(consentOf),
  };
});

function headOf(contact: ContactState, around: Surroundings) {
  return {
    id: contact.id,
    name: around.name,
    values: valuesOf(contact),
    sources: sourcesOf(contact),
    version: contact.version,
    createdAt: contact.createdAt.toISOString(),
    identifiedAt: contact.identifiedAt?.toISOString() ?? null,
    lastSeenAt: contact.lastSeenAt?.toISOString() ?? null,
    company: around.company,
    owner: contact.ownerId === null ? null : { id: contact.ownerId, name: around.ownerName ?? "Unknown" },
    holder: around.holder,
    stage: contact.stage,
    stageSince: contact.stageSince.toISOString(),
    coolOffUntil: contact.coolOffUntil === null ? null : isoFromEpochDay(contact.coolOffUntil),
    flags: contact.flags,
    episodes: around.episodes,
    firstTouch: contact.firstTouch,
    lastTouch: contact.lastTouch,
    events: { value: Math.min(around.events, mostEventsCounted), capped: around.events > mostEventsCounted },
    openHandoff: around.openHandoff,
    opportunities: around.opportunities,
    identities: around.identities,
    merges: around.merges,
    duplicates: around.duplicates,
  };
}

/** Field values by the keys the wire uses: columns as they are, custom fields behind `custom.`. */
export function valuesOf(state: ContactState | CompanyState): FieldValues {
  const custom = Object.entries(state.custom).map(([key, value]) => [`custom.${key}`, value] as const);
  return Object.fromEntries([...Object.entries(state.values), ...custom]) as FieldValues;
}

export function sourcesOf(state: ContactState | CompanyState): Record<string, { source: string; at: string }> {
  return Object.fromEntries(Object.entries(state.fieldSource).map(([key, [source, at]]) => [key, { source, at }]));
}

function qualificationOf(inForce: InForce, around: Surroundings) {
  const { framework, questions, requiredForSql } = inForce.agreement.qualification;
  const answers = new Map(around.answers.map((answer) => [answer.question, answer]));
  return {
    framework,
    questions: questions.map(({ key, name }) => {
      const answer = answers.get(key);
      return { key, name, required: requiredForSql.includes(key), answer: answer?.answer ?? null, confidence: answer?.confidence ?? null, answeredAt: answer?.answeredAt ?? null, by: answer?.by ?? null };
    }),
  };
}

function consentOf(consent: StandingConsent) {
  return { ...consent, at: consent.at.toISOString() };
}
