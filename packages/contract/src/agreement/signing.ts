import { z } from "zod";
import { operation } from "../operation.ts";
import { draft, effectiveInPast, effectiveTooEarly, effectiveTooLate, noSuchDraft, notOpen } from "./drafts.ts";

/** How a draft becomes a version: two people sign exactly its text; in an emergency one puts it in force, visibly. */

const one = z.object({ id: z.uuid() });
const hash = z.string().length(64);

const otherText = { code: "other-text", status: 409, title: "The text is not the one you read. Read it again before you sign." } as const;
const hasProblems = { code: "has-problems", status: 422, title: "The draft has problems; nothing that has any is put in force. They are named; mend them first." } as const;
const isBehind = { code: "is-behind", status: 409, title: "Another version will be in force on that day than the one the draft was written on top of. Bring the draft up to date, read it, and sign then." } as const;
const sameText = { code: "nothing-to-change", status: 409, title: "The draft says the same as the version in force then; there is nothing to put in force." } as const;

export const signDraft = operation({
  name: "agreement.sign-draft",
  method: "POST",
  path: "/agreement/drafts/:id/signatures",
  summary: "Signs exactly the text with this hash. With the second side's signature the draft becomes the next version.",
  who: "signed-in",
  params: one,
  body: z.strictObject({
    hash,
    /** What the person was told: false is that theirs alone changes nothing. Where the other side has signed by then, it is refused. */
    last: z.boolean().optional(),
  }),
  response: draft,
  refusals: [
    noSuchDraft,
    notOpen,
    { code: "not-a-signatory", status: 403, title: "You may not sign. An administrator gives the right to one person of each side." },
    { code: "key-may-not-sign", status: 403, title: "A signature is given by a person who is signed in, not by an API key." },
    otherText,
    { code: "person-has-signed", status: 409, title: "You have signed this draft for the other side. Two different people sign." },
    { code: "side-has-signed", status: 409, title: "Your side has signed this draft already." },
    { code: "is-last", status: 409, title: "The other side has signed meanwhile: with your signature the text becomes the next version. Look at who crosses, then sign." },
    hasProblems,
    isBehind,
    sameText,
    effectiveInPast,
    effectiveTooEarly,
    effectiveTooLate,
  ],
});

export const breakGlass = operation({
  name: "agreement.break-glass",
  method: "POST",
  path: "/agreement/drafts/:id/break-glass",
  summary: "Puts a draft in force unsigned, at once, with a written reason, before any version that waits for its date. Everybody is told, and it shows in red until both sides have signed it.",
  who: ["administrator", "revops"],
  params: one,
  body: z.strictObject({ hash, reason: z.string().trim().min(20).max(2_000) }),
  response: draft,
  refusals: [
    noSuchDraft,
    notOpen,
    { code: "key-may-not-break-glass", status: 403, title: "Break-glass is for a person who is signed in, not for an API key." },
    otherText,
    hasProblems,
    isBehind,
    sameText,
    effectiveTooEarly,
    { code: "signals-unprepared", status: 409, title: "Changed signals are still being recognised over the past. Try again when that is done; its progress is on the draft." },
  ],
});
