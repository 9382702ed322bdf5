import { attributionModels } from "@tandem/domain/attribution/credit";
import { z } from "zod";
import { badPeriod, moneyShape, periodFilter, periodShape, segmentFilter } from "../insights/filter.ts";
import { badCursor, operation } from "../operation.ts";
import { campaignReaders, contactLink, cursor, id, limit, noSuchCampaign } from "./parts.ts";

/**
 * The closed loop: what each campaign, channel or source brought, under one attribution model. Credits are basis points
 * (10,000 is one lead or one deal); every column sums to its total exactly.
 */

export const closedLoopFigures = ["leads", "mqls", "sals", "sqls", "opportunities", "won", "customers"] as const;
export type ClosedLoopFigure = (typeof closedLoopFigures)[number];

const cell = z.object({
  /** Basis points. */
  credit: z.number().int(),
  /** How many had at least one touch of it: influenced, not sourced. */
  touched: z.number().int(),
});

const figuresOf = z.object({ leads: cell, mqls: cell, sals: cell, sqls: cell, opportunities: cell, won: cell, customers: cell });

export const closedLoopRow = z.object({
  /** A campaign's id, a channel, `=source`; `none` (a touch of no campaign), `no-touch`, `-` (no source recorded). */
  key: z.string(),
  name: z.string(),
  kind: z.enum(["campaign", "channel", "source", "none", "no-touch"]),
  figures: figuresOf,
  /** Minor units of the company's currency. */
  revenue: z.number().int(),
  /** Null where spend cannot be told apart this way. */
  cost: z.number().int().nullable(),
  costPerLead: z.number().int().nullable(),
  costPerSql: z.number().int().nullable(),
  /** Percent. */
  roi: z.number().nullable(),
  /** Leads it touched that are younger than most sales take. */
  young: z.number().int(),
  /** So many of its leads are young that revenue and ROI are what is known so far, not bad. */
  maturing: z.boolean(),
});
export type ClosedLoopRow = z.infer<typeof closedLoopRow>;

const choices = {
  /** The agreement's official model where left out. */
  model: z.enum(attributionModels).optional(),
  /** Cohort: of those who became leads in the period, whenever it happened. Period: what happened in it. */
  basis: z.enum(["cohort", "period"]).default("cohort"),
};
const by = z.enum(["campaign", "channel", "source"]).default("campaign");

export const readClosedLoop = operation({
  name: "campaigns.read-closed-loop",
  method: "GET",
  path: "/campaigns/closed-loop",
  summary: "Leads, MQLs, SQLs, opportunities, won deals, revenue, cost and ROI by campaign, channel or source under an attribution model.",
  who: campaignReaders,
  query: z.strictObject({ by, ...choices, ...periodFilter, ...segmentFilter }),
  response: z.object({
    countedAt: z.string(),
    currency: z.string(),
    period: periodShape,
    model: z.enum(attributionModels),
    official: z.enum(attributionModels),
    windowDays: z.number().int().nullable(),
    rows: z.array(closedLoopRow),
    total: closedLoopRow,
    /** What the rows with a cost brought: credits of leads and SQLs, minor units. The total's cost per lead, cost per SQL and ROI set the cost against it. Null where there is no cost. */
    broughtByCost: z.object({ leads: z.number().int(), sqls: z.number().int(), revenue: z.number().int() }).nullable(),
    /** Counted apart and said: won deals and spend entries without a rate. */
    wonWithoutRate: z.number().int(),
    spendWithoutRate: z.number().int(),
    /** Why there is no cost, where there is none. */
    costUnavailable: z.string().nullable(),
    /** Leads of the period that went past a stage without an episode of it: the funnel counts them, no column here does. Null for what happened in the period. */
    skipped: z.object({ mqls: z.number().int(), sqls: z.number().int() }).nullable(),
  }),
  refusals: [badPeriod],
});
export type ClosedLoop = z.infer<(typeof readClosedLoop)["response"]>;

export const creditRow = z.object({
  id,
  at: z.string(),
  contact: contactLink.nullable(),
  opportunity: z.object({ id, name: z.string(), state: z.string() }).nullable(),
  credit: z.number().int(),
  /** Minor units of the company's currency: this key's part of the deal. */
  amount: z.number().int().nullable(),
});
export type CreditRow = z.infer<typeof creditRow>;

export const listClosedLoopRows = operation({
  name: "campaigns.list-closed-loop-rows",
  method: "GET",
  path: "/campaigns/closed-loop/rows",
  summary: "The leads or deals behind one cell of the closed loop, with the credit of each. Deals that are not yours to see are counted as hidden.",
  who: campaignReaders,
  query: z.strictObject({ figure: z.enum(closedLoopFigures), key: z.string().max(400).optional(), by, ...choices, ...periodFilter, ...segmentFilter, cursor: cursor.optional(), limit }),
  response: z.object({ rows: z.array(creditRow), next: z.string().nullable(), count: z.number().int(), credit: z.number().int(), amount: z.number().int(), hidden: z.number().int() }),
  refusals: [badPeriod, badCursor],
});

const reasonCount = z.object({ code: z.string(), name: z.string(), count: z.number().int() });

export const readResults = operation({
  name: "campaigns.read-results",
  method: "GET",
  path: "/campaigns/:campaignId/results",
  summary: "What a campaign brought and what became of it: credited and touched people at each stage, deals, cost, and the fate of its leads at Sales.",
  who: campaignReaders,
  params: z.strictObject({ campaignId: id }),
  query: z.strictObject({ ...choices, ...periodFilter, ...segmentFilter }),
  response: z.object({
    countedAt: z.string(),
    currency: z.string(),
    period: periodShape,
    model: z.enum(attributionModels),
    official: z.enum(attributionModels),
    row: closedLoopRow,
    /** People with a touch of it before, by what became of the handoff. */
    outcomes: z.object({ handedOver: z.number().int(), waiting: z.number().int(), accepted: z.number().int(), qualified: z.number().int(), rejected: z.number().int(), other: z.number().int(), reasons: z.array(reasonCount) }),
  }),
  refusals: [noSuchCampaign, badPeriod],
});
export type CampaignResults = z.infer<(typeof readResults)["response"]>;

export const outcomeStates = ["open", "accepted", "qualified", "rejected-nurture", "rejected-unqualified", "merged", "withdrawn"] as const;

export const outcomeRow = z.object({
  handoffId: id,
  contact: contactLink,
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  state: z.enum(outcomeStates),
  grade: z.string(),
  owner: z.object({ id, name: z.string() }).nullable(),
  team: z.string(),
  reason: z.object({ code: z.string(), name: z.string() }).nullable(),
  words: z.string().nullable(),
  /** The latest deal the person is in the buying group of. */
  opportunity: z.object({ id, name: z.string(), state: z.string(), amount: moneyShape.nullable() }).nullable(),
  stage: z.string(),
});
export type OutcomeRow = z.infer<typeof outcomeRow>;

export const listOutcomes = operation({
  name: "campaigns.list-outcomes",
  method: "GET",
  path: "/campaigns/outcomes",
  summary: "What became of each lead that was passed to Sales, and why; of one campaign's leads or of all.",
  who: campaignReaders,
  query: z.strictObject({
    campaign: id.optional(),
    /** `rejected` is either rejection. */
    state: z.enum([...outcomeStates, "rejected"]).optional(),
    reason: z.string().max(100).optional(),
    ...periodFilter,
    ...segmentFilter,
    cursor: cursor.optional(),
    limit,
  }),
  response: z.object({ rows: z.array(outcomeRow), next: z.string().nullable() }),
  refusals: [badPeriod, badCursor],
});
