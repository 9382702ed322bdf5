import { z } from "zod";
import { badCursor, operation, pageOf } from "../operation.ts";
import { companyLink, contactLink, cursor, id, instant, limit, noSuchContact, readers, score, stage, stewards } from "./parts.ts";
import { fieldValue } from "./parts.ts";

const side = contactLink.extend({
  title: z.string().nullable(),
  company: companyLink.nullable(),
  phone: z.string().nullable(),
  stage,
  score,
  events: z.object({ value: z.number().int(), capped: z.boolean() }),
  createdAt: z.string(),
  lastSeenAt: z.string().nullable(),
});

const sameContact = { code: "same-contact", status: 422, title: "A contact cannot be merged into itself. Choose two different people." } as const;
const alreadyMerged = { code: "already-merged", status: 409, title: "One of the two is merged already. Open the contact that answers for them." } as const;
const survivorBehind = { code: "survivor-behind", status: 409, title: "The other contact is further along or holds the handoff that stays. Keep that one as the survivor." } as const;

export const mergePreview = z.object({
  survivor: side,
  other: side,
  /** The two may be merged this way round; otherwise the code of the refusal that would come. */
  refusal: z.enum(["same-contact", "already-merged", "survivor-behind"]).nullable(),
  /** Values the survivor lacks and takes over. */
  completed: z.array(z.object({ field: z.string(), name: z.string(), value: fieldValue })),
  /** Values that differ: the survivor's stays. */
  kept: z.array(z.object({ field: z.string(), name: z.string(), survivor: fieldValue, other: fieldValue })),
  /** Handoff that closes as merged; un-merge reopens it. */
  closesHandoff: z.object({ id, openedAt: z.string() }).nullable(),
  /** Purposes whose standing consent falls because the other withdrew. */
  withdraws: z.array(z.string()),
});
export type MergePreview = z.infer<typeof mergePreview>;

export const previewMerge = operation({
  name: "people.preview-merge",
  method: "GET",
  path: "/contacts/:contactId/merges/preview",
  summary: "What a merge of another contact into this one would do. Changes nothing.",
  who: readers,
  params: z.object({ contactId: id }),
  query: z.strictObject({ other: id }),
  response: mergePreview,
  refusals: [noSuchContact],
});

export const mergeContacts = operation({
  name: "people.merge-contacts",
  method: "POST",
  path: "/contacts/:contactId/merges",
  summary: "Merges another contact into this one. No event moves, so that un-merge restores both exactly.",
  who: stewards,
  params: z.object({ contactId: id }),
  body: z.strictObject({ other: id, why: z.string().trim().min(1).max(1_000) }),
  response: z.object({ mergeId: id }),
  refusals: [noSuchContact, sameContact, alreadyMerged, survivorBehind],
});

export const unmergeContacts = operation({
  name: "people.unmerge-contacts",
  method: "POST",
  path: "/merges/:mergeId/undo",
  summary: "Takes a merge back: both contacts stand again with their own events, fields, consents and scores.",
  who: stewards,
  params: z.object({ mergeId: id }),
  response: z.object({ contactId: id }),
  refusals: [
    { code: "no-such-merge", status: 404, title: "There is no such merge. Open the contact to see its merges." },
    { code: "merge-undone", status: 409, title: "The merge was taken back already. Nothing is left to do." },
    { code: "merged-further", status: 409, title: "The survivor was itself merged later. Take that merge back first." },
  ],
});

export const duplicateRow = z.object({
  id,
  a: side,
  b: side,
  /** What speaks for one person, strongest first. */
  evidence: z.array(z.object({ kind: z.enum(["same-email", "same-name", "same-company", "same-phone", "same-domain", "similar-email", "user-and-email-differ", "alias-of-known-user"]), words: z.string() })),
  foundAt: instant,
});
export type DuplicateRow = z.infer<typeof duplicateRow>;

export const listDuplicates = operation({
  name: "people.list-duplicates",
  method: "GET",
  path: "/duplicates",
  summary: "Pairs of contacts that may be one person, with the evidence. Nothing is ever merged without a person's word.",
  who: readers,
  query: z.strictObject({ contact: id.optional(), cursor: cursor.optional(), limit }),
  response: pageOf(duplicateRow),
  refusals: [badCursor],
});

export const dismissDuplicate = operation({
  name: "people.dismiss-duplicate",
  method: "POST",
  path: "/duplicates/:duplicateId/dismiss",
  summary: "Says that two contacts are two people; the pair is not proposed again.",
  who: stewards,
  params: z.object({ duplicateId: id }),
  refusals: [{ code: "no-such-duplicate", status: 404, title: "There is no such proposal. It may have been settled; reload the list." }],
});
