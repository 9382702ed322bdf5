import { z } from "zod";
import { badCursor, operation, pageOf } from "../operation.ts";
import { contactFilter, contactSorts } from "./contact-filter.ts";
import { assigners, changedMeanwhile, companyLink, contactBeside, contactLink, cursor, editors, fieldValues, id, limit, noSuchCompany, noSuchContact, noSuchUser, person, readers, score, stage, touch, unknownField, wrongValue } from "./parts.ts";

export const contactRow = contactLink.extend({
  title: z.string().nullable(),
  country: z.string().nullable(),
  company: companyLink.nullable(),
  owner: person.nullable(),
  /** Who works on the open handoff; told only where nobody owns the contact. */
  holder: person.nullable(),
  stage,
  score,
  /** Channel of the first touch. */
  channel: z.string().nullable(),
  createdAt: z.string(),
  lastSeenAt: z.string().nullable(),
});
export type ContactRow = z.infer<typeof contactRow>;

export const listContacts = operation({
  name: "people.list-contacts",
  method: "GET",
  path: "/contacts",
  summary: "Lists identified contacts that match a search and a filter; people merged into another are not listed.",
  who: readers,
  query: z.strictObject({ ...contactFilter, sort: z.enum(contactSorts).default("seen"), cursor: cursor.optional(), limit }),
  response: pageOf(contactRow),
  refusals: [badCursor],
});

export const countContacts = operation({
  name: "people.count-contacts",
  method: "GET",
  path: "/contacts/count",
  summary: "Counts the contacts of a filter, up to 10,000: beyond that the count is capped.",
  who: readers,
  query: z.strictObject(contactFilter),
  response: z.object({ value: z.number().int(), capped: z.boolean() }),
});

export const exportContacts = operation({
  name: "people.export-contacts",
  method: "GET",
  path: "/contacts/export",
  summary: "Writes the contacts of a filter as CSV, at most 10,000; cells that a spreadsheet would run as formulas are made plain text.",
  who: readers,
  query: z.strictObject({ ...contactFilter, sort: z.enum(contactSorts).default("seen") }),
  response: z.object({ fileName: z.string(), csv: z.string(), rows: z.number().int(), capped: z.boolean() }),
});

const pointLine = z.object({
  /** A rule that gave points, or a cap of a group that took some. */
  kind: z.enum(["rule", "group-cap"]),
  key: z.string(),
  name: z.string(),
  points: z.number().int(),
  /** The rule as a sentence; null for a cap. */
  words: z.string().nullable(),
  /** Engagement rules only: the signal, and the days that count. */
  signal: z.string().nullable(),
  days: z.array(z.object({ day: z.string(), count: z.number().int(), counted: z.number().int(), worth: z.number().int(), points: z.number().int() })),
  takenByCap: z.number().int(),
});
export type PointLine = z.infer<typeof pointLine>;

const episode = z.object({
  id,
  stage,
  enteredAt: z.string(),
  leftAt: z.string().nullable(),
  cause: z.string(),
  words: z.string().nullable(),
  flag: z.string().nullable(),
  history: z.boolean(),
  by: person.nullable(),
  agreementVersion: z.number().int().nullable(),
});

export const contactPage = z.object({
  /** The contact that answers; another than asked for when that one was merged. */
  id,
  /** Set when the contact asked for was merged into this one. */
  mergedFrom: contactBeside.nullable(),
  name: z.string(),
  values: fieldValues,
  /** Per field where the value came from: a person's edit beats traits and imports. */
  sources: z.record(z.string(), z.object({ source: z.string(), at: z.string() })),
  version: z.number().int(),
  createdAt: z.string(),
  identifiedAt: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  company: companyLink.extend({ industry: z.string().nullable(), employees: z.number().int().nullable(), country: z.string().nullable(), city: z.string().nullable(), peopleKnown: z.number().int() }).nullable(),
  owner: person.nullable(),
  /** Who works on the open handoff; everybody who sees the contact may know. */
  holder: person.nullable(),
  stage,
  stageSince: z.string(),
  coolOffUntil: z.string().nullable(),
  flags: z.array(z.string()),
  score: score.extend({
    /** Company day of the computation: the explanation is computed anew for it and sums to the score shown. */
    day: z.string(),
    agreementVersion: z.number().int(),
    gradeFrom: z.object({ A: z.number().int(), B: z.number().int(), C: z.number().int() }),
    /** Engagement from which this grade qualifies; null is never. */
    qualifiesFrom: z.number().int().nullable(),
    fitLines: z.array(pointLine),
    engagementLines: z.array(pointLine),
    /** Engagement as recorded whenever an input moved it, oldest first, at most 30. */
    history: z.array(z.object({ at: z.string(), fit: z.number().int(), engagement: z.number().int() })),
  }),
  episodes: z.array(episode),
  firstTouch: touch.nullable(),
  lastTouch: touch.nullable(),
  events: z.object({ value: z.number().int(), capped: z.boolean() }),
  /** Null also where the handoff is not the caller's to see. */
  openHandoff: z.object({ id, state: z.string(), tier: z.string(), openedAt: z.string(), assignee: person.nullable(), team: person, dueAt: z.string().nullable(), clockState: z.string().nullable() }).nullable(),
  opportunities: z.array(
    z.object({
      id,
      name: z.string(),
      stage: z.string(),
      stageName: z.string(),
      position: z.number().int(),
      stages: z.number().int(),
      state: z.enum(["open", "won", "lost"]),
      /** Minor units as entered. */
      amount: z.number().int().nullable(),
      currency: z.string(),
      stageSince: z.string(),
      closeOn: z.string().nullable(),
      role: z.string(),
      owner: person.nullable(),
    }),
  ),
  qualification: z.object({
    framework: z.string(),
    questions: z.array(z.object({ key: z.string(), name: z.string(), required: z.boolean(), answer: z.string().nullable(), confidence: z.string().nullable(), answeredAt: z.string().nullable(), by: person.nullable() })),
  }),
  consents: z.array(z.object({ purpose: z.string(), given: z.boolean(), at: z.string(), proof: z.string() })),
  identities: z.array(z.object({ subjectId: id, kind: z.enum(["anonymous", "user", "email", "record"]), key: z.string(), from: z.string().nullable(), to: z.string().nullable(), reason: z.string(), contactId: id })),
  merges: z.array(z.object({ id, from: contactBeside, into: contactBeside, why: z.string(), at: z.string(), by: person.nullable(), undoneAt: z.string().nullable() })),
  duplicates: z.number().int(),
});
export type ContactPage = z.infer<typeof contactPage>;

export const getContact = operation({
  name: "people.get-contact",
  method: "GET",
  path: "/contacts/:contactId",
  summary: "The head of a contact's page: who they are, their score with every point explained, stages, handoff, deals, consent, identities, merges.",
  who: readers,
  params: z.object({ contactId: id }),
  response: contactPage,
  refusals: [noSuchContact],
});

export const createContact = operation({
  name: "people.create-contact",
  method: "POST",
  path: "/contacts",
  summary: "Makes a contact by hand. An e-mail that is known already is refused, with the contact that has it.",
  who: editors,
  body: z.strictObject({ values: fieldValues, companyId: id.nullable().optional(), ownerId: id.nullable().optional() }),
  response: z.object({ id }),
  refusals: [
    { code: "contact-exists", status: 409, title: "A contact with this e-mail exists already. Open it instead of making a second one." },
    { code: "nameless", status: 422, title: "A contact needs a name or an e-mail. Give one of them." },
    unknownField, wrongValue, noSuchCompany, noSuchUser,
  ],
});

export const editContact = operation({
  name: "people.edit-contact",
  method: "PATCH",
  path: "/contacts/:contactId",
  summary: "Changes fields of a contact. What a person types beats traits and imports; the score follows at once.",
  who: editors,
  params: z.object({ contactId: id }),
  body: z.strictObject({ version: z.number().int(), values: fieldValues, companyId: id.nullable().optional() }),
  response: z.object({ version: z.number().int() }),
  refusals: [noSuchContact, changedMeanwhile, unknownField, wrongValue, noSuchCompany],
});

export const assignContact = operation({
  name: "people.assign-contact",
  method: "PUT",
  path: "/contacts/:contactId/owner",
  summary: "Gives a contact an owner. Routing asks the owner first; an open handoff stays where it is.",
  who: assigners,
  params: z.object({ contactId: id }),
  body: z.strictObject({ ownerId: id.nullable(), version: z.number().int() }),
  response: z.object({ version: z.number().int() }),
  refusals: [noSuchContact, noSuchUser, changedMeanwhile],
});

export const recordConsent = operation({
  name: "people.record-consent",
  method: "POST",
  path: "/contacts/:contactId/consents",
  summary: "Adds a line to the consent ledger. Nothing in it is ever changed; the latest line counts, and after a merge a withdrawal beats a consent.",
  who: editors,
  params: z.object({ contactId: id }),
  body: z.strictObject({ purpose: z.string().trim().min(1).max(100), given: z.boolean(), proof: z.string().trim().min(1).max(1_000) }),
  response: z.object({ purpose: z.string(), given: z.boolean() }),
  refusals: [noSuchContact],
});
