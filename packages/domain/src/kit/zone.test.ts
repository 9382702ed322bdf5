import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { epochDayFromIso, isoFromEpochDay } from "./epoch-day.ts";
import { DAY, HOUR, MINUTE } from "./instant.ts";
import { epochDayAt, instantAt, instantsOfLocal, isTimeZone, startOfDay, stretchAt, timeOfDayAt } from "./zone.ts";

const ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Vancouver", "America/St_Johns", "Africa/Casablanca", "Pacific/Apia", "America/Santiago", "UTC"];
const day = (iso: string): number => epochDayFromIso(iso) as number;

/** What the platform's own formatter shows on the wall: nothing of ours takes part. */
const wallOf = (zone: string): ((ms: number) => string) => {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return (ms) => format.format(ms).replace(", ", " ");
};

describe.each(ZONES)("local time in %s", (zone) => {
  const wall = wallOf(zone);
  const ours = (ms: number): string => `${isoFromEpochDay(epochDayAt(zone, ms))} ${new Date(timeOfDayAt(zone, ms)).toISOString().slice(11, 19)}`;

  it("reads as the platform's own formatter does", () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2005, 0) / 1000, max: Date.UTC(2036, 0) / 1000 }), (seconds) => {
        expect(ours(seconds * 1000)).toBe(wall(seconds * 1000));
      }),
      { numRuns: 300 },
    );
  });

  it("gives days that follow one another without gap or overlap, each starting where the date changes", () => {
    for (let at = day("2026-01-01"); at < day("2027-01-01"); at += 1) {
      const start = startOfDay(zone, at);
      expect(epochDayAt(zone, start)).toBe(at);
      expect(epochDayAt(zone, start - 1)).toBe(at - 1);
    }
  });

  it("knows stretches that follow one another, asked from their very first instant on", () => {
    let stretch = stretchAt(zone, Date.UTC(2040, 0));
    for (let guard = 0; guard < 100 && stretch.toMs < Date.UTC(2060, 0); guard += 1) {
      const next = stretchAt(zone, stretch.toMs);
      expect(next.fromMs).toBe(stretch.toMs);
      expect(next.offsetMs).not.toBe(stretch.offsetMs);
      stretch = next;
    }
  });

  it("finds exactly the instants at which the wall shows a time", () => {
    const from = fc.integer({ min: Date.UTC(2005, 0) / MINUTE, max: Date.UTC(2036, 0) / MINUTE });
    fc.assert(
      fc.property(from, fc.integer({ min: 1, max: 3000 }), fc.integer({ min: -4000, max: 7000 }), (start, length, offset) => {
        const parts = instantsOfLocal(zone, start * MINUTE, (start + length) * MINUTE);
        const at = (start + offset) * MINUTE;
        const shown = epochDayAt(zone, at) * DAY + timeOfDayAt(zone, at);
        const within = shown >= start * MINUTE && shown < (start + length) * MINUTE;
        expect(parts.some(({ fromMs, toMs }) => at >= fromMs && at < toMs)).toBe(within);
      }),
      { numRuns: 300 },
    );
  });
});

describe("odd days", () => {
  it("skips the day Samoa skipped", () => {
    expect(startOfDay("Pacific/Apia", day("2011-12-30"))).toBe(startOfDay("Pacific/Apia", day("2011-12-31")));
  });

  it("starts a day without midnight at its first instant", () => {
    // Chile went from 24:00 to 01:00 on 8 September 2024.
    expect(startOfDay("America/Santiago", day("2024-09-08"))).toBe(Date.UTC(2024, 8, 8, 4));
    expect(timeOfDayAt("America/Santiago", Date.UTC(2024, 8, 8, 4))).toBe(HOUR);
  });

  it("moves a skipped wall time to the change and takes the first of a repeated one", () => {
    expect(instantAt("Europe/Berlin", day("2026-03-29"), 2.5 * HOUR)).toBe(Date.UTC(2026, 2, 29, 1));
    expect(instantAt("Europe/Berlin", day("2026-10-25"), 2.5 * HOUR)).toBe(Date.UTC(2026, 9, 25, 0, 30));
  });

  it("knows which zones exist", () => {
    expect(isTimeZone("Europe/Berlin")).toBe(true);
    expect(isTimeZone("Europe/Atlantis")).toBe(false);
    expect(isTimeZone("+02:00")).toBe(false);
  });
});
