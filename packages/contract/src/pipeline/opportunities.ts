import { closeSpans } from "@tandem/domain/pipeline/close-span";
import { z } from "zod";
import { badCursor, operation, pageOf } from "../operation.ts";
import { alreadyClosed, changedMeanwhile, companyLink, contactLink, contactStage, currency, cursor, day, id, limit, listOf, minor, noSuchCompany, noSuchContact, noSuchOpportunity, noSuchStage, noSuchUser, notInYourTeams, notYourOpportunity, opportunityRow, person, pipelineStage, readers, role, sellers, stageKey, state, title, version, words } from "./parts.ts";

const minorText = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Which deals a list, a board or its sums are about; plain words of an address, so that a view can be kept and sent. */
export const opportunityFilter = {
  /** Part of the deal's name, its company or its main contact. */
  q: z.string().trim().max(200).optional(),
  /** Ids of owners; `none` is nobody, `me` the caller. */
  owner: listOf(z.union([id, z.literal("none"), z.literal("me")])).optional(),
  team: listOf(id).optional(),
  company: id.optional(),
  /** By when they shall close, in spans of the company's calendar; days below narrow it further. */
  close: z.enum(closeSpans).optional(),
  closeFrom: day.optional(),
  closeTo: day.optional(),
  /** Minor units of the company's currency. */
  amountFrom: minorText.optional(),
  amountTo: minorText.optional(),
};
const filterShape = z.strictObject(opportunityFilter);
export type OpportunityFilter = z.output<typeof filterShape>;

/** Soonest close date, largest amount, newest, longest in its stage. */
export const opportunitySorts = ["close", "amount", "created", "age"] as const;
export type OpportunitySort = (typeof opportunitySorts)[number];

export const listOpportunities = operation({
  name: "pipeline.list-opportunities",
  method: "GET",
  path: "/opportunities",
  summary: "Lists deals that match a filter, page by page, with a count up to 10,000 on the first page.",
  who: readers,
  query: z.strictObject({ ...opportunityFilter, state: z.enum([...state.options, "any"]).default("open"), stage: listOf(stageKey).optional(), sort: z.enum(opportunitySorts).default("close"), cursor: cursor.optional(), limit }),
  response: pageOf(opportunityRow),
  refusals: [badCursor],
});

/** What a set of deals adds up to in the company's currency. Amounts without a rate are counted, never summed. */
export const dealSums = z.object({
  count: z.number().int(),
  amount: z.number().int(),
  /** The amount times the probability of its stage. */
  weighted: z.number().int(),
  withoutRate: z.number().int(),
  withoutAmount: z.number().int(),
});
export type DealSums = z.infer<typeof dealSums>;

/** How long deals stayed in a stage: the median of the last stays, in milliseconds, and of how many it is; null while too few are known. */
export const stageMedian = z.object({ ms: z.number().int(), of: z.number().int() });
export type StageMedian = z.infer<typeof stageMedian>;

export const readBoard = operation({
  name: "pipeline.read-board",
  method: "GET",
  path: "/pipeline/board",
  summary: "The open deals in columns by stage: the sums of each column over the whole filter, its first cards, and a cursor for the rest (list-opportunities with that stage and sort).",
  who: readers,
  query: z.strictObject({ ...opportunityFilter, sort: z.enum(opportunitySorts).default("close"), cards: z.coerce.number().int().min(1).max(100).default(25) }),
  response: z.object({
    currency,
    /** Whose deals the caller sees at all, whatever the filter: every team's, or those of the teams named and the caller's own. */
    whose: z.object({ all: z.boolean(), teams: z.array(z.string()) }),
    columns: z.array(
      z.object({
        stage: pipelineStage,
        sums: dealSums,
        median: stageMedian.nullable(),
        cards: z.array(opportunityRow),
        next: z.string().nullable(),
      }),
    ),
    total: dealSums,
  }),
});
export type Board = z.infer<typeof readBoard.response>;

const touchSummary = z.object({
  at: z.string(),
  channel: z.string(),
  /** Its marks as they were sent: utm_source and utm_campaign. */
  source: z.string().nullable(),
  campaign: z.string().nullable(),
  /** The campaign the mark belongs to; null where none takes it. */
  campaignName: z.string().nullable(),
});

export const groupMember = z.object({
  contact: contactLink.extend({ email: z.string().nullable(), title: z.string().nullable(), stage: contactStage, grade: z.string(), engagement: z.number().int(), lastSeenAt: z.string().nullable() }),
  role,
  /** The contact through whom the deal came. */
  main: z.boolean(),
  firstTouch: touchSummary.nullable(),
  lastTouch: touchSummary.nullable(),
});
export type GroupMember = z.infer<typeof groupMember>;

export const opportunityPage = opportunityRow.extend({
  team: person.nullable(),
  competitor: z.string().nullable(),
  /** Where the deal came from: the main contact's source. */
  source: z.string().nullable(),
  reason: z.string().nullable(),
  reasonName: z.string().nullable(),
  words: z.string().nullable(),
  /** Brought in as history. */
  history: z.boolean(),
  flag: z.string().nullable(),
  stages: z.array(pipelineStage.extend({ /** When the deal entered it last; null where it never stood there. */ enteredAt: z.string().nullable(), median: stageMedian.nullable() })),
  companyFacts: companyLink.extend({ domain: z.string().nullable(), industry: z.string().nullable(), employees: z.number().int().nullable(), country: z.string().nullable() }).nullable(),
  group: z.array(groupMember),
  qualification: z.object({
    framework: z.string(),
    questions: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        prompt: z.string(),
        required: z.boolean(),
        answer: z.object({ text: z.string(), confidence: z.enum(["low", "medium", "high"]), evidence: z.string(), activityId: id.nullable(), at: z.string(), by: person.nullable(), contact: contactLink }).nullable(),
      }),
    ),
  }),
  /** The handoff the deal came from; null also where it is not the caller's to see. */
  handoff: z.object({ id, state: z.string(), openedAt: z.string(), firstAttemptAt: z.string().nullable(), closedAt: z.string().nullable(), contact: contactLink }).nullable(),
  /** Whether the caller may change it; if not, the answer of a try says why. */
  mayEdit: z.boolean(),
});
export type OpportunityPage = z.infer<typeof opportunityPage>;

export const getOpportunity = operation({
  name: "pipeline.get-opportunity",
  method: "GET",
  path: "/opportunities/:opportunityId",
  summary: "A deal: amount, stage with its history, buying group with roles, qualification answers with their evidence, the handoff it came from.",
  who: readers,
  params: z.object({ opportunityId: id }),
  response: opportunityPage,
  refusals: [noSuchOpportunity],
});

export const opportunityEntry = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("activity"), id, at: z.string(), by: person.nullable(), type: z.enum(["call", "email", "meeting", "message", "note"]), direction: z.enum(["in", "out"]), outcome: z.string().nullable(),
    subject: z.string().nullable(), body: z.string(), minutes: z.number().int().nullable(), automatic: z.boolean(), private: z.boolean(), contact: contactLink.nullable(), version, mine: z.boolean(),
  }),
  z.object({ kind: z.literal("move"), id, at: z.string(), by: person.nullable(), from: z.string().nullable(), to: z.string(), fromState: state.nullable(), toState: state, stayedMs: z.number().int().nullable(), reason: z.string().nullable(), words: z.string().nullable() }),
  z.object({ kind: z.literal("change"), id, at: z.string(), by: person.nullable(), field: z.string(), old: z.unknown(), new: z.unknown() }),
  z.object({ kind: z.literal("task"), id, at: z.string(), by: person.nullable(), title: z.string() }),
  /** Somebody came into the buying group after the deal had begun. */
  z.object({ kind: z.literal("joined"), id, at: z.string(), by: person.nullable(), contact: contactLink }),
]);
export type OpportunityEntry = z.infer<typeof opportunityEntry>;

export const listOpportunityTimeline = operation({
  name: "pipeline.list-opportunity-timeline",
  method: "GET",
  path: "/opportunities/:opportunityId/timeline",
  summary: "What happened with a deal, newest first: activities, moves, changes of amount, date and owner, tasks done, who joined the buying group. Private notes only for those who may read them.",
  who: readers,
  params: z.object({ opportunityId: id }),
  query: z.strictObject({ cursor: cursor.optional(), limit }),
  response: z.object({ rows: z.array(opportunityEntry), next: z.string().nullable() }),
  refusals: [noSuchOpportunity, badCursor],
});

export const createOpportunity = operation({
  name: "pipeline.create-opportunity",
  method: "POST",
  path: "/opportunities",
  summary: "Opens a deal by hand, for a contact or a company. The contact moves to opportunity.",
  who: sellers,
  body: z
    .strictObject({
      name: title,
      contactId: id.nullable().default(null),
      companyId: id.nullable().default(null),
      amount: minor.nullable().default(null),
      /** The company's own where left out. */
      currency: currency.optional(),
      closeOn: day.nullable().default(null),
      /** The caller, where left out. */
      ownerId: id.nullable().optional(),
      stage: stageKey.optional(),
    })
    .refine((deal) => deal.contactId !== null || deal.companyId !== null, { path: ["contactId"], message: "a contact or a company" }),
  response: z.object({ id }),
  refusals: [
    noSuchContact, noSuchCompany, noSuchUser, noSuchStage, notInYourTeams,
    { code: "handoff-open", status: 409, title: "This person is in an open handoff. Qualify it there: the deal is opened with its answers." },
  ],
});

export const editOpportunity = operation({
  name: "pipeline.edit-opportunity",
  method: "PATCH",
  path: "/opportunities/:opportunityId",
  summary: "Changes a deal's name, amount, close date, owner, company or competitor. Every change stays in its history. A closed deal keeps its amount.",
  who: sellers,
  params: z.object({ opportunityId: id }),
  body: z.strictObject({
    version,
    name: title.optional(),
    /** Minor units; null takes the amount away. */
    amount: minor.nullable().optional(),
    currency: currency.optional(),
    closeOn: day.nullable().optional(),
    ownerId: id.nullable().optional(),
    companyId: id.nullable().optional(),
    competitor: z.string().trim().max(200).nullable().optional(),
  }),
  response: opportunityRow,
  refusals: [noSuchOpportunity, notYourOpportunity, changedMeanwhile, alreadyClosed, noSuchUser, noSuchCompany, notInYourTeams],
});

const act = { who: sellers, params: z.object({ opportunityId: id }), response: opportunityRow } as const;

export const moveOpportunity = operation({
  name: "pipeline.move-opportunity",
  method: "POST",
  path: "/opportunities/:opportunityId/move",
  summary: "Moves an open deal from the stage the caller sees to another. When somebody else moved it meanwhile the move is refused with the deal as it is now.",
  ...act,
  body: z.strictObject({ from: stageKey, to: stageKey }),
  refusals: [noSuchOpportunity, notYourOpportunity, changedMeanwhile, alreadyClosed, noSuchStage],
});

export const winOpportunity = operation({
  name: "pipeline.win-opportunity",
  method: "POST",
  path: "/opportunities/:opportunityId/win",
  summary: "Closes a deal as won: its main contact becomes a customer, and the amount's conversion is frozen at today's rate.",
  ...act,
  body: z.strictObject({ version, reason: z.string().max(63), words: words.default(""), /** The amount it was won with, where it differs: minor units in the deal's currency. */ amount: minor.optional() }),
  refusals: [noSuchOpportunity, notYourOpportunity, changedMeanwhile, alreadyClosed, { code: "no-such-reason", status: 422, title: "There is no such reason for this. Choose one of the list." }],
});

export const loseOpportunity = operation({
  name: "pipeline.lose-opportunity",
  method: "POST",
  path: "/opportunities/:opportunityId/lose",
  summary: "Closes a deal as lost with a reason: its main contact moves to lost unless another deal with them is open.",
  ...act,
  body: z.strictObject({ version, reason: z.string().max(63), words: words.default(""), competitor: z.string().trim().max(200).nullable().optional(), /** From lost straight on to nurture, from where new engagement brings the person back. */ nurture: z.boolean().default(false) }),
  refusals: [noSuchOpportunity, notYourOpportunity, changedMeanwhile, alreadyClosed, { code: "no-such-reason", status: 422, title: "There is no such reason for this. Choose one of the list." }],
});

export const reopenOpportunity = operation({
  name: "pipeline.reopen-opportunity",
  method: "POST",
  path: "/opportunities/:opportunityId/reopen",
  summary: "Opens a closed deal again, in the stage where it stood. That it was closed stays in its history.",
  ...act,
  body: z.strictObject({ version, words: words.default("") }),
  refusals: [noSuchOpportunity, notYourOpportunity, changedMeanwhile, { code: "not-closed", status: 409, title: "This deal is open already. Nothing was changed." }],
});
