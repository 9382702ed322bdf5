/**
 * How numbers, money, dates and durations are written for people. Pure: the locale, the zone and the present moment are
 * passed in. The locale follows the person and says how numbers and money are written; the currency follows the company.
 *
 * Dates are words of the language the product speaks, so they read alike in columns, in sentences and in what the server
 * writes (`kit/day-words.ts`), whatever the locale: the day before the month, the year only where it is another one.
 * A moment is written as closely as it is near (`formatMoment`), a day without a time by `formatDay`, and what is due or
 * began on a certain day by `formatWeekday`. All else is in the tooltip (`formatExact`). No screen writes dates by itself.
 */

export interface FormatContext {
  /** BCP 47, for grouping and decimal marks of numbers and money. */
  readonly locale: string;
  /** IANA zone in which times are shown. */
  readonly timeZone: string;
}

export const defaultFormat: FormatContext = { locale: "en-GB", timeZone: "Europe/Berlin" };

const thin = "\u202f";
const minus = "\u2212";

const numberFormats = new Map<string, Intl.NumberFormat>();
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  let found = numberFormats.get(key);
  if (!found) numberFormats.set(key, (found = new Intl.NumberFormat(locale, options)));
  return found;
}
const dateFormats = new Map<string, Intl.DateTimeFormat>();
function dateFormat({ timeZone }: Pick<FormatContext, "timeZone">, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = timeZone + JSON.stringify(options);
  let found = dateFormats.get(key);
  if (!found) dateFormats.set(key, (found = new Intl.DateTimeFormat("en-GB", { timeZone, ...options })));
  return found;
}

function signed(text: string, value: number, always: boolean): string {
  const bare = text.replace(/^[-\u2212]/, "");
  if (value < 0 && /[1-9]/.test(bare)) return minus + bare;
  return always && /[1-9]/.test(bare) ? `+${bare}` : bare;
}

/** 2318 → "2,318"; −3 → "−3". `digits` are fixed decimals. */
export function formatNumber(value: number, options: { digits?: number; sign?: boolean } = {}, context = defaultFormat): string {
  const digits = options.digits ?? (Number.isInteger(value) ? 0 : 1);
  const text = numberFormat(context.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  return signed(text, value, options.sign ?? false);
}

/** A share between 0 and 1: 0.273 → "27.3 %" with a thin space that does not break. */
export function formatShare(share: number, options: { digits?: number } = {}, context = defaultFormat): string {
  return `${formatNumber(share * 100, { digits: options.digits ?? 1 }, context)}${thin}%`;
}

/** A change between two shares, in points: 0.019 → "+1.9 pts". */
export function formatShareChange(change: number, context = defaultFormat): string {
  return `${formatNumber(change * 100, { digits: 1, sign: true }, context)} pts`;
}

/**
 * Minor units and currency: (6420000, "EUR") → "€64,200". Sums and deals are read in whole units, so from 1,000 on an
 * amount is rounded to them; cents are shown below that, where there are any. `exact` keeps them in every amount: for
 * what is being entered or edited, and for the single entry that must be found again on an invoice. `axis` is the short
 * form, "€64.2 k".
 */
export function formatMoney(
  minorUnits: number,
  currency: string,
  options: { sign?: boolean; axis?: boolean; exact?: boolean } = {},
  context = defaultFormat,
): string {
  const base = numberFormat(context.locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  const scale = 10 ** (base.resolvedOptions().maximumFractionDigits ?? 2);
  const major = minorUnits / scale;
  if (options.axis) return signed(axisMoney(Math.abs(major), currency, context), major, options.sign ?? false);
  const whole = minorUnits % scale === 0 || (!options.exact && Math.abs(major) >= 1_000);
  const digits = whole ? 0 : (base.resolvedOptions().maximumFractionDigits ?? 2);
  const text = numberFormat(context.locale, {
    style: "currency", currency, currencyDisplay: "narrowSymbol", minimumFractionDigits: digits, maximumFractionDigits: digits,
  }).format(Math.abs(major));
  return signed(text, major, options.sign ?? false);
}

function axisMoney(major: number, currency: string, context: FormatContext): string {
  const [divisor, unit] = major >= 1e6 ? [1e6, `${thin}m`] : major >= 1e3 ? [1e3, `${thin}k`] : [1, ""];
  const value = major / divisor;
  const text = numberFormat(context.locale, {
    style: "currency", currency, currencyDisplay: "narrowSymbol", minimumFractionDigits: 0,
    maximumFractionDigits: Number.isInteger(value) ? 0 : 1,
  }).format(value);
  return text + unit;
}

/** Milli-points to points: 20000 → "20"; `sign` gives "+20". Whole unless a part remains. */
export function formatPoints(milliPoints: number, options: { sign?: boolean } = {}, context = defaultFormat): string {
  const points = milliPoints / 1000;
  return formatNumber(points, { digits: Number.isInteger(points) ? 0 : 1, sign: options.sign ?? false }, context);
}

type Moment = number | string | Date;
const ms = (at: Moment): number => (typeof at === "number" ? at : new Date(at).getTime());

/** Days since 1970 of a moment on the calendar of the zone. */
function calendarDay(at: Moment, context: FormatContext): number {
  const parts = dateFormat(context, { year: "numeric", month: "numeric", day: "numeric" }).formatToParts(ms(at));
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day")) / 86_400_000;
}
function calendarYear(at: Moment, context: FormatContext): string {
  return dateFormat(context, { year: "numeric" }).format(ms(at));
}

/** "10:42". */
export function formatTime(at: Moment, context = defaultFormat): string {
  return dateFormat(context, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(ms(at));
}

/** "4 Nov" within the year, "18 Nov 2026" otherwise. */
export function formatDate(at: Moment, now: Moment, context = defaultFormat): string {
  const parts = { day: "numeric", month: "short" } as const;
  const sameYear = calendarYear(at, context) === calendarYear(now, context);
  return dayMonth(at, sameYear ? parts : { ...parts, year: "numeric" }, context);
}

function dayMonth(at: Moment, options: Intl.DateTimeFormatOptions, context: FormatContext): string {
  // British English writes "Sept"; every other month there has three letters, and columns rely on it.
  return dateFormat(context, options).format(ms(at)).replace("Sept", "Sep").replace(",", "");
}

/**
 * "10:42" today; "Tue 16:08" in the coming six days, "17 Nov 16:08" in the last six; then "4 Nov", then "18 Nov 2026".
 * A weekday alone is always the coming one: "was due Tue" beside "due Tue" would be two days of one name.
 */
export function formatMoment(at: Moment, now: Moment, context = defaultFormat): string {
  const ahead = calendarDay(at, context) - calendarDay(now, context);
  if (ahead === 0) return formatTime(at, context);
  if (Math.abs(ahead) > 6) return formatDate(at, now, context);
  return `${ahead > 0 ? dateFormat(context, { weekday: "short" }).format(ms(at)) : formatDate(at, now, context)} ${formatTime(at, context)}`;
}

/** "Today", "Yesterday", else "Thu 12 Nov": the header of a day in a timeline. */
export function formatDayHeader(at: Moment, now: Moment, context = defaultFormat): string {
  const distance = calendarDay(now, context) - calendarDay(at, context);
  return distance === 0 ? "Today" : distance === 1 ? "Yesterday" : formatWeekday(at, now, context);
}

/** "Wed 18 Nov", with the year where it is another one. */
export function formatWeekday(at: Moment, now: Moment, context = defaultFormat): string {
  return `${dateFormat(context, { weekday: "short" }).format(ms(at))} ${formatDate(at, now, context)}`;
}

/** "Nov", with the year in January and wherever it is asked for: the months of an axis or a table. */
export function formatMonth(month: string, options: { year?: boolean } = {}): string {
  const year = options.year || month.endsWith("-01");
  return dayMonth(`${month}-15T12:00:00Z`, { month: "short", ...(year && { year: "numeric" }) }, { ...defaultFormat, timeZone: "UTC" });
}

/** Everything, for a tooltip: "Wed 18 Nov 2026, 10:42:07 CET". */
export function formatExact(at: Moment, context = defaultFormat): string {
  const day = dayMonth(at, { weekday: "short", day: "numeric", month: "short", year: "numeric" }, context);
  const time = dateFormat(context, {
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZoneName: "short",
  }).format(ms(at));
  return `${day}, ${time}`;
}

/** A calendar day without a time, 'YYYY-MM-DD', is never shifted by a zone. */
export function formatDay(day: string, now: Moment, context = defaultFormat): string {
  const noon = `${day}T12:00:00Z`;
  const today = new Date(calendarDay(now, context) * 86_400_000 + 43_200_000).toISOString();
  return formatDate(noon, today, { ...context, timeZone: "UTC" });
}

/**
 * Business time in milliseconds: "11 m", "3 h 05 m", "1 d 2 h". A business day is `dayHours` long. Below five minutes
 * `seconds` adds them ("4 m 20 s"), and below the first one it reads "< 1 s".
 */
export function formatDuration(milliseconds: number, options: { dayHours?: number; seconds?: boolean } = {}): string {
  const total = Math.max(0, milliseconds);
  if (options.seconds && total < 300_000) {
    if (total < 1_000) return "< 1 s";
    const whole = Math.floor(total / 1000);
    return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} m ${String(whole % 60).padStart(2, "0")} s`;
  }
  const minutes = Math.floor(total / 60_000);
  if (minutes < 60) return `${minutes} m`;
  const dayMinutes = (options.dayHours ?? 24) * 60;
  if (minutes < dayMinutes) {
    const rest = minutes % 60;
    return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${String(rest).padStart(2, "0")} m`;
  }
  const days = Math.floor(minutes / dayMinutes);
  const hours = Math.floor((minutes % dayMinutes) / 60);
  return hours === 0 ? `${days} d` : `${days} d ${hours} h`;
}

/** What is left of a clock: "11 m", or "14 m over" once the due time has passed. */
export function formatTimeLeft(remaining: number, options: { dayHours?: number; seconds?: boolean } = {}): string {
  return remaining < 0 ? `${formatDuration(-remaining, options)} over` : formatDuration(remaining, options);
}

/** "1 person", "2 people"; the number is formatted. */
export function formatCount(value: number, one: string, many: string, context = defaultFormat): string {
  return `${formatNumber(value, {}, context)} ${value === 1 ? one : many}`;
}

/** A median or rate of so few says of how many it is beside it, not only when asked. */
export function isFew(count: number): boolean {
  return count < 20;
}

/** A capped count reads "10,000+". */
export function formatCapped(count: { value: number; capped: boolean }, context = defaultFormat): string {
  return formatNumber(count.value, {}, context) + (count.capped ? "+" : "");
}

/** Two letters for an avatar: "Elena Brandt" → "EB". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  const letter = (word: string) => [...word][0] ?? "";
  return (letter(first) + letter(last)).toLocaleUpperCase() || "?";
}
