import type { Criteria } from "../criteria/criteria.ts";
import { binsOf, type Bin } from "./bins.ts";
import { isMissing, type Column, type LevelColumn, type PeopleTable, type Rows } from "./people-table.ts";

/** Rules that could be, from the fields there are: one a level or a span of numbers, for a person to take or leave. */

export interface Candidate {
  readonly ref: string;
  /** Name of the field and what is asked of it: "Lead origin", "is Lead Add Form". */
  readonly field: string;
  readonly says: string;
  readonly when: Criteria;
  /** 1 where it holds, for everybody in the table. */
  readonly hits: Float64Array;
  /**
   * Learned beside the rules and never paid out: that nothing is recorded. Without it, the levels of a field would be
   * paid for what its emptiness gives away.
   */
  readonly ballast: boolean;
  /**
   * Whether its people had the outcome more often (1) or less (−1) than those of the field's usual level; 0 where
   * chance could make the difference. Points against that could be right, but nobody would understand them.
   */
  readonly tends: -1 | 0 | 1;
  /** Places at which its bounds could have been drawn: the best of twelve cuts looks better than it is. */
  readonly tries: number;
}

export interface CandidateOptions {
  /** People a level needs to stand alone. */
  readonly leastPeople: number;
}

/** A column that may teach, and whether its emptiness may. */
export interface Teaching {
  readonly column: number;
  /** Emptiness gives the outcome away and nobody said that the field is filled before Sales talks. */
  readonly emptinessTells: boolean;
}

/** @param rows the people to learn from. */
export function candidatesOf(table: PeopleTable, rows: Rows, teaching: readonly Teaching[], options: CandidateOptions): Candidate[] {
  const asked = new Set<string>();
  return teaching.flatMap(({ column: c, emptinessTells }) => {
    const column = table.columns[c]!;
    const found = column.kind === "levels" ? levelCandidates(table, column, rows, options) : numberCandidates(table, column, rows, options);
    const emptiness = asked.has(column.ref) ? null : missingCandidate(table, column, emptinessTells, rows, options);
    asked.add(column.ref);
    return [...found, ...(emptiness ? [emptiness] : [])];
  });
}

function levelCandidates(table: PeopleTable, column: LevelColumn, rows: Rows, { leastPeople }: CandidateOptions): Candidate[] {
  const counts = new Float64Array(column.levels.length);
  for (const row of rows) if (column.codes[row]! >= 0) counts[column.codes[row]!]! += 1;
  const common = column.levels.map((_, code) => code).filter((code) => counts[code]! >= leastPeople && rows.length - counts[code]! >= leastPeople);
  if (column.oneOfMany) return common.map((code) => levelCandidate(table, column, code, rows, (row) => !isMissing(column, row) && column.codes[row] !== code));
  // The commonest level is what the others are measured against, and gets no points.
  const usual = counts.reduce((best, count, code) => (count > (counts[best] ?? -1) ? code : best), 0);
  const rare = column.levels.map((_, code) => code).filter((code) => counts[code]! > 0 && counts[code]! < leastPeople);
  const isUsual = (row: number) => column.codes[row] === usual;
  const named = common.filter((code) => code !== usual).map((code) => levelCandidate(table, column, code, rows, isUsual));
  const rarePeople = rare.reduce((sum, code) => sum + counts[code]!, 0);
  const known = [...new Set([usual, ...common])].sort((a, b) => a - b).map((code) => column.levels[code]!);
  if (rarePeople < leastPeople || known.length > 500) return named;
  const knownCodes = new Set([usual, ...common]);
  const isOther = (row: number) => column.codes[row]! >= 0 && !knownCodes.has(column.codes[row]!);
  const other: Candidate = {
    ref: column.ref,
    field: column.name,
    says: "is something rarer",
    when: { all: [{ field: column.ref, isEmpty: false }, { not: { field: column.ref, isAnyOf: known } }] },
    hits: hitsOf(table, isOther),
    ballast: false,
    tends: tendency(table, rows, isOther, isUsual),
    tries: 1,
  };
  return [...named, other];
}

function levelCandidate(table: PeopleTable, column: LevelColumn, code: number, rows: Rows, isUsual: (row: number) => boolean): Candidate {
  const level = column.levels[code]!;
  return {
    ref: column.ref,
    field: column.name,
    says: typeof level === "boolean" ? (level ? "is yes" : "is no") : column.oneOfMany ? `has ${level}` : `is ${level}`,
    when: { field: column.ref, is: level },
    hits: hitsOf(table, (row) => column.codes[row] === code),
    ballast: false,
    tends: tendency(table, rows, (row) => column.codes[row] === code, isUsual),
    tries: 1,
  };
}

function numberCandidates(table: PeopleTable, column: Column & { readonly kind: "number" }, rows: Rows, { leastPeople }: CandidateOptions): Candidate[] {
  const { bins, whole, tries } = binsOf(column.values, table.outcome, rows, leastPeople);
  const usual = bins.reduce((best, bin) => (bin.people > best.people ? bin : best), bins[0] ?? { from: 0, to: 0, people: 0, outcomes: 0 });
  const isIn = (bin: Pick<Bin, "from" | "to">) => (row: number) => column.values[row]! >= bin.from && column.values[row]! < bin.to;
  return bins.filter((bin) => bin !== usual).map((bin) => ({
    ref: column.ref,
    field: column.name,
    says: saysOf(bin, whole),
    when: spanCriteria(column, bin, whole),
    hits: hitsOf(table, isIn(bin)),
    ballast: false,
    tends: tendency(table, rows, isIn(bin), isIn(usual)),
    tries,
  }));
}

function spanCriteria(column: Column & { readonly kind: "number" }, { from, to }: Bin, whole: boolean): Criteria {
  const { ref } = column;
  if (column.signal) {
    const { key: signal, withinDays } = column.signal;
    if (to <= 1) return { signal, withinDays, never: true };
    return { signal, withinDays, ...(from > 0 && Number.isFinite(from) ? { atLeast: from } : {}), ...(Number.isFinite(to) ? { atMost: to - 1 } : {}) };
  }
  if (from === -Infinity) return whole ? { field: ref, atMost: to - 1 } : { all: [{ field: ref, isEmpty: false }, { not: { field: ref, atLeast: to } }] };
  if (to === Infinity) return { field: ref, atLeast: from };
  // "between" includes both ends; a fraction just below the upper one must not fall between two rules.
  return whole ? (from === to - 1 ? { field: ref, is: from } : { field: ref, between: [from, to - 1] }) : { all: [{ field: ref, atLeast: from }, { not: { field: ref, atLeast: to } }] };
}

function saysOf({ from, to }: Bin, whole: boolean): string {
  if (from === -Infinity) return whole ? `is at most ${to - 1}` : `is below ${to}`;
  if (to === Infinity) return `is at least ${from}`;
  return whole ? (from === to - 1 ? `is ${from}` : `is ${from} to ${to - 1}`) : `is from ${from} to below ${to}`;
}

function missingCandidate(table: PeopleTable, column: Column, ballast: boolean, rows: Rows, { leastPeople }: CandidateOptions): Candidate | null {
  const missing = rows.reduce((sum, row) => sum + (isMissing(column, row) ? 1 : 0), 0);
  if (missing < leastPeople || rows.length - missing < leastPeople) return null;
  return {
    ref: column.ref,
    field: column.name,
    says: "is not recorded",
    when: { field: column.ref, isEmpty: true },
    hits: hitsOf(table, (row) => isMissing(column, row)),
    ballast,
    tends: tendency(table, rows, (row) => isMissing(column, row), (row) => !isMissing(column, row)),
    tries: 1,
  };
}

function tendency(table: PeopleTable, rows: Rows, holds: (row: number) => boolean, isUsual: (row: number) => boolean): -1 | 0 | 1 {
  const [here, there] = [tallyOf(table, rows, holds), tallyOf(table, rows, isUsual)];
  if (here.people === 0 || there.people === 0) return 0;
  const pooled = (here.outcomes + there.outcomes) / (here.people + there.people);
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / here.people + 1 / there.people));
  const z = spread === 0 ? 0 : (here.outcomes / here.people - there.outcomes / there.people) / spread;
  return z > 1.96 ? 1 : z < -1.96 ? -1 : 0;
}

function tallyOf(table: PeopleTable, rows: Rows, holds: (row: number) => boolean): { people: number; outcomes: number } {
  let [people, outcomes] = [0, 0];
  for (const row of rows)
    if (holds(row)) {
      people += 1;
      outcomes += table.outcome[row]!;
    }
  return { people, outcomes };
}

function hitsOf(table: PeopleTable, holds: (row: number) => boolean): Float64Array {
  return Float64Array.from({ length: table.people }, (_, row) => (holds(row) ? 1 : 0));
}
