import { z } from "zod";
import { operation } from "../operation.ts";
import { noSuchDraft, noSuchVersion } from "./drafts.ts";

/** What people say about a section, or one rule of it, of a draft or a version. */

const id = z.uuid();
const about = { draft: id.nullable(), version: z.number().int().nullable() };

export const comment = z.object({
  id,
  ...about,
  /** A section's key as the agreement page names it (`engagement`), or a draft's as a whole (`document`). */
  section: z.string(),
  /** The rule's, clause's or reason's key; null is the section. */
  key: z.string().nullable(),
  words: z.string(),
  by: z.object({ userId: id, name: z.string() }),
  at: z.string(),
  changedAt: z.string().nullable(),
  resolvedAt: z.string().nullable(),
  resolvedBy: z.string().nullable(),
  /** The caller wrote it and may change its words or take it back. */
  mine: z.boolean(),
});

const words = z.string().trim().min(1).max(4_000);
const noSuchComment = { code: "no-such-comment", status: 404, title: "There is no such comment. Its author may have taken it back." } as const;
const notYours = { code: "not-yours", status: 403, title: "Only its author changes or takes back a comment. Answer it instead, or resolve it." } as const;

export const listComments = operation({
  name: "agreement.list-comments",
  method: "GET",
  path: "/agreement/comments",
  summary: "Comments on a draft or a version, oldest first; those of a draft stay with the version it became.",
  who: "signed-in",
  query: z.strictObject({ draft: id.optional(), version: z.coerce.number().int().min(1).optional() }),
  response: z.object({ comments: z.array(comment) }),
  refusals: [{ code: "draft-or-version", status: 400, title: "Ask for the comments of a draft or of a version, one of them." }],
});

export const addComment = operation({
  name: "agreement.add-comment",
  method: "POST",
  path: "/agreement/comments",
  summary: "Says something about a section of a draft or version, or about one of its rules.",
  who: "signed-in",
  body: z.strictObject({ about: z.union([z.strictObject({ draft: id }), z.strictObject({ version: z.number().int().min(1) })]), section: z.string().min(1).max(63), key: z.string().min(1).max(100).nullable().default(null), words }),
  response: comment,
  refusals: [noSuchDraft, noSuchVersion],
});

export const changeComment = operation({
  name: "agreement.change-comment",
  method: "PATCH",
  path: "/agreement/comments/:id",
  summary: "Resolves or reopens a comment (anyone), or changes its words (its author).",
  who: "signed-in",
  params: z.object({ id }),
  body: z.strictObject({ resolved: z.boolean().optional(), words: words.optional() }),
  response: comment,
  refusals: [noSuchComment, notYours],
});

export const deleteComment = operation({
  name: "agreement.delete-comment",
  method: "DELETE",
  path: "/agreement/comments/:id",
  summary: "Takes one's own comment back.",
  who: "signed-in",
  params: z.object({ id }),
  refusals: [noSuchComment, notYours],
});
