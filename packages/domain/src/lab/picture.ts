import { weekStartOf } from "../kit/epoch-day.ts";
import { bytes, doubles, noDay, type Codes } from "./columns.ts";
import type { LabHistory } from "./history.ts";
import type { HandoverDays, Handovers } from "./handover.ts";
import type { DaySpan } from "./replay.ts";

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

interface Drawn {
  readonly into: Handovers;
  readonly days: HandoverDays;
}

/** A picture that is kept up to date: whoever changes is taken out of it before and put back after. */
export interface Tally {
  add(contact: number): void;
  remove(contact: number): void;
  /** The picture as it stands. */
  read(): Sums;
}

/** The picture of two replays, counted through once. */
export function sumUp(history: Pick<LabHistory, "contacts" | "firstDay">, outcomes: Outcomes, span: DaySpan, inForce: Drawn, draft: Drawn, columns: readonly Codes[] = []): Sums {
  return startTally(history, outcomes, span, inForce, draft, columns).read();
}

/**
 * Counts everybody and stays ready for changes. The two sides and the columns are read whenever somebody is added or
 * removed, the days whenever the picture is.
 *
 * @param columns per person codes to break the picture down by (the latest profile counts)
 */
export function startTally(history: Pick<LabHistory, "contacts" | "firstDay">, outcomes: Outcomes, span: DaySpan, inForce: Drawn, draft: Drawn, columns: readonly Codes[] = []): Tally {
  const [a, b] = [inForce.into, draft.into];
  const weeks = weeksOf(history.firstDay, span);
  const weekBy = Array.from({ length: span.to + 1 }, (_, day) => weeks[Math.floor((weekStartOf(history.firstDay + day) - weeks[0]!.week) / 7)]!);
  const [both, gained, lost, own] = [counted(), counted(), counted(), counted()];
  const bands = { inForce: emptyBands(), draft: emptyBands() };
  const shifts = new Int32Array(2 * (span.to + 1));
  const segments = columns.map((): Segment[] => []);
  const count = (c: number, by: 1 | -1): void => {
    const [first, second] = [a.firstOn[c]!, b.firstOn[c]!];
    if (first === noDay && second === noDay) return;
    const [byFirst, bySecond] = [first !== noDay, second !== noDay];
    const ending = outcomes.ended[c]!;
    if (byFirst) {
      countIn(own, outcomes, c, true, by);
      addToBand(bands.inForce, a.engagement[c]!, ending, by);
    }
    if (byFirst && bySecond) {
      countIn(both, outcomes, c, true, by);
      shifts[second - first + span.to]! += by;
    } else if (bySecond) {
      countIn(gained, outcomes, c, false, by);
      weekBy[second]!.gained += by;
    } else {
      countIn(lost, outcomes, c, false, by);
      weekBy[first]!.lost += by;
    }
    if (bySecond) addToBand(bands.draft, b.engagement[c]!, byFirst ? ending : 0, by);
    for (let k = 0; k < columns.length; k++) {
      const segment = (segments[k]![columns[k]![c]!] ??= { inForce: 0, draft: 0, gained: 0, lost: 0 });
      if (byFirst) segment.inForce += by;
      if (bySecond) segment.draft += by;
      if (bySecond && !byFirst) segment.gained += by;
      if (byFirst && !bySecond) segment.lost += by;
    }
  };
  const all = { sql: 0, won: 0 };
  for (let c = 0; c < history.contacts; c++) {
    const ending = outcomes.ended[c]!;
    if (ending >= 2) {
      if (reachedSql(ending)) all.sql++;
      if (ending === 4) all.won++;
    }
    count(c, 1);
  }
  const total = (days: Uint32Array) => days.subarray(span.from, span.to + 1).reduce((sum, n) => sum + n, 0);
  return {
    add: (c) => count(c, 1),
    remove: (c) => count(c, -1),
    read() {
      for (const week of weeks) week.inForce = week.draft = 0;
      for (let day = span.from; day <= span.to; day++) {
        weekBy[day]!.inForce += inForce.days.all[day]!;
        weekBy[day]!.draft += draft.days.all[day]!;
      }
      const asCounted = (one: Counted): Counted => ({ ...one, ended: [...one.ended], reasons: new Map(one.reasons) });
      const copies = <T extends object>(list: readonly T[]): T[] => list.map((one) => ({ ...one }));
      return {
        people: { inForce: own.people, draft: both.people + gained.people },
        mqls: { inForce: total(inForce.days.all), draft: total(draft.days.all) },
        byLane: { inForce: total(inForce.days.byLane), draft: total(draft.days.byLane) },
        both: asCounted(both),
        gained: asCounted(gained),
        lost: asCounted(lost),
        inForce: asCounted(own),
        all: { ...all },
        shiftDays: medianOf(shifts, both.people, span.to),
        weeks: copies(weeks),
        bands: { inForce: copies(bands.inForce), draft: copies(bands.draft) },
        segments: segments.flatMap((found, column) => found.flatMap((sums, code) => (sums.inForce + sums.draft > 0 ? [{ column, code, ...sums }] : []))),
      };
    },
  };
}

interface Segment {
  inForce: number;
  draft: number;
  gained: number;
  lost: number;
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

function countIn(into: Counted, outcomes: Outcomes, c: number, known: boolean, by: 1 | -1): void {
  into.people += by;
  const ending = known ? outcomes.ended[c]! : 0;
  into.ended[ending]! += by;
  if (ending === 6) {
    const reason = outcomes.reason[c]!;
    const people = (into.reasons.get(reason) ?? 0) + by;
    if (people === 0) into.reasons.delete(reason);
    else into.reasons.set(reason, people);
  }
  if (!known) return;
  // Whole minor units: adding and taking away is exact.
  into.revenue += by * outcomes.revenue[c]!;
  into.withoutRate += by * outcomes.withoutRate[c]!;
}

function emptyBands(): Band[] {
  return bandEdges.map((from, i) => ({ from, to: bandEdges[i + 1] ?? null, people: 0, known: 0, sql: 0, won: 0 }));
}

function addToBand(bands: readonly Band[], engagement: number, ending: number, by: 1 | -1): void {
  let at = bands.length - 1;
  while (at > 0 && engagement < bands[at]!.from * 1_000) at--;
  const band = bands[at]!;
  band.people += by;
  // Still open says neither yes nor no.
  if (ending < 2) return;
  band.known += by;
  if (reachedSql(ending)) band.sql += by;
  if (ending === 4) band.won += by;
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
