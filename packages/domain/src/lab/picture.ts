import { weekStartOf } from "../kit/epoch-day.ts";
import type { Codes } from "./columns.ts";
import type { LabHistory } from "./history.ts";
import type { DaySpan } from "./replay.ts";
import { bandEdges, startTally, type BandCounts, type Counted, type Counts, type Drawn, type Outcomes, type SegmentCounts } from "./tally.ts";

/** The figures of two replays side by side, from the counts of all parts of the contacts. */
export interface Sums {
  readonly people: { readonly inForce: number; readonly draft: number };
  readonly mqls: { readonly inForce: number; readonly draft: number };
  readonly byLane: { readonly inForce: number; readonly draft: number };
  readonly both: Counted;
  readonly gained: Counted;
  readonly lost: Counted;
  /** Everybody the version in force hands over, with what is recorded of them: its own record. */
  readonly inForce: Counted;
  readonly all: Counts["all"];
  /** Draft's first day minus that of the version in force, of those by both, in the median; null where there are none. */
  readonly shiftDays: number | null;
  /** Monday of each week as an epoch day. */
  readonly weeks: readonly Week[];
  readonly bands: { readonly inForce: readonly Band[]; readonly draft: readonly Band[] };
  readonly segments: readonly (SegmentCounts & { readonly column: number; readonly code: number })[];
  /** Handovers by day from `span.from` to `span.to`. */
  readonly daily: { readonly inForce: readonly number[]; readonly draft: readonly number[] };
}

export interface Week {
  readonly week: number;
  inForce: number;
  draft: number;
  gained: number;
  lost: number;
}

export interface Band extends BandCounts {
  readonly from: number;
  readonly to: number | null;
}

/** The picture of two replays, counted through once on one thread. */
export function sumUp(history: Pick<LabHistory, "firstDay">, outcomes: Outcomes, span: DaySpan, inForce: Drawn, draft: Drawn, columns: readonly Codes[] = []): Sums {
  return pictureOf(history, span, [startTally(outcomes, span, inForce, draft, columns).counts]);
}

/** @param parts counts of parts of the contacts that make up everybody, at least one; they are left as they are */
export function pictureOf({ firstDay }: Pick<LabHistory, "firstDay">, span: DaySpan, parts: readonly Counts[]): Sums {
  const counts = parts.reduce((a, b) => plus(a, b) as Counts);
  const { both, gained, lost, days } = counts;
  const inForce = plus(both, lost) as Counted;
  const bands = (list: readonly BandCounts[]): Band[] => list.map((band, i) => ({ ...band, from: bandEdges[i]!, to: bandEdges[i + 1] ?? null }));
  const listed = (column: Uint32Array) => [...column.subarray(span.from, span.to + 1)];
  const total = (column: Uint32Array) => listed(column).reduce((sum, n) => sum + n, 0);
  const copied = (one: Counted): Counted => ({ ...one, ended: [...one.ended], reasons: new Map(one.reasons) });
  return {
    people: { inForce: inForce.people, draft: both.people + gained.people },
    mqls: { inForce: total(days.inForce.all), draft: total(days.draft.all) },
    byLane: { inForce: total(days.inForce.byLane), draft: total(days.draft.byLane) },
    both: copied(both),
    gained: copied(gained),
    lost: copied(lost),
    inForce,
    all: { ...counts.all },
    shiftDays: medianOf(counts.shifts, both.people, span.to),
    weeks: weeksOf(firstDay, span, counts),
    bands: { inForce: bands(counts.bands.inForce), draft: bands(counts.bands.draft) },
    segments: counts.segments.flatMap((found, column) => found.flatMap((sums, code) => (sums && sums.inForce + sums.draft > 0 ? [{ column, code, ...sums }] : []))),
    daily: { inForce: listed(days.inForce.all), draft: listed(days.draft.all) },
  };
}

function weeksOf(firstDay: number, span: DaySpan, { days, gainedOn, lostOn }: Counts): Week[] {
  const weeks: Week[] = [];
  for (let day = span.from; day <= span.to; day++) {
    const monday = weekStartOf(firstDay + day);
    if (weeks.at(-1)?.week !== monday) weeks.push({ week: monday, inForce: 0, draft: 0, gained: 0, lost: 0 });
    const week = weeks.at(-1)!;
    week.inForce += days.inForce.all[day]!;
    week.draft += days.draft.all[day]!;
    week.gained += gainedOn[day]!;
    week.lost += lostOn[day]!;
  }
  return weeks;
}

function medianOf(shifts: Int32Array, people: number, zero: number): number | null {
  if (people === 0) return null;
  let passed = 0;
  for (let i = 0; i < shifts.length; i++) {
    passed += shifts[i]!;
    if (passed * 2 >= people) return i - zero;
  }
  return null;
}

/** Adds counts of one shape, place by place; what only one of them has stays. */
function plus(a: unknown, b: unknown): unknown {
  if (a === undefined || b === undefined) return a ?? b;
  if (typeof a === "number") return a + (b as number);
  if (a instanceof Uint32Array || a instanceof Int32Array) return a.map((n, i) => n + (b as typeof a)[i]!);
  if (a instanceof Map) {
    const [one, other] = [a as Map<number, number>, b as Map<number, number>];
    return new Map([...new Set([...one.keys(), ...other.keys()])].map((key) => [key, (one.get(key) ?? 0) + (other.get(key) ?? 0)]));
  }
  if (Array.isArray(a)) return Array.from({ length: Math.max(a.length, (b as unknown[]).length) }, (_, i) => plus(a[i] as unknown, (b as unknown[])[i]));
  return Object.fromEntries(Object.entries(a as object).map(([key, value]) => [key, plus(value, (b as Record<string, unknown>)[key])]));
}
