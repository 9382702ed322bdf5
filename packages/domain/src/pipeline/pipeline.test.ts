import { describe, expect, it } from "vitest";
import { epochDayFromIso } from "../kit/epoch-day.ts";
import { DAY, HOUR } from "../kit/instant.ts";
import { convertAmount, sumMinor, weightedMinor } from "./amount.ts";
import { daysOfSpan } from "./close-span.ts";
import { decideOpportunity } from "./decide-move.ts";
import { closeReasonName } from "./opportunity.ts";
import { isStuck } from "./stage-age.ts";
import { dueInstant, dueOf, reminderAt, taskGroup } from "./task-due.ts";

describe("an act on a deal", () => {
  const open = { state: "open", stage: "offer" } as const;
  it.each([
    [open, { kind: "move", from: "offer", to: "negotiation" }, { kind: "moved", stage: "negotiation", state: "open" }],
    [open, { kind: "move", from: "discovery", to: "negotiation" }, { kind: "refused", code: "moved-meanwhile" }],
    [open, { kind: "move", from: "discovery", to: "offer" }, { kind: "stayed" }],
    [{ state: "won", stage: "offer" }, { kind: "move", from: "offer", to: "negotiation" }, { kind: "refused", code: "already-closed" }],
    [open, { kind: "win" }, { kind: "moved", stage: "offer", state: "won" }],
    [open, { kind: "lose" }, { kind: "moved", stage: "offer", state: "lost" }],
    [{ state: "lost", stage: "offer" }, { kind: "win" }, { kind: "refused", code: "already-closed" }],
    [{ state: "lost", stage: "offer" }, { kind: "reopen" }, { kind: "moved", stage: "offer", state: "open" }],
    [open, { kind: "reopen" }, { kind: "refused", code: "not-closed" }],
  ] as const)("%j, %j", (now, act, outcome) => expect(decideOpportunity(now, act)).toEqual(outcome));
});

describe("amounts", () => {
  const rate = { rate: "1.0834", day: "2026-01-02" };
  it("convert with the dated rate, and not at all without one", () => {
    expect(convertAmount({ minor: 10_000, currency: "EUR" }, "EUR", null)).toEqual({ minor: 10_000, rate: null });
    expect(convertAmount({ minor: 10_000, currency: "GBP" }, "EUR", rate)).toEqual({ minor: 10_834, rate });
    expect(convertAmount({ minor: 10_000, currency: "JPY" }, "EUR", { rate: "0.0061", day: "2026-01-02" })?.minor).toBe(6_100);
    expect(convertAmount({ minor: 10_000, currency: "GBP" }, "EUR", null)).toBe(null);
  });
  it("weigh without floats, half up", () => {
    expect(weightedMinor(101, 50)).toBe(51);
    expect(weightedMinor(9_007_199_254_740_991, 100)).toBe(9_007_199_254_740_991);
    expect(weightedMinor(3, 15)).toBe(0);
    expect(sumMinor([1, 2], "EUR")).toEqual({ minor: 3, currency: "EUR" });
  });
  it("name reasons, unknown ones by their code", () => {
    expect([closeReasonName("lost", "price"), closeReasonName("lost", "x-old"), closeReasonName("open", null)]).toEqual(["Price", "x-old", null]);
  });
});

describe("stage age", () => {
  it("stands out beyond the median, and never within its first day or without a median", () => {
    expect(isStuck({ ageMs: 11 * DAY, medianMs: 10 * DAY })).toBe(true);
    expect(isStuck({ ageMs: 10 * DAY, medianMs: 10 * DAY })).toBe(false);
    expect(isStuck({ ageMs: HOUR, medianMs: 0 })).toBe(false);
    expect(isStuck({ ageMs: 900 * DAY, medianMs: null })).toBe(false);
  });
});

describe("close spans", () => {
  const today = epochDayFromIso("2026-11-21")!;
  it.each([
    ["overdue", null, "2026-11-20"],
    ["this-month", "2026-11-01", "2026-11-30"],
    ["this-quarter", "2026-10-01", "2026-12-31"],
    ["next-quarter", "2027-01-01", "2027-03-31"],
  ] as const)("%s", (span, from, to) => expect(daysOfSpan(span, today)).toEqual({ from, to }));
});

describe("due times", () => {
  const zone = "Europe/Berlin";
  it("a day ends with the day of the person, over clock changes too", () => {
    expect(new Date(dueInstant({ day: "2026-10-25", time: null }, zone)!.at).toISOString()).toBe("2026-10-25T22:59:59.999Z");
    expect(new Date(dueInstant({ day: "2026-10-24", time: null }, zone)!.at).toISOString()).toBe("2026-10-24T21:59:59.999Z");
    expect(new Date(dueInstant({ day: "2026-01-05", time: "14:30" }, zone)!.at).toISOString()).toBe("2026-01-05T13:30:00.000Z");
    expect(dueInstant({ day: "2026-02-30", time: null }, zone)).toBe(null);
  });
  it("reads back as written", () => {
    for (const due of [{ day: "2026-10-25", time: null }, { day: "2026-03-29", time: "08:05" }]) expect(dueOf(dueInstant(due, zone)!, zone)).toEqual(due);
  });
  it("reminds at the time, or at nine", () => {
    expect(new Date(reminderAt(dueInstant({ day: "2026-01-05", time: null }, zone)!, zone)).toISOString()).toBe("2026-01-05T08:00:00.000Z");
    expect(new Date(reminderAt(dueInstant({ day: "2026-01-05", time: "16:00" }, zone)!, zone)).toISOString()).toBe("2026-01-05T15:00:00.000Z");
  });
  it("groups by the person's own day", () => {
    const now = Date.parse("2026-01-05T22:30:00Z");
    const at = (text: string) => ({ dueAt: Date.parse(text), done: false });
    expect(taskGroup(at("2026-01-05T22:00:00Z"), now, zone)).toBe("overdue");
    expect(taskGroup(at("2026-01-05T22:59:59.999Z"), now, zone)).toBe("today");
    expect(taskGroup(at("2026-01-05T23:00:00Z"), now, zone)).toBe("upcoming");
    expect(taskGroup(at("2026-01-05T23:00:00Z"), now, "America/New_York")).toBe("today");
    expect(taskGroup({ dueAt: null, done: false }, now, zone)).toBe("someday");
    expect(taskGroup({ dueAt: null, done: true }, now, zone)).toBe("done");
  });
});
