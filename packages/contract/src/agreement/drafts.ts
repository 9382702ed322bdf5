import { agreement } from "@tandem/domain/agreement/agreement";
import { z } from "zod";
import { operation, type RefusalKind } from "../operation.ts";
import { agreementChange } from "./text.ts";
import { side, signature, version } from "./versions.ts";

/**
 * Drafts: an agreement that is being written. Anyone proposes and edits; what two signatories have signed, character by
 * character, becomes the next version. Comments are in `comments.ts`, what criteria may ask about in `terms.ts`, break-glass
 * and signing in `signing.ts`, who would cross in `crossings.ts`, drift in `drift.ts`.
 */

const id = z.uuid();
const person = z.object({ userId: id, name: z.string() });
export const draftTitle = z.string().trim().min(1).max(200);

/** What is wrong with a draft and where. A problem stops signing, a doubt is said and may be signed all the same. */
export const draftProblem = z.object({ severity: z.enum(["problem", "doubt"]), path: z.string(), code: z.string(), words: z.string() });

/** A draft in a list. */
export const draftLine = z.object({
  id,
  /** Small and spoken: “draft 12”. */
  number: z.number().int(),
  title: z.string(),
  state: z.enum(["open", "withdrawn", "in-force"]),
  /** The version it became, once it did. */
  becameVersion: z.number().int().nullable(),
  /** The version it was before another took effect before its date; both sides sign it anew. */
  wasVersion: z.number().int().nullable(),
  /** The version it was written on top of, when begun or last rebased. */
  baseVersion: z.number().int(),
  /** The version that will be in force when the draft takes effect, as far as is signed: where that is another, the draft is rebased before it is signed. */
  newestVersion: z.number().int(),
  /** When it is to take effect; null is as soon as both have signed. */
  effectiveFrom: z.string().nullable(),
  hash: z.string(),
  proposedBy: person,
  changedBy: person,
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Goes back with every change, so that nobody overwrites what another wrote meanwhile. */
  version: z.number().int(),
  /** Signatures of exactly this text. */
  signatures: z.array(signature),
  /** Both have signed and changed signals are still being recognised over the past; then it becomes a version by itself. */
  preparing: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
  openComments: z.number().int(),
});

/** A draft with its text, its problems, and what it changes in words. */
export const draft = draftLine.extend({
  document: agreement,
  problems: z.array(draftProblem),
  /** Against the version it was begun from. */
  changesFromBase: z.array(agreementChange),
  /** Against the version in force: what signing it would change. */
  changesFromInForce: z.array(agreementChange),
  inForceVersion: z.number().int(),
  /** The side the caller may sign for now; null where they may not, or that side has signed. */
  maySignFor: side.nullable(),
  /** Signatures that fell away and why, newest first. */
  fellAway: z.array(z.object({ side, name: z.string(), signedAt: z.string(), at: z.string(), why: z.enum(["text-changed", "date-changed", "rebased", "signatory-left", "withdrawn", "overtaken"]) })),
});

export const noSuchDraft: RefusalKind = { code: "no-such-draft", status: 404, title: "There is no such draft. It may never have been; look at the list of drafts." };
export const noSuchVersion: RefusalKind = { code: "no-such-version", status: 404, title: "There is no such version." };
export const notOpen: RefusalKind = { code: "not-open", status: 409, title: "The draft is withdrawn or has become a version; it does not change any more. Begin another from it." };
export const changedMeanwhile: RefusalKind = { code: "changed-meanwhile", status: 409, title: "Somebody changed the draft meanwhile. Look at their text, then save yours again." };
const badDocument: RefusalKind = { code: "bad-document", status: 422, title: "This is no agreement of the right shape. Mend the places named and save it again; nothing was written." };
export const effectiveInPast: RefusalKind = { code: "effective-in-past", status: 409, title: "A version takes effect now or later, never in the past. Choose a later date." };
export const effectiveTooEarly: RefusalKind = { code: "effective-too-early", status: 409, title: "A version takes effect after the one in force. Choose a later date." };

/** Nobody can say further ahead what the teams will want. */
export const farthestDays = 366;
export const effectiveTooLate: RefusalKind = { code: "effective-too-late", status: 409, title: `A version takes effect within ${farthestDays} days. Choose an earlier date.` };

const one = z.object({ id });
const instant = z.iso.datetime({ offset: true });
/** An agreement from outside: limits first, then the shape, so that ten thousand nested conditions are refused and not walked. */
const document = z.record(z.string(), z.unknown());

export const listDrafts = operation({
  name: "agreement.list-drafts",
  method: "GET",
  path: "/agreement/drafts",
  summary: "Drafts, last changed first: the open ones, or all (the newest 200).",
  who: "signed-in",
  query: z.strictObject({ state: z.enum(["open", "all"]).default("open") }),
  response: z.object({ drafts: z.array(draftLine) }),
});

export const createDraft = operation({
  name: "agreement.create-draft",
  method: "POST",
  path: "/agreement/drafts",
  summary: "Begins a draft from the version in force (`newest`), any version, another draft, or a document of one's own.",
  who: "signed-in",
  body: z.strictObject({
    title: draftTitle,
    from: z.union([z.literal("newest"), z.strictObject({ version: z.number().int().min(1) }), z.strictObject({ draft: id }), z.strictObject({ document })]).default("newest"),
  }),
  response: draft,
  refusals: [noSuchDraft, noSuchVersion, badDocument],
});

export const readDraft = operation({
  name: "agreement.read-draft",
  method: "GET",
  path: "/agreement/drafts/:id",
  summary: "A draft: its text, what is wrong with it, what it changes in words, who has signed it.",
  who: "signed-in",
  params: one,
  response: draft,
  refusals: [noSuchDraft],
});

export const saveDraft = operation({
  name: "agreement.save-draft",
  method: "PUT",
  path: "/agreement/drafts/:id",
  summary: "Writes the whole text of a draft. Another text drops its signatures; `changed-meanwhile` carries the draft as it is now.",
  who: "signed-in",
  params: one,
  body: z.strictObject({ version: z.number().int().min(0), document }),
  response: draft,
  refusals: [noSuchDraft, notOpen, changedMeanwhile, badDocument],
});

export const changeDraft = operation({
  name: "agreement.change-draft",
  method: "PATCH",
  path: "/agreement/drafts/:id",
  summary: "Renames a draft or sets when it is to take effect (null: as soon as both have signed). Another date drops its signatures.",
  who: "signed-in",
  params: one,
  body: z.strictObject({ version: z.number().int().min(0), title: draftTitle.optional(), effectiveFrom: instant.nullable().optional() }),
  response: draft,
  refusals: [noSuchDraft, notOpen, changedMeanwhile, effectiveInPast, effectiveTooEarly, effectiveTooLate],
});

export const withdrawDraft = operation({
  name: "agreement.withdraw-draft",
  method: "POST",
  path: "/agreement/drafts/:id/withdrawal",
  summary: "Withdraws a draft. It stays readable, and another can be begun from it.",
  who: "signed-in",
  params: one,
  body: z.strictObject({ version: z.number().int().min(0) }),
  response: draft,
  refusals: [noSuchDraft, notOpen, changedMeanwhile],
});

/** A place that the draft and the newer version changed differently since the base. Values as in the document; null is absent. */
export const draftConflict = z.object({
  path: z.string(),
  section: z.string(),
  key: z.string(),
  name: z.string(),
  base: z.unknown(),
  draft: z.unknown(),
  newest: z.unknown(),
});

export const rebaseDraft = operation({
  name: "agreement.rebase-draft",
  method: "POST",
  path: "/agreement/drafts/:id/rebase",
  summary: "Brings a draft onto the version that will be in force when it takes effect: what only one of them changed is kept; `conflicts` names the rest, each to be decided in `take`.",
  who: "signed-in",
  params: one,
  body: z.strictObject({ version: z.number().int().min(0), take: z.record(z.string(), z.enum(["draft", "newest"])).default({}) }),
  response: draft,
  refusals: [noSuchDraft, notOpen, changedMeanwhile, { code: "conflicts", status: 409, title: "The draft and the newest version changed the same places. Decide for each of them and rebase again; nothing was written." }],
});

const place = z.string().regex(/^(version:\d{1,6}|draft:[0-9a-f-]{36})$/, "version:3, or draft: and its id");

export const compareAgreements = operation({
  name: "agreement.compare",
  method: "GET",
  path: "/agreement/compare",
  summary: "What changes from one version or draft to another, in words.",
  who: "signed-in",
  query: z.strictObject({ before: place, after: place }),
  response: z.object({ changes: z.array(agreementChange) }),
  refusals: [noSuchDraft, noSuchVersion],
});

export const readVersion = operation({
  name: "agreement.read-version",
  method: "GET",
  path: "/agreement/versions/:version",
  summary: "One version whole: its document, hash and signatures.",
  who: "signed-in",
  params: z.object({ version: z.coerce.number().int().min(1) }),
  response: version.extend({ document: agreement }),
  refusals: [noSuchVersion],
});
