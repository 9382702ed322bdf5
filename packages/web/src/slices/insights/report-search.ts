import { figures, type Figure, type FigureRef } from "@tandem/contract/insights/figures";
import { reportFilter, type ReportFilterInput } from "@tandem/contract/insights/filter";

const segmentKeys = ["country", "grade", "channel", "owner", "team", "agreementVersion"] as const;

/** The part of an address that filters a report, read without trust: what is not understood is left out. */
const keys = ["period", "from", "to", ...segmentKeys] as const;

export function readReportSearch(search: Readonly<Record<string, unknown>>): ReportFilterInput {
  const filter: Record<string, string> = {};
  for (const key of keys) {
    const value = search[key];
    if (value === undefined || value === null || value === "") continue;
    const read = reportFilter.shape[key].safeParse(String(value));
    if (read.success) filter[key] = String(value);
  }
  // Half a period of one's own asks for nothing yet.
  const isHalf = !filter["from"] || !filter["to"] || filter["from"] > filter["to"];
  if (filter["period"] === "custom" && isHalf) delete filter["period"];
  if (filter["period"] !== "custom") {
    delete filter["from"];
    delete filter["to"];
  }
  return filter as ReportFilterInput;
}

/** The figure whose rows an address has open. */
export function openedFigure(search: Readonly<Record<string, string | undefined>>): FigureRef | null {
  const figure = search["rows"];
  return figure && (figures as readonly string[]).includes(figure) ? { figure: figure as Figure, key: search["part"] ?? null } : null;
}

/** How many parts of the segment are chosen. */
export function countSegment(filter: ReportFilterInput): number {
  return segmentKeys.filter((key) => filter[key] !== undefined).length;
}

/** What an address changes to when nothing of the segment is chosen any more. */
export const wholeSegment: Record<string, undefined> = Object.fromEntries(segmentKeys.map((key) => [key, undefined]));
