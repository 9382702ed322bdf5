import { z } from "zod";
import { grades } from "@tandem/domain/agreement/agreement";
import { criteria } from "@tandem/domain/criteria/criteria";
import { id, instant, listOf, stage } from "./parts.ts";

/**
 * Which contacts a list, its count and its export are about. Everything is a plain query string, so that a filtered
 * list has an address that can be kept and sent.
 */
export const contactFilter = {
  /** Part of a name, e-mail, job title or company, at any place. */
  q: z.string().trim().max(200).optional(),
  stage: listOf(stage).optional(),
  grade: listOf(z.enum(grades)).optional(),
  /** Ids of owners; `none` is nobody, `me` is the caller. */
  owner: listOf(z.union([id, z.literal("none"), z.literal("me")])).optional(),
  /** Owned by any member of these teams. */
  team: listOf(id).optional(),
  /** ISO 3166 codes. */
  country: listOf(z.string().max(60)).optional(),
  company: id.optional(),
  /** Channel of the first touch. */
  channel: listOf(z.string().max(60)).optional(),
  createdFrom: instant.optional(),
  createdTo: instant.optional(),
  seenFrom: instant.optional(),
  seenTo: instant.optional(),
  /** Points, not milli-points. */
  engagementAtLeast: z.coerce.number().min(-100_000).max(100_000).optional(),
  /** A criteria tree as JSON: the language that segments and routing speak. */
  criteria: z
    .string()
    .max(20_000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "criteria are a JSON tree" });
        return z.NEVER;
      }
    })
    .pipe(criteria)
    .optional(),
};
const filterShape = z.strictObject(contactFilter);
export type ContactFilter = z.output<typeof filterShape>;

/** Newest, strongest and latest first; names from A to Z. */
export const contactSorts = ["created", "seen", "engagement", "fit", "name"] as const;
export type ContactSort = (typeof contactSorts)[number];
