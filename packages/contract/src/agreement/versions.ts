import { z } from "zod";
import { operation } from "../operation.ts";

const id = z.uuid();
export const side = z.enum(["marketing", "sales"]);

/** A rule or clause in words, with what a machine reads beside it. */
const line = z.object({
  key: z.string(),
  name: z.string(),
  /** A sentence that a signatory would sign. */
  words: z.string(),
  /** Points of a rule, or the target of a clause; null where there is none. */
  figure: z.number().nullable(),
  /** What the figure counts: points given or taken, a bound to reach, percent, or pieces; null where there is none. */
  unit: z.enum(["points", "bound", "percent", "pieces"]).nullable(),
});

const section = z.object({
  key: z.enum(["ideal-customer", "personas", "stages", "signals", "fit", "engagement", "mql", "segments", "tiers", "package", "routing", "sla-sales", "sla-marketing", "escalation", "reasons", "qualification", "attribution", "targets", "reviews"]),
  title: z.string(),
  /** What the section settles, in a sentence. */
  intro: z.string(),
  /** Who owes what the section promises; null where both do. */
  side: side.nullable(),
  lines: z.array(line),
});

export const signature = z.object({
  side,
  userId: id,
  name: z.string(),
  signedAt: z.string(),
  /** They left, or sign for that side no more. Under a version their signature stands; a draft waits for their side again. */
  gone: z.enum(["left", "no-longer-signs"]).nullable(),
});

/** Put in force unsigned, in an emergency; gone once both sides have signed it. */
export const brokenGlass = z.object({
  by: z.object({ userId: id, name: z.string() }),
  at: z.string(),
  reason: z.string(),
  /** The next review by the agreement: by then both sides sign it or put another in force. */
  untilReview: z.string(),
  /** That day has passed and it still is unsigned. */
  overdue: z.boolean(),
});

export const version = z.object({
  version: z.number().int(),
  /** The agreement's own name, as it stands in the text. */
  name: z.string(),
  /** What the draft was called that became it: "Webinars fade sooner". */
  title: z.string(),
  hash: z.string(),
  /** Runs unsigned as the founding exception, until both sides have signed it. */
  founding: z.boolean(),
  inForce: z.boolean(),
  effectiveFrom: z.string(),
  createdAt: z.string(),
  signatures: z.array(signature),
  breakGlass: brokenGlass.nullable(),
  /** Never takes effect: a newer version begins before its date. Its text waits for signatures again as a draft; null where the newer one says the same or was written on top of it. */
  overtaken: z.object({ by: z.number().int(), draft: z.object({ id, number: z.number().int() }).nullable() }).nullable(),
});

/** Who may sign, and for which side. */
const signatory = z.object({ side, userId: id, name: z.string() });

export const readAgreement = operation({
  name: "agreement.read",
  method: "GET",
  path: "/agreement",
  summary: "The agreement in force: every section in words, its hash, and who has signed it.",
  who: "signed-in",
  response: version.extend({ timeZone: z.string(), currency: z.string(), sections: z.array(section), signatories: z.array(signatory), maySignFor: side.nullable() }),
});

export const listVersions = operation({
  name: "agreement.list-versions",
  method: "GET",
  path: "/agreement/versions",
  summary: "All versions, newest first. Versions never change.",
  who: "signed-in",
  response: z.object({ versions: z.array(version) }),
});

export const readText = operation({
  name: "agreement.read-text",
  method: "GET",
  path: "/agreement/versions/:version/text",
  summary: "A version as a YAML text, the form in which it can live in git.",
  who: "signed-in",
  params: z.object({ version: z.coerce.number().int().min(1) }),
  response: z.object({ fileName: z.string(), text: z.string() }),
  refusals: [{ code: "no-such-version", status: 404, title: "There is no such version." }],
});

export const signVersion = operation({
  name: "agreement.sign",
  method: "POST",
  path: "/agreement/versions/:version/signatures",
  summary: "Signs exactly the text with this hash, for the side the person may sign for. Two different people sign.",
  who: "signed-in",
  params: z.object({ version: z.coerce.number().int().min(1) }),
  body: z.strictObject({ hash: z.string().length(64) }),
  response: version,
  refusals: [
    { code: "no-such-version", status: 404, title: "There is no such version." },
    { code: "not-a-signatory", status: 403, title: "You may not sign. An administrator gives the right to one person of each side." },
    { code: "key-may-not-sign", status: 403, title: "A signature is given by a person who is signed in, not by an API key." },
    { code: "other-text", status: 409, title: "The text is not the one you read. Read it again before you sign." },
    { code: "person-has-signed", status: 409, title: "You have signed this version for the other side. Two different people sign." },
    { code: "side-has-signed", status: 409, title: "Your side has signed this version already." },
  ],
});
