import fc from "fast-check";
import type { Agreement } from "../agreement/agreement.ts";
import type { Criteria, FieldValue } from "../criteria/criteria.ts";
import { isoFromEpochDay } from "../kit/epoch-day.ts";
import { noDay, shorts, unsigned } from "./columns.ts";
import { buildHistory, fieldColumn, type LabHistory, type People } from "./history.ts";

/** Random agreements and histories for the tests that hold the sweep equal to the engine's scoring, day by day. */
export const firstDay = 20_000;
export const lastDay = 90;
export const signals = ["s0", "s1", "s2", "s3"];

const points = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 40 }) }, { weight: 1, arbitrary: fc.integer({ min: -30, max: 0 }) }, { weight: 1, arbitrary: fc.double({ min: -9, max: 30, noNaN: true }) });
const ages = fc.constantFrom({}, { windowDays: 1 }, { windowDays: 7 }, { windowDays: 30 }, { halfLifeDays: 1 }, { halfLifeDays: 5 }, { halfLifeDays: 20 });
const engagementRule = fc
  .record({ signal: fc.constantFrom(...signals, "unheard-of"), points, per: fc.constantFrom("occurrence" as const, "occurrence" as const, "once" as const), age: ages, capPerDay: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }), cap: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }), group: fc.constantFrom(undefined, undefined, "g0", "g1") })
  .map(({ age, ...rule }) => ({ name: "R", ...rule, ...age }));
const simple: fc.Arbitrary<Criteria> = fc.constantFrom<Criteria[]>(
  { field: "company.employees", atLeast: 3 },
  { field: "contact.country", is: "de" },
  { not: { field: "contact.country", isEmpty: true } },
  { any: [{ field: "contact.country", isAnyOf: ["AT", "CH"] }, { field: "company.employees", atMost: 1 }] },
  { memberOf: "campaign", key: "fair" },
  { all: [] },
);
const turning: fc.Arbitrary<Criteria> = fc.constantFrom<Criteria[]>({ signal: "s1", atLeast: 2, withinDays: 9 }, { field: "contact.custom.since", inTheLastDays: 12 }, { signal: "s2", never: true }, { signal: "s0", notForDays: 14 });
const fitRule = (when: fc.Arbitrary<Criteria>) => fc.record({ points: fc.integer({ min: -20, max: 40 }), when, group: fc.constantFrom(undefined, "f0") }).map(({ group, ...rule }) => ({ name: "F", ...rule, ...(group && { group }) }));
const threshold = fc.option(fc.integer({ min: 0, max: 90 }), { nil: null });

/** @param turns whether criteria may turn by themselves */
export const agreements = (turns: boolean): fc.Arbitrary<Agreement> =>
  fc
    .record({
      rules: fc.array(engagementRule, { minLength: 1, maxLength: 6 }),
      fit: fc.array(fitRule(turns ? fc.oneof(simple, turning) : simple), { maxLength: 4 }),
      caps: fc.array(fc.integer({ min: 0, max: 80 }), { minLength: 3, maxLength: 3 }),
      grid: fc.record({ A: threshold, B: threshold, C: threshold, D: threshold }),
      lanes: fc.uniqueArray(fc.constantFrom("s2", "s3"), { maxLength: 2 }),
      never: fc.option(turns ? fc.oneof(simple, turning, fc.constant<Criteria>({ score: "engagement", atLeast: 70 }), fc.constant<Criteria>({ gradeIsAnyOf: ["C"] })) : simple, { nil: undefined }),
      coolOffDays: fc.integer({ min: 0, max: 20 }),
    })
    .map(({ rules, fit, caps, grid, lanes, never, coolOffDays }) => ({
      signals: signals.map((key) => ({ key, name: key, recognise: [], handRaise: false })),
      fit: { rules: fit.map((rule, i) => ({ key: `f${i}`, ...rule })), groups: [{ key: "f0", name: "F", cap: caps[2]! }], gradeFrom: { A: 40, B: 20, C: 0 } },
      engagement: { rules: rules.map((rule, i) => ({ key: `r${i}`, ...rule })), groups: [{ key: "g0", name: "G", cap: caps[0]! }, { key: "g1", name: "G", cap: caps[1]! }] },
      mql: { grid, fastLanes: lanes.map((signal) => ({ key: signal, name: signal, signal })), ...(never && { never }) },
      tiers: [{ key: "all", name: "All", when: { all: [] } }],
      nurture: { coolOffDays },
    })) as never;

export interface ExamplePerson {
  readonly happened: readonly { readonly signal: number; readonly day: number; readonly count: number }[];
  readonly from: number | null;
  readonly until: number | null;
  readonly profiles: readonly { readonly day: number; readonly employees: FieldValue; readonly country: FieldValue; readonly since: FieldValue; readonly fair: boolean }[];
  readonly releases: readonly number[];
}

const day = fc.integer({ min: 0, max: lastDay });
const profile = fc.record({ day: fc.integer({ min: 1, max: lastDay }), employees: fc.option(fc.integer({ min: 0, max: 5 })), country: fc.option(fc.constantFrom("DE", "AT", "")), since: fc.option(day.map((on) => isoFromEpochDay(firstDay + on))), fair: fc.boolean() });
export const people: fc.Arbitrary<readonly ExamplePerson[]> = fc.array(
  fc.record({
    happened: fc.array(fc.record({ signal: fc.nat({ max: 3 }), day, count: fc.integer({ min: 1, max: 4 }) }), { maxLength: 30 }),
    from: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 6 }),
    until: fc.option(fc.integer({ min: 20, max: lastDay }), { freq: 3 }),
    profiles: fc.tuple(profile, fc.array(profile, { maxLength: 2 })).map(([first, more]) => [{ ...first, day: 0 }, ...more.toSorted((a, b) => a.day - b.day).filter((one, i, all) => one.day !== all[i - 1]?.day)]),
    releases: fc.oneof({ weight: 2, arbitrary: fc.constant<number[]>([]) }, fc.uniqueArray(fc.oneof(day, fc.constant(noDay)), { maxLength: 2 }).map((list) => list.toSorted((a, b) => a - b))),
  }),
  { minLength: 1, maxLength: 5 },
);

export function historyOf(list: readonly ExamplePerson[]): LabHistory {
  const rows = list.flatMap((person, contact) => person.happened.map((one) => ({ contact, ...one })));
  const profiles = list.flatMap((person) => person.profiles);
  const starts = (lengths: readonly number[]) => {
    const start = unsigned(lengths.length + 1);
    lengths.forEach((length, i) => (start[i + 1] = start[i]! + length));
    return start;
  };
  const tight = (values: readonly number[]) => {
    const column = shorts(values.length);
    column.set(values);
    return column;
  };
  const releases = list.map((person) => person.releases);
  const who: People = {
    from: tight(list.map((person) => person.from ?? noDay)),
    until: tight(list.map((person) => person.until ?? noDay)),
    profileStart: starts(list.map((person) => person.profiles.length)),
    profileFrom: tight(profiles.map((one) => one.day)),
    fields: [
      fieldColumn("company.employees", profiles.map((one) => one.employees)),
      fieldColumn("contact.country", profiles.map((one) => one.country)),
      fieldColumn("contact.custom.since", profiles.map((one) => one.since)),
      fieldColumn("member campaign fair", profiles.map((one) => (one.fair ? true : null))),
    ],
    releaseStart: starts(releases.map((one) => one.length)),
    releaseDay: tight(releases.flat()),
  };
  const column = (pick: (row: (typeof rows)[number]) => number) => Uint32Array.from(rows, pick);
  return buildHistory({ contacts: list.length, firstDay, lastDay, signals, people: who, rows: { length: rows.length, contact: column((row) => row.contact), signal: column((row) => row.signal), day: Uint16Array.from(rows, (row) => row.day), count: column((row) => row.count) } });
}
