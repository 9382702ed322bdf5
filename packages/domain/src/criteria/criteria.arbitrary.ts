import fc from "fast-check";
import { isoFromEpochDay } from "../kit/epoch-day.ts";
import { stages } from "../lifecycle/stage.ts";
import type { Criteria, FieldCondition, FieldRef, FieldType, FieldValue } from "./criteria.ts";
import type { DayCount } from "./subject.ts";

/**
 * Random criteria and contacts for the tests that hold the readings of criteria equal, here and in the server. Values
 * come from small pools, so that conditions hold about as often as not.
 */
export const exampleToday = 20_000;

/** One field of every type, with the values it takes. */
const texts = ["Head of IT", "HEAD OF İT", "ΟΔΟΣ", "οδοσα", "50%_\\ off", "müller", "mu\u0308ller", "STRASSE", "ß", "", "it", "'; drop table x; --"];
const pools: Readonly<Record<string, { readonly type: FieldType; readonly values: readonly Exclude<FieldValue, null>[] }>> = {
  "contact.title": { type: "text", values: texts },
  "contact.seniority": { type: "choice", values: ["head", "HEAD", "director", "manager"] },
  "contact.country": { type: "country", values: ["DE", "de", "AT"] },
  "company.employees": { type: "number", values: [0, 1, 200, 4_999, 0.5, -3] },
  "company.annual_revenue": { type: "money", values: [0, 100_000, 9_000_000_000_000] },
  "contact.custom.optin": { type: "boolean", values: [true, false] },
  "contact.custom.since": { type: "date", values: [-400, -31, -30, -7, -1, 0, 1, 9].map((days) => isoFromEpochDay(exampleToday + days)) },
  "contact.custom.tags": { type: "multi-choice", values: [[], ["VIP"], ["vip", "Müller"], [""], ["50%_\\", "it"]] },
};
export const exampleSignals = ["s0", "s1"];
export const exampleTypes: ReadonlyMap<string, FieldType> = new Map(Object.entries(pools).map(([ref, { type }]) => [ref, type]));
export const exampleTypeOf = (ref: FieldRef): FieldType | null => exampleTypes.get(ref) ?? null;

const ref = fc.constantFrom(...Object.keys(pools), "contact.custom.unheard_of");
const scalar = fc.oneof(...Object.values(pools).map(({ values }) => fc.constantFrom(...values.flat()))) as fc.Arbitrary<string | number | boolean>;
const piece = fc.constantFrom("it", "HEAD", "%", "_", "\\", "Σ", "ΟΔΟΣ", "ü", "u\u0308", "'", "a\u0000", "\ud800", "İ", "vip");
const amount = fc.constantFrom(0, 1, 200, 0.5, 4_999, -3, 100_000);
const day = fc.oneof(fc.constantFrom(...(pools["contact.custom.since"]!.values as string[])), fc.constantFrom("2026-02-30", "soon"));
const operator: fc.Arbitrary<Omit<FieldCondition, "field">> = fc.oneof(
  scalar.map((is) => ({ is })),
  fc.array(scalar, { minLength: 1, maxLength: 3 }).map((isAnyOf) => ({ isAnyOf })),
  piece.map((contains) => ({ contains })),
  piece.map((startsWith) => ({ startsWith })),
  amount.map((atLeast) => ({ atLeast })),
  amount.map((atMost) => ({ atMost })),
  fc.tuple(amount, amount).map((between) => ({ between })),
  fc.tuple(day, day).map((between) => ({ between })),
  day.map((before) => ({ before })),
  day.map((after) => ({ after })),
  fc.constantFrom(0, 7, 30, 365).map((inTheLastDays) => ({ inTheLastDays })),
  fc.boolean().map((isEmpty) => ({ isEmpty })),
);
const window = fc.constantFrom(1, 7, 30);
/** fast-check leaves keys out; JSON has no `undefined`. */
const signalCondition = fc.record({ signal: fc.constantFrom(...exampleSignals, "unheard-of"), atLeast: fc.integer({ min: 1, max: 4 }), atMost: fc.integer({ min: 0, max: 4 }), withinDays: window, never: fc.boolean(), firstWithinDays: window, notForDays: window }, { requiredKeys: ["signal"] });
const leaf: fc.Arbitrary<Criteria> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(ref, operator).map(([field, rest]) => ({ field, ...rest }) as FieldCondition) },
  { weight: 3, arbitrary: signalCondition },
  { weight: 1, arbitrary: fc.record({ memberOf: fc.constantFrom("segment" as const, "list" as const), key: fc.constantFrom("icp", "partners") }) },
  { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...stages), { minLength: 1, maxLength: 3 }).map((stageIsAnyOf) => ({ stageIsAnyOf })) },
  { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom("A" as const, "B" as const, "C" as const, "D" as const), { minLength: 1, maxLength: 2 }).map((gradeIsAnyOf) => ({ gradeIsAnyOf })) },
  { weight: 1, arbitrary: fc.record({ score: fc.constantFrom("fit" as const, "engagement" as const), atLeast: fc.constantFrom(0, 30, 50.5), atMost: fc.constantFrom(30, 60) }, { requiredKeys: ["score"] }) },
);

export const anyCriteria: fc.Arbitrary<Criteria> = fc.letrec<{ tree: Criteria; leaf: Criteria }>((tie) => ({
  leaf,
  tree: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    tie("leaf"),
    fc.array(tie("tree"), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie("tree"), { maxLength: 3 }).map((any) => ({ any })),
    tie("tree").map((not) => ({ not })),
  ),
})).tree;

/** A contact as plain data: what a test stores in a table, and turns into a `CriteriaSubject`. */
export interface ExampleContact {
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly signals: Readonly<Record<string, readonly DayCount[]>>;
  readonly members: readonly string[];
  readonly stage: (typeof stages)[number];
  readonly fit: number;
  readonly engagement: number;
  readonly grade: "A" | "B" | "C" | "D";
}

const days = fc.uniqueArray(fc.record({ day: fc.integer({ min: exampleToday - 40, max: exampleToday + 2 }), count: fc.integer({ min: 1, max: 3 }) }), { selector: (one) => one.day, maxLength: 4 }).map((list) => list.toSorted((a, b) => a.day - b.day));
export const anyContact: fc.Arbitrary<ExampleContact> = fc.record({
  fields: fc.record(Object.fromEntries(Object.entries(pools).map(([key, { values }]) => [key, fc.option(fc.constantFrom(...values))]))),
  signals: fc.dictionary(fc.constantFrom(...exampleSignals), days),
  members: fc.uniqueArray(fc.constantFrom("segment icp", "list partners", "list icp")),
  stage: fc.constantFrom(...stages),
  fit: fc.constantFrom(0, 30_000, 50_500, 70_000),
  engagement: fc.constantFrom(0, 29_999, 30_000, 60_000),
  grade: fc.constantFrom("A", "B", "C", "D"),
});
