import { readDrift } from "@tandem/contract/agreement/drift";
import { idealCustomerCriteria } from "@tandem/domain/agreement/ideal-customer";
import { criteriaToSql } from "@tandem/domain/criteria/to-sql";
import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { startOfDay } from "@tandem/domain/kit/zone";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import { agreementInForce, type InForce } from "../../spine/agreement-in-force.ts";
import { dayIn } from "../../spine/company-day.ts";
import { contactDialect } from "../people/door.ts";
import { watchShare, type Tally, type WatchedShare } from "./watch-share.ts";

/** Days of the present stretch, and of the four quarters before it. */
const daysNow = 13 * 7;
const daysBefore = 52 * 7;

/** Handoffs before from which bands are cut; with fewer there is one band. */
const fewestForBands = 80;

interface Spans {
  /** Instants at which the earlier stretch begins, the present one begins, and it ends. */
  readonly cuts: readonly [Date, Date, Date];
  readonly timeZone: string;
}

export const readDriftRoute = handle(readDrift, async ({ app }) => {
  const at = app.clock.now();
  const inForce = await agreementInForce(app.db, at);
  const zone = inForce.agreement.timeZone;
  const today = dayIn(zone, at);
  const [first, turn, last] = [today - daysNow - daysBefore + 1, today - daysNow + 1, today] as const;
  const spans: Spans = { cuts: [new Date(startOfDay(zone, first)), new Date(startOfDay(zone, turn)), new Date(startOfDay(zone, last + 1))], timeZone: zone };
  const [weeks, bands] = await Promise.all([winnersByWeek(app.db, inForce, spans, today), bandsOf(app.db, spans)]);
  const tally = (stretch: "now" | "before"): Tally => weeks.filter((week) => week.stretch === stretch).reduce((sum, week) => ({ hits: sum.hits + week.matching, of: sum.of + week.won }), { hits: 0, of: 0 });
  const winners = watchShare("winners", "Winners who match the ideal customer", tally("now"), tally("before"), (now, besideUsual) => `${now} of the deals won in the last 13 weeks match the ideal customer, ${besideUsual}.`);
  return {
    version: inForce.version,
    now: { from: isoFromEpochDay(turn), to: isoFromEpochDay(last) },
    before: { from: isoFromEpochDay(first), to: isoFromEpochDay(turn - 1) },
    winners,
    weeks: mergeWeeks(weeks),
    bands,
    drifting: [winners, ...bands].some((one) => one.standing === "below" || one.standing === "above"),
  };
});

interface WeekRow {
  readonly week: string;
  readonly stretch: "now" | "before";
  readonly won: number;
  readonly matching: number;
}

/** Won deals by week, and those of whose people somebody matches. Judged by what is known of them today. */
async function winnersByWeek(sql: Sql, inForce: InForce, { cuts, timeZone }: Spans, today: number): Promise<WeekRow[]> {
  const matches = criteriaToSql(idealCustomerCriteria(inForce.agreement), contactDialect(inForce), today, 5);
  return sql.query<WeekRow>(
    `select to_char(date_trunc('week', closed_at at time zone $4), 'YYYY-MM-DD') as week, case when closed_at >= $2 then 'now' else 'before' end as stretch, count(*)::int as won, (count(*) filter (where matching))::int as matching
     from (select o.closed_at, exists (select from opportunity_contact oc join contact m on m.id = oc.contact_id join contact c on c.id = m.survivor_id where oc.opportunity_id = o.id and ${matches.text}) as matching
           from opportunity o where o.state = 'won' and o.closed_at >= $1 and o.closed_at < $3 and exists (select from opportunity_contact oc where oc.opportunity_id = o.id)) w
     group by 1, 2 order by 1`,
    [...cuts, timeZone, ...matches.values],
  );
}

/** A week in which the present stretch begins belongs to both. */
function mergeWeeks(rows: readonly WeekRow[]): { week: string; won: number; matching: number }[] {
  const weeks = new Map<string, { week: string; won: number; matching: number }>();
  for (const { week, won, matching } of rows) {
    const known = weeks.get(week);
    weeks.set(week, { week, won: won + (known?.won ?? 0), matching: matching + (known?.matching ?? 0) });
  }
  return [...weeks.values()];
}

interface BandRow {
  readonly band: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly now_hits: number;
  readonly now_of: number;
  readonly before_hits: number;
  readonly before_of: number;
}

/** Acceptance of what was handed over, in four bands of the score it was handed over with; cut at whole points so that each held about a quarter before. */
async function bandsOf(sql: Sql, { cuts }: Spans): Promise<WatchedShare[]> {
  const rows = await sql.query<BandRow>(
    `with h as materialized (
       select fit + engagement as score, opened_at >= $2 as now, accepted_at is not null or state in ('accepted', 'qualified') as accepted from handoff
       where opened_at >= $1 and opened_at < $3 and (accepted_at is not null or state in ('accepted', 'qualified', 'rejected-nurture', 'rejected-unqualified'))),
     q as (select case when count(*) < ${fewestForBands} then '{}' else (select array_agg((floor(cut / 1000.0)::int + 1) * 1000 order by cut) from unnest(percentile_disc(array[0.25, 0.5, 0.75]) within group (order by score)) cut) end as at from h where not now),
     b as (select h.*, (select count(*) from unnest(q.at) cut where h.score >= cut)::int as band, q.at from h, q)
     select band, at[band] as low, at[band + 1] as high, (count(*) filter (where now and accepted))::int as now_hits, (count(*) filter (where now))::int as now_of,
       (count(*) filter (where not now and accepted))::int as before_hits, (count(*) filter (where not now))::int as before_of
     from b group by band, at order by band`,
    [...cuts],
  );
  return rows.map((row) => {
    const name = bandName(row.low, row.high);
    return watchShare(`band-${row.band + 1}`, name, { hits: row.now_hits, of: row.now_of }, { hits: row.before_hits, of: row.before_of }, (now, besideUsual) => `${name}: Sales accepted ${now} in the last 13 weeks, ${besideUsual}.`);
  });
}

function bandName(low: number | null, high: number | null): string {
  const points = (milli: number) => String(Math.round(milli / 100) / 10);
  if (low === null && high === null) return "All scores";
  if (low === null) return high === 1_000 ? "Below 1 point" : `Below ${points(high!)} points`;
  return high === null ? `${points(low)} points and more` : `${points(low)} to below ${points(high)} points`;
}
