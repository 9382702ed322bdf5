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
