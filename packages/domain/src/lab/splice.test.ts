import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileAgreement } from "../scoring/score.ts";
import { agreements, historyOf, lastDay, people, type ExamplePerson } from "./lab.arbitrary.ts";
import { emptyHandovers, handOver } from "./handover.ts";
import { replayVersion } from "./replay.ts";
import { spliceHistory } from "./splice.ts";

const span = { from: 0, to: lastDay };

function handed(history: ReturnType<typeof historyOf>, agreement: Parameters<typeof compileAgreement>[0]) {
  const into = emptyHandovers(history.contacts);
  handOver(history, replayVersion(history, compileAgreement(agreement)), span, into, "recorded");
  return into;
}

describe("a spliced history", () => {
  it("replays as one that was built whole", () => {
    fc.assert(
      fc.property(agreements(false), people, people, fc.array(fc.nat({ max: 7 }), { minLength: 5, maxLength: 5 }), fc.boolean(), (agreement, before, changed, picks, leaves) => {
        // The part's contacts take old places or, beyond them, the next free ones.
        const places: number[] = [];
        let free = before.length;
        changed.forEach((_, i) => places.push(picks[i]! < before.length && !places.includes(picks[i]!) ? picks[i]! : free++));
        const gone = leaves && !places.includes(0) ? [0] : [];
        const whole: ExamplePerson[] = [...before];
        changed.forEach((person, i) => (whole[places[i]!] = person));
        for (const number of gone) whole[number] = { ...whole[number]!, happened: [], from: null, until: null, releases: [] };
        const spliced = spliceHistory(historyOf(before), historyOf(changed), Uint32Array.from(places), gone);
        const built = historyOf(whole);
        const { fields: _fields, ...who } = built.people;
        expect(spliced.people).toMatchObject(who);
        expect([...spliced.day]).toEqual([...built.day]);
        expect([...spliced.count]).toEqual([...built.count]);
        expect([...spliced.visits.day]).toEqual([...built.visits.day]);
        expect(handed(spliced, agreement)).toEqual(handed(built, agreement));
      }),
      { numRuns: 400 },
    );
  });
});
