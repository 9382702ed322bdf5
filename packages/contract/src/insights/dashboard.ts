import { stages } from "@tandem/domain/lifecycle/stage";
import { z } from "zod";
import { operation } from "../operation.ts";
import { badPeriod, insightReaders, periodShape, reportFilter } from "./filter.ts";
import { figureRef } from "./figures.ts";

const duration = z.number().nullable();

/** One number with its definition, what it was before, and the rows behind it. */
export const tile = z.object({
  key: z.string(),
  name: z.string(),
  /** Null where it is not available; `unavailable` says why. */
  value: z.number().nullable(),
  unit: z.enum(["count", "percent", "money", "money-per-day", "days", "duration", "ratio"]),
  /** A word or two beside the number: "won", "median", "in period". */
  basis: z.string(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  previous: z.object({ value: z.number(), name: z.string(), verdict: z.enum(["good", "bad", "neutral"]) }).nullable(),
  /** The formula with the numbers in it, each as a piece of text or a number to be written in the reader's way. */
  definition: z.array(z.union([z.string(), z.object({ value: z.number(), unit: z.enum(["count", "percent", "money", "days"]) })])),
  /** What is counted apart and said: amounts without a rate, data that contradicts itself. */
  apart: z.string().nullable(),
  maturing: z.boolean(),
  unavailable: z.string().nullable(),
  figure: figureRef,
});
export type Tile = z.infer<typeof tile>;

const funnelStep = z.object({
  stage: z.enum(stages),
  name: z.string(),
  /** People who reached this stage or a later one. */
  reached: z.number().int(),
  /** Of these, how many never had an episode of this stage. */
  skipped: z.number().int(),
  /** Reached the stage before and may still come. */
  mayPass: z.number().int(),
  /** From the stage before to this one, in the median; milliseconds. */
  medianMs: duration,
  /** Of how many the median is: those who went through both stages with dates that agree, the latest 5,000 at most. */
  medianOf: z.number().int(),
  figure: figureRef,
});

const clauseLine = z.object({
  key: z.string(),
  name: z.string(),
  kind: z.string(),
  /** Percent; for a volume the count. */
  value: z.number().nullable(),
  /** What the clause owes: percent, or the count owed by now, by the days of the quarter that have passed. */
  owed: z.number().nullable(),
  /** Of the whole period, where the clause is a volume. */
  owedInAll: z.number().nullable(),
  met: z.boolean().nullable(),
  numerator: z.number().int(),
  denominator: z.number().int(),
  excused: z.number().int(),
  /** Under which versions what is counted ran, each judged by its own clause; empty where nothing is. */
  versions: z.array(z.number().int()),
  /** The clause as the report's version has it (the one in force, or the one filtered by); false is one that changed or went since. */
  current: z.boolean(),
  figure: figureRef,
});
export type ClauseLine = z.infer<typeof clauseLine>;

export const dashboard = z.object({
  countedAt: z.string(),
  /** There is no lead and no opportunity yet, in no segment and in no period. */
  blank: z.boolean(),
  currency: z.string(),
  timeZone: z.string(),
  agreementVersion: z.number().int(),
  /** The version filtered by and when it stood; `since` null where there is none of that number. */
  ofVersion: z.object({ version: z.number().int(), since: z.string().nullable(), until: z.string().nullable() }).nullable(),
  period: periodShape,
  tiles: z.array(tile),
  funnel: z.object({ steps: z.array(funnelStep), maturing: z.boolean() }),
  pace: z
    .object({
      periodName: z.string(),
      from: z.string(),
      to: z.string(),
      soFar: z.number().int(),
      daysPassed: z.number().int(),
      days: z.number().int(),
      /** What is aimed at in the whole period, and whether the shared target or the signed clause says so. */
      target: z.number().int().nullable(),
      aim: z.enum(["target", "clause"]).nullable(),
      /** What Marketing owes of the whole period, also where both teams aim at another number. */
      owed: z.number().int().nullable(),
      dueByNow: z.number().int().nullable(),
      /** Null where nothing is forecast; `noForecast` says why. */
      forecast: z.number().int().nullable(),
      low: z.number().int().nullable(),
      high: z.number().int().nullable(),
      /** The version filtered by has run for less than a week, or makes no more MQLs. */
      noForecast: z.enum(["young", "ended"]).nullable(),
      /** MQLs on each day that has passed, the first day first. */
      daily: z.array(z.number().int()),
      figure: figureRef,
    })
    .nullable(),
  flows: z.object({
    /** MQL episodes of the cohort, and the sum over the places: equal, or something fell through. */
    total: z.number().int(),
    accounted: z.number().int(),
    returned: z.number().int(),
    places: z.array(z.object({ place: z.string(), name: z.string(), count: z.number().int(), figure: figureRef })),
    /** Ribbons from stage to stage or place; `skips` marks those that leave a stage out. */
    links: z.array(z.object({ from: z.string(), to: z.string(), count: z.number().int(), skips: z.boolean() })),
  }),
  sla: z.object({
    marketing: z.array(clauseLine),
    sales: z.array(clauseLine),
    /** Under which versions the clocks ran that are counted. */
    versions: z.array(z.number().int()),
  }),
  weeks: z.array(z.object({ week: z.string(), mqls: z.number().int(), due: z.number().nullable(), aim: z.enum(["target", "clause"]).nullable(), partial: z.boolean(), figure: figureRef })),
  velocity: z.array(z.object({ stage: z.enum(stages), name: z.string(), count: z.number().int(), medianMs: duration, p90Ms: duration, figure: figureRef })),
  speed: z.array(z.object({ key: z.string(), name: z.string(), side: z.enum(["system", "people"]), count: z.number().int(), medianMs: duration, p95Ms: duration, figure: figureRef })),
  dispositions: z.object({
    opened: z.number().int(),
    waiting: z.number().int(),
    /** Accepted and in work, qualified, rejected (before or after accepting), merged or withdrawn: with those that wait they are all. */
    accepted: z.number().int(),
    qualified: z.number().int(),
    /** Either way. */
    rejected: z.number().int(),
    rejectedToNurture: z.number().int(),
    rejectedAsUnqualified: z.number().int(),
    other: z.number().int(),
    reasons: z.array(z.object({ code: z.string(), name: z.string(), to: z.string(), count: z.number().int(), figure: figureRef })),
  }),
  cohorts: z.object({
    rows: z.array(z.object({ month: z.string(), leads: z.number().int(), customers: z.number().int(), maturing: z.boolean() })),
    leads: z.number().int(),
    customers: z.number().int(),
    /** Days within which nineteen of twenty customers are won; a younger cohort is still maturing. */
    typicalDays: z.number().nullable(),
  }),
  /** `source` null: nothing was recorded; empty text: recorded as empty. */
  origins: z.array(z.object({ source: z.string().nullable(), leads: z.number().int(), customers: z.number().int(), figure: figureRef })),
  contradictory: z.object({ count: z.number().int(), figure: figureRef }),
});
export type Dashboard = z.infer<typeof dashboard>;

export const readDashboard = operation({
  name: "insights.read-dashboard",
  method: "GET",
  path: "/insights/dashboard",
  summary: "The shared dashboard of a period and segment: every figure with its definition, what it was before, and the name under which its rows are listed.",
  who: insightReaders,
  query: reportFilter,
  response: dashboard,
  refusals: [badPeriod],
});
