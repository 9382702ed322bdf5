import { z } from "zod";
import { badCursor, operation } from "../operation.ts";
import { badPeriod, insightReaders, periodFilter, segmentFilter } from "./filter.ts";

/** Every figure that opens: its rows are listed by the definition that counted it. */
export const figures = [
  "leads", "reached-mql", "reached-sal", "reached-sql", "reached-opportunity", "reached-customer", "skipped", "contradictory",
  "cohort-leads", "cohort-customers", "origin-leads", "origin-customers",
  "mqls", "passages", "returned", "accounted",
  "deals-decided", "deals-won", "deals-open", "deals-without-rate", "deals-with-amount", "deals-with-cycle",
  "clocks", "handoffs", "handoffs-by-grade", "handoffs-by-package", "handoffs-decided", "rejections", "speed", "time-in-stage",
  "target-mqls", "target-pipeline", "target-revenue",
] as const;
export type Figure = (typeof figures)[number];

/** A figure and, where it has parts, which part: a month, a week (its Monday), a source, a stage, a clause, a reason, a place of the conservation report, a target's quarter and segment ("2026-Q4 dach"). */
export const figureRef = z.object({ figure: z.enum(figures), key: z.string().nullable() });
export type FigureRef = z.infer<typeof figureRef>;

/** Written for a source of which nothing was recorded; an empty text is an empty text. */
export const noSource = "-";
/** Precedes a recorded source, so that one named "-" is not taken for none. */
export const sourceKey = (source: string | null): string => (source === null ? noSource : `=${source}`);

export const figureRow = z.object({
  id: z.uuid(),
  /** When it happened: became a lead, won, opened … */
  at: z.string(),
  contact: z.object({ id: z.uuid(), name: z.string(), company: z.string().nullable() }).nullable(),
  opportunity: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  handoffId: z.uuid().nullable(),
  /** What is said of it here: where it stands, its reason, its state. */
  detail: z.string(),
  value: z.number().nullable(),
  /** A duration is time on the wall. */
  unit: z.enum(["money", "duration"]).nullable(),
  /** Of a clock: the time its verdict is by, milliseconds in what it counts. `usedMs` null where it never was met. */
  judged: z.object({ usedMs: z.number().int().nullable(), allowedMs: z.number().int(), measure: z.enum(["business", "calendar"]) }).nullable(),
});
export type FigureRow = z.infer<typeof figureRow>;

/** A group of the rows by what became of them; `among` false is one the figure leaves out, told beside it. */
export const figurePart = z.object({ name: z.string(), count: z.number().int(), among: z.boolean() });
export type FigurePart = z.infer<typeof figurePart>;

export const listFigureRows = operation({
  name: "insights.list-rows",
  method: "GET",
  path: "/insights/rows",
  summary: "The rows behind a figure, newest first, each with its person. Rows you may not see are counted as hidden, so that the sum is still the figure.",
  who: insightReaders,
  query: z.strictObject({
    figure: z.enum(figures),
    key: z.string().max(400).optional(),
    ...periodFilter,
    ...segmentFilter,
    cursor: z.string().max(1_000).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({
    rows: z.array(figureRow),
    next: z.string().nullable(),
    count: z.object({ value: z.number().int(), capped: z.boolean() }).nullable(),
    /** How many of the figure's rows are not yours to see; counted with the first page only. */
    hidden: z.number().int(),
    /** What the deals of a figure of money come to, hidden ones included, minor units of the company's currency; with the first page only. */
    sum: z.number().int().nullable(),
    /** What the rows come to, hidden ones included ("met", "late"); with the first page only, and empty where nothing is judged. */
    parts: z.array(figurePart),
  }),
  refusals: [badPeriod, badCursor],
});

export const conservationCheck = z.object({
  key: z.string(),
  name: z.string(),
  /** What must be true. */
  promise: z.string(),
  offenders: z.number().int(),
  rows: z.array(figureRow),
});

export const readConservation = operation({
  name: "insights.read-conservation",
  method: "GET",
  path: "/insights/conservation",
  summary: "Nothing falls through: every MQL that came in is accounted for in exactly one place, and every promise that keeps it so is checked, with offenders by name.",
  who: insightReaders,
  query: z.strictObject({ ...periodFilter, ...segmentFilter }),
  response: z.object({
    countedAt: z.string(),
    leadsIn: z.number().int(),
    accounted: z.number().int(),
    places: z.array(z.object({ key: z.string(), name: z.string(), side: z.enum(["marketing", "sales", "nobody"]), count: z.number().int(), figure: figureRef })),
    checks: z.array(conservationCheck),
  }),
  refusals: [badPeriod],
});

export const listKpis = operation({
  name: "insights.list-kpis",
  method: "GET",
  path: "/insights/kpis",
  summary: "The KPI catalogue: every number Tandem reports with its formula, unit, basis and the direction that is good.",
  who: insightReaders,
  response: z.array(
    z.object({ key: z.string(), name: z.string(), formula: z.string(), unit: z.string(), basis: z.enum(["cohort", "period", "now"]), good: z.enum(["up", "down", "neither"]) }),
  ),
});

export const listSegments = operation({
  name: "insights.list-segments",
  method: "GET",
  path: "/insights/segments",
  summary: "What the segment filter offers: the countries and channels of leads, and who owns them.",
  who: insightReaders,
  response: z.object({
    countries: z.array(z.string()),
    channels: z.array(z.string()),
    owners: z.array(z.object({ id: z.uuid(), name: z.string() })),
    teams: z.array(z.object({ id: z.uuid(), name: z.string() })),
  }),
});
