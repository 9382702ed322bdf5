import { weekStartOf } from "../kit/epoch-day.ts";
import { bytes, doubles, noDay, type Codes } from "./columns.ts";
import type { LabHistory } from "./history.ts";
import type { DaySpan, HandoverDays, Handovers } from "./replay.ts";

/**
 * Two replays side by side: what changes, for whom, and what is known of how it ended. What people did is counted only
 * of those whom both versions would have handed over; of everybody else the outcome is unknown, and stays so.
 */

/** How somebody's real handoffs ended; 0 is nothing recorded. */
export const endings = ["unknown", "open", "sql", "opportunity", "won", "lost", "rejected"] as const;
export type Ending = (typeof endings)[number];

/** What is recorded of people beside the history, one entry a contact. */
export interface Outcomes {
  /** Code of `endings`. */
  readonly ended: Uint8Array;
  /** Code of the rejection reason, 0 for none. */
  readonly reason: Codes;
  /** Won amounts in minor units of the company's currency. */
  readonly revenue: Float64Array;
  /** Won deals without a rate. */
  readonly withoutRate: Uint8Array;
}

export function emptyOutcomes(contacts: number): Outcomes {
  return { ended: bytes(contacts), reason: bytes(contacts), revenue: doubles(contacts), withoutRate: bytes(contacts) };
}

export interface Counted {
  people: number;
  /** By code of `endings`. */
  readonly ended: number[];
  readonly reasons: Map<number, number>;
  revenue: number;
  withoutRate: number;
}

export interface Band {
  readonly from: number;
  readonly to: number | null;
  people: number;
  known: number;
  sql: number;
  won: number;
}

export interface Sums {
  readonly people: { inForce: number; draft: number };
  readonly mqls: { inForce: number; draft: number };
  readonly byLane: { inForce: number; draft: number };
  readonly both: Counted;
  readonly gained: Counted;
  readonly lost: Counted;
  /** Everybody the version in force hands over, with what is recorded of them: its own record. */
  readonly inForce: Counted;
  /** All people of whom an SQL, and a won deal, is recorded. */
  readonly all: { sql: number; won: number };
  /** Draft's first day minus that of the version in force, of those by both, in the median; null where there are none. */
  readonly shiftDays: number | null;
  /** Monday of each week as an epoch day. */
  readonly weeks: readonly { readonly week: number; inForce: number; draft: number; gained: number; lost: number }[];
  readonly bands: { readonly inForce: readonly Band[]; readonly draft: readonly Band[] };
  readonly segments: readonly { readonly column: number; readonly code: number; inForce: number; draft: number; gained: number; lost: number }[];
}

/** Points at which bands of engagement begin. */
const bandEdges = [0, 25, 50, 75, 100, 150, 200];

/** @param columns per person codes to break the picture down by (the latest profile counts) */
export function sumUp(history: Pick<LabHistory, "contacts" | "firstDay">, outcomes: Outcomes, span: DaySpan, inForce: { readonly into: Handovers; readonly days: HandoverDays }, draft: { readonly into: Handovers; readonly days: HandoverDays }, columns: readonly Codes[] = []): Sums {
  const [a, b] = [inForce.into, draft.into];
  const weeks = weeksOf(history.firstDay, span);
  const weekOf = (day: number) => weeks[Math.floor((weekStartOf(history.firstDay + day) - weeks[0]!.week) / 7)]!;
  for (let day = span.from; day <= span.to; day++) {
    weekOf(day).inForce += inForce.days.all[day]!;
    weekOf(day).draft += draft.days.all[day]!;
  }
  const [both, gained, lost, own] = [counted(), counted(), counted(), counted()];
  const bands = { inForce: emptyBands(), draft: emptyBands() };
  const all = { sql: 0, won: 0 };
  const shifts = new Uint32Array(2 * (span.to + 1));
  const segments = columns.map(() => new Map<number, { inForce: number; draft: number; gained: number; lost: number }>());
  const { ended } = outcomes;
  for (let c = 0; c < history.contacts; c++) {
    const ending = ended[c]!;
    if (ending >= 2) {
      if (reachedSql(ending)) all.sql++;
      if (ending === 4) all.won++;
    }
    const [first, second] = [a.firstOn[c]!, b.firstOn[c]!];
    if (first === noDay && second === noDay) continue;
    const [byFirst, bySecond] = [first !== noDay, second !== noDay];
    if (byFirst) {
      count(own, outcomes, c, true);
      addToBand(bands.inForce, a.engagement[c]!, ending);
    }
    if (byFirst && bySecond) {
      count(both, outcomes, c, true);
      shifts[second - first + span.to]!++;
    } else if (bySecond) {
      count(gained, outcomes, c, false);
      weekOf(second).gained++;
    } else {
      count(lost, outcomes, c, false);
      weekOf(first).lost++;
    }
    if (bySecond) addToBand(bands.draft, b.engagement[c]!, byFirst ? ending : 0);
    for (let k = 0; k < columns.length; k++) {
      const code = columns[k]![c]!;
      let segment = segments[k]!.get(code);
      if (!segment) segments[k]!.set(code, (segment = { inForce: 0, draft: 0, gained: 0, lost: 0 }));
      if (byFirst) segment.inForce++;
      if (bySecond) segment.draft++;
      if (bySecond && !byFirst) segment.gained++;
      if (byFirst && !bySecond) segment.lost++;
    }
  }
  const total = (days: Uint32Array) => days.subarray(span.from, span.to + 1).reduce((sum, n) => sum + n, 0);
  return {
    people: { inForce: own.people, draft: both.people + gained.people },
    mqls: { inForce: total(inForce.days.all), draft: total(draft.days.all) },
    byLane: { inForce: total(inForce.days.byLane), draft: total(draft.days.byLane) },
    both,
    gained,
    lost,
    inForce: own,
    all,
    shiftDays: medianOf(shifts, both.people, span.to),
    weeks,
    bands,
    segments: segments.flatMap((found, column) => [...found].map(([code, sums]) => ({ column, code, ...sums }))),
  };
}

/** An SQL and whatever comes after it. */
export function reachedSql(ending: number): boolean {
  return ending >= 2 && ending <= 5;
}

function weeksOf(firstDay: number, { from, to }: DaySpan): { week: number; inForce: number; draft: number; gained: number; lost: number }[] {
  const weeks = [];
  for (let week = weekStartOf(firstDay + from); week <= firstDay + to; week += 7) weeks.push({ week, inForce: 0, draft: 0, gained: 0, lost: 0 });
  return weeks;
}

function counted(): Counted {
  return { people: 0, ended: endings.map(() => 0), reasons: new Map(), revenue: 0, withoutRate: 0 };
}

function count(into: Counted, outcomes: Outcomes, c: number, known: boolean): void {
  into.people++;
  const ending = known ? outcomes.ended[c]! : 0;
  into.ended[ending]!++;
  if (ending === 6) into.reasons.set(outcomes.reason[c]!, (into.reasons.get(outcomes.reason[c]!) ?? 0) + 1);
  if (!known) return;
  into.revenue += outcomes.revenue[c]!;
  into.withoutRate += outcomes.withoutRate[c]!;
}

function emptyBands(): Band[] {
  return bandEdges.map((from, i) => ({ from, to: bandEdges[i + 1] ?? null, people: 0, known: 0, sql: 0, won: 0 }));
}

function addToBand(bands: readonly Band[], engagement: number, ending: number): void {
  let at = bands.length - 1;
  while (at > 0 && engagement < bands[at]!.from * 1_000) at--;
  const band = bands[at]!;
  band.people++;
  // Still open says neither yes nor no.
  if (ending < 2) return;
  band.known++;
  if (reachedSql(ending)) band.sql++;
  if (ending === 4) band.won++;
}

function medianOf(shifts: Uint32Array, people: number, zero: number): number | null {
  if (people === 0) return null;
  let passed = 0;
  for (let i = 0; i < shifts.length; i++) {
    passed += shifts[i]!;
    if (passed * 2 >= people) return i - zero;
  }
  return null;
}
