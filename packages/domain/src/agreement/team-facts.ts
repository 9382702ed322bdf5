import { MINUTE } from "../kit/instant.ts";
import { timeOfDayFromText, type Week } from "../sla/business-calendar.ts";

/** Business minutes of an ordinary Monday to Sunday, public holidays and closures aside: seven numbers. */
export function minutesByWeekday(week: Week): number[] {
  return ([1, 2, 3, 4, 5, 6, 7] as const).map((day) => (week[day] ?? []).reduce((sum, { start, end }) => sum + ((timeOfDayFromText(end) ?? 0) - (timeOfDayFromText(start) ?? 0)) / MINUTE, 0));
}
