/** Business time in words, as it stands beside a clock. */
import { HOUR, MINUTE, SECOND } from "../kit/instant.ts";

/** What is needed of a calendar: the length of its ordinary day. */
export interface DayLength {
  readonly dayMs: number;
}

const two = (value: number): string => String(value).padStart(2, "0");

const inWords = (ms: number, dayMs: number, seconds: boolean): string => {
  if (seconds && ms < 5 * MINUTE) {
    const whole = Math.floor(ms / SECOND);
    return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} m ${two(whole % 60)} s`;
  }
  if (ms > 0 && ms < MINUTE) return "< 1 m";
  if (ms >= dayMs) {
    const hours = Math.floor((ms % dayMs) / HOUR);
    return hours === 0 ? `${Math.floor(ms / dayMs)} d` : `${Math.floor(ms / dayMs)} d ${hours} h`;
  }
  if (ms >= HOUR) return `${Math.floor(ms / HOUR)} h ${two(Math.floor((ms % HOUR) / MINUTE))} m`;
  return `${Math.floor(ms / MINUTE)} m`;
};

/**
 * "11 m", "3 h 05 m", "1 d 2 h" with days of the calendar's ordinary length; a negative duration is "14 m over". Always
 * rounded down, so a clock never shows time it does not have. With `seconds`, under five minutes reads "4 m 05 s", "40 s".
 */
export const describeDuration = (ms: number, calendar: DayLength, { seconds = false }: { readonly seconds?: boolean } = {}): string =>
  ms < 0 ? `${inWords(-ms, calendar.dayMs, seconds)} over` : inWords(ms, calendar.dayMs, seconds);

/** What a clock is measured in: business hours of whoever holds the lead, or the calendar round the clock. */
export type Measure = "business" | "calendar";

const unit = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/**
 * A length a person reads without a legend: "40 minutes of business time", "1 business hour", "2 h 10 m of business time",
 * "3 business days 2 h"; on the calendar "3 days 2 h". The short form beside a clock has no room for it and carries this as its title.
 */
export const describeMeasured = (ms: number, { dayMs, measure }: DayLength & { readonly measure: Measure }): string => {
  const whole = Math.abs(ms);
  if (whole < dayMs) {
    const minutes = Math.floor(whole / MINUTE);
    if (minutes >= 60 && minutes % 60 === 0) return unit(minutes / 60, measure === "business" ? "business hour" : "hour");
    const short = minutes >= 1 && minutes < 60 ? unit(minutes, "minute") : inWords(whole, dayMs, false);
    return measure === "business" ? `${short} of business time` : short;
  }
  const hours = Math.floor((whole % dayMs) / HOUR);
  const days = unit(Math.floor(whole / dayMs), measure === "business" ? "business day" : "day");
  return hours === 0 ? days : `${days} ${hours} h`;
};
