import { z } from "zod";
import { operation, type RefusalKind } from "../operation.ts";
import { noSuchOpportunity } from "../pipeline/parts.ts";
import { atCapacity, disputers, handoffClosed, handoffState, id, instant, managers, noSuchHandoff, notClaimed, notYours, words, workers } from "./parts.ts";

/** What a rep or manager does with a lead. Every act is guarded by the lead's state and holder, so a stale screen is refused, not obeyed. */

const about = z.object({ handoffId: id });
const done = z.object({ id, state: handoffState });

export const attemptChannels = ["call", "email", "meeting", "message"] as const;
export type AttemptChannel = (typeof attemptChannels)[number];
/** What can come of a try on each channel. */
export const attemptOutcomes = {
  call: ["no-answer", "left-message", "conversation"],
  email: ["sent", "conversation", "bounced"],
  meeting: ["held", "no-show"],
  message: ["sent", "conversation"],
} as const satisfies Record<AttemptChannel, readonly string[]>;
export const attemptOutcome = z.enum(["no-answer", "left-message", "conversation", "bounced", "sent", "held", "no-show"]);
export type AttemptOutcome = z.infer<typeof attemptOutcome>;

export const acceptHandoff = operation({
  name: "handoff.accept",
  method: "POST",
  path: "/handoffs/:handoffId/accept",
  summary: "Takes the lead on: it becomes an SAL and the disposition is given. Only a recorded attempt stops the clock of the first attempt.",
  who: workers,
  params: about,
  response: done,
  refusals: [noSuchHandoff, notYours, notClaimed, handoffClosed, { code: "already-accepted", status: 409, title: "This lead is accepted already. Nothing was changed." }, { code: "not-to-accept", status: 409, title: "The person's stage does not allow it any more. Reject the lead with a reason instead." }],
});

export const recordAttempt = operation({
  name: "handoff.record-attempt",
  method: "POST",
  path: "/handoffs/:handoffId/attempts",
  summary: "Records a try to reach the lead: the proof that stops the clock, at the instant it happened.",
  who: workers,
  params: about,
  body: z.strictObject({
    channel: z.enum(attemptChannels),
    outcome: attemptOutcome,
    /** When it happened; now, where left out. */
    at: instant.optional(),
    note: z.string().trim().max(10_000).default(""),
    direction: z.enum(["out", "in"]).default("out"),
    minutes: z.number().int().min(0).max(1_440).optional(),
    /** Seen by its author and their sales managers only. */
    private: z.boolean().default(false),
  }),
  response: z.object({ id, done: z.number().int(), needed: z.number().int().nullable(), stopped: z.array(z.string()), removableUntil: z.string() }),
  refusals: [
    noSuchHandoff, notYours, notClaimed, handoffClosed,
    { code: "attempt-in-future", status: 422, title: "An attempt is recorded once it happened. Correct the time." },
    { code: "attempt-before-handoff", status: 422, title: "That was before this lead was handed over, so it proves nothing about it. Correct the time." },
    { code: "outcome-not-of-channel", status: 422, title: "That cannot come of this channel. Choose another outcome." },
  ],
});

export const removeAttempt = operation({
  name: "handoff.remove-attempt",
  method: "DELETE",
  path: "/handoffs/:handoffId/attempts/:activityId",
  summary: "Takes back a mistaken attempt within five minutes of recording it; the clocks go on as if it had not been recorded.",
  who: workers,
  params: about.extend({ activityId: id }),
  response: z.object({ done: z.number().int() }),
  refusals: [noSuchHandoff, handoffClosed, { code: "attempt-stays", status: 409, title: "An attempt can be taken back by whoever recorded it, within five minutes. Add a note instead." }],
});

export const rejectHandoff = operation({
  name: "handoff.reject",
  method: "POST",
  path: "/handoffs/:handoffId/reject",
  summary: "Gives the lead back with a reason and words: to nurture, from where new engagement brings it back, or as unqualified.",
  who: workers,
  params: about,
  body: z.strictObject({ to: z.enum(["nurture", "unqualified"]), reason: z.string().max(63), words }),
  response: done,
  refusals: [
    noSuchHandoff, notYours, notClaimed, handoffClosed,
    { code: "no-such-reason", status: 422, title: "The agreement has no such reason for this. Choose one of its reasons." },
    { code: "attempts-missing", status: 422, title: "Somebody who could not be reached must have been tried as often as the agreement says." },
  ],
});

export const answersMissing: RefusalKind = { code: "answers-missing", status: 422, title: "The agreement wants more answers before a lead is an SQL." };

export const dealClosed: RefusalKind = { code: "deal-closed", status: 409, title: "This deal has been closed meanwhile. Choose another one, or qualify without a deal." };

export const qualifyHandoff = operation({
  name: "handoff.qualify",
  method: "POST",
  path: "/handoffs/:handoffId/qualify",
  summary: "Makes the lead an SQL once the agreed answers are there; opens the deal where one is given, or brings the person into the buying group of an open one.",
  who: workers,
  params: about,
  body: z
    .strictObject({
      opportunity: z
        .strictObject({
          name: z.string().trim().min(1).max(200),
          /** Minor units. */
          amount: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable(),
          currency: z.string().regex(/^[A-Z]{3}$/),
          closeOn: z.iso.date().nullable(),
          stage: z.string().max(63).optional(),
        })
        .optional(),
      /** An open deal one sees, whoever it belongs to: its owner is told. */
      joins: id.optional(),
    })
    .refine((body) => body.opportunity === undefined || body.joins === undefined, { path: ["joins"], message: "a deal to open or one to join, not both" }),
  /** The deal that was opened or joined. */
  response: done.extend({ opportunityId: id.nullable() }),
  refusals: [noSuchHandoff, notYours, notClaimed, handoffClosed, answersMissing, { code: "not-to-qualify", status: 409, title: "The person's stage does not allow it any more. Look at their page." }, noSuchOpportunity, dealClosed],
});

export const saveAnswer = operation({
  name: "handoff.save-answer",
  method: "PUT",
  path: "/handoffs/:handoffId/answers/:question",
  summary: "Writes down an answer of the qualification framework with its confidence and evidence. An earlier answer is kept as superseded.",
  who: workers,
  params: about.extend({ question: z.string().max(63) }),
  body: z.strictObject({ value: words, confidence: z.enum(["low", "medium", "high"]), evidence: z.string().trim().max(4_000).default(""), activityId: id.nullable().default(null), /** When the answer was given that the caller had before their eyes, null for none: another one since then is refused. Left out, the newest is superseded whatever it says. */ seen: instant.nullable().optional() }),
  response: z.object({ answered: z.number().int(), missing: z.array(z.string()) }),
  refusals: [noSuchHandoff, notYours, notClaimed, { code: "no-such-question", status: 422, title: "The agreement's framework has no such question." }, { code: "no-such-activity", status: 422, title: "The evidence named is no activity with this person." }, { code: "answer-changed", status: 409, title: "Somebody answered this meanwhile. Look at what is there now, then save again." }],
});

export const reassignHandoff = operation({
  name: "handoff.reassign",
  method: "POST",
  path: "/handoffs/:handoffId/reassign",
  summary: "Gives the lead to somebody else or to a queue. What has elapsed stays elapsed. A rep may pass their own lead to their team's queue.",
  who: workers,
  params: about,
  body: z.strictObject({ to: z.union([z.strictObject({ userId: id }), z.strictObject({ teamId: id })]), why: words }),
  response: done,
  refusals: [
    noSuchHandoff, notYours, handoffClosed,
    { code: "not-in-your-teams", status: 422, title: "That is nobody and no queue of your teams. Choose somebody in them." },
    { code: "only-to-queue", status: 403, title: "You may pass your lead to your team's queue; giving it to a person is your manager's." },
    { code: "not-active", status: 422, title: "That person does not work here any more. Choose somebody else." },
  ],
});

export const listAssignees = operation({
  name: "handoff.list-assignees",
  method: "GET",
  path: "/handoffs/:handoffId/assignees",
  summary: "Whom the lead may be given to, with how many they hold and when they are back.",
  who: workers,
  params: about,
  response: z.object({
    people: z.array(z.object({ id, name: z.string(), open: z.number().int(), capacity: z.number().int().nullable(), awayUntil: z.string().nullable(), rejectedThisLead: z.boolean() })),
    queues: z.array(z.object({ id, name: z.string(), unclaimed: z.number().int() })),
  }),
  refusals: [noSuchHandoff, notYours],
});

/** One request for several leads: each is judged by itself, so some may be refused while the others are done. */
const several = z.array(id).min(1).max(200);
const severally = z.object({ done: z.array(id), failed: z.array(z.object({ id, code: z.string(), detail: z.string() })) });
export type Severally = z.infer<typeof severally>;

export const acceptHandoffs = operation({
  name: "handoff.accept-many",
  method: "POST",
  path: "/handoffs/accept",
  summary: "Takes several leads on. Answers which were accepted and why the others were not.",
  who: workers,
  body: z.strictObject({ ids: several }),
  response: severally,
});

export const rejectHandoffs = operation({
  name: "handoff.reject-many",
  method: "POST",
  path: "/handoffs/reject",
  summary: "Gives several leads back with the same reason and words. Answers which were rejected and why the others were not.",
  who: workers,
  body: z.strictObject({ ids: several, to: z.enum(["nurture", "unqualified"]), reason: z.string().max(63), words }),
  response: severally,
});

export const reassignHandoffs = operation({
  name: "handoff.reassign-many",
  method: "POST",
  path: "/handoffs/reassign",
  summary: "Gives several leads to one person or queue. Answers which went and why the others did not.",
  who: workers,
  body: z.strictObject({ ids: several, to: z.union([z.strictObject({ userId: id }), z.strictObject({ teamId: id })]), why: words }),
  response: severally,
});

export const listReceivers = operation({
  name: "handoff.list-receivers",
  method: "GET",
  path: "/handoffs/receivers",
  summary: "To whom the caller may give leads at all: people of the teams they manage, and queues, with how many they hold.",
  who: workers,
  response: z.object({
    people: z.array(z.object({ id, name: z.string(), open: z.number().int(), capacity: z.number().int().nullable(), awayUntil: z.string().nullable() })),
    queues: z.array(z.object({ id, name: z.string(), unclaimed: z.number().int() })),
  }),
});

export const claimNext = operation({
  name: "handoff.claim-next",
  method: "POST",
  path: "/queues/claim-next",
  summary: "Takes the lead from one's queues whose clock runs out first. Two who ask at once get two different leads.",
  who: workers,
  body: z.strictObject({ teamId: id.optional() }),
  response: done,
  refusals: [atCapacity, { code: "queue-empty", status: 409, title: "Nothing waits in your queues." }],
});

export const claimHandoff = operation({
  name: "handoff.claim",
  method: "POST",
  path: "/handoffs/:handoffId/claim",
  summary: "Takes one lead from one's queue.",
  who: workers,
  params: about,
  response: done,
  refusals: [noSuchHandoff, handoffClosed, atCapacity, { code: "already-claimed", status: 409, title: "Somebody was quicker: this lead is theirs now." }, { code: "not-your-queue", status: 403, title: "This queue is another team's." }],
});

export const excuseClock = operation({
  name: "handoff.excuse-clock",
  method: "POST",
  path: "/handoffs/:handoffId/clocks/:clockId/excuse",
  summary: "Takes a clause off this lead, with who and why; it counts neither as met nor as breached.",
  who: managers,
  params: about.extend({ clockId: id }),
  body: z.strictObject({ why: words }),
  response: done,
  refusals: [noSuchHandoff, notYours, { code: "clock-ended", status: 409, title: "This clock has ended already. Nothing was changed." }],
});

export const disputeRejection = operation({
  name: "handoff.dispute",
  method: "POST",
  path: "/handoffs/:handoffId/dispute",
  summary: "Says that a rejection looks wrong, in words; the managers of the team are told and answer.",
  who: disputers,
  params: about,
  body: z.strictObject({ words }),
  response: done,
  refusals: [noSuchHandoff, { code: "not-rejected", status: 409, title: "Only a rejection can be disputed." }, { code: "already-disputed", status: 409, title: "This rejection is disputed already." }],
});

export const answerDispute = operation({
  name: "handoff.answer-dispute",
  method: "POST",
  path: "/handoffs/:handoffId/dispute/answer",
  summary: "Answers Marketing's dispute of a rejection.",
  who: managers,
  params: about,
  body: z.strictObject({ words }),
  response: done,
  refusals: [noSuchHandoff, notYours, { code: "no-open-dispute", status: 409, title: "There is no open dispute about this lead." }],
});
