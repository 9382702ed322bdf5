import { z } from "zod";
import { badCursor, operation, type RefusalKind } from "../operation.ts";
import { changedMeanwhile, contactLink, cursor, id, instant, limit, noSuchContact, noSuchOpportunity, person, readers, recorders, version } from "./parts.ts";

/** What was done with a person or about a deal: calls, mails, meetings, messages, notes. */

export const activityKinds = ["call", "email", "meeting", "message", "note"] as const;
export type ActivityKind = (typeof activityKinds)[number];
/** What can come of each; a note has no outcome. */
export const activityOutcomes = {
  call: ["conversation", "no-answer", "left-message"],
  email: ["sent", "conversation", "bounced"],
  meeting: ["held", "no-show"],
  message: ["sent", "conversation"],
  note: [],
} as const satisfies Record<ActivityKind, readonly string[]>;
export const outcome = z.enum(["no-answer", "left-message", "conversation", "bounced", "sent", "held", "no-show"]);
export type ActivityOutcome = z.infer<typeof outcome>;

export const activity = z.object({
  id,
  kind: z.enum(activityKinds),
  at: z.string(),
  by: person.nullable(),
  contact: contactLink.nullable(),
  opportunity: z.object({ id, name: z.string() }).nullable(),
  direction: z.enum(["out", "in"]),
  automatic: z.boolean(),
  outcome: outcome.nullable(),
  subject: z.string().nullable(),
  body: z.string(),
  private: z.boolean(),
  minutes: z.number().int().nullable(),
  /** It counts as an attempt for a handoff, so it can't be taken away here. */
  proves: z.boolean(),
  mine: z.boolean(),
  version,
});
export type Activity = z.infer<typeof activity>;

const noSuchActivity: RefusalKind = { code: "no-such-activity", status: 404, title: "There is no such entry, or it is not yours to see." };
const notYourActivity: RefusalKind = { code: "not-your-activity", status: 403, title: "Only its author changes an entry. Add one of your own instead." };
const inFuture: RefusalKind = { code: "activity-in-future", status: 422, title: "This has not happened yet. Plan it as a task instead." };
const outcomeNot: RefusalKind = { code: "outcome-not-of-kind", status: 422, title: "That cannot come of this. Choose another outcome." };
const privateNote: RefusalKind = { code: "private-is-a-sales-note", status: 422, title: "Only a note of Sales can be private." };

const text = z.string().trim().max(10_000);
const minutes = z.number().int().min(0).max(1_440).nullable();

export const listActivities = operation({
  name: "pipeline.list-activities",
  method: "GET",
  path: "/activities",
  summary: "What was done with a contact or about a deal, newest first. Private notes only for those who may read them.",
  who: readers,
  query: z.strictObject({ contactId: id.optional(), opportunityId: id.optional(), cursor: cursor.optional(), limit }).refine((q) => (q.contactId === undefined) !== (q.opportunityId === undefined), "a contact or a deal"),
  response: z.object({ rows: z.array(activity), next: z.string().nullable() }),
  refusals: [noSuchOpportunity, badCursor],
});

export const logActivity = operation({
  name: "pipeline.log-activity",
  method: "POST",
  path: "/activities",
  summary: "Writes down a call, mail, meeting, message or note. With a contact whose open handoff is the caller's own, a try to reach them also proves the attempt.",
  who: recorders,
  body: z
    .strictObject({
      kind: z.enum(activityKinds),
      contactId: id.nullable().default(null),
      opportunityId: id.nullable().default(null),
      /** When it happened; now, where left out. */
      at: instant.optional(),
      direction: z.enum(["out", "in"]).default("out"),
      outcome: outcome.nullable().default(null),
      subject: z.string().trim().max(300).nullable().default(null),
      body: text.default(""),
      private: z.boolean().default(false),
      minutes: minutes.default(null),
    })
    .refine((a) => a.contactId !== null || a.opportunityId !== null, { path: ["contactId"], message: "a contact or a deal" })
    .refine((a) => a.kind !== "note" || a.body !== "", { path: ["body"], message: "a note says something" }),
  response: activity.extend({ /** The handoff whose clock this stopped or counts for. */ handoffId: id.nullable() }),
  refusals: [noSuchContact, noSuchOpportunity, inFuture, outcomeNot, privateNote],
});

export const editActivity = operation({
  name: "pipeline.edit-activity",
  method: "PATCH",
  path: "/activities/:activityId",
  summary: "Corrects what one wrote oneself. When and what it was stays where it proves an attempt.",
  who: recorders,
  params: z.object({ activityId: id }),
  body: z.strictObject({ version, at: instant.optional(), outcome: outcome.nullable().optional(), subject: z.string().trim().max(300).nullable().optional(), body: text.optional(), private: z.boolean().optional(), minutes: minutes.optional() }),
  response: activity,
  refusals: [noSuchActivity, notYourActivity, changedMeanwhile, inFuture, outcomeNot, privateNote, { code: "proves-an-attempt", status: 409, title: "This entry proves an attempt, so its time and outcome stay. Its words can be changed." }],
});

export const removeActivity = operation({
  name: "pipeline.remove-activity",
  method: "DELETE",
  path: "/activities/:activityId",
  summary: "Takes away what one wrote oneself.",
  who: recorders,
  params: z.object({ activityId: id }),
  query: z.strictObject({ /** Puts it back instead: undo. */ back: z.enum(["true"]).optional() }),
  refusals: [noSuchActivity, notYourActivity, { code: "proves-an-attempt", status: 409, title: "This entry proves an attempt and stays. In the inbox a mistaken attempt can be taken back within five minutes." }],
});
