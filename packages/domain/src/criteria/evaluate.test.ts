import { describe, expect, it } from "vitest";
import type { Criteria, FieldValue } from "./criteria.ts";
import { criteria } from "./criteria.ts";
import { epochDayFromIso } from "../kit/epoch-day.ts";
import { compileCriteria } from "./evaluate.ts";
import type { CriteriaSubject, DayCount } from "./subject.ts";

const today = epochDayFromIso("2026-11-21")!;

function subject(fields: Record<string, FieldValue> = {}, signals: Record<string, DayCount[]> = {}, rest: Partial<CriteriaSubject> = {}): CriteriaSubject {
  return {
    field: (ref) => fields[ref] ?? null,
    signalDays: (key) => signals[key] ?? [],
    isMember: (kind, key) => kind === "segment" && key === "icp",
    stage: "lead",
    fit: 62_500,
    engagement: 30_000,
    grade: "B",
    ...rest,
  };
}

const one = subject(
  { "contact.title": "Head of İT", "contact.seniority": "head", "company.employees": 450, "company.annual_revenue": 5_000_000_00, "contact.custom.tags": ["Renewal", "VIP"], "contact.custom.optin": false, "contact.custom.since": "2026-11-14", "contact.city": "" },
  { pricing: [{ day: today - 40, count: 2 }, { day: today - 7, count: 1 }, { day: today + 1, count: 5 }] },
);

const cases: [string, Criteria, boolean][] = [
  ["text is, folded", { field: "contact.seniority", is: "HEAD" }, true],
  ["text is not a number", { field: "contact.seniority", is: 5 }, false],
  ["contains folds İ", { field: "contact.title", contains: "i̇t" }, true],
  ["starts with", { field: "contact.title", startsWith: "hEAD" }, true],
  ["is any of", { field: "contact.seniority", isAnyOf: ["director", "head"] }, true],
  ["between includes its ends", { field: "company.employees", between: [450, 4_999] }, true],
  ["at most", { field: "company.employees", atMost: 449 }, false],
  ["at least on text means nothing", { field: "contact.title", atLeast: 0 }, false],
  ["money in minor units", { field: "company.annual_revenue", atLeast: 5_000_000_00 }, true],
  ["multi-choice is", { field: "contact.custom.tags", is: "vip" }, true],
  ["multi-choice contains", { field: "contact.custom.tags", contains: "new" }, true],
  ["boolean false is a value", { field: "contact.custom.optin", is: false }, true],
  ["boolean false is not empty", { field: "contact.custom.optin", isEmpty: true }, false],
  ["date before excludes the day", { field: "contact.custom.since", before: "2026-11-14" }, false],
  ["date after", { field: "contact.custom.since", after: "2026-11-13" }, true],
  ["date between", { field: "contact.custom.since", between: ["2026-11-14", "2026-11-14"] }, true],
  ["in the last 7 days holds 7 days ago", { field: "contact.custom.since", inTheLastDays: 7 }, true],
  ["in the last 6 days does not", { field: "contact.custom.since", inTheLastDays: 6 }, false],
  ["an impossible date holds for nobody", { field: "contact.custom.since", after: "2026-02-30" }, false],
  ["absent is nothing", { field: "contact.phone", is: "" }, false],
  ["absent does not contain", { field: "contact.city", contains: "a" }, false],
  ["absent is empty", { field: "contact.phone", isEmpty: true }, true],
  ["empty text is empty", { field: "contact.city", isEmpty: true }, true],
  ["isEmpty false", { field: "contact.city", isEmpty: false }, false],
  ["not turns absence round", { not: { field: "contact.phone", is: "1" } }, true],
  ["all of nothing", { all: [] }, true],
  ["any of nothing", { any: [] }, false],
  ["signal happened", { signal: "pricing" }, true],
  ["future days do not count", { signal: "pricing", atLeast: 4 }, false],
  ["signal in window", { signal: "pricing", withinDays: 7, atLeast: 1 }, true],
  ["signal out of window", { signal: "pricing", withinDays: 6 }, false],
  ["signal never", { signal: "webinar", never: true }, true],
  ["signal at most", { signal: "pricing", atMost: 2 }, false],
  ["signal first lately", { signal: "pricing", firstWithinDays: 39 }, false],
  ["signal not for days", { signal: "pricing", notForDays: 6 }, true],
  ["signal lately", { signal: "pricing", notForDays: 7 }, false],
  ["member", { memberOf: "segment", key: "icp" }, true],
  ["stage", { stageIsAnyOf: ["lead", "nurture"] }, true],
  ["fit in points", { score: "fit", atLeast: 62.5 }, true],
  ["engagement at most", { score: "engagement", atMost: 29.999 }, false],
  ["grade", { gradeIsAnyOf: ["A", "B"] }, true],
];

describe("criteria in memory", () => {
  it.each(cases)("%s", (_, tree, expected) => {
    expect(criteria.safeParse(tree).error).toBeUndefined();
    expect(compileCriteria(tree)(one, today)).toBe(expected);
    expect(compileCriteria({ not: tree })(one, today)).toBe(!expected);
    expect(compileCriteria({ all: [{ any: [tree] }, { all: [] }] })(one, today)).toBe(expected);
  });
});
