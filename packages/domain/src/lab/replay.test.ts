import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Agreement } from "../agreement/agreement.ts";
import type { DayCount } from "../criteria/subject.ts";
import type { FieldRef, FieldType, FieldValue } from "../criteria/criteria.ts";
import { standardTypeOf } from "../criteria/operators.ts";
import { compileAgreement, scoreContact, type ScoreSubject } from "../scoring/score.ts";
import { sweep } from "./engagement-steps.ts";
import { agreements, firstDay, historyOf, lastDay, people, signals, type ExamplePerson } from "./lab.arbitrary.ts";
import { noDay } from "./columns.ts";
import { findCrossings } from "./grid.ts";
import { emptyHandovers, handOver } from "./handover.ts";
import { prepareReplay, replayVersion, type DaySpan, type VersionReplay } from "./replay.ts";

const typeOf = (ref: FieldRef): FieldType | null => (ref === "contact.custom.since" ? "date" : standardTypeOf(ref));
const span: DaySpan = { from: 0, to: lastDay };

/** The person as the engine would have seen them on a day. */
function subjectOn(person: ExamplePerson, on: number): ScoreSubject {
  const profile = person.profiles.findLast((one) => one.day <= on)!;
  const values: Record<string, FieldValue> = { "company.employees": profile.employees, "contact.country": profile.country, "contact.custom.since": profile.since };
  return {
    stage: "lead",
    field: (ref) => values[ref] ?? null,
    isMember: (kind, key) => kind === "campaign" && key === "fair" && profile.fair,
    signalDays: (key) => daysOf(person, key),
  };
}

function daysOf(person: ExamplePerson, key: string): DayCount[] {
  const counts = new Map<number, number>();
  for (const one of person.happened) if (signals[one.signal] === key) counts.set(one.day, (counts.get(one.day) ?? 0) + one.count);
  return [...counts].toSorted(([a], [b]) => a - b).map(([day, count]) => ({ day: firstDay + day, count }));
}

/** Day by day with the engine's own function: who is handed over when, and the crossings. */
function oracle(agreement: Agreement, person: ExamplePerson, real: boolean) {
  const compiled = compileAgreement(agreement, typeOf);
  const entries: { day: number; engagement: number; grade: string; lane: string | null }[] = [];
  const begins = Math.min(person.from ?? Infinity, ...person.happened.map((one) => one.day));
  const inside = Array.from({ length: lastDay + 1 }, (_, day) => {
    if (day < begins) return false;
    const score = scoreContact(compiled, subjectOn(person, day), firstDay + day);
    return !score.never && compiled.grid[score.grade] !== null && score.engagement >= compiled.grid[score.grade]!;
  });
  let cool: number | null = null;
  for (let day = person.from ?? Infinity; day <= lastDay; ) {
    if (person.until !== null && day >= person.until) break;
    const score = scoreContact(compiled, subjectOn(person, day), firstDay + day, { coolOffUntil: cool });
    if (!score.qualifies) {
      day++;
      continue;
    }
    entries.push({ day, engagement: score.engagement, grade: score.grade, lane: score.lane });
    const recorded: number | undefined = real ? person.releases.find((release) => release >= day) : undefined;
    const left = inside.findIndex((one, i) => i > day && !one);
    const back: number = recorded ?? (left < 0 ? noDay : left);
    if (back >= noDay) break;
    cool = firstDay + back + agreement.nurture.coolOffDays;
    day = Math.max(day, back) + 1;
  }
  const crossings = inside.flatMap((one, day) => (one === (inside[day - 1] ?? false) ? [] : [{ day, into: one ? 1 : 0 }]));
  return { entries, crossings };
}

function check(agreement: Agreement, list: readonly ExamplePerson[], replay: VersionReplay, real = true): void {
  const history = historyOf(list);
  const into = emptyHandovers(list.length);
  const days = handOver(history, replay, span, into, real ? "recorded" : { ever: new Uint8Array(list.length) });
  const crossings = findCrossings(history, replay, span);
  const all = new Array<number>(lastDay + 1).fill(0);
  list.forEach((person, c) => {
    const wanted = oracle(agreement, person, real);
    const first = wanted.entries[0];
    expect({ c, on: into.firstOn[c], times: into.times[c], ever: into.ever[c] }).toEqual({ c, on: first?.day ?? noDay, times: wanted.entries.length, ever: first ? 1 : 0 });
    if (first) expect([into.engagement[c], "ABCD"[into.grade[c]!], into.lane[c] === 0 ? null : agreement.mql.fastLanes[into.lane[c]! - 1]!.key]).toEqual([first.engagement, first.grade, first.lane]);
    for (const entry of wanted.entries) all[entry.day]!++;
    expect(crossings.contact.flatMap((contact, i) => (contact === c ? [{ day: crossings.day[i], into: crossings.into[i] }] : []))).toEqual(wanted.crossings);
  });
  expect([...days.all]).toEqual(all);
}

describe("a replay", () => {
  it("hands over and crosses as the engine's scoring says day by day", () => {
    fc.assert(fc.property(agreements(false), people, fc.boolean(), (agreement, list, real) => check(agreement, list, replayVersion(historyOf(list), compileAgreement(agreement, typeOf), { typeOf }), real)), { numRuns: 1_500 });
  });

  it("does so too where criteria turn by themselves", () => {
    fc.assert(fc.property(agreements(true), people, fc.boolean(), (agreement, list, real) => check(agreement, list, replayVersion(historyOf(list), compileAgreement(agreement, typeOf), { typeOf }), real)), { numRuns: 800 });
  });

  it("in parts is the whole", () => {
    fc.assert(
      fc.property(agreements(true), people, fc.integer({ min: 1, max: 4 }), (agreement, list, parts) => {
        const history = historyOf(list);
        const whole = replayVersion(history, compileAgreement(agreement, typeOf), { typeOf });
        const split = prepareReplay(history, compileAgreement(agreement, typeOf), { typeOf });
        const [a, b] = [emptyHandovers(list.length), emptyHandovers(list.length)];
        const wholeDays = handOver(history, whole, span, a, "recorded");
        const partDays = Array.from({ length: parts }, (_, part) => {
          const [from, to] = [Math.floor((list.length * part) / parts), Math.floor((list.length * (part + 1)) / parts)];
          sweep(history, split.plan, split.steps, from, to);
          return { days: handOver(history, split, span, b, "recorded", from, to), crossings: findCrossings(history, split, span, from, to) };
        });
        const { trough: _trough, asked: _asked, ...steps } = whole.steps;
        expect(split.steps).toMatchObject(steps);
        expect(b).toEqual(a);
        expect([...wholeDays.all]).toEqual([...wholeDays.all.keys()].map((day) => partDays.reduce((sum, { days }) => sum + days.all[day]!, 0)));
        const whole3 = findCrossings(history, whole, span);
        expect(partDays.flatMap(({ crossings }) => crossings.day)).toEqual(whole3.day);
      }),
      { numRuns: 200 },
    );
  });
});
