import { DAY } from "@tandem/domain/kit/instant";
import { bound } from "../../platform/bound.ts";
import { inCohort } from "./definitions.ts";
import type { Span } from "./span.ts";
import { isWholeCompany, type Report } from "./report.ts";

/** How many became leads in a span, by source; `source` null where nothing was recorded. */
export interface LeadCount {
  /** Which of the spans asked for. */
  readonly span: number;
  readonly source: string | null;
  readonly leads: number;
}

/**
 * Counts leads in several spans at once. For the whole company the days of a span come from the tally and only its
 * ragged ends (where the company's day is not a UTC day) are counted one by one; with a filter all are.
 */
export function countLeads(report: Report, spans: readonly Span[]): Promise<LeadCount[]> {
  return isWholeCompany(report.segment) ? countByTally(report, spans) : countOneByOne(report, spans);
}

/** The definition itself: what the tally must agree with. */
export async function countOneByOne(report: Report, spans: readonly Span[]): Promise<LeadCount[]> {
  const q = bound();
  const parts = spans.map((span, index) => `select ${index} as span, j.source, count(*) as leads from journey j where ${inCohort(report, q, span)} group by j.source`);
  return parts.length === 0 ? [] : report.sql.query<{ span: number; source: string | null; leads: number }>(parts.join(" union all "), q.params);
}

/**
 * Each end of a span is moved to the nearest midnight of UTC; what lies between is counted one by one and added or taken
 * away. In Europe that is an hour or two of leads.
 */
function countByTally({ sql }: Report, spans: readonly Span[]): Promise<LeadCount[]> {
  const days: { span: number; from: string; to: string }[] = [];
  const ends: { span: number; from: string; to: string; sign: 1 | -1 }[] = [];
  const settle = (span: number, from: number, to: number, sign: 1 | -1) => from < to && ends.push({ span, from: iso(from), to: iso(to), sign });
  spans.forEach(({ fromMs, toMs }, span) => {
    const [first, last] = [Math.round(fromMs / DAY) * DAY, Math.round(toMs / DAY) * DAY];
    if (last <= first) {
      settle(span, fromMs, toMs, 1);
      return;
    }
    days.push({ span, from: iso(first).slice(0, 10), to: iso(last).slice(0, 10) });
    settle(span, fromMs, first, 1);
    settle(span, first, fromMs, -1);
    settle(span, last, toMs, 1);
    settle(span, toMs, last, -1);
  });
  return sql.query<{ span: number; source: string | null; leads: number }>(
    `select span, source, sum(leads)::bigint as leads from (
       select d.span, y.source, sum(y.leads) as leads
       from unnest($1::int[], $2::date[], $3::date[]) d(span, from_day, to_day)
       join lead_tally y on y.day >= d.from_day and y.day < d.to_day group by d.span, y.source
       union all
       select x.span, j.source, count(*) * x.sign
       from unnest($4::int[], $5::timestamptz[], $6::timestamptz[], $7::int[]) x(span, from_at, to_at, sign)
       cross join lateral (select source from journey where standing and lead_at >= x.from_at and lead_at < x.to_at) j group by x.span, j.source, x.sign
     ) parts group by span, source having sum(leads) <> 0`,
    [days.map((d) => d.span), days.map((d) => d.from), days.map((d) => d.to), ends.map((e) => e.span), ends.map((e) => e.from), ends.map((e) => e.to), ends.map((e) => e.sign)],
  );
}

/** The day of the first lead there is, epoch ms; null where there is none yet. */
export async function firstLeadAt({ sql }: Report): Promise<number | null> {
  const { at } = await sql.one<{ at: Date | null }>("select min(lead_at) as at from journey where standing");
  return at?.getTime() ?? null;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
