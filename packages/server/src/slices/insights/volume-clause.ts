import type { MarketingClause } from "@tandem/domain/agreement/agreement";
import type { EpochDay } from "@tandem/domain/kit/epoch-day";
import { epochDayAt } from "@tandem/domain/kit/zone";
import { proRataByQuarter } from "@tandem/domain/kpis/pace";
import { readPromises } from "../../spine/promises.ts";
import type { Report } from "./report.ts";

/** The company days of a version, as far as is signed, with what it owes of MQLs a quarter. A day is of the version it ends with. */
export interface VolumeStretch {
  readonly version: number;
  readonly fromDay: EpochDay;
  /** Exclusive. */
  readonly toDay: EpochDay;
  readonly clause: MarketingClause | null;
}

type Days = Pick<VolumeStretch, "fromDay" | "toDay">;

/** From the founding to no end, without gaps: nobody owed anything before. Versions that another overtook have no days. */
export async function readVolumeStretches({ sql, inForce, zone }: Report): Promise<VolumeStretch[]> {
  // The founding version is in force from the beginning of time: what it owes begins when it was made.
  const begun = await sql.query<{ version: number; at: Date }>(
    "select version, greatest(effective_from, created_at) as at from agreement_version v where not exists (select from agreement_version n where n.version > v.version and n.effective_from <= v.effective_from) order by version",
  );
  const promises = await readPromises(sql, inForce, begun.map(({ version }) => version));
  const days = begun.map(({ at }) => epochDayAt(zone, at.getTime()));
  return begun.map(({ version }, index) => ({ version, fromDay: days[index]!, toDay: days[index + 1] ?? Infinity, clause: promises(version).marketing.find((one) => one.kind === "mql-volume") ?? null }));
}

/** What the clauses owe in a span, each for its days; null without one. Of quarters that are not `owed` nothing. */
export function volumeOwed(stretches: readonly VolumeStretch[], span: Days, owed: (quarter: EpochDay) => boolean = () => true): number | null {
  const parts = volumesIn(stretches, span).flatMap(({ clause, ...stretch }) => proRataByQuarter(overlap(stretch, span)!, (quarter) => (owed(quarter) ? clause.atLeast : undefined)) ?? []);
  // Parts of a whole number add up to it, not to a hair more.
  return parts.length === 0 ? null : Math.round(parts.reduce((sum, part) => sum + part, 0) * 1e6) / 1e6;
}

/** The stretches of a span in which a clause ran, first to last. */
export function volumesIn(stretches: readonly VolumeStretch[], span: Days): (VolumeStretch & { readonly clause: MarketingClause })[] {
  return stretches.flatMap(({ clause, ...stretch }) => (clause === null || overlap(stretch, span) === null ? [] : { ...stretch, clause }));
}

function overlap(a: Days, b: Days): Days | null {
  const [fromDay, toDay] = [Math.max(a.fromDay, b.fromDay), Math.min(a.toDay, b.toDay)];
  return fromDay < toDay ? { fromDay, toDay } : null;
}
