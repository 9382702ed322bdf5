import { liftOf, wilson, type Interval, type Lift } from "./intervals.ts";
import { phi } from "./overlap.ts";
import { countOutcomes, type PeopleTable, type RuleColumn, type Rows } from "./people-table.ts";
import { outcomesPerRule, toPoints } from "./propose-rules.ts";
import { weighRules } from "./weigh-rules.ts";

/** The rules in force, each with what the outcomes say of it and the points they would give it. */

export interface RuleFinding {
  readonly rule: RuleColumn;
  /** People it hits, among those with an outcome to learn from. */
  readonly people: number;
  readonly outcomes: number;
  readonly share: Interval & { readonly share: number };
  readonly lift: Lift;
  /** What it adds when the other rules are known, in points of one occurrence; null where it was not weighed. */
  readonly points: ({ readonly suggested: number } & Interval) | null;
  readonly finding: "counts" | "does-nothing" | "leaks" | "same-as" | "too-few";
  /** The rule kept instead, where two count the same thing. */
  readonly sameAs: string | null;
}

export interface Reweighed {
  readonly findings: readonly RuleFinding[];
  readonly pointsPerDoubling: number;
  readonly ridge: number;
}

const fewest = 30;

/**
 * @param leaking fields under suspicion: a rule that asks about one leaks with it.
 * @param pointsPerDoubling null to keep the spread that the scores have now, so that thresholds keep their meaning.
 */
export function reweighRules(table: PeopleTable, rows: Rows, leaking: ReadonlySet<string>, pointsPerDoubling: number | null): Reweighed {
  const hits = table.rules.map((rule) => tally(table, rule, rows));
  const all = { people: rows.length, outcomes: countOutcomes(table, rows) };
  const leaky = new Set(leakingRules(table, leaking));
  const leaks = table.rules.map((rule) => leaky.has(rule));
  const weighable = table.rules.map((_, r) => r).filter((r) => !leaks[r] && hits[r]!.people >= fewest && all.people - hits[r]!.people >= fewest);
  const weighed = weighRules(weighable.map((r) => table.rules[r]!.amounts), table.outcome, rows);
  const scale = pointsPerDoubling ?? usualScale(table, rows, weighable, weighed.weights);
  const findings = table.rules.map((rule, r): RuleFinding => {
    const at = weighable.indexOf(r);
    const same = at < 0 ? -1 : weighed.doubleOf[at]!;
    const stands = at >= 0 && weighed.stands[at]!;
    const spread = at < 0 ? 0 : 1.959964 * weighed.errors[at]!;
    const suggested = stands ? toPoints(weighed.weights[at]!, scale) : 0;
    return {
      rule,
      ...hits[r]!,
      share: { share: hits[r]!.people === 0 ? 0 : hits[r]!.outcomes / hits[r]!.people, ...wilson(hits[r]!.outcomes, hits[r]!.people) },
      lift: liftOf(hits[r]!, all),
      points: at < 0 ? null : { suggested, low: stands ? inPoints(weighed.weights[at]! - spread, scale) : 0, high: stands ? inPoints(weighed.weights[at]! + spread, scale) : 0 },
      finding: leaks[r] ? "leaks" : at < 0 ? "too-few" : same >= 0 ? "same-as" : suggested === 0 ? "does-nothing" : "counts",
      sameAs: same < 0 ? null : table.rules[weighable[same]!]!.key,
    };
  });
  return { findings, pointsPerDoubling: scale, ridge: weighed.ridge };
}

/** Rules that ask about a field under suspicion. */
export function leakingRules(table: PeopleTable, leaking: ReadonlySet<string>): RuleColumn[] {
  return table.rules.filter((rule) => rule.asks.some((ref) => leaking.has(ref)));
}

function inPoints(weight: number, scale: number): number {
  return (weight / Math.LN2) * scale;
}

/** Whether there are outcomes enough to weigh so many rules. */
export function canWeigh(table: PeopleTable, rows: Rows, rules: number): boolean {
  const yes = countOutcomes(table, rows);
  return Math.min(yes, rows.length - yes) >= rules * outcomesPerRule;
}

function tally(table: PeopleTable, rule: RuleColumn, rows: Rows): { people: number; outcomes: number } {
  let [people, outcomes] = [0, 0];
  for (const row of rows)
    if (rule.amounts[row] !== 0) {
      people += 1;
      outcomes += table.outcome[row]!;
    }
  return { people, outcomes };
}

/** Points that double the odds, such that suggested scores spread as the present ones do; 10 where those do not spread. */
function usualScale(table: PeopleTable, rows: Rows, weighable: readonly number[], weights: Float64Array): number {
  const present = spreadOf(rows, (row) => table.rules.reduce((sum, rule) => sum + rule.points * rule.amounts[row]!, 0));
  const odds = spreadOf(rows, (row) => weighable.reduce((sum, r, at) => sum + weights[at]! * table.rules[r]!.amounts[row]!, 0));
  return present === 0 || odds === 0 ? 10 : Math.max(1, Math.round((present / odds) * Math.LN2));
}

function spreadOf(rows: Rows, value: (row: number) => number): number {
  const values = Float64Array.from(rows, value);
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length);
}

/** Pairs of rules that hit nearly the same people, the closest first. */
export interface RuleOverlap {
  readonly a: string;
  readonly b: string;
  readonly phi: number;
  readonly both: number;
  readonly either: number;
}

export function overlapsOf(rules: readonly Pick<RuleColumn, "key" | "amounts">[], rows: Rows, least = 0.6): RuleOverlap[] {
  return rules
    .flatMap((a, i) => rules.slice(0, i).map((b) => ({ a: b.key, b: a.key, ...phi(b.amounts, a.amounts, rows) })))
    .filter((pair) => pair.phi >= least)
    .sort((x, y) => y.phi - x.phi);
}

/** Points as the engine would add them: each group capped, in absolute value. */
export function addUp(table: PeopleTable, rows: Rows, points: readonly number[], caps: readonly number[]): Float64Array {
  const groupOf = table.rules.map((rule) => table.groups.findIndex((group) => group.kind === rule.kind && group.key === rule.group));
  return Float64Array.from(rows, (row) => {
    const inGroups = new Float64Array(table.groups.length);
    let sum = 0;
    table.rules.forEach((rule, r) => {
      const given = points[r]! * rule.amounts[row]!;
      if (groupOf[r]! < 0) sum += given;
      else inGroups[groupOf[r]!]! += given;
    });
    return inGroups.reduce((total, given, g) => total + Math.max(-caps[g]!, Math.min(caps[g]!, given)), sum);
  });
}

/** Caps of groups grown or shrunk with the points of their rules, so that they cut as many occurrences as now. */
export function capsFor(table: PeopleTable, points: readonly number[]): number[] {
  return table.groups.map((group) => {
    const members = table.rules.map((rule, r) => ({ rule, r })).filter(({ rule }) => rule.kind === group.kind && rule.group === group.key);
    const [before, after] = [members.reduce((sum, { rule }) => sum + Math.abs(rule.points), 0), members.reduce((sum, { r }) => sum + Math.abs(points[r]!), 0)];
    return before === 0 ? group.cap : Math.ceil((group.cap * after) / before);
  });
}
