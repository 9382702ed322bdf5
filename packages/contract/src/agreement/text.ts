import { z } from "zod";
import { operation } from "../operation.ts";

/** The longest text that is read, in characters; the founding agreement has about 20,000. */
export const longestText = 500_000;

const text = z.string().max(longestText);

/** What is wrong, and where: the part of the agreement (`fit.rules.3.when`) and the place in the text, from 1. */
const textProblem = z.object({
  severity: z.enum(["problem", "doubt"]),
  code: z.string(),
  path: z.string(),
  words: z.string(),
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
});
export type TextProblem = z.infer<typeof textProblem>;

/** One difference in words; `path` is its place in the newer text, of something removed in the older. */
export const agreementChange = z.object({
  section: z.string(),
  key: z.string(),
  kind: z.enum(["added", "removed", "changed", "moved"]),
  name: z.string(),
  path: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  words: z.string(),
});

export const planText = operation({
  name: "agreement.plan-text",
  method: "POST",
  path: "/agreement/text/plan",
  summary: "What a YAML text would change against the version in force, and what is wrong with it. Nothing is written.",
  who: "signed-in",
  body: z.strictObject({ text }),
  response: z.object({
    /** The version it was compared with: the one in force. */
    version: z.number().int(),
    /** Hash of the agreement in the text; null where it could not be read. */
    hash: z.string().nullable(),
    problems: z.array(textProblem),
    changes: z.array(agreementChange),
  }),
});

export const applyText = operation({
  name: "agreement.apply-text",
  method: "POST",
  path: "/agreement/text/apply",
  summary: "Makes a draft of a YAML text, on the version in force. It is never signed by this.",
  who: "signed-in",
  body: z.strictObject({ text, title: z.string().min(1).max(200).optional() }),
  response: z.object({ draftId: z.uuid(), hash: z.string(), /** Where the draft is read and signed, below the base URL. */ path: z.string(), url: z.string(), problems: z.array(textProblem), changes: z.array(agreementChange) }),
  refusals: [
    { code: "text-has-problems", status: 422, title: "The text has problems; no draft was made. Mend them and apply it again." },
    { code: "nothing-to-change", status: 409, title: "The text says the same as the version in force; no draft was made." },
  ],
});
