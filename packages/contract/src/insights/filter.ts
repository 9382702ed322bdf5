import { grades } from "@tandem/domain/agreement/agreement";
import { periodChoices } from "@tandem/domain/kpis/period";
import { z } from "zod";
import type { RefusalKind, Role } from "../operation.ts";

/** What every report of Tandem is filtered by: the same words in every address, so that a link shows what its sender saw. */

/** Everyone who works with leads and money; the administrator configures and audits (TRUST). */
export const insightReaders: readonly Role[] = ["marketing", "sales-rep", "sales-manager", "revops", "executive"];

const day = z.iso.date();

/** Which stretch of time; `from` and `to` (both included, company days) with `custom` only. */
export const periodFilter = {
  period: z.enum(periodChoices).default("this-quarter"),
  from: day.optional(),
  to: day.optional(),
};

/** Which people, and their handoffs and deals. Channel is that of the first touch; an owner's team is theirs today. */
export const segmentFilter = {
  country: z.string().max(100).optional(),
  grade: z.enum(grades).optional(),
  channel: z.string().max(100).optional(),
  owner: z.uuid().optional(),
  team: z.uuid().optional(),
  /** Only what this version of the agreement made: leads, MQLs, handoffs, clocks and the deals that came of them. */
  agreementVersion: z.coerce.number().int().min(1).max(1_000_000).optional(),
};

export const reportFilter = z.strictObject({ ...periodFilter, ...segmentFilter });
export type ReportFilter = z.output<typeof reportFilter>;
export type ReportFilterInput = z.input<typeof reportFilter>;

/** The period a report is about, as the server understood it. */
export const periodShape = z.object({
  choice: z.enum(periodChoices),
  name: z.string(),
  /** Company days, both included. */
  from: z.string(),
  to: z.string(),
  /** The part of it that has passed ends here. */
  countedTo: z.string(),
  /** Still running, so its numbers will grow. */
  running: z.boolean(),
});

export const moneyShape = z.object({ amount: z.number().int(), currency: z.string() });

export const badPeriod: RefusalKind = { code: "bad-period", status: 400, title: "A period of your own needs a first and a last day, in that order. Choose both." };
