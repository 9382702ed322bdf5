import type { CalibrationAsk, CalibrationReport } from "@tandem/contract/lab/calibration";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { calibrate } from "@tandem/domain/calibration/calibrate";
import { draftFromFields, draftFromRules } from "@tandem/domain/calibration/draft-agreement";
import type { PeopleTable } from "@tandem/domain/calibration/people-table";
import { monthDays, reportOf, type ReportAround } from "./report.ts";

/** What goes to the thread that learns, and what comes back: both are plain data. */
export interface ToLearn {
  readonly table: PeopleTable;
  readonly ask: Pick<CalibrationAsk, "from" | "precision" | "volume">;
  readonly agreement: Agreement;
  readonly around: Omit<ReportAround, "columns">;
}

export interface Learned {
  readonly report: CalibrationReport;
  /** The whole agreement as it would be; null where nothing is suggested. */
  readonly document: Agreement | null;
}

export function learn({ table, ask, agreement, around }: ToLearn, onStep: (done: number, of: number) => void): Learned {
  const found = calibrate(table, { from: ask.from, precision: ask.precision, onStep });
  const options = { precision: ask.precision, wanted: wantedPeople(ask.volume, found.people, around.spanDays) };
  const document = found.nothing ? null : ask.from === "rules" ? draftFromRules(agreement, table, found, options) : draftFromFields(agreement, found, options);
  return { report: reportOf(found, { ...around, columns: table.columns }), document };
}

/** How many of the people learned from that comes to; without dates a month says nothing, and precision decides. */
function wantedPeople(volume: CalibrationAsk["volume"], people: number, spanDays: number | null): number | null {
  if (volume === null) return null;
  if ("share" in volume) return Math.round(people * volume.share);
  return spanDays === null ? null : Math.round((volume.aMonth * spanDays) / monthDays);
}
