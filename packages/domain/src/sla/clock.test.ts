import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../kit/instant.ts";
import { type BusinessCalendar, compileCalendar, elapsedBusiness, withAbsences } from "./business-calendar.ts";
import { type Clock, type ClockClause, type ClockEvent, type ClockHolder, type ClockStep, excuse, levelsOf, onDue, pause, readClock, reassign, recalendar, resume, startClock, stop } from "./clock.ts";

const days = (start: string, end: string): BusinessCalendar["week"] => {
  const blocks = [{ start, end }];
  return { 1: blocks, 2: blocks, 3: blocks, 4: blocks, 5: blocks };
};
const berlin = compileCalendar({ timeZone: "Europe/Berlin", week: days("09:00", "17:00"), closures: [] });
const newYork = compileCalendar({ timeZone: "America/New_York", week: days("08:00", "12:00"), closures: [] });
const never = compileCalendar({ timeZone: "UTC", week: {}, closures: [] });
const at = (iso: string): number => Date.parse(iso);
const anna: ClockHolder = { kind: "owner", userId: "anna" };
const ben: ClockHolder = { kind: "owner", userId: "ben" };
const team: ClockHolder = { kind: "queue", teamId: "dach" };
const clause: ClockClause = { key: "first-attempt", limitMs: HOUR, escalateAt: [150] };
/** Monday 10:00 in Berlin. */
const monday = at("2026-11-16T10:00+01:00");
const started = (holder: ClockHolder = anna): Clock => startClock({ clause, calendar: berlin, holder, startMs: monday }).clock;
const kinds = (step: ClockStep): string[] => step.events.map((event) => ("level" in event ? `${event.kind} ${event.level}` : event.kind));

describe("a clock", () => {
  it("sets one timer a level, in business time", () => {
    const step = startClock({ clause, calendar: berlin, holder: anna, startMs: at("2026-11-13T16:40+01:00") });
    expect(step.timers).toEqual([
      { level: 50, kind: "warn", dueAtMs: at("2026-11-16T09:10+01:00") },
      { level: 80, kind: "warn", dueAtMs: at("2026-11-16T09:28+01:00") },
      { level: 100, kind: "breach", dueAtMs: at("2026-11-16T09:40+01:00") },
      { level: 150, kind: "escalate", dueAtMs: at("2026-11-16T10:10+01:00") },
    ]);
    expect(step.clock.state).toEqual({ kind: "running" });
  });

  it("warns, breaches and escalates, each once, however late the timer comes", () => {
    const warned = onDue(started(), monday + 30 * MINUTE);
    expect(kinds(warned)).toEqual(["warned 50"]);
    expect(warned.clock.state).toEqual({ kind: "warning", level: 50 });
    expect(onDue(warned.clock, monday + 30 * MINUTE).events).toEqual([]);
    const late = onDue(warned.clock, monday + 5 * HOUR);
    expect(kinds(late)).toEqual(["warned 80", "breached 100", "escalated 150"]);
    expect(late.clock.state).toEqual({ kind: "breached" });
    expect(late.clock.breachedAtMs).toBe(monday + HOUR);
    expect(late.timers).toEqual([]);
    expect(onDue(late.clock, monday + 50 * HOUR).events).toEqual([]);
  });

  it("is met by a proof at the very instant it is due, and late one millisecond after", () => {
    const inTime = stop(started(), { calendar: berlin, proofAtMs: monday + HOUR, recordedAtMs: monday + 2 * HOUR });
    expect(inTime.clock.state).toMatchObject({ kind: "met", late: false });
    expect(kinds(inTime)).toEqual(["warned 50", "warned 80", "met"]);
    expect(inTime.timers).toEqual([]);
    const late = stop(started(), { calendar: berlin, proofAtMs: monday + HOUR + 1, recordedAtMs: monday + 2 * HOUR });
    expect(late.clock.state).toMatchObject({ kind: "met", late: true });
    expect(late.clock.breachedAtMs).toBe(monday + HOUR);
    expect(kinds(late)).toEqual(["warned 50", "warned 80", "breached 100", "met"]);
    expect(late.events.at(-1)).toMatchObject({ late: true, elapsedMs: HOUR + 1 });
  });

  it("withdraws a breach when the proof happened in time but was recorded after it", () => {
    const breached = onDue(started(), monday + HOUR).clock;
    const step = stop(breached, { calendar: berlin, proofAtMs: monday + 20 * MINUTE, recordedAtMs: monday + 2 * HOUR });
    expect(kinds(step)).toEqual(["breach-withdrawn", "met"]);
    expect(step.clock).toMatchObject({ breachedAtMs: null, state: { kind: "met", late: false } });
    expect(readClock(step.clock, berlin, monday + 9 * HOUR).elapsedMs).toBe(20 * MINUTE);
  });

  it("does not believe a proof from the future or from before its start", () => {
    const future = stop(started(), { calendar: berlin, proofAtMs: monday + 9 * HOUR, recordedAtMs: monday + 10 * MINUTE });
    expect(future.clock.state).toMatchObject({ metAtMs: monday + 10 * MINUTE });
    const before = stop(started(), { calendar: berlin, proofAtMs: monday - HOUR, recordedAtMs: monday + 10 * MINUTE });
    expect(before.clock.state).toMatchObject({ metAtMs: monday, late: false });
  });

  it("keeps what has elapsed over a reassignment and runs the rest on the new owner's calendar", () => {
    const step = reassign(started(), { fromCalendar: berlin, toCalendar: newYork, holder: ben, atMs: monday + 40 * MINUTE });
    expect(kinds(step)).toEqual(["warned 50", "reassigned"]);
    expect(step.clock.state).toEqual({ kind: "warning", level: 50 });
    // 20 minutes are left; New York opens at 08:00.
    expect(step.timers.find(({ kind }) => kind === "breach")?.dueAtMs).toBe(at("2026-11-16T08:20-05:00"));
    expect(step.timers.map(({ level }) => level)).toEqual([80, 100, 150]);
  });

  it("reports time in the queue apart", () => {
    const claimed = reassign(started(team), { fromCalendar: berlin, toCalendar: berlin, holder: anna, atMs: monday + 10 * MINUTE }).clock;
    expect(readClock(claimed, berlin, monday + 25 * MINUTE)).toEqual({ elapsedMs: 25 * MINUTE, queueMs: 10 * MINUTE, ownerMs: 15 * MINUTE, remainingMs: 35 * MINUTE, dueAtMs: monday + HOUR });
  });

  it("stays breached when it is taken from the silent owner", () => {
    const step = reassign(started(), { fromCalendar: berlin, toCalendar: newYork, holder: ben, atMs: monday + 2 * HOUR });
    expect(kinds(step)).toEqual(["warned 50", "warned 80", "breached 100", "escalated 150", "reassigned"]);
    expect(step.clock.state).toEqual({ kind: "breached" });
  });

  it("does not count a pause", () => {
    const paused = pause(started(), { calendar: berlin, atMs: monday + 20 * MINUTE, why: "waits for legal" });
    expect(paused.clock.state).toEqual({ kind: "paused", why: "waits for legal" });
    expect(paused.timers).toEqual([]);
    expect(onDue(paused.clock, monday + 5 * HOUR).events).toEqual([]);
    const resumed = resume(paused.clock, { calendar: berlin, atMs: monday + 3 * HOUR });
    expect(resumed.timers.find(({ kind }) => kind === "breach")?.dueAtMs).toBe(monday + 3 * HOUR + 40 * MINUTE);
  });

  it("moves its timers when the owner's calendar changes", () => {
    const absent = withAbsences(berlin, [{ kind: "interval", fromMs: monday + 20 * MINUTE, toMs: monday + 3 * HOUR }]);
    const step = recalendar(started(), { fromCalendar: berlin, toCalendar: absent, atMs: monday + 5 * MINUTE });
    expect(step.events).toEqual([]);
    expect(step.timers.find(({ kind }) => kind === "breach")?.dueAtMs).toBe(monday + 3 * HOUR + 40 * MINUTE);
  });

  it("is excused by somebody for a reason, late or not, but not when it was met in time", () => {
    const step = excuse(started(), { calendar: berlin, atMs: monday + 2 * HOUR, who: "mia", why: "telephone outage" });
    expect(kinds(step)).toEqual(["warned 50", "warned 80", "breached 100", "escalated 150", "excused"]);
    expect(step.clock.state).toEqual({ kind: "excused", atMs: monday + 2 * HOUR, who: "mia", why: "telephone outage" });
    const late = stop(started(), { calendar: berlin, proofAtMs: monday + 2 * HOUR, recordedAtMs: monday + 2 * HOUR }).clock;
    expect(excuse(late, { calendar: berlin, atMs: monday + 3 * HOUR, who: "mia", why: "outage" }).refusal).toBeNull();
    const met = stop(started(), { calendar: berlin, proofAtMs: monday, recordedAtMs: monday }).clock;
    expect(excuse(met, { calendar: berlin, atMs: monday + 3 * HOUR, who: "mia", why: "outage" })).toMatchObject({ refusal: "clock-ended", clock: met, events: [] });
  });

  it("refuses what its state does not allow", () => {
    const met = stop(started(), { calendar: berlin, proofAtMs: monday, recordedAtMs: monday }).clock;
    expect(stop(met, { calendar: berlin, proofAtMs: monday, recordedAtMs: monday }).refusal).toBe("clock-ended");
    expect(reassign(met, { fromCalendar: berlin, toCalendar: berlin, holder: ben, atMs: monday }).refusal).toBe("clock-ended");
    expect(resume(started(), { calendar: berlin, atMs: monday }).refusal).toBe("clock-not-paused");
  });

  it("says when there is no business time to be due in", () => {
    const step = startClock({ clause, calendar: never, holder: anna, startMs: monday });
    expect(kinds(step)).toEqual(["no-business-time"]);
    expect(step.timers).toEqual([]);
    expect(readClock(step.clock, never, monday + HOUR).dueAtMs).toBeNull();
  });

  it("refuses levels that are none", () => {
    expect(levelsOf({ key: "x", limitMs: 1, warnAt: [80, 50, 80] })).toEqual([50, 80, 100]);
    expect(() => levelsOf({ key: "x", limitMs: 1, warnAt: [100] })).toThrow(RangeError);
    expect(() => levelsOf({ key: "x", limitMs: 1, escalateAt: [90] })).toThrow(RangeError);
    expect(() => levelsOf({ key: "x", limitMs: 0 })).toThrow(RangeError);
  });

  it("is plain JSON", () => {
    const clock = onDue(started(), monday + 40 * MINUTE).clock;
    expect(JSON.parse(JSON.stringify(clock))).toEqual(clock);
  });
});

/** Random lives of a clock: what happens, how many minutes after the last thing, and to whom. */
type Act = readonly ["ring" | "reassign" | "pause" | "resume" | "recalendar", number, 0 | 1];
const act: fc.Arbitrary<Act> = fc.tuple(fc.constantFrom("ring", "reassign", "pause", "resume", "recalendar"), fc.integer({ min: 0, max: 700 }), fc.constantFrom(0, 1));

describe("any life of a clock", () => {
  const calendars = [berlin, newYork] as const;
  const holders = [anna, team] as const;

  it("fires each level once, exactly when its business time has been spent, and only then", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 14 }), fc.integer({ min: 30, max: 900 }), fc.boolean(), (acts, limit, ends) => {
        const own: ClockClause = { key: "x", limitMs: limit * MINUTE, escalateAt: [130, 200] };
        let step = startClock({ clause: own, calendar: berlin, holder: anna, startMs: monday });
        const events: ClockEvent[] = [...step.events];
        // The oracle keeps its own list of stretches and counts minute by minute how much had been spent.
        const stretches: { from: number; to: number; on: 0 | 1 }[] = [];
        let now = monday;
        let on: 0 | 1 = 0;
        let since: number | null = monday;
        const close = (): void => {
          if (since !== null) stretches.push({ from: since, to: now, on });
        };
        for (const [kind, wait, to] of acts) {
          now += wait * MINUTE;
          const before = step;
          if (kind === "ring") step = onDue(step.clock, now);
          if (kind === "reassign") {
            step = reassign(step.clock, { fromCalendar: calendars[on], toCalendar: calendars[to], holder: holders[to], atMs: now });
            close();
            on = to;
            since = since === null ? null : now;
          }
          if (kind === "recalendar" && since !== null) {
            step = recalendar(step.clock, { fromCalendar: calendars[on], toCalendar: calendars[to], atMs: now });
            close();
            on = to;
            since = now;
          }
          if (kind === "pause") {
            step = pause(step.clock, { calendar: calendars[on], atMs: now, why: "x" });
            close();
            since = null;
          }
          if (kind === "resume") {
            step = resume(step.clock, { calendar: calendars[on], atMs: now });
            since ??= now;
          }
          if (step !== before && step.refusal === null) events.push(...step.events);
        }
        now += 600 * MINUTE;
        if (ends) {
          step = stop(step.clock, { calendar: calendars[on], proofAtMs: now, recordedAtMs: now });
          events.push(...step.events);
          expect(step.timers).toEqual([]);
          expect(onDue(step.clock, now + 1e10).events).toEqual([]);
        } else {
          step = onDue(step.clock, now);
          events.push(...step.events);
        }
        close();

        const spentAt = (ms: number): number =>
          stretches.reduce((sum, { from, to, on }) => sum + (ms > from ? elapsedBusiness(calendars[on], from, Math.min(ms, to)) : 0), 0);
        const fired = events.flatMap((event) => ("level" in event ? [event] : []));
        const levels = fired.map(({ level }) => level);
        expect(new Set(levels).size).toBe(levels.length);
        expect([...levels]).toEqual([...levels].sort((a, b) => a - b));
        for (const { level, atMs } of fired) {
          const owed = Math.ceil((own.limitMs * level) / 100);
          expect(spentAt(atMs)).toBe(owed);
          expect(spentAt(atMs - 1)).toBeLessThan(owed);
        }
        // A stop at the due instant itself is in time, hence the millisecond.
        const spent = spentAt(ends ? now - 1 : now);
        expect(levels).toEqual(levelsOf(own).filter((level) => spent >= Math.ceil((own.limitMs * level) / 100)));
        if (ends) expect(step.clock.state).toMatchObject({ kind: "met", late: levels.includes(100) });
        const reading = readClock(step.clock, calendars[on], now);
        expect(reading.elapsedMs).toBe(spentAt(now));
        expect(reading.queueMs + reading.ownerMs).toBe(reading.elapsedMs);
      }),
      { numRuns: 400 },
    );
  });
});
