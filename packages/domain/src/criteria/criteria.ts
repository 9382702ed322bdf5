import { z } from "zod";
import { stages } from "../lifecycle/stage.ts";

/**
 * Criteria: a condition over a contact, its company, its signals and its memberships. One tree, three readings
 * (evaluate in memory, compile to SQL, explain in words), used by ICP, scoring, stages, routing, SLA and segments.
 */

/** A field of the contact or of its company: `contact.title`, `company.employees`, `contact.custom.budget`. */
export const fieldRef = z.string().regex(/^(contact|company)\.(custom\.)?[a-z][a-z0-9_]{0,62}$/);
export type FieldRef = z.infer<typeof fieldRef>;

export const fieldTypes = ["text", "number", "date", "boolean", "choice", "multi-choice", "money", "country"] as const;
export type FieldType = (typeof fieldTypes)[number];

/**
 * A field's value in memory. Dates are company-local days as `YYYY-MM-DD`; money is minor units of the company's
 * currency; a multi-choice is a list; absent is `null`.
 */
export type FieldValue = string | number | boolean | readonly string[] | null;

const scalar = z.union([z.string().max(400), z.number(), z.boolean()]);
const span = z.tuple([z.union([z.string(), z.number()]), z.union([z.string(), z.number()])]);

/**
 * One condition on one field; exactly one operator is given. Text compares case-folded; `between`, `atLeast` and
 * `atMost` include their ends, `before` and `after` do not; a day is "in the last N days" from N days ago up to today.
 */
export const fieldCondition = z
  .strictObject({
    field: fieldRef,
    is: scalar.optional(),
    isAnyOf: z.array(scalar).min(1).max(500).optional(),
    contains: z.string().min(1).max(200).optional(),
    startsWith: z.string().min(1).max(200).optional(),
    atLeast: z.number().optional(),
    atMost: z.number().optional(),
    between: span.optional(),
    before: z.string().optional(),
    after: z.string().optional(),
    inTheLastDays: z.number().int().min(0).max(36_500).optional(),
    isEmpty: z.boolean().optional(),
  })
  .refine((c) => Object.keys(c).length === 2, { message: "a field condition has a field and exactly one operator" });
export type FieldCondition = z.infer<typeof fieldCondition>;

/**
 * How often a signal happened in a window that ends today: a day counts while it is at most `withinDays` days ago.
 * Without a bound it means at least once; `never: true` means not once.
 */
export const signalCondition = z.strictObject({
  signal: z.string().max(63),
  atLeast: z.number().int().min(1).optional(),
  atMost: z.number().int().min(0).optional(),
  withinDays: z.number().int().min(1).max(3650).optional(),
  never: z.boolean().optional(),
  /** The first occurrence ever is at most this many days ago. */
  firstWithinDays: z.number().int().min(0).max(3650).optional(),
  /** It happened once, but the last occurrence is longer ago than this many days. */
  notForDays: z.number().int().min(0).max(3650).optional(),
});
export type SignalCondition = z.infer<typeof signalCondition>;

export const memberCondition = z.strictObject({ memberOf: z.enum(["segment", "campaign", "list"]), key: z.string() });
export const stageCondition = z.strictObject({ stageIsAnyOf: z.array(z.enum(stages)).min(1) });
/** Points are points as people read them (the engine holds milli-points); a grade condition names the grades it accepts. */
export const scoreCondition = z.union([
  z.strictObject({ score: z.enum(["fit", "engagement"]), atLeast: z.number().optional(), atMost: z.number().optional() }),
  z.strictObject({ gradeIsAnyOf: z.array(z.enum(["A", "B", "C", "D"])).min(1) }),
]);

export type Criteria =
  | { all: Criteria[] }
  | { any: Criteria[] }
  | { not: Criteria }
  | FieldCondition
  | SignalCondition
  | z.infer<typeof memberCondition>
  | z.infer<typeof stageCondition>
  | z.infer<typeof scoreCondition>;

/** Deeper trees are refused before they are walked. */
export const maximumDepth = 20;

/** The shape of criteria as they stand in an agreement, a segment or a request. */
export const criteria: z.ZodType<Criteria> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(criteria).max(200) }),
    z.strictObject({ any: z.array(criteria).max(200) }),
    z.strictObject({ not: criteria }),
    fieldCondition,
    signalCondition,
    memberCondition,
    stageCondition,
    scoreCondition,
  ]),
) as z.ZodType<Criteria>;
