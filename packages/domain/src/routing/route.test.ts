import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainTrace, type TraceNames } from "./explain-trace.ts";
import { type RouteInput, route, type RoutingPerson, type RoutingRule, type SkipReason } from "./route.ts";
import { simulateRouting } from "./simulate.ts";

const person = (userId: string, more: Partial<RoutingPerson> = {}): RoutingPerson => ({
  userId,
  active: true,
  outOfOfficeUntilMs: null,
  insideShift: true,
  openHandoffs: 0,
  capacity: null,
  weekHandoffs: 0,
  rejectedThisLead: false,
  ...more,
});
const rule = (key: string, target: RoutingRule["target"], matches = true): RoutingRule => ({ key, name: key, matches, target });
const dach = { kind: "team", teamId: "dach", method: "weighted" } as const;
const members = [
  { userId: "ana", weight: 1 },
  { userId: "ben", weight: 1 },
];
const input = (more: Partial<RouteInput> = {}): RouteInput => ({
  owners: {},
  rules: [rule("tier 1", dach)],
  people: [person("ana"), person("ben"), person("cem")],
  teams: [{ teamId: "dach", members }],
  rotations: {},
  fallback: { teamId: "inbound" },
  ...more,
});
const names: TraceNames = { user: (id) => id.toUpperCase(), team: (id) => `team ${id}`, instant: (ms) => `@${ms}` };

describe("routing", () => {
  it("asks the owners first, in order, before any rule", () => {
    expect(route(input({ owners: { contact: "ana", company: "ben" } })).assignee).toEqual({ kind: "user", userId: "ana" });
    expect(route(input({ owners: { contact: null, company: "ben", opportunity: "ana" } })).assignee).toEqual({ kind: "user", userId: "ben" });
    const decision = route(input({ owners: { contact: "cem", opportunity: "ben" }, people: [person("ana"), person("ben"), person("cem", { active: false })] }));
    expect(decision.assignee).toEqual({ kind: "user", userId: "ben" });
    expect(decision.trace).toEqual([
      { kind: "owner", of: "contact", userId: "cem", outcome: "skipped", reason: "inactive" },
      { kind: "owner", of: "opportunity", userId: "ben", outcome: "chosen" },
    ]);
    expect(decision).toMatchObject({ ruleKey: null, rotation: null });
  });

  it("gives an owner their lead even at capacity", () => {
    const people = [person("ana", { openHandoffs: 9, capacity: 5 })];
    const { assignee, trace } = route(input({ owners: { company: "ana" }, people }));
    expect(assignee).toEqual({ kind: "user", userId: "ana" });
    expect(explainTrace(trace, names)).toEqual(["ANA is the owner of the company and gets the lead although at capacity, 9 open of 5."]);
    expect(explainTrace(route(input({ owners: { company: "ana" } })).trace, names)).toEqual(["ANA is the owner of the company and gets the lead."]);
  });

  it.each<[SkipReason, Partial<RoutingPerson>, Partial<RouteInput>]>([
    ["inactive", { active: false }, {}],
    ["excluded", {}, { exclude: ["ana"] }],
    ["already-rejected", { rejectedThisLead: true }, {}],
    ["out-of-office", { outOfOfficeUntilMs: 5 }, {}],
    ["outside-shift", { insideShift: false }, { insideShiftOnly: true }],
    ["at-capacity", { openHandoffs: 3, capacity: 3 }, {}],
  ])("passes over a member who is %s and says so", (reason, state, more) => {
    const decision = route(input({ people: [person("ana", state), person("ben")], ...more }));
    expect(decision.assignee).toEqual({ kind: "user", userId: "ben" });
    expect(decision.trace[1]).toMatchObject({ kind: "person", userId: "ana", outcome: "skipped", reason });
  });

  it("lets the lead wait for opening unless the clause wants somebody inside their shift", () => {
    const people = [person("ana", { insideShift: false }), person("ben", { insideShift: false })];
    expect(route(input({ people })).assignee).toEqual({ kind: "user", userId: "ana" });
    expect(route(input({ people, insideShiftOnly: true })).assignee).toEqual({ kind: "queue", teamId: "dach" });
  });

  it("takes the first rule that matches, and the next when a named person can't", () => {
    const rules = [rule("no", { kind: "user", userId: "ana" }, false), rule("named", { kind: "user", userId: "cem" }), rule("queue", { kind: "queue", teamId: "dach" })];
    expect(route(input({ rules }))).toMatchObject({ assignee: { kind: "user", userId: "cem" }, ruleKey: "named" });
    expect(route(input({ rules, exclude: ["cem"] }))).toMatchObject({ assignee: { kind: "queue", teamId: "dach" }, ruleKey: "queue" });
    expect(route(input({ rules: [] }))).toMatchObject({ assignee: { kind: "queue", teamId: "inbound" }, ruleKey: null });
  });

  it("leaves the lead in the team's queue when nobody of the team is free", () => {
    const decision = route(input({ rules: [rule("tier 1", dach), rule("other", { kind: "user", userId: "cem" })], exclude: ["ana", "ben"] }));
    expect(decision).toMatchObject({ assignee: { kind: "queue", teamId: "dach" }, ruleKey: "tier 1", rotation: null });
  });

  it("finds the fewest open handoffs, then the fewest this week", () => {
    const rules = [rule("least", { ...dach, method: "least-open" })];
    const people = [person("ana", { openHandoffs: 2, weekHandoffs: 1 }), person("ben", { openHandoffs: 2, weekHandoffs: 0 })];
    expect(route(input({ rules, people })).assignee).toEqual({ kind: "user", userId: "ben" });
  });

  it("keeps to the territory", () => {
    const rules = [rule("territory", { ...dach, method: "territory" })];
    const teams = [{ teamId: "dach", members: [{ userId: "ana", weight: 1, coversLead: false }, { userId: "ben", weight: 1, coversLead: true }] }];
    const decision = route(input({ rules, teams }));
    expect(decision.assignee).toEqual({ kind: "user", userId: "ben" });
    expect(decision.trace[1]).toMatchObject({ userId: "ana", reason: "other-territory" });
  });

  it("shares a burst by weight and carries loads", () => {
    const teams = [{ teamId: "dach", members: [{ userId: "ana", weight: 2 }, { userId: "ben", weight: 1 }, { userId: "cem", weight: 0 }] }];
    const burst = simulateRouting(Array.from({ length: 30 }, () => input({ teams })));
    expect(burst.byUser).toEqual({ ana: 20, ben: 10 });
    const limited = input({ teams, people: [person("ana", { capacity: 5 }), person("ben", { capacity: 5 }), person("cem")] });
    const full = simulateRouting(Array.from({ length: 12 }, () => limited));
    expect(full.byUser).toEqual({ ana: 5, ben: 5 });
    expect(full.byQueue).toEqual({ dach: 2 });
  });

  it("explains itself", () => {
    const people = [person("ana", { outOfOfficeUntilMs: 7 }), person("ben", { openHandoffs: 2, weekHandoffs: 4 }), person("cem", { openHandoffs: 3, capacity: 3 })];
    const teams = [{ teamId: "dach", members: [...members, { userId: "cem", weight: 2 }] }];
    const rules = [rule("Partners", { kind: "queue", teamId: "x" }, false), rule("Tier 1", dach)];
    expect(explainTrace(route(input({ people, teams, rules, owners: { company: "ana" } })).trace, names)).toEqual([
      "ANA is the owner of the company, skipped: out of office until @7.",
      'Rule "Partners" does not match.',
      'Rule "Tier 1" matches.',
      "ANA skipped: out of office until @7.",
      "BEN gets the lead: next in the rotation (2 open, 4 this week, weight 1).",
      "CEM skipped: at capacity, 3 open of 3.",
    ]);
    expect(explainTrace(route(input({ exclude: ["ana", "ben"] })).trace, names).at(-1)).toBe("Nobody of team dach is free: the lead waits in the team's queue.");
  });

  it("always ends somewhere, never at somebody excluded, and names every member of the team it asked", () => {
    const ids = ["ana", "ben", "cem", "dua"];
    const someone = fc.constantFrom(...ids);
    const people = fc.tuple(...ids.map((id) => fc.record({ userId: fc.constant(id), active: fc.boolean(), outOfOfficeUntilMs: fc.constantFrom(null, 9), insideShift: fc.boolean(), openHandoffs: fc.nat(3), capacity: fc.constantFrom(null, 2), weekHandoffs: fc.nat(3), rejectedThisLead: fc.boolean() })));
    const target: fc.Arbitrary<RoutingRule["target"]> = fc.oneof(
      someone.map((userId) => ({ kind: "user" as const, userId })),
      fc.constantFrom("weighted" as const, "least-open" as const, "territory" as const).map((method) => ({ ...dach, method })),
      fc.constant({ kind: "queue" as const, teamId: "dach" }),
    );
    const rules = fc.array(fc.tuple(fc.boolean(), target), { maxLength: 4 }).map((list) => list.map(([matches, target], index) => rule(`r${index}`, target, matches)));
    const owners = fc.record({ contact: fc.option(someone), company: fc.option(someone), opportunity: fc.option(someone) });
    fc.assert(
      fc.property(people, rules, owners, fc.subarray(ids), fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }), fc.boolean(), (people, rules, owners, exclude, weights, insideShiftOnly) => {
        const team = ids.map((userId, index) => ({ userId, weight: weights[index] as number }));
        const decision = route(input({ people, rules, owners, exclude, insideShiftOnly, teams: [{ teamId: "dach", members: team }] }));
        const { assignee, trace } = decision;
        if (assignee.kind === "user") {
          const taker = people.find(({ userId }) => userId === assignee.userId);
          expect(exclude).not.toContain(assignee.userId);
          expect(taker).toMatchObject({ active: true, outOfOfficeUntilMs: null, rejectedThisLead: false });
          if (insideShiftOnly) expect(taker?.insideShift).toBe(true);
        }
        expect(trace.filter((step) => step.kind !== "rule" && (step.kind === "queue" || step.outcome === "chosen"))).toHaveLength(1);
        if (decision.rotation) expect(trace.filter((step) => step.kind === "person" && team.some(({ userId }) => userId === step.userId)).length).toBeGreaterThanOrEqual(team.length);
        expect(explainTrace(trace, names).every((sentence) => /^.+\.$/.test(sentence))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
