import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoFromEpochDay, type Weekday } from "../kit/epoch-day.ts";
import { DAY, HOUR, MINUTE } from "../kit/instant.ts";
import {
  type Absence,
  addBusiness,
  type Block,
  type BusinessCalendar,
  compileCalendar,
  elapsedBusiness,
  findCalendarProblems,
  isBusinessTime,
  nextBusinessTime,
  SEARCH_LIMIT_MS,
  withAbsences,
} from "./business-calendar.ts";

const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const nineToFive: Block[] = [{ start: "09:00", end: "17:00" }];
const weekdays = (blocks: Block[]): BusinessCalendar["week"] => ({ 1: blocks, 2: blocks, 3: blocks, 4: blocks, 5: blocks });
const berlin: BusinessCalendar = { timeZone: "Europe/Berlin", week: weekdays(nineToFive), closures: ["2026-12-25"] };
const at = (iso: string): number => Date.parse(iso);

/**
 * The slow oracle: walks minute by minute and asks the platform's formatter what the wall shows. It shares nothing with
 * the code under test. It asks every 15 minutes, the finest step at which these zones change, and every minute in
 * Newfoundland, which used to change one minute after midnight.
 */
const oracle = (spec: BusinessCalendar, absences: readonly Absence[], fromMs: number, minutes: number): boolean[] => {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: spec.timeZone, hourCycle: "h23", weekday: "short", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });
  const names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  const closed = new Set(spec.closures.map((day) => (typeof day === "number" ? isoFromEpochDay(day) : day)));
  const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const open: boolean[] = [];
  const step = spec.timeZone === "America/St_Johns" ? MINUTE : 15 * MINUTE;
  let shown = { iso: "", weekday: 1 as Weekday, minute: 0 };
  for (let index = 0; index < minutes; index += 1) {
    const ms = fromMs + index * MINUTE;
    if (index === 0 || ms % step === 0) {
      const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
      shown = { iso: `${part["year"]}-${part["month"]}-${part["day"]}`, weekday: (names.indexOf(part["weekday"] as string) + 1) as Weekday, minute: Number(part["hour"]) * 60 + Number(part["minute"]) };
    } else shown.minute += 1;
    const { iso, weekday, minute } = shown;
    const away = absences.some((absence) => (absence.kind === "interval" ? ms >= absence.fromMs && ms < absence.toMs : iso >= absence.from && iso <= absence.to));
    open.push(!closed.has(iso) && !away && (spec.week[weekday] ?? []).some(({ start, end }) => minute >= minuteOf(start) && minute < minuteOf(end)));
  }
  return open;
};

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const blocks: fc.Arbitrary<Block[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 0, maxLength: 6 })
  .map((cuts) => [...cuts].sort((a, b) => a - b))
  .map((cuts) => Array.from({ length: Math.floor(cuts.length / 2) }, (_, index) => ({ start: clock(cuts[2 * index] as number), end: clock(cuts[2 * index + 1] as number) })));
const week: fc.Arbitrary<BusinessCalendar["week"]> = fc
  .tuple(fc.array(blocks, { minLength: 7, maxLength: 7 }), fc.boolean())
  .map(([days, round]) => Object.fromEntries(WEEKDAYS.map((weekday, index) => [weekday, round ? [{ start: "00:00", end: "24:00" }] : days[index]])));

/** A zone and the middle of a fortnight in which its clocks change, or do something else worth a look. */
const MOMENTS: ReadonlyArray<readonly [string, string]> = [
  ["Europe/Berlin", "2026-03-29T01:00Z"],
  ["Europe/Berlin", "2026-10-25T01:00Z"],
  ["America/New_York", "2026-03-08T07:00Z"],
  ["America/New_York", "2026-11-01T06:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T15:00Z"],
  ["Australia/Lord_Howe", "2026-10-03T15:30Z"],
  ["Asia/Kolkata", "2026-06-01T00:00Z"],
  ["America/Vancouver", "2026-03-08T10:00Z"],
  ["America/Vancouver", "2026-11-01T09:00Z"],
  ["Africa/Casablanca", "2026-02-15T02:00Z"],
  ["America/Santiago", "2026-09-06T04:00Z"],
  ["America/St_Johns", "2010-11-07T02:31Z"],
  ["Pacific/Apia", "2011-12-30T10:00Z"],
  ["Asia/Kathmandu", "2026-01-01T00:00Z"],
];

describe.each(MOMENTS)("business time in %s around %s", (timeZone, middle) => {
  const fromMs = Math.floor((at(middle) - 7 * DAY) / MINUTE) * MINUTE;
  const minutes = 14 * 24 * 60;
  const moment = fc.integer({ min: 0, max: minutes - 1 });
  const absence: fc.Arbitrary<Absence> = fc.oneof(
    fc.tuple(moment, fc.integer({ min: 0, max: 3000 })).map(([start, length]) => ({ kind: "interval" as const, fromMs: fromMs + start * MINUTE, toMs: fromMs + (start + length) * MINUTE })),
    fc.tuple(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 2 })).map(([start, length]) => {
      const first = Math.floor(fromMs / DAY) + start;
      return { kind: "days" as const, from: isoFromEpochDay(first), to: isoFromEpochDay(first + length) };
    }),
  );
  const closures = fc.array(fc.integer({ min: 0, max: 14 }).map((offset) => Math.floor(fromMs / DAY) + offset), { maxLength: 3 });

  it("equals a walk minute by minute", () => {
    fc.assert(
      fc.property(week, closures, fc.array(absence, { maxLength: 3 }), fc.array(fc.tuple(moment, moment), { minLength: 12, maxLength: 12 }), (week, closures, absences, pairs) => {
        const spec: BusinessCalendar = { timeZone, week, closures };
        const calendar = withAbsences(compileCalendar(spec), absences);
        const open = oracle(spec, absences, fromMs, minutes);
        const before = [0];
        for (const counts of open) before.push((before[before.length - 1] as number) + (counts ? 1 : 0));
        for (const [a, b] of pairs) {
          const [first, last] = [Math.min(a, b), Math.max(a, b)];
          const expected = (before[last] as number) - (before[first] as number);
          expect(elapsedBusiness(calendar, fromMs + first * MINUTE, fromMs + last * MINUTE) / MINUTE).toBe(expected);
          expect(isBusinessTime(calendar, fromMs + first * MINUTE)).toBe(open[first]);
          if (expected === 0) continue;
          let end = first;
          while ((before[end] as number) - (before[first] as number) < expected) end += 1;
          expect(addBusiness(calendar, fromMs + first * MINUTE, expected * MINUTE)).toBe(fromMs + end * MINUTE);
        }
      }),
      { numRuns: timeZone === "America/St_Johns" ? 6 : 25 },
    );
  });

  it("adds back what it measures, to the millisecond, over years", () => {
    fc.assert(
      fc.property(week, closures, fc.integer({ min: -2e10, max: 2e10 }), fc.integer({ min: 1, max: 3e9 }), (week, closures, offset, duration) => {
        const calendar = compileCalendar({ timeZone, week, closures });
        const start = fromMs + offset;
        const end = addBusiness(calendar, start, duration);
        if (end === null) {
          expect(elapsedBusiness(calendar, start, start + SEARCH_LIMIT_MS)).toBeLessThan(duration);
          return;
        }
        expect(elapsedBusiness(calendar, start, end)).toBe(duration);
        expect(elapsedBusiness(calendar, start, end - 1)).toBe(duration - 1);
      }),
      { numRuns: 25 },
    );
  });
});

describe("business time", () => {
  const calendar = compileCalendar(berlin);

  it("carries a rest over the weekend, the holiday and the clock change", () => {
    expect(addBusiness(calendar, at("2026-03-27T16:30+01:00"), HOUR)).toBe(at("2026-03-30T09:30+02:00"));
    expect(addBusiness(calendar, at("2026-12-24T16:00+01:00"), 2 * HOUR)).toBe(at("2026-12-28T10:00+01:00"));
  });

  it("is due at closing time, not at the next opening, when it runs out exactly then", () => {
    expect(addBusiness(calendar, at("2026-03-27T16:00+01:00"), HOUR)).toBe(at("2026-03-27T17:00+01:00"));
  });

  it("finds the next opening", () => {
    expect(nextBusinessTime(calendar, at("2026-03-27T17:00+01:00"))).toBe(at("2026-03-30T09:00+02:00"));
    expect(nextBusinessTime(calendar, at("2026-03-27T10:15+01:00"))).toBe(at("2026-03-27T10:15+01:00"));
  });

  it("counts a repeated hour twice and a skipped one not at all", () => {
    const night = compileCalendar({ timeZone: "Europe/Berlin", week: { 7: [{ start: "01:00", end: "05:00" }] }, closures: [] });
    expect(elapsedBusiness(night, at("2026-03-29T00:00+01:00"), at("2026-03-30T00:00+02:00"))).toBe(3 * HOUR);
    expect(elapsedBusiness(night, at("2026-10-25T00:00+02:00"), at("2026-10-26T00:00+01:00"))).toBe(5 * HOUR);
  });

  it("keeps its order where the date itself repeats", () => {
    // Newfoundland went back an hour at 00:01 on Sunday 7 November 2010: Sunday's first minute, then Saturday's last 59, then Sunday again.
    const spec: BusinessCalendar = { timeZone: "America/St_Johns", week: { 6: [{ start: "23:30", end: "24:00" }], 7: [{ start: "00:00", end: "02:00" }] }, closures: [] };
    const calendar = compileCalendar(spec);
    const start = at("2010-11-07T01:00Z");
    let spent = 0;
    oracle(spec, [], start, 6 * 60).forEach((open, minute) => {
      expect(isBusinessTime(calendar, start + minute * MINUTE)).toBe(open);
      expect(elapsedBusiness(calendar, start, start + minute * MINUTE)).toBe(spent * MINUTE);
      spent += open ? 1 : 0;
    });
    expect(spent).toBe(30 + 1 + 30 + 120);
  });

  it("counts overlapping blocks once", () => {
    const twice = compileCalendar({ ...berlin, week: { 1: [{ start: "09:00", end: "13:00" }, { start: "12:00", end: "17:00" }] } });
    expect(elapsedBusiness(twice, at("2026-03-30T00:00+02:00"), at("2026-03-31T00:00+02:00"))).toBe(8 * HOUR);
  });

  it("says so when there is no business time, and does not search for ever", () => {
    expect(addBusiness(compileCalendar({ ...berlin, week: {} }), at("2026-01-01T00:00Z"), 1)).toBeNull();
    const away = withAbsences(calendar, [{ kind: "interval", fromMs: at("2026-01-01T00:00Z"), toMs: at("2040-01-01T00:00Z") }]);
    expect(addBusiness(away, at("2026-01-01T00:00Z"), 1)).toBeNull();
    expect(addBusiness(calendar, at("2026-01-01T00:00Z"), 40_000 * DAY)).toBeNull();
  });

  it("takes an ordinary day to be the most frequent", () => {
    const shortFriday = { ...berlin, week: { ...weekdays(nineToFive), 5: [{ start: "09:00", end: "14:00" }] } };
    expect(compileCalendar(shortFriday).dayMs).toBe(8 * HOUR);
    expect(compileCalendar({ ...berlin, week: { 1: [{ start: "00:00", end: "24:00" }] } }).dayMs).toBe(24 * HOUR);
  });

  it("names what is wrong with a calendar", () => {
    const codes = (spec: Partial<BusinessCalendar>): string[] => findCalendarProblems({ ...berlin, ...spec }).map(({ code }) => code);
    expect(codes({})).toEqual([]);
    expect(codes({ timeZone: "Mars/Base" })).toEqual(["unknown-time-zone"]);
    expect(codes({ week: { 1: [{ start: "9:00", end: "17:00" }] } })).toEqual(["bad-time"]);
    expect(codes({ week: { 1: [{ start: "09:00", end: "24:30" }] } })).toEqual(["bad-time"]);
    expect(codes({ week: { 1: [{ start: "17:00", end: "09:00" }] } })).toEqual(["empty-block"]);
    expect(codes({ week: { 1: [{ start: "09:00", end: "13:00" }, { start: "12:00", end: "17:00" }] } })).toEqual(["overlapping-blocks"]);
    expect(codes({ closures: ["2026-02-30"] })).toEqual(["bad-closure"]);
    expect(codes({ week: {} })).toEqual(["no-business-time"]);
    expect(() => compileCalendar({ ...berlin, timeZone: "Mars/Base" })).toThrow(/unknown-time-zone/);
  });
});
