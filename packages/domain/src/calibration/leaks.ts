import { aucOf } from "./auc.ts";
import type { Teaching } from "./candidates.ts";
import { wilson } from "./intervals.ts";
import { cramersV } from "./overlap.ts";
import { isMissing, type Column, type PeopleTable, type Rows } from "./people-table.ts";

/**
 * Columns that predict because they were filled in after the fact. A name proves nothing ("Tags" can be anything), so
 * none is read here: only what the values do. Evidence raises suspicion; a person who knows how the company works
 * confirms or clears it.
 */

export type Suspicion =
  | { readonly kind: "said-so" }
  | { readonly kind: "filled-after"; readonly share: number; readonly people: number }
  | { readonly kind: "filled-by-sales"; readonly share: number; readonly people: number }
  | { readonly kind: "too-good"; readonly auc: number }
  | { readonly kind: "settles"; readonly share: number; readonly levels: readonly { readonly level: string; readonly people: number; readonly outcomes: number }[] }
  | { readonly kind: "filled-tells"; readonly filled: number; readonly missing: number; readonly missingShare: number }
  | { readonly kind: "coverage-moved"; readonly oldest: number; readonly newest: number }
  | { readonly kind: "follows"; readonly ref: string; readonly name: string; readonly association: number };

export interface ColumnEvidence {
  readonly ref: string;
  readonly name: string;
  readonly column: number;
  readonly people: number;
  readonly filled: number;
  readonly levels: number;
  /** Of the column alone, each person scored by the others (5 folds); null where it says one thing of everybody. */
  readonly auc: number | null;
  readonly suspicions: readonly Suspicion[];
  /** Kept out of what is proposed until a person says it is known before Sales talks. */
  readonly suspected: boolean;
}

const leastPeople = 50;

/** What every column gives away about when it was filled. @param rows people with an outcome, oldest first. */
export function examineColumns(table: PeopleTable, rows: Rows): ColumnEvidence[] {
  const outcomes = Int8Array.from(rows, (row) => table.outcome[row]!);
  const profiles = table.columns.map((column) => profileOf(column, rows, outcomes));
  const found = table.columns.map((column, c) => direct(table, column, rows, outcomes, profiles[c]!));
  const leaks = table.columns.map((column, c) => column.verdict !== "cleared" && (column.verdict === "leak" || found[c]!.some((one) => weighs(column, one))));
  return table.columns.map((column, c) => {
    const profile = profiles[c]!;
    const follows = leaks[c] || (profile.auc ?? 0) < 0.6 ? null : leaderOf(table, c, profiles, (d) => leaks[d]! && found[d]!.some((one) => one.kind !== "coverage-moved"));
    return {
      ref: column.ref,
      name: column.name,
      column: c,
      people: rows.length,
      filled: profile.filled,
      levels: profile.levels,
      auc: profile.auc,
      suspicions: follows === null ? found[c]! : [...found[c]!, follows],
      suspected: column.verdict !== "cleared" && (leaks[c]! || (follows !== null && column.filled !== "before-contact")),
    };
  });
}

/** What says the same as a leak is one, whoever fills it in. */
function leaderOf(table: PeopleTable, c: number, profiles: readonly Profile[], leads: (column: number) => boolean): Suspicion | null {
  let best: Suspicion | null = null;
  table.columns.forEach(({ ref, name }, d) => {
    if (d === c || !leads(d)) return;
    const association = cramersV(profiles[c]!.codes, profiles[d]!.codes);
    if (association >= 0.6 && (best?.kind !== "follows" || association > best.association)) best = { kind: "follows", ref, name, association };
  });
  return best;
}

/**
 * What weighs enough to leave a column out. Someone who said that it is known before Sales talks is believed against
 * circumstantial evidence, not against recorded times or against a column that all but knows the answer.
 */
function weighs(column: Column, one: Suspicion): boolean {
  if (column.filled !== "before-contact") return true;
  return one.kind === "filled-after" || one.kind === "filled-by-sales" || (one.kind === "too-good" && one.auc >= tooGood);
}

/** No column that is known before a conversation tells people apart this well. */
const tooGood = 0.85;
/**
 * A column of words that alone tells people apart this well usually records how it went (a status, the last act, a
 * mark); what people did, as a number, earns such a figure honestly more often.
 */
const tooGoodForWords = 0.7;

interface Profile {
  /** Level of each row; 0 is missing. */
  readonly codes: Int32Array;
  readonly levels: number;
  readonly filled: number;
  readonly auc: number | null;
}

function profileOf(column: Column, rows: Rows, outcomes: Int8Array): Profile {
  const codes = column.kind === "number" ? tenths(column.values, rows) : Int32Array.from(rows, (row) => levelOf(column, row));
  const levels = codes.reduce((most, code) => Math.max(most, code), 0);
  const filled = codes.reduce((sum, code) => sum + (code > 0 ? 1 : 0), 0);
  return { codes, levels, filled, auc: aucOf(scoredByOthers(codes, levels, outcomes), outcomes)?.auc ?? null };
}

/** 0 is missing; of a choice among several, 1 is chosen and 2 is that another one was. */
function levelOf(column: Column & { readonly kind: "levels" }, row: number): number {
  return column.oneOfMany && column.codes[row]! < 0 ? column.oneOfMany[row]! * 2 : column.codes[row]! + 1;
}

/** Tenths of the filled values, from 1; equal values share one. */
function tenths(values: Float64Array, rows: Rows): Int32Array {
  const sorted = Float64Array.from([...rows].map((row) => values[row]!).filter((value) => !Number.isNaN(value))).sort();
  const cuts = [...new Set(Array.from({ length: 9 }, (_, i) => sorted[Math.floor((sorted.length * (i + 1)) / 10)]!))];
  return Int32Array.from(rows, (row) => (Number.isNaN(values[row]!) ? 0 : 1 + cuts.filter((cut) => values[row]! >= cut).length));
}

/** Conversion of each row's level among the other four fifths: a level met once must not vouch for itself. */
function scoredByOthers(codes: Int32Array, levels: number, outcomes: Int8Array): Float64Array {
  const [people, yes] = [5, 5].map((folds) => Array.from({ length: folds }, () => new Float64Array(levels + 1))) as [Float64Array[], Float64Array[]];
  let all = 0;
  codes.forEach((code, i) => {
    people[i % 5]![code]! += 1;
    yes[i % 5]![code]! += outcomes[i]!;
    all += outcomes[i]!;
  });
  const base = all / codes.length;
  const total = (which: Float64Array[], code: number) => which.reduce((sum, fold) => sum + fold[code]!, 0);
  const [allPeople, allYes] = [people, yes].map((which) => Float64Array.from({ length: levels + 1 }, (_, code) => total(which, code))) as [Float64Array, Float64Array];
  return Float64Array.from(codes, (code, i) => (allYes[code]! - yes[i % 5]![code]! + 10 * base) / (allPeople[code]! - people[i % 5]![code]! + 10));
}

function direct(table: PeopleTable, column: Column, rows: Rows, outcomes: Int8Array, profile: Profile): Suspicion[] {
  return [
    ...(column.filled === "after-contact" ? [{ kind: "said-so" } as const] : []),
    ...recordedLate(table, column, rows),
    ...tooGoodToBeTrue(column, profile),
    ...settling(column, profile, outcomes),
    ...fillingTells(column, profile, outcomes),
    ...coverageMoved(column, rows),
  ];
}

/** The change history knows: recorded on or after the outcome, or by a person of Sales. */
function recordedLate(table: PeopleTable, column: Column, rows: Rows): Suspicion[] {
  const { filledAt, filledBySales } = column;
  const [known, late] = countKnown(rows, (row) => !isMissing(column, row) && table.outcome[row] === 1 && filledAt !== undefined && table.outcomeAt !== undefined && !Number.isNaN(filledAt[row]!) && !Number.isNaN(table.outcomeAt[row]!), (row) => filledAt![row]! >= table.outcomeAt![row]!);
  const [filled, bySales] = countKnown(rows, (row) => !isMissing(column, row) && filledBySales !== undefined && filledBySales[row] !== 2, (row) => filledBySales![row] === 1);
  return [
    ...(known >= 20 && late / known >= 0.2 ? [{ kind: "filled-after", share: late / known, people: known } as const] : []),
    ...(filled >= 20 && bySales / filled >= 0.2 ? [{ kind: "filled-by-sales", share: bySales / filled, people: filled } as const] : []),
  ];
}

function countKnown(rows: Rows, knows: (row: number) => boolean, holds: (row: number) => boolean): [number, number] {
  let [known, held] = [0, 0];
  for (const row of rows)
    if (knows(row)) {
      known += 1;
      if (holds(row)) held += 1;
    }
  return [known, held];
}

function tooGoodToBeTrue(column: Column, { auc, levels, filled }: Profile): Suspicion[] {
  if (auc === null || filled < leastPeople) return [];
  const limit = column.kind === "levels" && levels > 2 ? tooGoodForWords : tooGood;
  return Math.max(auc, 1 - auc) >= limit ? [{ kind: "too-good", auc }] : [];
}

/** Levels that decide the outcome for a tenth of all people, far beyond what is usual. */
function settling(column: Column, profile: Profile, outcomes: Int8Array): Suspicion[] {
  if (column.kind !== "levels") return [];
  const base = outcomes.reduce((sum, y) => sum + y, 0) / outcomes.length;
  const tally = tallyOf(profile, outcomes);
  const settled = tally
    .map(({ people, yes }, code) => ({ code, people, outcomes: yes }))
    .filter(({ code, people, outcomes: yes }) => {
      const { low, high } = wilson(yes, people);
      return code > 0 && people >= leastPeople && (high <= base * 0.15 || low >= 1 - (1 - base) * 0.15);
    })
    .sort((a, b) => b.people - a.people);
  const share = settled.reduce((sum, { people }) => sum + people, 0) / outcomes.length;
  return share < 0.1 ? [] : [{ kind: "settles", share, levels: settled.map(({ code, ...rest }) => ({ level: String(column.levels[code - 1] ?? "another choice"), ...rest })) }];
}

/** Correlation of "something is recorded" with the outcome from which it is suspicious. */
const telling = 0.2;

/** Whether anything is recorded says by itself how it went. */
function fillingTells(column: Column, profile: Profile, outcomes: Int8Array): Suspicion[] {
  const base = outcomes.reduce((sum, y) => sum + y, 0) / outcomes.length;
  const [missing, filled] = tallyOf(profile, outcomes).reduce<[Tally, Tally]>(([none, some], one, code) => (code === 0 ? [one, some] : [none, { people: some.people + one.people, yes: some.yes + one.yes }]), [{ people: 0, yes: 0 }, { people: 0, yes: 0 }]);
  if (missing.people < leastPeople || filled.people < leastPeople) return [];
  const [p1, p0, share] = [filled.yes / filled.people, missing.yes / missing.people, missing.people / outcomes.length];
  return Math.abs(p1 - p0) * Math.sqrt(share * (1 - share)) >= telling * Math.sqrt(base * (1 - base)) ? [{ kind: "filled-tells", filled: p1, missing: p0, missingShare: share }] : [];
}

/** Filled for the old and not for the new, or the other way round: a rule on it says nothing about tomorrow's people. */
function coverageMoved(column: Column, rows: Rows): Suspicion[] {
  const quarter = Math.floor(rows.length / 4);
  if (quarter < leastPeople) return [];
  const filled = (part: Rows) => part.reduce((sum, row) => sum + (isMissing(column, row) ? 0 : 1), 0) / part.length;
  const [oldest, newest] = [filled(rows.subarray(0, quarter)), filled(rows.subarray(rows.length - quarter))];
  return Math.abs(oldest - newest) >= 0.4 ? [{ kind: "coverage-moved", oldest, newest }] : [];
}

interface Tally {
  readonly people: number;
  readonly yes: number;
}

function tallyOf({ codes, levels }: Profile, outcomes: Int8Array): Tally[] {
  const tally = Array.from({ length: levels + 1 }, () => ({ people: 0, yes: 0 }));
  codes.forEach((code, i) => {
    tally[code]!.people += 1;
    tally[code]!.yes += outcomes[i]!;
  });
  return tally;
}

/** Columns that may teach: those under no suspicion, constant ones left out. */
export function teachingColumns(table: PeopleTable, evidence: readonly ColumnEvidence[]): Teaching[] {
  return evidence.filter(({ suspected, auc }) => !suspected && auc !== null).map(({ column, suspicions }) => ({ column, emptinessTells: table.columns[column]!.filled !== "before-contact" && suspicions.some(({ kind }) => kind === "filled-tells") }));
}
