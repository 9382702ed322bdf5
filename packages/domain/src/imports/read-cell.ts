import { epochDayFromIso, type EpochDay } from "../kit/epoch-day.ts";
import { instantAt, startOfDay, type TimeZone } from "../kit/zone.ts";
import { digitsOf } from "../kit/money.ts";
import { repairText } from "../capture/text.ts";
import { readGuarded } from "./write-csv.ts";

/** How days are written where the order of their parts has to be known. */
export const dateOrders = ["ymd", "dmy", "mdy"] as const;
export type DateOrder = (typeof dateOrders)[number];
export type DecimalSign = "." | ",";

export interface ReadingOptions {
  readonly dateOrder: DateOrder;
  readonly decimal: DecimalSign;
  /** Words that mean "nothing was recorded", folded to lower case. */
  readonly missing: ReadonlySet<string>;
}

/** A cell as text that may be stored: repaired, trimmed, null where nothing is in it. */
export function readText(cell: string | undefined, options: Pick<ReadingOptions, "missing">): string | null {
  if (cell === undefined || cell === "") return null;
  const text = repairText(readGuarded(cell)).trim();
  return text === "" || options.missing.has(text.toLowerCase()) ? null : text;
}

/** A number in local writing as a plain decimal ("1.234,50 €" → "1234.50"); null where it is none. */
export function readDecimal(text: string, decimal: DecimalSign): string | null {
  let plain = text.normalize("NFKC").replaceAll(/[\s'’_]|[\p{Sc}]|^[A-Z]{3}(?=[\s\d-])|(?<=\d\s?)[A-Z]{3}$/gu, "").replaceAll("−", "-");
  if (/^\(.*\)$/.test(plain)) plain = `-${plain.slice(1, -1)}`;
  const thousands = decimal === "," ? "." : ",";
  const [whole = "", fraction, ...more] = plain.split(decimal);
  if (more.length > 0 || (fraction !== undefined && !/^\d*$/.test(fraction))) return null;
  // Groups of thousands are three digits each: "1.5" with a decimal comma is a mistake, not fifteen.
  const grouped = whole.includes(thousands);
  if (grouped ? !new RegExp(`^[+-]?\\d{1,3}(\\${thousands}\\d{3})+$`).test(whole) : !/^[+-]?\d*$/.test(whole)) return null;
  const digits = whole.replaceAll(thousands, "").replace(/^\+/, "");
  if (digits.replace("-", "") === "" && !fraction) return null;
  return `${digits === "" || digits === "-" ? `${digits}0` : digits}${fraction ? `.${fraction}` : ""}`;
}

/** A decimal in minor units of a currency, rounded half away from zero; null where it does not fit. */
export function minorFromDecimal(plain: string, currency: string): number | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain);
  if (!match) return null;
  const digits = digitsOf(currency);
  const fraction = (match[3] ?? "").padEnd(digits + 1, "0");
  let minor = BigInt(match[2]! + fraction.slice(0, digits));
  if (Number(fraction[digits]) >= 5) minor += 1n;
  const value = Number(match[1] === "-" ? -minor : minor);
  return Number.isSafeInteger(value) ? value : null;
}

/** A moment as a file tells it: a day, with a time of day or an exact instant where it says so. */
export interface ReadMoment {
  readonly day: EpochDay;
  /** Milliseconds since midnight on the wall; null for a day alone. */
  readonly time: number | null;
  /** Epoch milliseconds where the cell names its offset from UTC. */
  readonly instant: number | null;
}

const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(.+))?$/;
const parts = /^(\d{1,4})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{1,4})(?:,?[T ]+(.+))?$/;
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?$/i;

/** Reads a date or date with time; null where it is none, days that do not exist included. */
export function readMoment(text: string, order: DateOrder): ReadMoment | null {
  const written = iso.exec(text);
  const match = written ?? parts.exec(text);
  if (!match) return null;
  const [a, b, c] = [match[1]!, match[2]!, match[3]!];
  const [year, month, date] = written || order === "ymd" || a.length === 4 ? [a, b, c] : order === "dmy" ? [c, b, a] : [c, a, b];
  // Two digits of a year are read as 1970 to 2069.
  const full = year.length === 2 ? (Number(year) >= 70 ? `19${year}` : `20${year}`) : year;
  const day = epochDayFromIso(`${full.padStart(4, "0")}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`);
  if (day === null || Number(full) < 1900) return null;
  if (match[4] === undefined) return { day, time: null, instant: null };
  const time = clock.exec(match[4].trim());
  if (!time) return null;
  let hour = Number(time[1]);
  const half = time[5]?.[0]?.toLowerCase();
  if (half && (hour < 1 || hour > 12)) return null;
  if (half) hour = (hour % 12) + (half === "p" ? 12 : 0);
  const [minute, second] = [Number(time[2]), Number(time[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const ms = ((hour * 60 + minute) * 60 + second) * 1000 + Number((time[4] ?? "0").padEnd(3, "0").slice(0, 3));
  return { day, time: ms, instant: time[6] === undefined ? null : day * 86_400_000 + ms - offsetOf(time[6]) };
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}

/** The instant of a moment: a day alone begins where the company's day begins, a time of day is the company's own. */
export function instantOf(moment: ReadMoment, zone: TimeZone): number {
  if (moment.instant !== null) return moment.instant;
  return moment.time === null ? startOfDay(zone, moment.day) : instantAt(zone, moment.day, moment.time);
}

const yes = new Set(["true", "yes", "y", "1", "ja", "j", "wahr", "x", "oui", "si", "sí", "sim", "on"]);
const no = new Set(["false", "no", "n", "0", "nein", "falsch", "non", "não", "nao", "off"]);

export function readBoolean(text: string): boolean | null {
  const word = text.toLowerCase();
  return yes.has(word) ? true : no.has(word) ? false : null;
}

/** Several choices in one cell, cut at semicolons, bars, commas or line breaks; each once. */
export function readList(text: string): string[] {
  return [...new Set(text.split(/[;|,\n]/).map((part) => part.trim()).filter((part) => part !== ""))];
}
