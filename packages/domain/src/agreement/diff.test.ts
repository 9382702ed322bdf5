import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../capture/text.ts";
import { anyCriteria } from "../criteria/criteria.arbitrary.ts";
import { agreement as shape, type Agreement } from "./agreement.ts";
import { anyAgreement } from "./agreement.arbitrary.ts";
import { canonicalText } from "./canonical.ts";
import { diffAgreements } from "./diff.ts";
import { foundingAgreement } from "./founding-agreement.ts";

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const change = (edit: (draft: Agreement) => void, from: Agreement = foundingAgreement): Agreement => {
  const draft = copy(from);
  edit(draft);
  return draft;
};
const words = (edit: (draft: Agreement) => void, from?: Agreement) => diffAgreements(from ?? foundingAgreement, change(edit, from)).map((one) => one.words);
const at = (json: unknown, path: string) => path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], json);

describe("a difference in words", () => {
  it.each<[(draft: Agreement) => void, string[]]>([
    [(d) => Object.assign(d.engagement.rules[7]!, { points: 12, halfLifeDays: 14 }), ["Read a case study: +6 → +12, half-life 30 → 14 days"]],
    [(d) => Object.assign(d.engagement.rules[14]!, { points: -1, capPerDay: 2, group: "mail" }), ["Viewed careers: −8 → −1, at most 1 → 2 a day, group none → “E-mail and newsletter”"]],
    [(d) => (d.mql.grid.A = 45), ["MQL grid, grade A: 40 → 45"]],
    [(d) => (d.mql.grid.D = 200), ["MQL grid, grade D: never → 200"]],
    [(d) => d.routing.rules.reverse(), ["Routing: “Everyone else” now comes before “Asked for a talk”"]],
    [(d) => d.tiers.push(d.tiers.shift()!), ["Tier: “T1: grade A, or asked for a talk” now comes last"]],
    [(d) => (d.tiers[1]!.when = { gradeIsAnyOf: ["B", "C"] }), ["Tier “T2: grade B”: holds “Fit grade is B.” → “Fit grade is B or C.”"]],
    [(d) => (d.tiers[1]!.when = { all: [{ gradeIsAnyOf: ["B"] }] }), ['Tier “T2: grade B”: holds “Fit grade is B.”, written {"gradeIsAnyOf":["B"]} → {"all":[{"gradeIsAnyOf":["B"]}]}']],
    [(d) => (d.signals[6]!.name = "Prices seen"), ["Signal “Prices seen”: name “Pricing page viewed” → “Prices seen”"]],
    [(d) => d.personas.splice(0, 1), ["Persona “Operations leader”: left out: Runs plants or warehouses, is measured on throughput and cost, wants proof from a company like theirs."]],
    [(d) => d.fit.rules.push({ key: "big", name: "Big", points: 3, when: { field: "company.employees", atLeast: 9_000 } }), ["Big: new: 3 points if company has at least 9,000 employees."]],
    [(d) => (d.idealCustomer.painPoints = []), ["Pain points: none → []"]],
    [(d) => (d.idealCustomer.painPoints = ["Late trucks"]), ["Pain point “Late trucks”: new"]],
    [(d) => (d.idealCustomer.exclusions = { prose: "Agencies", when: { field: "company.industry", is: "Agency" } }), ["Excluded, in words: none → “Agencies”", "Excluded, as a rule: none → “Industry is Agency.”"]],
    [(d) => delete d.mql.never, ["Never becomes MQL: “Kind of e-mail is disposable, or seniority is student.” → none"]],
    [(d) => Object.assign(d.sla.sales[0]!, { withinMinutes: 30, tiers: ["t1", "t2"], warnAtPercent: [50] }), ["T1: first attempt within 1 business hour: for T1 → T1 and T2, within 1 business hour → 30 business minutes, warnings at 50 and 80 → 50 %"]],
    [(d) => (d.sla.marketing[0]!.atLeast = 1_350), ["300 MQLs a quarter: at least 300 → 1,350 MQLs"]],
    [(d) => (d.sla.escalation[2]!.afterMinutes = 90), ["Escalation “After a breach: reassigned by routing”: after 4 business hours → 90 business minutes"]],
    [(d) => (d.routing.rules[0]!.to = { queue: "sales" }), ["Routing “Asked for a talk”: to sales, in turn by weight → to the queue of sales"]],
    [(d) => (d.rejectionReasons[0]!.to = "unqualified"), ["Reason “No need at present”: to nurture → to unqualified"]],
    [(d) => d.targets.push({ quarter: "2026-Q4", segment: "dach", mqls: 1_000, revenue: 5 }), ["Targets “2026 Q4, dach”: new: 1,000 MQLs, 5 EUR won."]],
    [(d) => Object.assign(d, { ageing: { sqlUntouchedDays: null }, nurture: { coolOffDays: 1 } }), ["An untouched SQL falls back after: 60 days → never", "Cool-off: 30 → 1 day"]],
    [(d) => (d.attribution = { official: "first-touch", windowDays: null }), ["Official attribution model: linear → first touch", "Attribution window: 365 days → no end"]],
    [(d) => d.packageRequires.pop(), ["Package “Country”: left out"]],
    [(d) => (d.signals[0]!.recognise = [{ type: "page", pathStartsWith: "/demo" }]), ["Signal “Demo requested”: Recognised by the event “Demo Requested” or the event “Form Submitted” with form “demo” → Recognised by a page under /demo"]],
  ])("%s", (edit, said) => {
    expect(words(edit)).toEqual(said);
  });

  it("names the place in the text after, and of what was left out in the text before", () => {
    const after = change((d) => {
      d.engagement.rules.unshift({ ...d.engagement.rules[6]!, key: "again" });
      d.engagement.rules[7]!.points = 1;
      d.signals.splice(2, 1);
    });
    for (const one of diffAgreements(foundingAgreement, after)) expect(at(one.kind === "removed" ? foundingAgreement : after, one.path)).toEqual(one.kind === "removed" ? one.before : one.after);
  });

  it("uses the company's own names", () => {
    const after = change((d) => (d.routing.fallbackTeam = "inbound"));
    expect(diffAgreements(foundingAgreement, after, { team: (key) => ({ sales: "Sales", inbound: "Inbound desk" })[key] ?? null }).map((one) => one.words)).toEqual(["Whom no rule takes waits with: Sales → Inbound desk"]);
  });
});

describe("any difference", () => {
  const places = (json: Json, path: string[] = []): string[][] => [path, ...(typeof json === "object" && json !== null ? Object.entries(json).flatMap(([key, part]) => places(part, [...path, key])) : [])];
  const all = places(foundingAgreement as unknown as Json).slice(1);

  /** Whatever is put in the place of any part of the document, or taken away. */
  const mutated = fc.tuple(fc.constantFrom(...all), fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null), fc.constant("leave out"), fc.constant("twice"), fc.constant("reverse"))).map(([path, value]) => {
    const draft = copy(foundingAgreement) as unknown as Record<string, unknown>;
    const parent = path.slice(0, -1).reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], draft) as Record<string, unknown>;
    const key = path.at(-1)!;
    if (value === "reverse" && Array.isArray(parent)) parent.reverse();
    else if (value === "twice" && Array.isArray(parent)) parent.push(parent[Number(key)]);
    else if (value === "leave out" && Array.isArray(parent)) parent.splice(Number(key), 1);
    else if (value === "leave out") delete parent[key];
    else if (typeof parent[key] === "object") parent[key] = Array.isArray(parent[key]) ? [] : {};
    else parent[key] = value;
    return draft as unknown as Agreement;
  });
  it("is mentioned, for each part of the document that could change", () => {
    fc.assert(
      fc.property(mutated, (raw) => {
        const read = shape.safeParse(raw);
        fc.pre(read.success);
        const after = read.data!;
        const changes = diffAgreements(foundingAgreement, after);
        expect(changes.length > 0).toBe(canonicalText(after) !== canonicalText(foundingAgreement));
      }),
      { numRuns: 400 },
    );
  });

  it("is mentioned between any two agreements, both ways, and nothing else is", () => {
    fc.assert(
      fc.property(anyAgreement, anyAgreement, (one, other) => {
        const differ = canonicalText(one) !== canonicalText(other);
        expect(diffAgreements(one, other).length > 0).toBe(differ);
        expect(diffAgreements(other, one).length > 0).toBe(differ);
        expect(diffAgreements(one, copy(one))).toEqual([]);
        for (const { words: said, path, kind, after } of diffAgreements(one, other)) {
          expect(said).not.toMatch(/undefined|\[object/);
          if (kind !== "removed") expect(at(other, path)).toEqual(after);
        }
      }),
      { numRuns: 80 },
    );
  });

  it("of criteria says two sentences that differ, or how each is written", () => {
    fc.assert(
      fc.property(anyCriteria, anyCriteria, (one, other) => {
        const [before, after] = [one, other].map((when) => change((d) => (d.idealCustomer.when = when))) as [Agreement, Agreement];
        fc.pre(canonicalText(before) !== canonicalText(after));
        const [found, ...rest] = diffAgreements(before, after);
        expect(rest).toEqual([]);
        const [from, to] = found!.words.replace(/^[^:]*: /, "").split(" → ");
        expect(from).not.toBe(to);
      }),
    );
  });
});
