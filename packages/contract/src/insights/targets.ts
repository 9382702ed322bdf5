import { z } from "zod";
import { operation } from "../operation.ts";
import { insightReaders } from "./filter.ts";
import { figureRef } from "./figures.ts";

/** The shared targets of a quarter, for everyone and by segment, beside what was reached. */

const quarter = z.string().regex(/^\d{4}-Q[1-4]$/, "2026-Q4");

const measure = z.object({
  measure: z.enum(["mqls", "pipeline", "revenue"]),
  /** MQLs; of pipeline and revenue minor units of the company's currency. */
  target: z.number().int(),
  actual: z.number().int(),
  /** What the target asks for by now, by days of the quarter. */
  dueByNow: z.number().int(),
  met: z.boolean(),
  /** How many of the rows have no amount in the company's currency: counted apart, never summed. */
  withoutAmount: z.number().int(),
  figure: figureRef,
});

export const readTargets = operation({
  name: "insights.read-targets",
  method: "GET",
  path: "/insights/targets",
  summary: "The agreement's targets of a quarter (the one running, where none is named) for everyone and by segment, against what was reached; each number opens its rows.",
  who: insightReaders,
  query: z.strictObject({ quarter: quarter.optional() }),
  response: z.object({
    countedAt: z.string(),
    currency: z.string(),
    /** Whose targets and segments these are: the version in force. */
    agreementVersion: z.number().int(),
    quarter,
    /** Quarters for which the agreement has targets, the earliest first. */
    quarters: z.array(quarter),
    daysPassed: z.number().int(),
    days: z.number().int(),
    rows: z.array(z.object({ segment: z.string().nullable(), name: z.string(), measures: z.array(measure) })),
  }),
});
