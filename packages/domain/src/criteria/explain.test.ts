import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { criteria as shape, type Criteria } from "./criteria.ts";
import { compileCriteria } from "./evaluate.ts";
import { explainCriteria } from "./explain.ts";
import { criteriaToSql, type SqlDialect } from "./to-sql.ts";
import { anyCriteria } from "./criteria.arbitrary.ts";
import { findOversize, parseCriteria, validateCriteria, type CriteriaKnowledge } from "./validate.ts";
import { standardTypeOf } from "./operators.ts";

describe("criteria in words", () => {
  it.each<[Criteria, string]>([
    [{ all: [{ field: "contact.seniority", isAnyOf: ["director", "head"] }, { field: "company.employees", between: [200, 4_999] }] }, "Seniority is director or head, and company has 200 to 4,999 employees."],
    [{ all: [{ not: { field: "contact.seniority", is: "student" } }, { not: { field: "company.employees", atLeast: 5_000 } }, { not: { stageIsAnyOf: ["customer"] } }] }, "Seniority is not student, and it is not so that company has at least 5,000 employees, and stage is not Customer."],
    [{ any: [{ gradeIsAnyOf: ["A"] }, { all: [{ signal: "demo", withinDays: 30 }, { not: { memberOf: "list", key: "partners" } }] }] }, "Fit grade is A, or (“Demo requested” happened in the last 30 days, and the contact is not in the list “partners”)."],
    [{ signal: "demo", atLeast: 1, atMost: 1 }, "“Demo requested” happened exactly 1 time."],
    [{ signal: "demo", never: true, withinDays: 1 }, "“Demo requested” never happened in the last day."],
    [{ field: "contact.email", isEmpty: false }, "E-mail is known."],
    [{ field: "company.annual_revenue", atLeast: 100_000_000 }, "Annual revenue is at least EUR 1000000."],
    [{ score: "engagement", atLeast: 1_234.5 }, "Engagement score is at least 1,234.5 points."],
    [{ stageIsAnyOf: ["mql", "sal", "sql"] }, "Stage is MQL, SAL or SQL."],
    [{ field: "contact.custom.renewal", before: "2026-01-05" }, "Contact.custom.renewal is before 5 Jan 2026."],
    [{ all: [] }, "Everyone."],
  ])("%j", (tree, sentence) => {
    expect(explainCriteria(tree, { signal: () => "Demo requested", money: (minor) => `EUR ${minor / 100}` })).toBe(sentence);
  });

  it("never fails, and says something of every tree", () => {
    fc.assert(
      fc.property(anyCriteria, (tree) => {
        expect(shape.safeParse(tree).error).toBeUndefined();
        expect(explainCriteria(tree)).toMatch(/^.+\.$/su);
        expect(explainCriteria(tree)).not.toMatch(/undefined|NaN|\[object/);
      }),
      { numRuns: 500 },
    );
  });
});

describe("criteria from outside", () => {
  const known: CriteriaKnowledge = { typeOf: standardTypeOf, hasSignal: (key) => key === "demo", mayAskScore: false };
  const codes = (tree: Criteria, knowledge = known) => validateCriteria(tree, knowledge, "when").map((one) => `${one.path} ${one.code}`);

  it("are measured before anything recursive walks them", () => {
    let deep: unknown = { all: [] };
    for (let i = 0; i < 100_000; i++) deep = { not: deep };
    expect(parseCriteria(deep, "when")).toMatchObject({ problems: [{ path: "when", code: "too-deep" }] });
    expect(findOversize({ all: new Array(200).fill({ all: new Array(200).fill({ all: [] }) }) })).toMatchObject({ code: "too-large" });
    expect(parseCriteria({ any: [{ field: "contact.title", is: "x", isEmpty: true }] })).toMatchObject({ problems: [{ code: "bad-shape" }] });
    expect(parseCriteria({ not: { signal: "demo" } })).toEqual({ ok: { not: { signal: "demo" } } });
  });

  it.each<[Criteria, string[]]>([
    [{ all: [{ field: "contact.nose", is: "x" }] }, ["when.all.0.field unknown-field"]],
    [{ not: { signal: "x" } }, ["when.not.signal unknown-signal"]],
    [{ field: "contact.title", atLeast: 5 }, ["when.atLeast operator-does-not-fit"]],
    [{ field: "company.employees", between: [5, 4] }, ["when.between holds-for-nobody"]],
    [{ all: [{ field: "company.employees", atLeast: 5 }, { field: "company.employees", atMost: 4 }] }, ["when holds-for-nobody"]],
    [{ all: [{ field: "contact.title", isEmpty: true }, { field: "contact.title", contains: "x" }] }, ["when holds-for-nobody"]],
    [{ signal: "demo", atLeast: 2, atMost: 1 }, ["when holds-for-nobody"]],
    [{ any: [] }, ["when holds-for-nobody"]],
    [{ gradeIsAnyOf: ["A"] }, ["when asks-for-the-score"]],
    [{ field: "contact.title", is: "a\u0000" }, ["when.is unstorable-text"]],
    [{ all: [{ field: "company.employees", atLeast: 5 }, { field: "contact.title", contains: "x" }] }, []],
  ])("%j", (tree, problems) => {
    expect(codes(tree)).toEqual(problems);
  });

  it("said to hold for nobody hold for nobody", () => {
    const any: CriteriaKnowledge = { typeOf: standardTypeOf, hasSignal: () => true, mayAskScore: true };
    const nobody = { field: () => null, signalDays: () => [], isMember: () => false, stage: "lead" as const, fit: 0, engagement: 0, grade: "D" as const };
    fc.assert(
      fc.property(anyCriteria, (tree) => {
        const top = validateCriteria(tree, any).filter((one) => one.path === "" && one.code === "holds-for-nobody");
        if (top.length > 0) expect(compileCriteria(tree)(nobody, 20_000)).toBe(false);
      }),
    );
  });
});

describe("criteria as SQL", () => {
  const dialect: SqlDialect = {
    field: (ref) => (standardTypeOf(ref) === null ? null : { type: standardTypeOf(ref)!, value: ref, folded: `${ref}_folded` }),
    signalCount: (key, from, to, param) => `signals(${param(key)}, ${from === null ? "null" : param(from)}, ${param(to)})`,
    member: (kind, key, param) => `member(${param(kind)}, ${param(key)})`,
    stage: "stage", fit: "fit", engagement: "engagement", grade: "grade",
  };
  it("passes every value as a parameter, numbered from where the statement is", () => {
    expect(criteriaToSql({ all: [{ field: "contact.title", contains: "50%_\\'" }, { not: { field: "company.employees", atLeast: 5 } }] }, dialect, 20_000, 3)).toEqual({
      text: "(coalesce(contact.title_folded like $3::text, false) and (not coalesce(company.employees >= $4::numeric, false)))",
      values: ["%50\\%\\_\\\\'%", 5],
    });
    expect(criteriaToSql({ signal: "demo", withinDays: 7, atLeast: 2 }, dialect, 20_000)).toEqual({ text: "coalesce(signals($1, $2, $3) >= $4::bigint, false)", values: ["demo", 19_993, 20_000, 2] });
  });
  it("uses every parameter and no text of a criteria in the SQL itself", () => {
    fc.assert(
      fc.property(anyCriteria, (tree) => {
        const { text, values } = criteriaToSql(tree, dialect, 20_000);
        const used = new Set([...text.matchAll(/\$(\d+)/g)].map((match) => Number(match[1])));
        expect([...used].toSorted((a, b) => a - b)).toEqual(values.map((_, i) => i + 1));
        expect(text).not.toContain("'x'");
      }),
    );
  });
});
