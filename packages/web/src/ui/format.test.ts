import { describe, expect, test } from "vitest";
import {
  formatCapped, formatCount, formatDate, formatDay, formatDayHeader, formatDuration, formatExact, formatMoment, formatMoney, formatMonth, formatNumber,
  formatPoints, formatShare, formatShareChange, formatTime, formatTimeLeft, formatWeekday, initials,
} from "./format.ts";

const now = "2026-11-18T09:42:00Z"; // Wednesday, 10:42 in Berlin

describe("numbers", () => {
  test.each([
    [formatNumber(2318), "2,318"],
    [formatNumber(-3), "−3"],
    [formatNumber(0, { sign: true }), "0"],
    [formatNumber(-0.04, { digits: 1 }), "0.0"],
    [formatNumber(20, { sign: true }), "+20"],
    [formatShare(0.273), "27.3\u202f%"],
    [formatShareChange(0.019), "+1.9 pts"],
    [formatShareChange(-0.019), "−1.9 pts"],
    [formatMoney(6_420_000, "EUR"), "€64,200"],
    [formatMoney(-110_000, "EUR", { sign: true }), "−€1,100"],
    [formatMoney(290_000, "EUR", { sign: true }), "+€2,900"],
    [formatMoney(1250, "EUR"), "€12.50"],
    [formatMoney(99_999, "EUR"), "€999.99"],
    [formatMoney(100_050, "EUR"), "€1,001"],
    [formatMoney(1_482_622_443, "EUR"), "€14,826,224"],
    [formatMoney(-1_429_348, "EUR"), "−€14,293"],
    [formatMoney(1_429_348, "EUR", { exact: true }), "€14,293.48"],
    [formatMoney(64_200, "JPY"), "¥64,200"],
    [formatMoney(120_000_000, "EUR", { axis: true }), "€1.2\u202fm"],
    [formatMoney(40_000_000, "EUR", { axis: true }), "€400\u202fk"],
    [formatPoints(20_000, { sign: true }), "+20"],
    [formatPoints(-5_000, { sign: true }), "−5"],
    [formatPoints(2_500), "2.5"],
    [formatCount(1, "person", "people"), "1 person"],
    [formatCount(2318, "person", "people"), "2,318 people"],
    [formatCapped({ value: 10_000, capped: true }), "10,000+"],
  ])("%s", (shown, wanted) => expect(shown).toBe(wanted));
});

describe("moments", () => {
  test.each([
    [formatTime(now), "10:42"],
    [formatMoment("2026-11-18T08:09:00Z", now), "09:09"],
    [formatMoment("2026-11-17T15:08:00Z", now), "17 Nov 16:08"],
    [formatMoment("2026-11-12T15:08:00Z", now), "12 Nov 16:08"],
    // The same weekday, before and ahead.
    [formatMoment("2026-11-24T15:08:00Z", now), "Tue 16:08"],
    [formatMoment("2026-11-25T15:08:00Z", now), "25 Nov"],
    [formatMoment("2026-11-11T15:08:00Z", now), "11 Nov"],
    [formatMoment("2026-09-04T15:08:00Z", now), "4 Sep"],
    [formatMoment("2025-11-18T15:08:00Z", now), "18 Nov 2025"],
    // Half past midnight in Berlin is still yesterday in UTC.
    [formatDayHeader("2026-11-17T23:30:00Z", now), "Today"],
    [formatDayHeader("2026-11-17T22:30:00Z", now), "Yesterday"],
    [formatDayHeader("2026-11-12T10:00:00Z", now), "Thu 12 Nov"],
    [formatDate("2027-01-05T10:00:00Z", now), "5 Jan 2027"],
    [formatDay("2026-12-15", now), "15 Dec"],
    [formatDay("2027-01-01", now, { locale: "en-GB", timeZone: "America/Los_Angeles" }), "1 Jan 2027"],
    [formatExact(now), "Wed 18 Nov 2026, 10:42:00 CET"],
    [formatMonth("2026-09"), "Sep"],
    [formatMonth("2027-01"), "Jan 2027"],
    [formatMonth("2026-09", { year: true }), "Sep 2026"],
    // The sentences around them are English and know no other order.
    [formatWeekday("2026-11-12T10:00:00Z", now, { locale: "en-US", timeZone: "Europe/Berlin" }), "Thu 12 Nov"],
    [formatMoment("2026-11-17T15:08:00Z", now, { locale: "de-DE", timeZone: "Europe/Berlin" }), "17 Nov 16:08"],
  ])("%s", (shown, wanted) => expect(shown).toBe(wanted));
});

describe("durations", () => {
  const m = 60_000;
  test.each([
    [formatDuration(11 * m), "11 m"],
    [formatDuration(185 * m), "3 h 05 m"],
    [formatDuration(180 * m), "3 h"],
    [formatDuration(10 * 60 * m, { dayHours: 8 }), "1 d 2 h"],
    [formatDuration(26 * 60 * m), "1 d 2 h"],
    [formatDuration(260_000, { seconds: true }), "4 m 20 s"],
    [formatDuration(0, { seconds: true }), "< 1 s"],
    [formatDuration(999, { seconds: true }), "< 1 s"],
    [formatDuration(1_000, { seconds: true }), "1 s"],
    [formatDuration(11 * m + 59_000, { seconds: true }), "11 m"],
    [formatTimeLeft(-14 * m), "14 m over"],
    [formatTimeLeft(11 * m), "11 m"],
  ])("%s", (shown, wanted) => expect(shown).toBe(wanted));
});

test.each([["Elena Brandt", "EB"], ["Plato", "P"], ["", "?"], ["Ana de la Cruz", "AC"], ["åsa öberg", "ÅÖ"]])("initials of %s", (name, wanted) =>
  expect(initials(name)).toBe(wanted),
);
