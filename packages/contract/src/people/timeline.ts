import { z } from "zod";
import { badCursor, operation, pageOf } from "../operation.ts";
import { contactBeside, cursor, id, limit, noSuchCompany, noSuchContact, person, readers } from "./parts.ts";

export const timelineFilters = ["all", "sales", "marketing", "web"] as const;
export type TimelineFilter = (typeof timelineFilters)[number];

/** What an event counted for: the signal it was recognised as and what one occurrence gives. Milli-points. */
const signalEffect = z.object({
  key: z.string(),
  name: z.string(),
  /** What one occurrence gave when new; null where no rule of the version in force gives points for it. */
  points: z.number().int().nullable(),
  /** What one occurrence of that age is worth now, before caps. */
  now: z.number().int().nullable(),
  /**
   * What this occurrence gives the score now, as the score's breakdown counts it: null where caps took of its day or of
   * its group and nobody can say which occurrence lost, and on a company's timeline.
   */
  counted: z.number().int().nullable(),
  /** The most that the rule gives in all. */
  cap: z.number().int().nullable(),
  /** Why the event was set aside as machine engagement; null where it counts. */
  quarantined: z.string().nullable(),
});

const touched = z.object({ channel: z.string(), source: z.string().nullable(), medium: z.string().nullable(), campaign: z.string().nullable() });

const common = { id, at: z.string(), by: person.nullable() };

export const timelineEntry = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("event"),
    ...common,
    type: z.string(),
    name: z.string().nullable(),
    /** Where it happened: the path of a page, or the host. */
    path: z.string().nullable(),
    /** What was sent along, shortened. */
    properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    signals: z.array(signalEffect),
    touch: touched.nullable(),
    quarantined: z.string().nullable(),
  }),
  z.object({ kind: z.literal("activity"), ...common, type: z.enum(["call", "email", "meeting", "message", "note"]), direction: z.enum(["in", "out"]), outcome: z.string().nullable(), subject: z.string().nullable(), body: z.string(), minutes: z.number().int().nullable(), automatic: z.boolean(), private: z.boolean(), opportunityId: id.nullable() }),
  z.object({ kind: z.literal("stage"), ...common, from: z.string().nullable(), to: z.string(), cause: z.string(), words: z.string().nullable(), agreementVersion: z.number().int().nullable(), flag: z.string().nullable(), side: z.enum(["marketing", "sales", "nobody"]) }),
  z.object({ kind: z.literal("handoff"), ...common, handoffId: id, act: z.enum(["opened", "closed"]), state: z.string(), tier: z.string(), assignee: person.nullable(), team: z.string().nullable(), reason: z.string().nullable(), words: z.string().nullable() }),
  z.object({ kind: z.literal("change"), ...common, field: z.string(), fieldName: z.string(), old: z.unknown(), new: z.unknown(), actorKind: z.string() }),
  z.object({ kind: z.literal("task"), ...common, title: z.string() }),
  z.object({ kind: z.literal("opportunity"), ...common, opportunityId: id, name: z.string(), from: z.string().nullable(), to: z.string(), state: z.string() }),
  /** They came into the buying group of a deal that had begun before. */
  z.object({ kind: z.literal("joined"), ...common, opportunityId: id, name: z.string() }),
  z.object({ kind: z.literal("campaign"), ...common, campaignId: id, name: z.string(), status: z.string() }),
  z.object({ kind: z.literal("merge"), ...common, act: z.enum(["merged", "unmerged"]), other: contactBeside }),
]);
export type TimelineEntry = z.infer<typeof timelineEntry>;

/** On a company's timeline every entry names its person. */
export const entryWithPerson = z.object({ contact: z.object({ id, name: z.string() }), entry: timelineEntry });

export const listTimeline = operation({
  name: "people.list-timeline",
  method: "GET",
  path: "/contacts/:contactId/timeline",
  summary: "Everything that happened with a contact, newest first: events with what they counted for, activities, stages, handoffs, changes, deals, tasks.",
  who: readers,
  params: z.object({ contactId: id }),
  query: z.strictObject({ show: z.enum(timelineFilters).default("all"), cursor: cursor.optional(), limit }),
  response: pageOf(timelineEntry),
  refusals: [noSuchContact, badCursor],
});

export const listCompanyTimeline = operation({
  name: "people.list-company-timeline",
  method: "GET",
  path: "/companies/:companyId/timeline",
  summary: "What happened with the people of a company, newest first.",
  who: readers,
  params: z.object({ companyId: id }),
  query: z.strictObject({ show: z.enum(timelineFilters).default("all"), cursor: cursor.optional(), limit }),
  response: pageOf(entryWithPerson),
  refusals: [noSuchCompany, badCursor],
});

export const explainSignal = operation({
  name: "people.explain-signal",
  method: "GET",
  path: "/contacts/:contactId/signals/:signal",
  summary: "The events behind a point: every event recognised as this signal under the version in force, newest first.",
  who: readers,
  params: z.object({ contactId: id, signal: z.string().max(63) }),
  query: z.strictObject({ day: z.iso.date().optional(), cursor: cursor.optional(), limit }),
  response: z.object({
    rows: z.array(z.object({ eventId: id, at: z.string(), day: z.string(), type: z.string(), name: z.string().nullable(), path: z.string().nullable(), quarantined: z.string().nullable() })),
    next: z.string().nullable(),
  }),
  refusals: [noSuchContact, badCursor],
});
