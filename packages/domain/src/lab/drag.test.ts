import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Agreement } from "../agreement/agreement.ts";
import type { FieldRef, FieldType } from "../criteria/criteria.ts";
import { standardTypeOf } from "../criteria/operators.ts";
import { compileAgreement } from "../scoring/score.ts";
import { noDay } from "./columns.ts";
import { drag, draggable, emptyDragged, handOverFirst, type Draggable } from "./drag.ts";
import { findCrossings } from "./grid.ts";
import { emptyHandovers, handOver, type Handovers, type Real } from "./handover.ts";
import type { LabHistory } from "./history.ts";
import { agreements, historyOf, lastDay, people, signals } from "./lab.arbitrary.ts";
import { pictureOf, sumUp } from "./picture.ts";
import { replayVersion, type DaySpan, type VersionReplay } from "./replay.ts";
import { emptyOutcomes, startTally } from "./tally.ts";

const typeOf = (ref: FieldRef): FieldType | null => (ref === "contact.custom.since" ? "date" : standardTypeOf(ref));
const span: DaySpan = { from: 10, to: lastDay - 5 };

const threshold = fc.option(fc.integer({ min: 0, max: 90 }), { nil: null });
/** What a hand at the sliders does: a step of a threshold or of points, or a jump, or back to what was. */
const move = fc.oneof(
  fc.record({ grade: fc.constantFrom("A" as const, "B" as const, "C" as const, "D" as const), to: threshold }).map(({ grade, to }) => (one: Agreement) => void (one.mql.grid[grade] = to)),
  fc.integer({ min: -4, max: 4 }).map((by) => (one: Agreement) => {
    for (const grade of ["A", "B", "C", "D"] as const) if (one.mql.grid[grade] !== null) one.mql.grid[grade] += by;
  }),
  fc.record({ rule: fc.nat({ max: 5 }), points: fc.oneof(fc.integer({ min: -10, max: 60 }), fc.constant(0)) }).map(({ rule, points }) => (one: Agreement) => void (one.engagement.rules[rule % one.engagement.rules.length]!.points = points)),
  fc.record({ rule: fc.nat({ max: 3 }), points: fc.integer({ min: -20, max: 40 }) }).map(({ rule, points }) => (one: Agreement) => {
    if (one.fit.rules.length > 0) one.fit.rules[rule % one.fit.rules.length]!.points = points;
  }),
  fc.integer({ min: 1, max: 39 }).map((from) => (one: Agreement) => void (one.fit.gradeFrom.B = from)),
);

/** What is said of whoever was handed over; of the others nothing is looked at. */
const told = (into: Handovers) => [...into.firstOn].map((on, c) => [on, into.times[c], into.ever[c], ...(on === noDay ? [] : [into.engagement[c], into.grade[c], into.lane[c]])]);

/** In two steps, as good as in one. */
function handedOver(history: LabHistory, real: Real, version: Draggable): Draggable {
  const middle = Math.floor((version.from + version.to) / 2);
  handOverFirst(history, version, span, real, version.from, middle);
  handOverFirst(history, version, span, real, middle);
  return version;
}

const chained = (turns: boolean, numRuns: number): void =>
  fc.assert(
    fc.property(agreements(turns), agreements(false), people, fc.array(move, { minLength: 1, maxLength: 12 }), fc.array(fc.nat({ max: 6 }), { minLength: 5, maxLength: 5 }), fc.boolean(), (start, inForce, list, moves, ended, recorded) => {
      const history = historyOf(list);
      const outcomes = emptyOutcomes(list.length);
      list.forEach((_, c) => {
        outcomes.ended[c] = ended[c]!;
        outcomes.reason[c] = ended[c]!;
        outcomes.revenue[c] = ended[c] === 4 ? 1_000 + c : 0;
      });
      const base = handedOver(history, "recorded", draggable(history, replayVersion(history, compileAgreement(inForce, typeOf), { typeOf }), span));
      const real = recorded ? "recorded" : base.into;
      const segments = [history.people.fields[1]!.codes.slice(0, list.length)];
      const moved = JSON.parse(JSON.stringify(start)) as Agreement;
      const middle = Math.floor(list.length / 2);
      // Two threads' work: the same columns, each with its own contacts.
      const inParts = (replay: VersionReplay) => {
        const columns = emptyDragged(history, replay);
        return [{ from: 0, to: middle }, { from: middle, to: list.length }].map((part) => {
          const version = handedOver(history, real, draggable(history, { ...replay, plan: { ...replay.plan } }, span, columns, part));
          return { version, tally: startTally(outcomes, span, { into: base.into, days: handOver(history, base.replay, span, base.into, "recorded", part.from, part.to) }, version, segments, part) };
        });
      };
      let parts = inParts(replayVersion(history, compileAgreement(moved, typeOf), { typeOf }));
      for (const one of moves) {
        one(moved);
        const compiled = compileAgreement(moved, typeOf);
        const fresh = replayVersion(history, compiled, { typeOf });
        const dragged = parts.map(({ version, tally }) => drag(history, version, compiled, span, real, { before: (c) => tally.remove(c), after: (c) => tally.add(c) }));
        expect(dragged[0]).toBe(dragged[1]);
        if (!dragged[0]) parts = inParts(replayVersion(history, compiled, { typeOf }));
        const [version, others] = [parts[0]!.version, parts[1]!.version];
        const into = emptyHandovers(list.length);
        const days = handOver(history, fresh, span, into, real);
        expect(told(version.into)).toEqual(told(into));
        expect([...version.days.all].map((n, day) => n + others.days.all[day]!)).toEqual([...days.all]);
        expect([...version.days.byLane].map((n, day) => n + others.days.byLane[day]!)).toEqual([...days.byLane]);
        expect(version.replay.steps.highest).toEqual(fresh.steps.highest);
        expect(findCrossings(history, version.replay, span)).toEqual(findCrossings(history, fresh, span));
        const sorted = (sums: ReturnType<typeof sumUp>) => ({ ...sums, segments: sums.segments.toSorted((a, b) => a.code - b.code) });
        expect(sorted(pictureOf(history, span, parts.map(({ tally }) => tally.counts)))).toEqual(sorted(sumUp(history, outcomes, span, base, { into, days }, segments)));
      }
    }),
    { numRuns },
  );

describe("after every move of a drag", () => {
  it("handovers, crossings and the picture are those of a new replay", () => chained(false, 500));

  it("so they are where criteria turn by themselves", () => chained(true, 300));

  it("a signal that begins to count brings people back after their cool-off, however little it gives", () => {
    const agreement = {
      signals: signals.map((key) => ({ key, name: key, recognise: [], handRaise: false })),
      fit: { rules: [], groups: [], gradeFrom: { A: 40, B: 20, C: 0 } },
      engagement: { rules: [{ key: "much", name: "Much", signal: "s0", points: 50, per: "occurrence" }, { key: "little", name: "Little", signal: "s1", points: 0, per: "occurrence" }], groups: [] },
      mql: { grid: { A: 20, B: 20, C: 20, D: 20 }, fastLanes: [] },
      tiers: [{ key: "all", name: "All", when: { all: [] } }],
      nurture: { coolOffDays: 3 },
    } as unknown as Agreement;
    const history = historyOf([{ happened: [{ signal: 0, day: 12, count: 1 }, { signal: 1, day: 40, count: 1 }], from: 0, until: null, profiles: [{ day: 0, employees: null, country: null, since: null, fair: false }], releases: [30] }]);
    const version = handedOver(history, "recorded", draggable(history, replayVersion(history, compileAgreement(agreement, typeOf)), span));
    expect(version.into.times[0]).toBe(1);
    const moved = JSON.parse(JSON.stringify(agreement)) as Agreement;
    moved.engagement.rules[1]!.points = 1;
    expect(drag(history, version, compileAgreement(moved, typeOf), span, "recorded", { before: () => {}, after: () => {} })).toBe(true);
    expect([version.into.times[0], version.days.all[12], version.days.all[40]]).toEqual([2, 1, 1]);
  });
});
