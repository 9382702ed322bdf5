import type { Column, LevelColumn, NumberColumn, PeopleTable, RuleColumn } from "./people-table.ts";
import { probability } from "./logistic.ts";

/** Generated leads with known truth, for tests: what is put in must be found, and nothing else. */

/** The same numbers for the same seed (mulberry32). */
export function seededDice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x = (x + Math.imul(x ^ (x >>> 7), x | 61)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const sources = ["Search", "Referral", "Fair", "Advert"];
const sourceEffect = [0, 1.6, 0, -0.9];

/**
 * Leads of which `source`, `visits` and `industry` matter (the last says the same as `sector`), `colour` and `height`
 * do not, and `status` is what Sales wrote down afterwards. `note` is filled mostly for those who came.
 */
export function generatedLeads(people: number, seed: number): PeopleTable {
  const dice = seededDice(seed);
  const draw = (weights: readonly number[]) => {
    let rest = dice() * weights.reduce((sum, one) => sum + one, 0);
    return weights.findIndex((weight) => (rest -= weight) < 0);
  };
  const made = Array.from({ length: people }, () => {
    const [source, visits, industry] = [draw([5, 2, 2, 3]), Math.floor(dice() ** 2 * 20), draw([3, 1])];
    const outcome = dice() < probability(-1.1 + sourceEffect[source]! + (visits >= 8 ? 1.3 : 0) + (industry === 1 ? 0.8 : 0)) ? 1 : 0;
    // Two industries spelt twice: the same fact from two systems, alike but for a few.
    const sector = dice() < 0.01 ? 1 - industry : industry;
    const status = outcome === 1 ? (dice() < 0.92 ? 0 : 2) : dice() < 0.55 ? 1 : 2;
    const note = dice() < (outcome === 1 ? 0.8 : 0.2) ? 0 : -1;
    return { source, visits, industry, sector, status, note, outcome, colour: draw([3, 2, 2]), height: dice() * 50 };
  });
  const levels = (key: string, names: readonly string[], code: (one: (typeof made)[number]) => number): LevelColumn => ({ kind: "levels", ref: `contact.custom.${key}`, name: key, type: "choice", filled: "unknown", levels: names, codes: Int32Array.from(made, code) });
  const number = (key: string, value: (one: (typeof made)[number]) => number): NumberColumn => ({ kind: "number", ref: `contact.custom.${key}`, name: key, type: "number", filled: "unknown", values: Float64Array.from(made, value) });
  const columns: Column[] = [
    levels("source", sources, (one) => one.source),
    number("visits", (one) => one.visits),
    levels("industry", ["Retail", "Energy"], (one) => one.industry),
    levels("sector", ["Shops", "Power"], (one) => one.sector),
    levels("colour", ["red", "green", "blue"], (one) => one.colour),
    number("height", (one) => one.height),
    levels("status", ["keen", "not now", "open"], (one) => one.status),
    levels("note", ["written"], (one) => one.note),
  ];
  return { people, seenAt: Float64Array.from(made, (_, i) => i), seenAtIsTime: false, outcome: Int8Array.from(made, (one) => one.outcome), columns, rules: [], groups: [] };
}

/** The same leads with outcomes that have nothing to do with them. */
export function shuffledOutcomes(table: PeopleTable, seed: number): PeopleTable {
  const dice = seededDice(seed);
  const outcome = table.outcome.slice();
  for (let i = outcome.length - 1; i > 0; i--) {
    const j = Math.floor(dice() * (i + 1));
    [outcome[i], outcome[j]] = [outcome[j]!, outcome[i]!];
  }
  return { ...table, outcome };
}

/** Rules in force over generated leads: one that counts, its double, one that does nothing, one on what Sales wrote. */
export function rulesInForce(table: PeopleTable): PeopleTable {
  const holds = (ref: string, test: (column: Column, row: number) => boolean) => {
    const column = table.columns.find((one) => one.ref === ref)!;
    return Float64Array.from({ length: table.people }, (_, row) => (test(column, row) ? 1 : 0));
  };
  const is = (code: number) => (column: Column, row: number) => column.kind === "levels" && column.codes[row] === code;
  const rule = (key: string, points: number, field: string, amounts: Float64Array, group?: string): RuleColumn => ({ key, name: key, kind: "fit", points, asks: [`contact.custom.${field}`], amounts, group });
  return {
    ...table,
    rules: [
      rule("referral", 5, "source", holds("contact.custom.source", is(1))),
      rule("energy", 20, "industry", holds("contact.custom.industry", is(1)), "trade"),
      rule("power", 20, "sector", holds("contact.custom.sector", is(1)), "trade"),
      rule("green", 25, "colour", holds("contact.custom.colour", is(1))),
      rule("keen", 30, "status", holds("contact.custom.status", is(0))),
      rule("many-visits", 10, "visits", holds("contact.custom.visits", (column, row) => column.kind === "number" && column.values[row]! >= 8)),
    ],
    groups: [{ kind: "fit", key: "trade", cap: 30 }],
  };
}
