import type { Agreement, FitRule } from "../agreement/agreement.ts";
import { fold } from "../people/fold.ts";
import type { Calibration, FoundRule } from "./calibrate.ts";
import { lowestFor, nearestTo, type Threshold } from "./hold-out.ts";
import { pointsAt } from "./performance.ts";
import { suggestedPoints } from "./calibrate.ts";
import { capsFor } from "./reweigh-rules.ts";
import { capOfField } from "./propose-rules.ts";
import type { PeopleTable } from "./people-table.ts";

/** A calibration turned into an ordinary draft: the document people edit, comment and sign. Nothing else is changed. */

export interface DraftOptions {
  /** Share of outcomes wanted above the threshold. */
  readonly precision: number;
  /** How many of the people learned from are wanted above it instead; null to go by precision. */
  readonly wanted?: number | null;
}

/**
 * The rules found in fields as the fit rules of a draft. Rules of one field share a group whose cap is its highest, so
 * that a field never counts twice. Grade A begins where the wanted share had the outcome and qualifies without
 * engagement; B at half the way from the average; C at the average.
 */
export function draftFromFields(agreement: Agreement, calibration: Calibration, options: DraftOptions): Agreement {
  const taken = new Set<string>();
  const keyed = calibration.proposed.map((found) => ({ found, group: fieldSlug(found), key: freshKey(`${found.candidate.field} ${found.candidate.says}`, taken) }));
  const groups = [...new Set(keyed.map(({ group }) => group))];
  const rules = keyed.map(({ found, group, key }): FitRule => ({ key, name: `${found.candidate.field} ${found.candidate.says}`.slice(0, 2_000), points: found.points, when: found.candidate.when, group }));
  return {
    ...agreement,
    fit: {
      ...agreement.fit,
      rules,
      groups: groups.map((key) => {
        const members = keyed.filter((one) => one.group === key);
        const { ref, field } = members[0]!.found.candidate;
        return { key, name: field.slice(0, 2_000), cap: capOfField(calibration.proposed, ref) };
      }),
      gradeFrom: gradesOf(calibration, options),
    },
    mql: { ...agreement.mql, grid: { ...agreement.mql.grid, A: 0 } },
  };
}

/** Points from which grades are given; whole, and each at least one apart. */
export function gradesOf(calibration: Calibration, options: DraftOptions): Agreement["fit"]["gradeFrom"] {
  const base = calibration.outcomes / calibration.people;
  const hot = hotFrom(calibration, options);
  const at = (share: number) => (calibration.reading === null ? hot.points : Math.round(pointsAt(calibration.reading, share)));
  const A = Math.round(hot.points);
  const B = Math.min(A - 1, at((base + Math.max(base, Math.min(0.99, hot.precision))) / 2));
  return { A, B, C: Math.min(B - 1, at(base)) };
}

/** The threshold that is wanted: by number of people, or the lowest that keeps the precision; undefined where none does. */
export function wantedThreshold({ thresholds }: Pick<Calibration, "thresholds">, { precision, wanted = null }: DraftOptions): Threshold | undefined {
  return wanted === null ? lowestFor(thresholds, precision) : nearestTo(thresholds, wanted);
}

/** Where what is wanted is reached; the top tenth where nothing reaches it. */
function hotFrom(calibration: Calibration, options: DraftOptions): Threshold {
  const { thresholds, people } = calibration;
  return wantedThreshold(calibration, options) ?? thresholds.find((one) => one.people >= people / 10) ?? thresholds[0] ?? { points: 1, people: 0, outcomes: 0, precision: options.precision, recall: 0 };
}

/**
 * The rules in force with the points suggested for them. Rules that do nothing, double another or leak are taken out;
 * caps move with the points, so that they cut as many occurrences as before. Where the wanted precision can be reached,
 * the grid asks of each grade the engagement still missing from that sum of points.
 */
export function draftFromRules(agreement: Agreement, table: Pick<PeopleTable, "rules" | "groups">, calibration: Calibration, options: DraftOptions): Agreement {
  if (calibration.reweighed === null) return agreement;
  const points = suggestedPoints(calibration.reweighed);
  const caps = capsFor(table as PeopleTable, points);
  const pointsOf = (kind: "fit" | "engagement", key: string, now: number) => {
    const r = table.rules.findIndex((rule) => rule.kind === kind && rule.key === key);
    return r < 0 ? now : points[r]!;
  };
  const capOf = (kind: "fit" | "engagement", key: string, now: number) => {
    const g = table.groups.findIndex((group) => group.kind === kind && group.key === key);
    return g < 0 ? now : caps[g]!;
  };
  const hot = wantedThreshold(calibration, options);
  const { gradeFrom } = agreement.fit;
  const missing = (grade: "A" | "B" | "C") => (hot === undefined ? agreement.mql.grid[grade] : agreement.mql.grid[grade] === null ? null : Math.max(0, Math.round(hot.points - gradeFrom[grade])));
  return {
    ...agreement,
    fit: {
      ...agreement.fit,
      rules: agreement.fit.rules.map((rule) => ({ ...rule, points: pointsOf("fit", rule.key, rule.points) })).filter(({ points: given }) => given !== 0),
      groups: agreement.fit.groups.map((group) => ({ ...group, cap: capOf("fit", group.key, group.cap) })),
    },
    engagement: {
      rules: agreement.engagement.rules
        .map((rule) => {
          const given = pointsOf("engagement", rule.key, rule.points);
          return { ...rule, points: given, ...(rule.cap === undefined || rule.points === 0 ? {} : { cap: Math.round((rule.cap * Math.abs(given)) / Math.abs(rule.points)) }) };
        })
        .filter(({ points: given }) => given !== 0),
      groups: agreement.engagement.groups.map((group) => ({ ...group, cap: capOf("engagement", group.key, group.cap) })),
    },
    mql: { ...agreement.mql, grid: { ...agreement.mql.grid, A: missing("A"), B: missing("B"), C: missing("C") } },
  };
}

function fieldSlug({ candidate }: FoundRule): string {
  return slug(candidate.ref.replace(/\.custom\./, ".").replace(".", " "));
}

function freshKey(words: string, taken: Set<string>): string {
  const start = slug(words);
  let key = start;
  for (let n = 2; taken.has(key); n++) key = `${start.slice(0, 58)}-${n}`;
  taken.add(key);
  return key;
}

/** Lower-case letters, digits and hyphens; something in any case. */
function slug(words: string): string {
  return fold(words).normalize("NFD").replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "").slice(0, 62).replace(/-+$/, "") || "rule";
}
