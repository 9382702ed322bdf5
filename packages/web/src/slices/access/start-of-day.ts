/**
 * The instant at which a calendar day (plus so many days) begins in a zone, as ISO. Where the clocks change at midnight
 * and the hour is missing, the day begins with the first hour there is.
 */
export function startOfDayIn(timeZone: string, day: string, plus: number): string {
  const wanted = Date.parse(`${day}T00:00:00Z`) + plus * 86_400_000;
  // The zone's offset at a first guess may differ from the one at the answer; asking again with the answer settles it.
  let at = wanted - offsetAt(timeZone, wanted);
  at = wanted - offsetAt(timeZone, at);
  return new Date(wallOf(timeZone, at) < wanted ? at + 3_600_000 : at).toISOString();
}

const wallOf = (timeZone: string, at: number): number => at + offsetAt(timeZone, at);

function offsetAt(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")) - Math.floor(at / 1000) * 1000;
}
