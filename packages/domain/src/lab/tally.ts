import { bytes, doubles, noDay, type Codes } from "./columns.ts";
import type { HandoverDays, Handovers } from "./handover.ts";
import type { DaySpan, Part } from "./replay.ts";

/**
 * Counts over two replays side by side: what changes, for whom, and what is known of how it ended. How people ended is a fact
 * of the version in force, which hands them over: under the draft it is known of those by both, and of nobody else.
 */

/** How somebody's real handoffs ended; 0 is nothing recorded. */
export const endings = ["unknown", "open", "sql", "opportunity", "won", "lost", "rejected"] as const;

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

/** Of these contacts what is recorded, of all others nothing. */
export function outcomesOf(outcomes: Outcomes, contacts: Iterable<number>): Outcomes {
  const length = outcomes.ended.length;
  const some: Outcomes = { ended: bytes(length), reason: outcomes.reason, revenue: outcomes.revenue, withoutRate: outcomes.withoutRate };
  // The rest is read of no one who is not known to have ended.
  for (const c of contacts) some.ended[c] = outcomes.ended[c]!;
  return some;
}

export interface Counted {
  people: number;
  /** By code of `endings`. */
  readonly ended: number[];
  readonly reasons: Map<number, number>;
  revenue: number;
  withoutRate: number;
}

/** A band of engagement at handover. */
export interface BandCounts {
  people: number;
  known: number;
  sql: number;
  won: number;
}

export interface SegmentCounts {
  inForce: number;
  draft: number;
  gained: number;
  lost: number;
}

/** What a part of the contacts comes to. Plain counts: those of all parts, added up, are those of everybody. */
export interface Counts {
  readonly both: Counted;
  /** Their outcome is unknown. */
  readonly gained: Counted;
  /** With what is recorded of them; what would have become of them under the draft is unknown. */
  readonly lost: Counted;
  /** All people of whom an SQL, and a won deal, is recorded. */
  readonly all: { sql: number; won: number };
  /** People by both, by the draft's first day minus that of the version in force, the least possible first. */
  readonly shifts: Int32Array;
  /** By the day of the first handover. */
  readonly gainedOn: Int32Array;
  readonly lostOn: Int32Array;
  readonly bands: { readonly inForce: readonly BandCounts[]; readonly draft: readonly BandCounts[] };
  /** By column, then code. */
  readonly segments: readonly (readonly (SegmentCounts | undefined)[])[];
  readonly days: { readonly inForce: HandoverDays; readonly draft: HandoverDays };
}

/** Points at which bands of engagement begin. */
export const bandEdges = [0, 25, 50, 75, 100, 150, 200];

export interface Drawn {
  readonly into: Handovers;
  readonly days: HandoverDays;
}

/** Counts that are kept up to date: whoever changes is taken out before and put back after. */
export interface Tally {
  /** As they stand; they go on changing. */
  readonly counts: Counts;
  add(contact: number): void;
  remove(contact: number): void;
}

/**
 * Counts the contacts of a part and stays ready for changes. The two sides and the columns are read whenever somebody is
 * added or removed.
 *
 * @param columns per person codes to break the counts down by
 */
export function startTally(outcomes: Outcomes, span: DaySpan, inForce: Drawn, draft: Drawn, columns: readonly Codes[] = [], { from, to }: Part = { from: 0, to: outcomes.ended.length }): Tally {
  const [a, b] = [inForce.into, draft.into];
  const [both, gained, lost] = [counted(), counted(), counted()];
  const bands = { inForce: emptyBands(), draft: emptyBands() };
  const shifts = new Int32Array(2 * (span.to + 1));
  const [gainedOn, lostOn] = [new Int32Array(span.to + 1), new Int32Array(span.to + 1)];
  const segments = columns.map((): SegmentCounts[] => []);
  const count = (c: number, by: 1 | -1): void => {
    const [first, second] = [a.firstOn[c]!, b.firstOn[c]!];
    if (first === noDay && second === noDay) return;
    const [byFirst, bySecond] = [first !== noDay, second !== noDay];
    const ending = outcomes.ended[c]!;
    if (byFirst) addToBand(bands.inForce, a.engagement[c]!, ending, by);
    if (byFirst && bySecond) {
      countIn(both, outcomes, c, true, by);
      shifts[second - first + span.to]! += by;
    } else if (bySecond) {
      countIn(gained, outcomes, c, false, by);
      gainedOn[second]! += by;
    } else {
      countIn(lost, outcomes, c, true, by);
      lostOn[first]! += by;
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
  for (let c = from; c < to; c++) {
    const ending = outcomes.ended[c]!;
    if (ending >= 2) {
      if (reachedSql(ending)) all.sql++;
      if (ending === 4) all.won++;
    }
    count(c, 1);
  }
  return {
    counts: { both, gained, lost, all, shifts, gainedOn, lostOn, bands, segments, days: { inForce: inForce.days, draft: draft.days } },
    add: (c) => count(c, 1),
    remove: (c) => count(c, -1),
  };
}

/** An SQL and whatever comes after it. */
export function reachedSql(ending: number): boolean {
  return ending >= 2 && ending <= 5;
}

function counted(): Counted {
  return { people: 0, ended: endings.map(() => 0), reasons: new Map(), revenue: 0, withoutRate: 0 };
}

function countIn(into: Counted, outcomes: Outcomes, c: number, told: boolean, by: 1 | -1): void {
  into.people += by;
  const ending = told ? outcomes.ended[c]! : 0;
  into.ended[ending]! += by;
  if (ending === 0) return;
  if (ending === 6) {
    const reason = outcomes.reason[c]!;
    const people = (into.reasons.get(reason) ?? 0) + by;
    if (people === 0) into.reasons.delete(reason);
    else into.reasons.set(reason, people);
  }
  // Whole minor units: adding and taking away is exact.
  into.revenue += by * outcomes.revenue[c]!;
  into.withoutRate += by * outcomes.withoutRate[c]!;
}

function emptyBands(): BandCounts[] {
  return bandEdges.map(() => ({ people: 0, known: 0, sql: 0, won: 0 }));
}

function addToBand(bands: readonly BandCounts[], engagement: number, ending: number, by: 1 | -1): void {
  let at = bands.length - 1;
  while (at > 0 && engagement < bandEdges[at]! * 1_000) at--;
  const band = bands[at]!;
  band.people += by;
  // Still open says neither yes nor no.
  if (ending < 2) return;
  band.known += by;
  if (reachedSql(ending)) band.sql += by;
  if (ending === 4) band.won += by;
}
