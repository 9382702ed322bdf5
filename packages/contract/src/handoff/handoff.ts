import { fieldValue } from "../people/parts.ts";
import { z } from "zod";
import { operation } from "../operation.ts";
import { attemptsSoFar, clockReading, grade, handoffState, id, noSuchHandoff, person, readers, stage, team, tier } from "./parts.ts";

/** What may be done now. `shown` false: not this person's to do. `refused` says what is missing. */
const act = z.object({ shown: z.boolean(), refused: z.string().nullable() });
export const actNames = ["claim", "accept", "attempt", "answer", "qualify", "rejectToNurture", "rejectAsUnqualified", "reassign", "excuse", "dispute"] as const;
export type ActName = (typeof actNames)[number];

const fitLine = z.object({ kind: z.enum(["rule", "group-cap"]), key: z.string(), name: z.string(), points: z.number().int() });
const engagementLine = fitLine.extend({
  /** "3 × 8, capped at 24". */
  how: z.string().nullable(),
  /** The rule as a sentence a signatory signed. */
  words: z.string().nullable(),
  events: z.array(z.object({ at: z.string(), what: z.string(), points: z.number().int(), note: z.string().nullable() })),
});

export const attemptRow = z.object({
  id,
  at: z.string(),
  channel: z.enum(["call", "email", "meeting", "message"]),
  direction: z.enum(["out", "in"]),
  outcome: z.string().nullable(),
  note: z.string(),
  by: person.nullable(),
  /** Automatic mail and what bounced prove nothing. */
  counts: z.boolean(),
  /** Until then its author may take it back. */
  removableUntil: z.string().nullable(),
});

const timelineLine = z.object({ id: z.string(), at: z.string(), kind: z.enum(["signal", "stage", "handoff", "activity", "campaign"]), title: z.string(), side: z.enum(["marketing", "sales"]).nullable(), channel: z.string().nullable() });

export const handoffPage = z.object({
  at: z.string(),
  id,
  version: z.number().int(),
  state: handoffState,
  tier,
  lane: z.string().nullable(),
  contact: z.object({
    id,
    name: z.string(),
    title: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    country: z.string().nullable(),
    stage,
    stageSince: z.string(),
  }),
  company: z.object({ id, name: z.string(), domain: z.string().nullable(), industry: z.string().nullable(), employees: z.number().int().nullable(), country: z.string().nullable(), city: z.string().nullable() }).nullable(),
  assignee: person.nullable(),
  /** What the assignee holds now; a null capacity has no limit. Owners get their leads also beyond it. */
  load: z.object({ open: z.number().int(), capacity: z.number().int().nullable() }).nullable(),
  team,
  openedAt: z.string(),
  assignedAt: z.string().nullable(),
  seenAt: z.string().nullable(),
  firstAttemptAt: z.string().nullable(),
  acceptedAt: z.string().nullable(),
  closed: z.object({ at: z.string(), by: person.nullable(), reason: z.string().nullable(), reasonName: z.string().nullable(), words: z.string().nullable() }).nullable(),
  /** What the rep received when the lead was handed over; never changes. Null once the person was erased. */
  package: z
    .object({
      whyNow: z.string(),
      fit: z.number().int(),
      grade,
      engagement: z.number().int(),
      missing: z.array(z.string()),
      contact: z.record(z.string(), fieldValue),
      company: z.record(z.string(), fieldValue).nullable(),
    })
    .nullable(),
  /** As it is now; its lines sum to it. */
  score: z.object({
    fit: z.number().int(),
    grade,
    engagement: z.number().int(),
    /** Engagement from which this grade qualifies; null is never. */
    needs: z.number().int().nullable(),
    gradeFrom: z.object({ A: z.number().int(), B: z.number().int(), C: z.number().int() }),
    spark: z.array(z.number().int()),
    fitLines: z.array(fitLine),
    engagementLines: z.array(engagementLine),
    agreementVersion: z.number().int(),
  }),
  clocks: z.array(clockReading),
  /** Which of them is owed next. */
  owed: id.nullable(),
  attempts: attemptsSoFar,
  attemptRows: z.array(attemptRow),
  timeline: z.array(timelineLine),
  events: z.object({ count: z.number().int(), capped: z.boolean(), days: z.number().int() }),
  qualification: z.object({
    framework: z.string(),
    questions: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        prompt: z.string(),
        required: z.boolean(),
        answer: z.object({ value: z.string(), confidence: z.enum(["low", "medium", "high"]), evidence: z.string(), activityId: id.nullable(), at: z.string(), by: person.nullable() }).nullable(),
      }),
    ),
  }),
  colleagues: z.array(z.object({ id, name: z.string(), title: z.string().nullable(), stage })),
  opportunities: z.array(z.object({ id, name: z.string(), stageName: z.string(), amount: z.number().int().nullable(), currency: z.string(), owner: person.nullable() })),
  campaigns: z.array(z.object({ at: z.string(), name: z.string(), note: z.string().nullable() })),
  /** Why this rep, why not the others: one sentence a step. */
  trace: z.array(z.string()),
  assignments: z.array(z.object({ at: z.string(), to: person.nullable(), team, by: person.nullable(), why: z.string() })),
  reasons: z.array(z.object({ code: z.string(), name: z.string(), to: z.enum(["nurture", "unqualified"]), refused: z.string().nullable(), thisMonth: z.number().int() })),
  /** The rule with most points: where Marketing will see a rejection. */
  strongestRule: z.string().nullable(),
  coolOffDays: z.number().int(),
  /** Earlier passages of the same person. */
  earlier: z.array(z.object({ id, openedAt: z.string(), state: handoffState, reason: z.string().nullable(), words: z.string().nullable(), assignee: person.nullable() })),
  dispute: z.object({ words: z.string(), by: person, at: z.string(), answer: z.object({ words: z.string(), by: person, at: z.string() }).nullable() }).nullable(),
  acts: z.record(z.enum(actNames), act),
});
export type HandoffPage = z.infer<typeof handoffPage>;

export const getHandoff = operation({
  name: "handoff.get-handoff",
  method: "GET",
  path: "/handoffs/:handoffId",
  summary: "One lead with its whole story: the package as it was handed over, its clocks, attempts and answers as they are, and what may be done now.",
  who: readers,
  params: z.object({ handoffId: id }),
  response: handoffPage,
  refusals: [noSuchHandoff],
});

export const markSeen = operation({
  name: "handoff.mark-seen",
  method: "POST",
  path: "/handoffs/:handoffId/seen",
  summary: "Says that the assignee has the lead before their eyes. The first time counts; from others it changes nothing.",
  who: readers,
  params: z.object({ handoffId: id }),
  response: z.object({ seenAt: z.string().nullable() }),
  refusals: [noSuchHandoff],
});
