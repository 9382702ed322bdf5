import type { Dashboard } from "@tandem/contract/insights/dashboard";
import type { EpochDay } from "@tandem/domain/kit/epoch-day";
import { epochDayAt } from "@tandem/domain/kit/zone";
import type { Report } from "./report.ts";

/** When the version a report is filtered by stood. */
export interface VersionStanding {
  readonly version: number;
  readonly since: Date | null;
  /** A later version took its place then; null while it is the newest. */
  readonly until: Date | null;
  /** Company day it took effect on; null where it never did: there is none, or a newer one came before its date. */
  readonly fromDay: EpochDay | null;
  readonly ended: boolean;
}

/** Null where the report is of every version. */
export async function readVersionStanding({ sql, segment, zone, now }: Report): Promise<VersionStanding | null> {
  const version = segment.agreementVersion;
  if (version === undefined) return null;
  const { since, until } = await sql.one<{ since: Date | null; until: Date | null }>(
    `select (select effective_from from agreement_version where version = $1 and not exists (select from agreement_version n where n.version > $1 and n.effective_from <= agreement_version.effective_from)) as since,
       (select min(effective_from) from agreement_version where version > $1) as until`,
    [version],
  );
  return { version, since, until, fromDay: since && epochDayAt(zone, since.getTime()), ended: until !== null && until <= now };
}

/** The standing as it goes over the wire. */
export function describeStanding(of: VersionStanding | null): Dashboard["ofVersion"] {
  return of && { version: of.version, since: of.since?.toISOString() ?? null, until: of.until?.toISOString() ?? null };
}
