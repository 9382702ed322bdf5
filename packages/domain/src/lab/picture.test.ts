import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileAgreement } from "../scoring/score.ts";
import { noDay } from "./columns.ts";
import { agreements, historyOf, lastDay, people } from "./lab.arbitrary.ts";
import { sumUp } from "./picture.ts";
import { emptyHandovers, handOver } from "./handover.ts";
import { replayVersion } from "./replay.ts";
import { emptyOutcomes } from "./tally.ts";

const span = { from: 10, to: lastDay };

describe("two replays side by side", () => {
  it("add up: weeks to MQLs, people to both, gained and lost; outcomes of whom the version in force hands over, and of nobody the draft gains", () => {
    fc.assert(
      fc.property(agreements(false), agreements(false), people, fc.array(fc.nat({ max: 6 }), { minLength: 5, maxLength: 5 }), (inForce, draft, list, ended) => {
        const history = historyOf(list);
        const outcomes = emptyOutcomes(list.length);
        list.forEach((_, c) => {
          outcomes.ended[c] = ended[c]!;
          outcomes.revenue[c] = ended[c] === 4 ? 1_000 : 0;
        });
        const side = (agreement: typeof inForce, real: Parameters<typeof handOver>[4]) => {
          const into = emptyHandovers(list.length);
          return { into, days: handOver(history, replayVersion(history, compileAgreement(agreement)), span, into, real) };
        };
        const a = side(inForce, "recorded");
        const b = side(draft, a.into);
        const sums = sumUp(history, outcomes, span, a, b);
        const by = list.map((_, c) => [a.into.firstOn[c] !== noDay, b.into.firstOn[c] !== noDay] as const);
        expect([sums.both.people, sums.gained.people, sums.lost.people]).toEqual([by.filter(([x, y]) => x && y).length, by.filter(([x, y]) => !x && y).length, by.filter(([x, y]) => x && !y).length]);
        expect(sums.weeks.reduce((sum, week) => sum + week.inForce, 0)).toBe(sums.mqls.inForce);
        expect(sums.weeks.reduce((sum, week) => sum + week.draft, 0)).toBe(sums.mqls.draft);
        expect(sums.weeks.reduce((sum, week) => sum + week.gained - week.lost, 0)).toBe(sums.gained.people - sums.lost.people);
        expect(sums.gained.ended[0]).toBe(sums.gained.people);
        expect(sums.gained.revenue).toBe(0);
        const won = (who: (inForce: boolean, draft: boolean) => boolean) => by.filter(([x, y], c) => who(x, y) && ended[c] === 4).length;
        expect([sums.both.ended[4], sums.lost.ended[4], sums.inForce.ended[4]]).toEqual([won((x, y) => x && y), won((x, y) => x && !y), won((x) => x)]);
        expect([sums.both, sums.lost, sums.inForce].map((one) => one.revenue)).toEqual([sums.both, sums.lost, sums.inForce].map((one) => one.ended[4]! * 1_000));
        expect(sums.bands.draft.reduce((sum, band) => sum + band.won, 0)).toBe(sums.both.ended[4]);
        expect(sums.bands.draft.reduce((sum, band) => sum + band.people, 0)).toBe(sums.people.draft);
      }),
      { numRuns: 300 },
    );
  });
});
