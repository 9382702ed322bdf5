import { describe, expect, it } from "vitest";
import { explainCriteria } from "../criteria/explain.ts";
import { compileAgreement, scoreContact } from "../scoring/score.ts";
import { agreement as shape, type Agreement } from "./agreement.ts";
import { canonicalText } from "./canonical.ts";
import { describeEngagementRule, describeFitRule, describeSalesClause } from "./describe.ts";
import { foundingAgreement } from "./founding-agreement.ts";
import { parseAgreement, validateAgreement } from "./validate.ts";

const change = (edit: (draft: Agreement) => void): Agreement => {
  const draft = JSON.parse(JSON.stringify(foundingAgreement)) as Agreement;
  edit(draft);
  return draft;
};
const found = (edit: (draft: Agreement) => void) => validateAgreement(change(edit)).map((one) => `${one.severity} ${one.path} ${one.code}`);

describe("the founding agreement", () => {
  it("stands without problem or doubt", () => {
    expect(validateAgreement(foundingAgreement, { hasTeam: (key) => key === "sales" })).toEqual([]);
  });

  it("makes an MQL of a fitting, interested person and not of a passer-by", () => {
    const compiled = compileAgreement(foundingAgreement);
    const fields: Record<string, string | number> = { "contact.seniority": "head", "contact.job_function": "it", "contact.email_kind": "business", "company.employees": 450, "company.industry": "manufacturing", "company.country": "DE" };
    const today = 20_000;
    const score = (signals: Record<string, number>, known = fields) => scoreContact(compiled, { field: (ref) => known[ref] ?? null, signalDays: (key) => (signals[key] ? [{ day: today, count: signals[key] }] : []), isMember: () => false, stage: "lead" }, today);
    expect(score({})).toMatchObject({ fit: 100_000, grade: "A", engagement: 0, qualifies: false });
    expect(score({ "pricing-viewed": 2, "roi-calculator-completed": 1, "page-visited": 9 })).toMatchObject({ engagement: 39_000, qualifies: false });
    expect(score({ "pricing-viewed": 2, "roi-calculator-completed": 1, "page-visited": 9, "docs-viewed": 1 })).toMatchObject({ engagement: 41_000, qualifies: true, by: "grid" });
    expect(score({ "demo-requested": 1 }, {})).toMatchObject({ grade: "D", qualifies: true, by: "fast-lane", lane: "demo" });
    expect(score({ "demo-requested": 1 }, { "contact.email_kind": "disposable" })).toMatchObject({ qualifies: false, never: true });
  });

  it("reads as sentences", () => {
    const rule = (key: string) => describeEngagementRule(foundingAgreement.engagement.rules.find((one) => one.key === key)!, foundingAgreement);
    expect(rule("pricing")).toBe("8 points for each “Pricing page viewed”, at most 2 a day and 24 points, in the last 30 days");
    expect(rule("demo")).toBe("40 points once for “Demo requested”, in the last 90 days");
    expect(rule("case-study")).toBe("6 points for each “Case study read”, at most 2 a day and 18 points, halved every 30 days, together with “Reading content” at most 35 points");
    expect(rule("careers")).toBe("−8 points for each “Careers page viewed”, at most 1 a day and −24 points, in the last 60 days");
    expect(describeFitRule(foundingAgreement.fit.rules[0]!)).toBe("25 points if seniority is c-level, vp, director or head");
    expect(foundingAgreement.sla.sales.map((clause) => describeSalesClause(clause, foundingAgreement.tiers))).toEqual([
      "First attempt within 1 business hour, in 90 % of handoffs, for T1",
      "First attempt within 4 business hours, in 90 % of handoffs, for T2",
      "First attempt within 8 business hours, in 85 % of handoffs, for T3",
      "At least 5 attempts on 2 channels within 10 days before a lead counts as not reached, in 90 % of handoffs, for T1, T2 and T3",
      "Accepted or rejected within 24 business hours, in 85 % of handoffs, for T1, T2 and T3",
    ]);
    expect(explainCriteria(foundingAgreement.mql.never!)).toBe("Kind of e-mail is disposable, or seniority is student.");
  });

  it("has one canonical text, whatever the order of its keys", () => {
    const turned = JSON.parse(JSON.stringify(foundingAgreement), (_, value: unknown) => (typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toReversed()) : value)) as Agreement;
    expect(Object.keys(turned)[0]).not.toBe(Object.keys(foundingAgreement)[0]);
    expect(canonicalText(turned)).toBe(canonicalText(foundingAgreement));
    expect(canonicalText(change((draft) => draft.tiers.reverse()))).not.toBe(canonicalText(foundingAgreement));
    expect(shape.parse(JSON.parse(canonicalText(foundingAgreement)))).toEqual(foundingAgreement);
  });
});

describe("what is wrong with an agreement", () => {
  it.each<[(draft: Agreement) => void, string[]]>([
    [(d) => (d.timeZone = "Europe/Nowhere"), ["problem timeZone unknown-time-zone"]],
    [(d) => (d.engagement.rules[2]!.signal = "gone"), ["problem engagement.rules.2.signal unknown-signal"]],
    [(d) => (d.engagement.rules[0]!.group = "gone"), ["problem engagement.rules.0.group unknown-group"]],
    [(d) => (d.engagement.rules[2]!.cap = 5), ["doubt engagement.rules.2.cap cap-below-points"]],
    [(d) => (d.engagement.rules[1]!.key = "demo"), ["problem engagement.rules.1 duplicate-key"]],
    [(d) => (d.fit.gradeFrom = { A: 50, B: 70, C: 30 }), ["problem fit.gradeFrom grades-out-of-order"]],
    [(d) => (d.fit.gradeFrom.A = 200), ["doubt fit.gradeFrom.A grade-unreachable"]],
    [(d) => (d.fit.rules[0]!.when = { all: [{ gradeIsAnyOf: ["A"] }] }), ["problem fit.rules.0.when.all.0 asks-for-the-score"]],
    [(d) => (d.fit.rules[3]!.when = { field: "company.head_count", atLeast: 5 }), ["problem fit.rules.3.when.field unknown-field"]],
    [(d) => (d.mql.grid.C = 9_000), ["problem mql.grid.C grid-unreachable"]],
    [(d) => (d.mql.grid.B = 30), ["problem mql.grid.B grid-out-of-order"]],
    [(d) => (d.mql.grid.D = 10), ["problem mql.grid.D grid-out-of-order"]],
    [(d) => (d.mql = { ...d.mql, grid: { A: null, B: null, C: null, D: null }, fastLanes: [] }), ["problem mql nobody-qualifies"]],
    [(d) => (d.mql.fastLanes[0]!.signal = "gone"), ["problem mql.fastLanes.0.signal unknown-signal"]],
    [(d) => (d.mql.never = { any: [] }), ["doubt mql.never holds-for-nobody"]],
    [(d) => (d.sla.sales[0]!.tiers = ["t1", "t9"]), ["problem sla.sales.0.tiers.1 unknown-tier"]],
    [(d) => (d.sla.sales[0]!.tiers = ["t2"]), ["problem sla.sales.1.tiers.0 two-clauses-for-one-tier", "doubt tiers.0 no-first-attempt-clause"]],
    [(d) => Object.assign(d.sla.sales[0]!, { warnAtPercent: [80, 50] }), ["problem sla.sales.0.warnAtPercent warnings-out-of-order"]],
    [(d) => Object.assign(d.sla.sales[3]!, { attempts: 1 }), ["problem sla.sales.3.channels more-channels-than-attempts"]],
    [(d) => d.sla.sales.splice(3, 1), ["problem rejectionReasons.4.needsAttempts no-attempts-clause"]],
    [(d) => (d.sla.marketing[1]!.atLeast = 450), ["problem sla.marketing.1.atLeast share-above-100"]],
    [(d) => d.routing.rules.pop(), ["doubt routing.rules no-rule-for-the-rest"]],
    [(d) => d.routing.rules.reverse(), ["doubt routing.rules.0 shadows-later-rules", "doubt routing.rules no-rule-for-the-rest"]],
    [(d) => (d.qualification.requiredForSql = ["money"]), ["problem qualification.requiredForSql.0 unknown-question"]],
    [(d) => (d.packageRequires = ["contact.nose"]), ["problem packageRequires.0 unknown-field"]],
    [(d) => (d.signals[0]!.recognise = [{ type: "track" }]), ["doubt signals.0.recognise.0 recognises-everything"]],
    [(d) => (d.rejectionReasons[1]!.code = "no-need"), ["problem rejectionReasons.1 duplicate-key"]],
  ])("%s", (edit, problems) => {
    expect(found(edit)).toEqual(problems);
  });

  it("says which team or user does not exist", () => {
    const text = change((draft) => (draft.routing.rules[0]!.to = { user: "gone@acme.com" }));
    expect(validateAgreement(text, { hasTeam: () => false, hasUser: () => false }).map((one) => one.path)).toEqual(["routing.rules.0.to.user", "routing.rules.1.to", "routing.fallbackTeam"]);
  });

  it("is found before a deep document is walked, and by its shape", () => {
    let deep: unknown = { all: [] };
    for (let i = 0; i < 50_000; i++) deep = { not: deep };
    expect(parseAgreement({ ...foundingAgreement, tiers: [{ key: "t1", name: "T1", when: deep }] })).toMatchObject({ problems: [{ path: "tiers.0.when", code: "too-deep" }] });
    expect(parseAgreement({ ...foundingAgreement, currency: "euro" })).toMatchObject({ problems: [{ path: "currency", code: "bad-shape" }] });
    expect(parseAgreement(null)).toMatchObject({ problems: [{ code: "bad-shape" }] });
    expect(parseAgreement(JSON.parse(canonicalText(foundingAgreement)))).toEqual({ ok: foundingAgreement, doubts: [] });
  });
});
