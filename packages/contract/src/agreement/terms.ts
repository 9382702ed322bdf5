import { fieldRef, fieldTypes } from "@tandem/domain/criteria/criteria";
import { z } from "zod";
import { operation } from "../operation.ts";

/** What criteria, rules and routing may speak about in this company: real fields, values, campaigns, teams and people. */

export const listTerms = operation({
  name: "agreement.list-terms",
  method: "GET",
  path: "/agreement/terms",
  summary: "Fields, campaigns, event names, teams and people that an agreement may name.",
  who: "signed-in",
  response: z.object({
    fields: z.array(z.object({ ref: fieldRef, name: z.string(), entity: z.enum(["contact", "company"]), type: z.enum(fieldTypes), options: z.array(z.string()).nullable(), custom: z.boolean() })),
    /** Signals of the version in force; a draft has its own. */
    signals: z.array(z.object({ key: z.string(), name: z.string() })),
    /** What `memberOf: campaign` may name; the first 500. */
    campaigns: z.array(z.object({ key: z.string(), name: z.string() })),
    /** Events heard lately that a signal may be made of, most frequent first. */
    events: z.array(z.object({ type: z.string(), name: z.string(), count: z.number().int() })),
    teams: z.array(z.object({ key: z.string(), name: z.string(), side: z.enum(["marketing", "sales"]), receivers: z.number().int() })),
    people: z.array(z.object({ email: z.string(), name: z.string(), role: z.string() })),
  }),
});

export const listValues = operation({
  name: "agreement.list-values",
  method: "GET",
  path: "/agreement/values",
  summary: "Values that a field really has, most frequent first, with how many people or companies have them.",
  who: "signed-in",
  query: z.strictObject({ field: fieldRef, text: z.string().max(200).default(""), limit: z.coerce.number().int().min(1).max(50).default(20) }),
  response: z.object({
    values: z.array(z.object({ value: z.union([z.string(), z.number(), z.boolean()]), count: z.number().int() })),
    /** Rows that were looked at. Where that is a sample, counts are scaled up from it and rounded. */
    sampled: z.boolean(),
    looked: z.number().int(),
  }),
  refusals: [{ code: "no-such-field", status: 404, title: "There is no such field. Choose one of the list of fields." }],
});
