import { candidatesOf, type Candidate, type Teaching } from "./candidates.ts";
import { phi } from "./overlap.ts";
import { countOutcomes, type PeopleTable, type Rows } from "./people-table.ts";
import { weighRules, type Weighed } from "./weigh-rules.ts";

/** From fields to rules with whole points: everything that is learned is learned in here, so that it can be held out. */

export interface Proposal {
  readonly rules: readonly ProposedRule[];
  /** Candidates that were looked at and not taken, with the reason. */
  readonly left: readonly { readonly candidate: Candidate; readonly why: "chance" | "same-as" | "rounds-to-nothing" | "no-room"; readonly same?: Candidate }[];
  /** Candidates that were weighed. */
  readonly tried: number;
  readonly ridge: number;
}

export interface ProposedRule {
  readonly candidate: Candidate;
  /** Whole points. */
  readonly points: number;
  /** Log-odds, and its standard error, when all other rules are known. */
  readonly weight: number;
  readonly error: number;
}

export interface ProposeOptions {
  /** Points that double the odds of the outcome. */
  readonly pointsPerDoubling: number;
}

/** Outcomes wanted for each rule that is weighed; with fewer, chance writes the rules. */
export const outcomesPerRule = 10;

export function proposeRules(table: PeopleTable, rows: Rows, teaching: readonly Teaching[], options: ProposeOptions): Proposal {
  const { weighed: candidates, unweighed } = affordable(table, rows, teaching);
  if (candidates.length === 0) return { rules: [], left: [], tried: 0, ridge: 0 };
  const weighed = weighRules(candidates.map(({ hits }) => hits), table.outcome, rows, { ballast: candidates.map(({ ballast }) => ballast), tends: candidates.map(({ tends }) => tends), tries: candidates.map(({ tries }) => tries) });
  const judged = candidates.map((candidate, c) => judge(candidate, c, candidates, weighed, options));
  return {
    rules: judged.flatMap((one) => ("points" in one ? [one] : [])),
    left: [...judged.flatMap((one) => ("why" in one ? [one] : [])), ...unweighed.map((candidate) => ({ candidate, why: "no-room" as const }))],
    tried: candidates.filter(({ ballast }) => !ballast).length,
    ridge: weighed.ridge,
  };
}

function judge(candidate: Candidate, c: number, candidates: readonly Candidate[], weighed: Weighed, options: ProposeOptions): ProposedRule | Proposal["left"][number] | { readonly nothing: true } {
  if (candidate.ballast) return { nothing: true };
  if (weighed.doubleOf[c]! >= 0) return { candidate, why: "same-as", same: candidates[weighed.doubleOf[c]!]! };
  if (!weighed.stands[c]) return { candidate, why: "chance" };
  const points = toPoints(weighed.weights[c]!, options.pointsPerDoubling);
  if (points === 0) return { candidate, why: "rounds-to-nothing" };
  return { candidate, points, weight: weighed.weights[c]!, error: weighed.errors[c]! };
}

/** Log-odds in whole points. */
export function toPoints(weight: number, pointsPerDoubling: number): number {
  return Math.round((weight / Math.LN2) * pointsPerDoubling) || 0;
}

interface Afforded {
  readonly weighed: readonly Candidate[];
  /** What there were too few outcomes for. */
  readonly unweighed: readonly Candidate[];
}

/** Levels are never asked to be larger than this share of people: of fields that coarse, little is left to learn. */
const coarsest = 1 / 8;

/**
 * As much as the outcomes can carry, ten for each candidate: levels are asked to be larger, and where that does not do, the
 * strongest fields are weighed. Chosen by the outcomes, they have to show more for it.
 */
function affordable(table: PeopleTable, rows: Rows, teaching: readonly Teaching[]): Afforded {
  const yes = countOutcomes(table, rows);
  const most = Math.floor(Math.min(yes, rows.length - yes) / outcomesPerRule);
  let found: Candidate[] = [];
  for (let leastPeople = Math.max(30, Math.ceil(rows.length * 0.005)); leastPeople <= Math.max(30, rows.length * coarsest); leastPeople = Math.ceil(leastPeople * 1.5)) {
    found = candidatesOf(table, rows, teaching, { leastPeople });
    if (found.length <= most) break;
  }
  if (found.length <= most) return { weighed: found, unweighed: [] };
  const fields = [...new Set(found.map(({ ref }) => ref))].map((ref) => ({ own: found.filter((one) => one.ref === ref), strength: Math.max(...found.filter((one) => one.ref === ref && !one.ballast).map(({ hits }) => Math.abs(phi(hits, table.outcome, rows).phi))) }));
  const taken = new Set<Candidate>();
  for (const { own } of fields.toSorted((a, b) => b.strength - a.strength)) if (taken.size + own.length <= most) own.forEach((one) => taken.add(one));
  const tries = found.length / Math.max(1, taken.size);
  return { weighed: found.filter((one) => taken.has(one)).map((one) => ({ ...one, tries: one.tries * tries })), unweighed: found.filter((one) => !taken.has(one) && !one.ballast) };
}

/** What the rules of one field may add up to, in absolute value: its highest. Several choices of one field hold together. */
export function capOfField(rules: readonly ProposedRule[], ref: string): number {
  return rules.reduce((cap, { candidate, points }) => (candidate.ref === ref ? Math.max(cap, Math.abs(points)) : cap), 0);
}

/** Points of everybody asked about, as a draft of these rules would add them: each field capped. */
export function sumPoints(rules: readonly ProposedRule[], rows: Rows): Float64Array {
  const fields = [...new Set(rules.map(({ candidate }) => candidate.ref))].map((ref) => ({ own: rules.filter(({ candidate }) => candidate.ref === ref), cap: capOfField(rules, ref) }));
  return Float64Array.from(rows, (row) =>
    fields.reduce((total, { own, cap }) => {
      const given = own.reduce((sum, { candidate, points }) => sum + (candidate.hits[row] !== 0 ? points : 0), 0);
      return total + Math.max(-cap, Math.min(cap, given));
    }, 0),
  );
}
