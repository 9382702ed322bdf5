import { describe, expect, it } from "vitest";
import { explainCriteria } from "../criteria/explain.ts";
import { compileAgreement, scoreContact } from "../scoring/score.ts";
import { agreement as shape, type Agreement } from "./agreement.ts";
import { canonicalText } from "./canonical.ts";
import { describeEngagementRule, describeFitRule, describeSalesClause } from "./describe.ts";
import { foundingAgreement } from "./founding-agreement.ts";
import type { TeamFacts } from "./problem.ts";
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
      "First attempt within 1 business hour, in 90 % of handoffs, for T1, with warnings at 50 % and 80 % of the time",
      "First attempt within 4 business hours, in 90 % of handoffs, for T2, with warnings at 50 % and 80 % of the time",
      "First attempt within 8 business hours, in 85 % of handoffs, for T3, with warnings at 50 % and 80 % of the time",
      "At least 5 attempts on 2 channels within 10 days before a lead counts as not reached, in 90 % of handoffs, for T1, T2 and T3, with a warning at 80 % of the time",
      "Accepted or rejected within 24 business hours, in 85 % of handoffs, for T1, T2 and T3, with warnings at 50 % and 80 % of the time",
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
    [(d) => (d.engagement.rules[2]!.signal = "gone"), ["doubt signals.2 signal-without-effect", "problem engagement.rules.2.signal unknown-signal"]],
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
    [(d) => (d.mql.never = { any: [] }), ["problem mql.never holds-for-nobody"]],
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
    [(d) => (d.fit.rules[0]!.points = 0), ["doubt fit.rules.0.points no-points"]],
    [(d) => (d.fit.gradeFrom = { A: 101, B: 50, C: 30 }), ["doubt fit.gradeFrom.A grade-unreachable"]],
    [(d) => Object.assign(d, { fit: { ...d.fit, gradeFrom: { A: 130, B: 120, C: 110 } }, mql: { ...d.mql, fastLanes: [] } }), ["doubt fit.gradeFrom.A grade-unreachable", "doubt fit.gradeFrom.B grade-unreachable", "doubt fit.gradeFrom.C grade-unreachable", "problem mql.grid grid-unreachable"]],
    [(d) => (d.fit.rules[0]!.when = { all: [{ field: "contact.seniority", is: "head" }, { field: "contact.seniority", is: "VP" }] }), ["problem fit.rules.0.when holds-for-nobody"]],
    [(d) => (d.fit.rules[0]!.when = { all: [{ field: "contact.seniority", is: "head" }, { signal: "demo-requested", atLeast: 2, atMost: 1 }] }), ["problem fit.rules.0.when.all.1 holds-for-nobody"]],
    [(d) => (d.fit.rules[0]!.when = { any: [{ field: "contact.seniority", is: "head" }, { field: "company.employees", between: [9, 5] }] }), ["doubt fit.rules.0.when.any.1.between holds-for-nobody"]],
    [(d) => (d.fit.rules[0]!.when = { any: [{ field: "company.employees", between: [9, 5] }] }), ["doubt fit.rules.0.when.any.0.between holds-for-nobody", "problem fit.rules.0.when holds-for-nobody"]],
    [(d) => (d.tiers[0]!.when = { all: [{ gradeIsAnyOf: ["A"] }, { any: [{ gradeIsAnyOf: ["B"] }, { not: { gradeIsAnyOf: ["A"] } }] }] }), ["problem tiers.0.when holds-for-nobody"]],
    [(d) => (d.tiers[0]!.when = { all: [{ signal: "demo-requested", withinDays: 7 }, { signal: "demo-requested", withinDays: 30, never: true }] }), ["problem tiers.0.when holds-for-nobody"]],
    [(d) => (d.tiers[1]!.when = { all: [] }), ["doubt tiers.1 shadows-later-tiers", "doubt tiers.2.when never-reached"]],
    [(d) => d.signals.push({ key: "news", name: "News", handRaise: false, recognise: [{ type: "page", pathIs: "/a", pathStartsWith: "/b" }] }), ["problem signals.15.recognise.0 recognises-nothing", "doubt signals.15 signal-without-effect"]],
    [(d) => d.signals[0]!.recognise.push({ type: "page", pathIs: "" }), [`doubt signals.0.recognise.${foundingAgreement.signals[0]!.recognise.length} recognises-nothing`]],
    [(d) => Object.assign(d.engagement.rules[6]!, { windowDays: 1, cap: 33 }), ["doubt engagement.rules.6.cap cap-without-effect"]],
    [(d) => { Object.assign(d, { signals: [0, 1, 6].map((i) => d.signals[i]!), engagement: { groups: [], rules: [{ key: "p", name: "P", signal: "pricing-viewed", points: 8, per: "occurrence", capPerDay: 2, halfLifeDays: 1 }] } }); }, ["problem mql.grid.A grid-unreachable", "problem mql.grid.B grid-unreachable", "problem mql.grid.C grid-unreachable"]],
    [(d) => d.sla.escalation.push({ at: "warning", afterMinutes: 5, act: "reassign" }), ["doubt sla.escalation.4.afterMinutes step-at-once", "doubt sla.escalation.4.act taken-before-broken", "doubt sla.escalation.4 reassigned-in-a-loop"]],
    [(d) => d.engagement.groups.push({ key: "g", name: "G", cap: 5 }), ["doubt engagement.groups.3 group-without-rules"]],
    [(d) => (d.mql.never = { all: [] }), ["problem mql.never nobody-qualifies"]],
    [(d) => d.routing.rules.unshift({ key: "twin", name: "Twin", when: d.routing.rules[0]!.when!, to: { queue: "sales" } }), ["doubt routing.rules.1 never-reached"]],
    [(d) => (d.sla.sales[1]!.key = "disposition"), ["problem sla.sales.4 duplicate-key"]],
    [(d) => Object.assign(d.sla.sales[4]!, { withinMinutes: 200 }), ["doubt sla.sales.4.withinMinutes decided-before-attempted"]],
    [(d) => d.sla.escalation.push({ at: "breach", afterMinutes: 480, act: "reassign" }), ["doubt sla.escalation.4 reassigned-in-a-loop"]],
    [(d) => d.sla.escalation.push({ at: "breach", afterMinutes: 0, act: "tell-manager" }), ["doubt sla.escalation.4 step-twice"]],
    [(d) => d.targets.push({ quarter: "2026-Q4", mqls: 1 }, { quarter: "2026-Q4", mqls: 2 }), ["problem targets.1 duplicate-key", "doubt targets.0.mqls target-below-promise"]],
    [(d) => d.targets.push({ quarter: "2026-Q3", mqls: 250 }, { quarter: "2026-Q4", mqls: 300 }, { quarter: "2027-Q1", mqls: 250, segment: "dach" }), ["problem targets.2.segment unknown-segment"]],
    [(d) => d.targets.push({ quarter: "2026-Q4", mqls: 299 }, { quarter: "2026-Q3", mqls: 300 }), ["doubt targets.0.mqls target-below-promise"]],
    [(d) => d.targets.push({ quarter: "2026-Q4" }, { quarter: "2026-Q4", segment: "dach" }), ["problem targets.1.segment unknown-segment"]],
    [(d) => (d.segments = [{ key: "dach", name: "DACH", when: { field: "contact.nose", is: "long" } }]), ["problem segments.0.when.field unknown-field"]],
    [(d) => (d.stages[1]!.entry = { signal: "gone" }), ["problem stages.1.entry.signal unknown-signal"]],
    [(d) => (d.reviews = []), ["doubt reviews no-review"]],
    [(d) => (d.rejectionReasons[1]!.code = "no-need"), ["problem rejectionReasons.1 duplicate-key"]],
  ])("%s", (edit, problems) => {
    expect(found(edit)).toEqual(problems);
  });

  it("says what is never true in the names that people know", () => {
    const [problem] = validateAgreement(change((draft) => (draft.fit.rules[0]!.when = { all: [{ field: "contact.custom.plan", is: "a" }, { field: "contact.custom.plan", is: "b" }] })), { typeOf: () => "text", wording: { field: () => ({ name: "Plan", type: "text" }) } }).filter((one) => one.code === "holds-for-nobody");
    expect(problem?.words).toBe("This is never true: the conditions on plan exclude each other. Loosen it, or leave it out.");
  });

  it("says which team or user does not exist", () => {
    const text = change((draft) => (draft.routing.rules[0]!.to = { user: "gone@acme.com" }));
    expect(validateAgreement(text, { hasTeam: () => false, hasUser: () => false }).map((one) => one.path)).toEqual(["routing.rules.0.to.user", "routing.rules.1.to", "routing.fallbackTeam"]);
  });

  const week = [480, 480, 480, 480, 480, 0, 0];
  const inCompany = (edit: (draft: Agreement) => void, team: TeamFacts | null, active = true) =>
    validateAgreement(change(edit), { team: () => team, user: () => ({ active }) }).map((one) => `${one.severity} ${one.path} ${one.code}`);

  it.each<[string, (draft: Agreement) => void, TeamFacts | null, string[]]>([
    ["all is well", () => {}, { receivers: 3, minutesByWeekday: week }, []],
    ["no team", (d) => (d.routing.rules = d.routing.rules.slice(1)), null, ["problem routing.rules.0.to unknown-team", "problem routing.fallbackTeam unknown-team"]],
    ["nobody receives", (d) => (d.routing.rules = d.routing.rules.slice(1)), { receivers: 0, minutesByWeekday: week }, ["doubt routing.rules.0.to nobody-receives", "doubt routing.fallbackTeam nobody-receives"]],
    ["a queue of nobody", (d) => (d.routing.rules = [{ key: "q", name: "Q", to: { queue: "sales" } }]), { receivers: 0, minutesByWeekday: week }, ["doubt routing.rules.0.to nobody-receives", "doubt routing.fallbackTeam nobody-receives"]],
    ["no hours", (d) => d.sla.sales.splice(1, 4), { receivers: 2, minutesByWeekday: [0, 0, 0, 0, 0, 0, 0] }, ["problem sla.sales.0.withinMinutes no-business-hours", "doubt tiers.1 no-first-attempt-clause", "doubt tiers.2 no-first-attempt-clause", "problem rejectionReasons.4.needsAttempts no-attempts-clause"]],
    ["over a weekend", (d) => Object.assign(d.sla.sales[3]!, { withinDays: 2 }), { receivers: 2, minutesByWeekday: week }, ["doubt sla.sales.3.withinDays no-working-day"]],
    ["real minutes meant", (d) => Object.assign(d.sla.sales[4]!, { withinMinutes: 60 * 24 * 30 }), { receivers: 2, minutesByWeekday: week }, ["doubt sla.sales.4.withinMinutes longer-than-a-quarter"]],
    ["one alone", () => {}, { receivers: 1, minutesByWeekday: week }, ["doubt sla.escalation.2 nobody-to-reassign-to"]],
  ])("in this company: %s", (_, edit, team, problems) => {
    expect(inCompany(edit, team)).toEqual(problems);
  });

  it("says who left", () => {
    expect(inCompany((d) => (d.routing.rules[0]!.to = { user: "ann@acme.com" }), { receivers: 2, minutesByWeekday: week }, false)).toEqual(["problem routing.rules.0.to.user user-left"]);
  });

  /** Puts a value where the shape may have none. */
  const put = (place: string, value: unknown) => (raw: unknown) => {
    const path = place.split(".");
    const parent = path.slice(0, -1).reduce((part, key) => (part as Record<string, unknown>)[key], raw) as Record<string, unknown>;
    if (value === undefined) delete parent[path.at(-1)!];
    else parent[path.at(-1)!] = value;
  };

  it.each<[string, (raw: unknown) => void, string, string, RegExp]>([
    ["an unknown part", put("engagement.rules.0.halfLifeDay", 3), "engagement.rules.0.halfLifeDay", "unknown-part", /There is no part “halfLifeDay” here. Did you mean “halfLifeDays”\?/],
    ["a missing part", put("engagement", undefined), "engagement", "missing-part", /“engagement” is missing/],
    ["points that are no number", put("engagement.rules.2.points", "ten"), "engagement.rules.2.points", "bad-shape", /“points” is the text “ten”, but a number belongs here/],
    ["points that are NaN", put("fit.rules.2.points", NaN), "fit.rules.2.points", "bad-shape", /is no number, but a number belongs here/],
    ["points beyond all measure", put("fit.rules.2.points", 5_000), "fit.rules.2.points", "bad-shape", /too high: at most 1000/],
    ["an operator that does not exist", put("fit.rules.0.when", { any: [{ field: "contact.seniority", isAnyof: ["vp"] }] }), "fit.rules.0.when.any.0.isAnyof", "unknown-part", /Did you mean “isAnyOf”\?/],
    ["two operators", put("fit.rules.0.when", { field: "contact.seniority", is: "vp", contains: "v" }), "fit.rules.0.when", "bad-shape", /a field and exactly one operator/],
    ["an operand of the wrong kind", put("fit.rules.0.when", { all: [{ not: { field: "company.employees", atLeast: "many" } }] }), "fit.rules.0.when.all.0.not.atLeast", "bad-shape", /“atLeast” is the text “many”/],
    ["a condition that is none", put("fit.rules.0.when", { colour: "red" }), "fit.rules.0.when", "bad-shape", /none begins with “colour”.* all, any, not, field, signal, memberOf, stageIsAnyOf/],
    ["a condition that is text", put("fit.rules.0.when", "head"), "fit.rules.0.when", "bad-shape", /is the text “head”, but a map of parts belongs here/],
    ["a target of no kind", put("routing.rules.0.to", { team: "sales", by: "luck" }), "routing.rules.0.to.by", "bad-shape", /one of weighted, least-open, territory/],
    ["a clause of no kind", put("sla.sales.0.kind", "best-effort"), "sla.sales.0.kind", "bad-shape", /best-effort/],
    ["a key with a space", put("tiers.0.key", "tier one"), "tiers.0.key", "bad-shape", /lower-case letters, digits and hyphens/],
    ["a quarter that is none", put("targets", [{ quarter: "Q4" }]), "targets.0.quarter", "bad-shape", /like 2026-Q4/],
    ["window and half-life", put("engagement.rules.0.halfLifeDays", 3), "engagement.rules.0", "bad-shape", /a window or a half-life, not both/],
    ["ten thousand conditions", put("tiers.0.when", { any: Array.from({ length: 10_000 }, () => ({ gradeIsAnyOf: ["A"] })) }), "tiers.0.when", "too-large", /1000 parts at most/],
  ])("of bad shape: %s", (_, edit, path, code, words) => {
    const raw = JSON.parse(canonicalText(foundingAgreement)) as unknown;
    edit(raw);
    const parsed = parseAgreement(raw);
    expect("problems" in parsed && parsed.problems).toEqual([{ severity: "problem", path, code, words: expect.stringMatching(words) as string }]);
  });

  it("is said of the first conditions where thousands are none, at once", () => {
    const when = { any: Array.from({ length: 50 }, () => ({ fild: "contact.seniority", is: "vp" })) };
    const rules = Array.from({ length: 400 }, (_, i) => ({ key: `r${i}`, name: "R", points: 1, when }));
    const parsed = parseAgreement({ ...foundingAgreement, fit: { ...foundingAgreement.fit, rules } });
    expect("problems" in parsed && parsed.problems[0]).toMatchObject({ path: "fit.rules.0.when.any.0", words: expect.stringContaining("Did you mean “field”?") as string });
  }, 2_000);

  it("is found before a deep document is walked, and by its shape", () => {
    let deep: unknown = { all: [] };
    for (let i = 0; i < 50_000; i++) deep = { not: deep };
    expect(parseAgreement({ ...foundingAgreement, tiers: [{ key: "t1", name: "T1", when: deep }] })).toMatchObject({ problems: [{ path: "tiers.0.when", code: "too-deep" }] });
    expect(parseAgreement({ ...foundingAgreement, currency: "euro" })).toMatchObject({ problems: [{ path: "currency", code: "bad-shape" }] });
    expect(parseAgreement(null)).toMatchObject({ problems: [{ code: "bad-shape" }] });
    expect(parseAgreement(JSON.parse(canonicalText(foundingAgreement)))).toEqual({ ok: foundingAgreement, doubts: [] });
  });
});
