import { describe, expect, it } from "vitest";
import { HOUR } from "../kit/instant.ts";
import { addBusiness, compileCalendar } from "./business-calendar.ts";
import { closuresOf, listHolidayCountries, listHolidayRegions, listPublicHolidays } from "./holidays.ts";

describe("public holidays", () => {
  it("differ by region", async () => {
    const days = async (region: string): Promise<string[]> => closuresOf((await listPublicHolidays({ country: "DE", region }, [2026])) ?? []);
    expect(await days("BY")).toContain("2026-01-06");
    expect(await days("BE")).not.toContain("2026-01-06");
    expect(await days("BE")).toEqual(expect.arrayContaining(["2026-01-01", "2026-04-03", "2026-10-03", "2026-12-25"]));
  });

  it("include days moved off a weekend, feasts of several days, and several years in order", async () => {
    const england = closuresOf((await listPublicHolidays({ country: "GB", region: "ENG" }, [2027])) ?? []);
    expect(england).toEqual(expect.arrayContaining(["2027-12-27", "2027-12-28"]));
    const arabia = closuresOf((await listPublicHolidays({ country: "SA" }, [2026])) ?? []);
    expect(arabia).toEqual(expect.arrayContaining(["2026-03-19", "2026-03-20", "2026-03-21", "2026-03-22"]));
    const twoYears = closuresOf((await listPublicHolidays({ country: "US" }, [2027, 2026])) ?? []);
    expect(twoYears).toEqual([...twoYears].sort());
    expect(twoYears).toEqual(expect.arrayContaining(["2026-11-26", "2027-11-25"]));
  });

  it("are named in the language asked for", async () => {
    expect((await listPublicHolidays({ country: "DE" }, [2026], "en"))?.[0]).toEqual({ day: "2026-01-01", name: "New Year's Day", wholeDay: true });
  });

  it("close a calendar", async () => {
    const closures = closuresOf((await listPublicHolidays({ country: "DE" }, [2026])) ?? []);
    const blocks = [{ start: "09:00", end: "17:00" }];
    const calendar = compileCalendar({ timeZone: "Europe/Berlin", week: { 1: blocks, 2: blocks, 3: blocks, 4: blocks, 5: blocks }, closures });
    expect(addBusiness(calendar, Date.parse("2026-04-02T16:00+02:00"), 2 * HOUR)).toBe(Date.parse("2026-04-07T10:00+02:00"));
  });

  it("are unknown for an unknown place", async () => {
    expect(await listPublicHolidays({ country: "XX" }, [2026])).toBeNull();
    expect(await listPublicHolidays({ country: "DE", region: "ZZ" }, [2026])).toBeNull();
    expect((await listHolidayCountries()).find(({ code }) => code === "DE")?.name).toBe("Germany");
    expect((await listHolidayRegions("DE")).map(({ code }) => code)).toContain("BY");
  });
});
