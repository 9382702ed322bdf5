import { z } from "zod";
import { criteria } from "../criteria/criteria.ts";
import { stages } from "../lifecycle/stage.ts";

/**
 * The Agreement: everything Marketing and Sales signed, in one document that the engine runs. This is its shape; the
 * founding text is `founding-agreement.ts`. Points are whole or decimal points here and milli-points in the engine.
 */

export const key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower-case letters, digits and hyphens");
const words = z.string().max(2_000);
const points = z.number().min(-1_000).max(1_000);

/** How a raw event is recognised as a signal. Text compares case-folded; every given part must hold. */
export const eventPattern = z.strictObject({
  type: z.enum(["track", "page", "screen", "identify", "group"]),
  /** Event name (track) or page/screen name. */
  name: z.string().max(200).optional(),
  pathIs: z.string().max(400).optional(),
  pathStartsWith: z.string().max(400).optional(),
  pathContains: z.string().max(400).optional(),
  /** Properties that must equal these values. */
  properties: z.record(z.string().max(100), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type EventPattern = z.infer<typeof eventPattern>;

export const signalDefinition = z.strictObject({
  key,
  name: words,
  /** Anyone of the patterns recognises it. */
  recognise: z.array(eventPattern).min(1).max(20),
  /** The person asked to be contacted. */
  handRaise: z.boolean().default(false),
});
export type SignalDefinition = z.infer<typeof signalDefinition>;

export const fitRule = z.strictObject({ key, name: words, points, when: criteria, group: key.optional() });
export type FitRule = z.infer<typeof fitRule>;

export const engagementRule = z
  .strictObject({
    key,
    name: words,
    signal: key,
    points,
    per: z.enum(["occurrence", "once"]).default("occurrence"),
    /** At most this many occurrences a company day count. */
    capPerDay: z.number().int().min(1).max(1_000).optional(),
    /** At most this many points (in absolute value) from this rule. */
    cap: z.number().min(0).max(10_000).optional(),
    /** Occurrences older than this many days count nothing … */
    windowDays: z.number().int().min(1).max(3_650).optional(),
    /** … or fade: halved every so many days. A rule has a window or a half-life, not both. */
    halfLifeDays: z.number().int().min(1).max(3_650).optional(),
    group: key.optional(),
  })
  .refine((r) => !(r.windowDays && r.halfLifeDays), { message: "a rule has a window or a half-life, not both" });
export type EngagementRule = z.infer<typeof engagementRule>;

export const ruleGroup = z.strictObject({ key, name: words, cap: z.number().min(0).max(10_000) });

export const grades = ["A", "B", "C", "D"] as const;
export type Grade = (typeof grades)[number];

const threshold = z.number().min(0).max(10_000).nullable();

export const routingTarget = z.union([
  z.strictObject({ user: z.string().max(320) }),
  z.strictObject({ team: key, by: z.enum(["weighted", "least-open", "territory"]).default("weighted") }),
  z.strictObject({ queue: key }),
]);
export type RoutingTarget = z.infer<typeof routingTarget>;

const minutes = z.number().int().min(1).max(525_600);
/** Sales' clauses, by tier of lead; durations are business minutes. */
export const salesClause = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("first-attempt"), key, name: words, tiers: z.array(key).min(1), withinMinutes: minutes, warnAtPercent: z.array(z.number().int().min(1).max(99)).default([50, 80]), target: z.number().min(0).max(100).default(90) }),
  z.strictObject({ kind: z.literal("attempts"), key, name: words, tiers: z.array(key).min(1), attempts: z.number().int().min(1).max(50), channels: z.number().int().min(1).max(4), withinDays: z.number().int().min(1).max(90), target: z.number().min(0).max(100).default(90) }),
  z.strictObject({ kind: z.literal("disposition"), key, name: words, tiers: z.array(key).min(1), withinMinutes: minutes, warnAtPercent: z.array(z.number().int().min(1).max(99)).default([50, 80]), target: z.number().min(0).max(100).default(85) }),
]);
export type SalesClause = z.infer<typeof salesClause>;

/** At how many percent of its time a clause warns; for attempts it is fixed, near the end of their days. */
export function warningsOf(clause: SalesClause): readonly number[] {
  return clause.kind === "attempts" ? [80] : clause.warnAtPercent;
}

/** Marketing's clauses, per calendar quarter. Shares are percent. */
export const marketingClause = z.strictObject({
  kind: z.enum(["mql-volume", "acceptance-rate", "grade-a-or-b", "package-complete"]),
  key,
  name: words,
  atLeast: z.number().min(0),
});
export type MarketingClause = z.infer<typeof marketingClause>;

export const escalationStep = z.strictObject({
  at: z.enum(["warning", "breach"]),
  afterMinutes: z.number().int().min(0).default(0),
  act: z.enum(["remind-owner", "tell-manager", "reassign", "next-review"]),
});

export const rejectionReason = z.strictObject({
  code: key,
  name: words,
  to: z.enum(["nurture", "unqualified"]),
  /** The reason claims that nobody could be reached, so the attempts clause must be met first. */
  needsAttempts: z.boolean().default(false),
});
export type RejectionReason = z.infer<typeof rejectionReason>;

export const agreement = z.strictObject({
  name: words,
  /** Zone of the company day: decay, windows and reports turn over at its midnight. */
  timeZone: z.string(),
  /** ISO 4217; every reported amount is in it. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  idealCustomer: z.strictObject({
    prose: words,
    when: criteria,
    /** What hurts them, in their own words. */
    painPoints: z.array(words).max(50).optional(),
    /** Who is none, although the criteria say so. */
    exclusions: z.strictObject({ prose: words, when: criteria.optional() }).optional(),
  }),
  personas: z.array(z.strictObject({ key, name: words, prose: words })),
  signals: z.array(signalDefinition).max(500),
  fit: z.strictObject({
    rules: z.array(fitRule).max(500),
    groups: z.array(ruleGroup).default([]),
    /** Fit points from which a grade is given; below C is D. */
    gradeFrom: z.strictObject({ A: z.number(), B: z.number(), C: z.number() }),
  }),
  engagement: z.strictObject({ rules: z.array(engagementRule).max(500), groups: z.array(ruleGroup).default([]) }),
  mql: z.strictObject({
    /** Engagement from which each grade qualifies; null is never. */
    grid: z.strictObject({ A: threshold, B: threshold, C: threshold, D: threshold }),
    fastLanes: z.array(z.strictObject({ key, name: words, signal: key })),
    /** Who never becomes an MQL, whatever they do. */
    never: criteria.optional(),
  }),
  /** `entry` says in criteria what the prose says; the engine's own transitions stay what they are. */
  stages: z.array(z.strictObject({ stage: z.enum(stages), owner: z.enum(["marketing", "sales"]), prose: words, entry: criteria.optional() })),
  /** Markets by which targets are set. */
  segments: z.array(z.strictObject({ key, name: words, when: criteria })).max(100).optional(),
  tiers: z.array(z.strictObject({ key, name: words, when: criteria })).min(1),
  packageRequires: z.array(z.string()),
  routing: z.strictObject({
    rules: z.array(z.strictObject({ key, name: words, when: criteria.optional(), to: routingTarget })),
    /** The team whose queue takes what no rule takes: it can't be empty of meaning. */
    fallbackTeam: key,
  }),
  sla: z.strictObject({
    sales: z.array(salesClause),
    marketing: z.array(marketingClause),
    escalation: z.array(escalationStep),
  }),
  rejectionReasons: z.array(rejectionReason).min(1),
  nurture: z.strictObject({ coolOffDays: z.number().int().min(0).max(730) }),
  ageing: z.strictObject({ sqlUntouchedDays: z.number().int().min(1).max(730).nullable() }),
  qualification: z.strictObject({
    framework: words,
    questions: z.array(z.strictObject({ key, name: words, prompt: words })),
    requiredForSql: z.array(key),
  }),
  attribution: z.strictObject({ official: z.enum(["first-touch", "last-touch", "linear"]), windowDays: z.number().int().min(1).max(3_650).nullable() }),
  /** Shared targets by quarter (`2026-Q4`), of everyone or of one segment. Amounts are whole units of the company's currency. */
  targets: z.array(
    z.strictObject({
      quarter: z.string().regex(/^\d{4}-Q[1-4]$/),
      segment: key.optional(),
      mqls: z.number().int().min(0).optional(),
      pipeline: z.number().min(0).optional(),
      revenue: z.number().min(0).optional(),
    }),
  ),
  reviews: z.array(z.strictObject({ key, name: words, every: z.enum(["week", "month", "quarter"]) })),
});
export type Agreement = z.infer<typeof agreement>;
export type AgreementInput = z.input<typeof agreement>;
