import { describe, expect, test } from "vitest";
import { HOUR, MINUTE } from "../kit/instant.ts";
import { compileCalendar, type Calendar } from "./business-calendar.ts";
import { onDue, reassign, startClock, stop, type ClockHolder } from "./clock.ts";
import { presentStretch } from "./present-stretch.ts";
import { reopen } from "./reopen-clock.ts";

const office = compileCalendar({ timeZone: "Europe/Berlin", week: { 1: [{ start: "09:00", end: "12:00" }, { start: "13:00", end: "17:00" }], 2: [{ start: "09:00", end: "17:00" }] }, closures: [] });
const late = compileCalendar({ timeZone: "Europe/Berlin", week: { 1: [{ start: "12:00", end: "20:00" }] }, closures: [] });
const maya: ClockHolder = { kind: "owner", userId: "maya" };
const noah: ClockHolder = { kind: "owner", userId: "noah" };
const calendarOf = (holder: ClockHolder): Calendar => (holder === noah ? late : office);
/** Monday 16 November 2026, 09:00 in Berlin. */
const nine = Date.UTC(2026, 10, 16, 8);
const clause = { key: "s1", limitMs: HOUR, escalateAt: [200] };

describe("a proof that is taken back", () => {
  test("leaves the clock as if it had never been given", () => {
    const running = startClock({ clause, calendar: office, holder: maya, startMs: nine }).clock;
    const met = stop(running, { calendar: office, proofAtMs: nine + 10 * MINUTE, recordedAtMs: nine + 10 * MINUTE }).clock;
    expect(reopen(met, [{ holder: maya, fromMs: nine }], calendarOf).clock).toEqual(running);
  });

  test("what fell due meanwhile stands as due, what had fired does not fire again", () => {
    const running = onDue(startClock({ clause, calendar: office, holder: maya, startMs: nine }).clock, nine + 31 * MINUTE).clock;
    const met = stop(running, { calendar: office, proofAtMs: nine + 40 * MINUTE, recordedAtMs: nine + 40 * MINUTE }).clock;
    const step = reopen(met, [{ holder: maya, fromMs: nine }], calendarOf);
    expect(step.clock.state).toEqual({ kind: "warning", level: 50 });
    expect(onDue(step.clock, nine + 65 * MINUTE).events).toMatchObject([{ kind: "warned", level: 80, atMs: nine + 48 * MINUTE }, { kind: "breached", atMs: nine + HOUR }]);
  });

  test("a breach that had been withdrawn by the proof is there again, at its old instant", () => {
    const breached = onDue(startClock({ clause, calendar: office, holder: maya, startMs: nine }).clock, nine + 70 * MINUTE).clock;
    const met = stop(breached, { calendar: office, proofAtMs: nine + 5 * MINUTE, recordedAtMs: nine + 71 * MINUTE }).clock;
    expect(met.breachedAtMs).toBeNull();
    expect(reopen(met, [{ holder: maya, fromMs: nine }], calendarOf).clock).toMatchObject({ state: { kind: "breached" }, breachedAtMs: nine + HOUR });
  });

  test("time with an earlier holder stays counted on that holder's hours", () => {
    const first = startClock({ clause, calendar: office, holder: maya, startMs: nine }).clock;
    const second = reassign(first, { fromCalendar: office, toCalendar: late, holder: noah, atMs: nine + 20 * MINUTE }).clock;
    const met = stop(second, { calendar: late, proofAtMs: nine + 10 * MINUTE, recordedAtMs: nine + 30 * MINUTE }).clock;
    const step = reopen(met, [{ holder: maya, fromMs: nine }, { holder: noah, fromMs: nine + 20 * MINUTE }], calendarOf);
    expect(step.clock).toEqual(second);
    // 20 minutes used in the morning; Noah begins at noon, so 40 minutes later.
    expect(step.timers.find((t) => t.level === 100)?.dueAtMs).toBe(nine + 3 * HOUR + 40 * MINUTE);
  });
});

test.each([
  ["inside a block it counts until the block ends", nine + 5 * MINUTE, { countsUntilMs: nine + 3 * HOUR, resumesAtMs: null }],
  ["in the lunch break it waits for the afternoon", nine + 3 * HOUR, { countsUntilMs: null, resumesAtMs: nine + 4 * HOUR }],
  ["in the evening it waits for the morning", nine + 9 * HOUR, { countsUntilMs: null, resumesAtMs: nine + 24 * HOUR }],
])("%s", (_, ms, expected) => {
  expect(presentStretch(office, ms)).toEqual(expected);
});
