import { grades } from "@tandem/domain/agreement/agreement";
import { z } from "zod";
import { badCursor, operation, pageOf } from "../operation.ts";
import { readers } from "../people/parts.ts";
import { noSuchDraft } from "./drafts.ts";

/**
 * Who crosses when a text takes effect. Before: a preview over everybody's present state. After: the evaluation of
 * everybody under the new version, and the metered handing over of those who qualify only by the new definition.
 */

const id = z.uuid();
const one = z.object({ id });
const count = z.number().int();

/** `in`: qualifies by the draft and not by the version in force; `out`: the other way round; `grade`: another fit grade. */
export const ways = ["in", "out", "grade"] as const;

export const preview = z.object({
  draftId: id,
  /** The text that was previewed; another hash than the draft's means it has changed since. */
  hash: z.string(),
  inForceVersion: count,
  state: z.enum(["recognising", "running", "done", "cancelled", "failed"]),
  /** Streams of events looked at while recognising, people while running. */
  done: count,
  total: count,
  /** As far as counted. */
  counts: z.object({ people: count, in: count, out: count, grade: count, /** Would be handed over: their stage lets them. */ handedOver: count, byGradeBefore: z.record(z.enum(grades), count), byGradeAfter: z.record(z.enum(grades), count) }),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
});

const noPreview = { code: "no-preview", status: 404, title: "Nobody has asked yet who would cross. Start the preview." } as const;

export const startPreview = operation({
  name: "agreement.preview-crossings",
  method: "POST",
  path: "/agreement/drafts/:id/preview",
  summary: "Starts reckoning who would cross which way if the draft took effect today. Goes on by itself; asked again for the same text and day it answers what is there.",
  who: "signed-in",
  params: one,
  response: preview,
  refusals: [noSuchDraft],
});

export const readPreview = operation({
  name: "agreement.read-preview",
  method: "GET",
  path: "/agreement/drafts/:id/preview",
  summary: "How far the newest preview of a draft is, and its counts; null where nobody has asked yet.",
  who: "signed-in",
  params: one,
  response: preview.nullable(),
  refusals: [noSuchDraft],
});

export const cancelPreview = operation({
  name: "agreement.cancel-preview",
  method: "DELETE",
  path: "/agreement/drafts/:id/preview",
  summary: "Stops a preview that is running.",
  who: "signed-in",
  params: one,
  response: preview,
  refusals: [noSuchDraft, noPreview],
});

/** Points are milli-points. */
const standing = z.object({ fit: count, grade: z.enum(grades), engagement: count, qualifies: z.boolean() });

export const listCrossings = operation({
  name: "agreement.list-crossings",
  method: "GET",
  path: "/agreement/drafts/:id/crossings",
  summary: "People who would cross, highest engagement under the draft first.",
  who: readers,
  params: one,
  query: z.strictObject({ way: z.enum(ways), cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }),
  response: pageOf(z.object({ contactId: id, name: z.string(), company: z.string().nullable(), stage: z.string(), before: standing, after: standing, handedOver: z.boolean() })),
  refusals: [noSuchDraft, noPreview, badCursor],
});

export const readGoingLive = operation({
  name: "agreement.read-going-live",
  method: "GET",
  path: "/agreement/going-live",
  summary: "How far the newest version is on its way: waiting for its date, being applied to everybody, handing over those it qualified, done.",
  who: "signed-in",
  response: z.object({
    /** Null where there is only the founding version. */
    goingLive: z
      .object({
        version: count,
        state: z.enum(["waiting", "evaluating", "handing-over", "done"]),
        effectiveFrom: z.string(),
        done: count,
        total: count,
        /** Whose score or grade the version changed. */
        changed: count,
        /** Who qualifies only by the new definition, and how many of them have been handed over. */
        qualified: count,
        handedOver: count,
        /** Did something meanwhile, or do not qualify any more: not handed over for the version's sake. */
        lapsed: count,
        /** Handed over a company day at most: what teams are used to. */
        perDay: count,
        startedAt: z.string().nullable(),
        finishedAt: z.string().nullable(),
      })
      .nullable(),
  }),
});

export const listQualified = operation({
  name: "agreement.list-qualified",
  method: "GET",
  path: "/agreement/versions/:version/qualified",
  summary: "People who qualified only by a version's new definition, and what became of that.",
  who: readers,
  params: z.object({ version: z.coerce.number().int().min(1) }),
  query: z.strictObject({ state: z.enum(["waiting", "handed-over", "lapsed"]).optional(), cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }),
  response: pageOf(z.object({ contactId: id, name: z.string(), company: z.string().nullable(), stage: z.string(), engagement: count, state: z.enum(["waiting", "handed-over", "lapsed"]), at: z.string() })),
  refusals: [badCursor],
});
