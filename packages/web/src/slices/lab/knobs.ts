import { grades, type Agreement } from "@tandem/domain/agreement/agreement";

/**
 * What can be turned in the lab, as plain numbers by name: `grid.A` engagement from which grade A qualifies (null is never),
 * `gradeFrom.A` fit points from which A is given, `points.demo` points of a rule. Pure; the document stays the owner of the rest.
 */
export type Knobs = Readonly<Record<string, number | null>>;

export const gradesFrom = ["A", "B", "C"] as const;

/** Every knob of a document as it is written there. */
export function readKnobs({ mql, fit, engagement }: Pick<Agreement, "mql" | "fit" | "engagement">): Knobs {
  return Object.fromEntries([
    ...grades.map((grade) => [`grid.${grade}`, mql.grid[grade]] as const),
    ...gradesFrom.map((grade) => [`gradeFrom.${grade}`, fit.gradeFrom[grade]] as const),
    ...[...fit.rules, ...engagement.rules].map((rule) => [`points.${rule.key}`, rule.points] as const),
  ]);
}

/** The document with the knobs where they stand now. A knob of a rule that is no longer there changes nothing. */
export function withKnobs(document: Agreement, knobs: Knobs): Agreement {
  const pointed = <Rule extends { key: string; points: number }>(rules: readonly Rule[]) => rules.map((rule) => {
    const points = knobs[`points.${rule.key}`];
    return typeof points === "number" && points !== rule.points ? { ...rule, points } : rule;
  });
  const grid = Object.fromEntries(grades.map((grade) => [grade, `grid.${grade}` in knobs ? knobs[`grid.${grade}`] : document.mql.grid[grade]])) as Agreement["mql"]["grid"];
  const gradeFrom = Object.fromEntries(gradesFrom.map((grade) => [grade, knobs[`gradeFrom.${grade}`] ?? document.fit.gradeFrom[grade]])) as Agreement["fit"]["gradeFrom"];
  return {
    ...document,
    fit: { ...document.fit, gradeFrom, rules: pointed(document.fit.rules) },
    engagement: { ...document.engagement, rules: pointed(document.engagement.rules) },
    mql: { ...document.mql, grid },
  };
}

/** Names of the knobs that stand elsewhere than before; those of only one side are no change of a knob. */
export function changedKnobs(before: Knobs, now: Knobs): string[] {
  return Object.keys(now).filter((id) => id in before && before[id] !== now[id]);
}

export interface MoveBody {
  grid?: { A: number | null; B: number | null; C: number | null; D: number | null };
  gradeFrom?: { A: number; B: number; C: number };
  points?: Record<string, number>;
}

/** What to ask the engine for: only what differs from where it stands; everything where that is not known. */
export function moveBody(standing: Knobs | null, wanted: Knobs): MoveBody {
  const moved = standing ? changedKnobs(standing, wanted) : Object.keys(wanted);
  const body: MoveBody = {};
  if (moved.some((id) => id.startsWith("grid."))) body.grid = Object.fromEntries(grades.map((grade) => [grade, wanted[`grid.${grade}`] ?? null])) as NonNullable<MoveBody["grid"]>;
  if (moved.some((id) => id.startsWith("gradeFrom."))) body.gradeFrom = Object.fromEntries(gradesFrom.map((grade) => [grade, wanted[`gradeFrom.${grade}`] ?? 0])) as NonNullable<MoveBody["gradeFrom"]>;
  const points = moved.filter((id) => id.startsWith("points."));
  if (points.length > 0) body.points = Object.fromEntries(points.map((id) => [id.slice("points.".length), wanted[id] ?? 0]));
  return body;
}

export interface Span {
  readonly min: number;
  readonly max: number;
}

/**
 * The span of a slider around the values it has to show: wide enough to try, fine enough to hit a whole number.
 * @param held the span it had when a hand took it; kept while it shows the values, or the scale would run from the pointer
 */
export function spanOf(id: string, values: readonly (number | null | undefined)[], held: Span | null = null): Span {
  const numbers = values.filter((value): value is number => typeof value === "number");
  if (held && numbers.every((value) => value >= held.min && value <= held.max)) return held;
  const lowest = Math.min(0, ...numbers);
  const highest = Math.max(0, ...numbers);
  const round = (value: number) => Math.ceil(value / 10) * 10;
  if (id.startsWith("grid.")) return { min: 0, max: Math.max(120, round(highest * 1.5)) };
  if (id.startsWith("gradeFrom.")) return { min: Math.min(0, -round(-lowest)), max: Math.max(100, round(highest)) };
  if (highest <= 0 && lowest < 0) return { min: -Math.max(40, round(-lowest * 2)), max: 0 };
  return { min: lowest < 0 ? -round(-lowest) : 0, max: Math.max(40, round(highest * 2)) };
}

/** A document apart from its knobs, as text: what makes a replay another one. */
export function textBesideKnobs(document: Agreement): string {
  return JSON.stringify(withKnobs(document, Object.fromEntries(Object.keys(readKnobs(document)).map((id) => [id, 0]))));
}
