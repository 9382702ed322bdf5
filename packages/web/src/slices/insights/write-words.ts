import type { Tile } from "@tandem/contract/insights/dashboard";
import { digitsOf } from "@tandem/domain/kit/money";
import { formatDuration } from "../../ui/format.ts";
import type { useFormat } from "../../ui/use-format.ts";

type Format = ReturnType<typeof useFormat>;

/** Averages and rates of money are shown in whole units: a cent of an average is noise. */
export function wholeMoney(minor: number, currency: string, format: Format, options: { sign?: boolean } = {}): string {
  const unit = 10 ** digitsOf(currency);
  return format.money(Math.round(minor / unit) * unit, { currency, ...options });
}

/** A number of a KPI in its unit. */
export function writeValue(value: number, unit: Tile["unit"], currency: string, format: Format): string {
  switch (unit) {
    case "percent":
      return format.share(value / 100);
    case "money":
    case "money-per-day":
      return wholeMoney(value, currency, format);
    case "days":
      return `${format.number(value, { digits: value < 10 && value % 1 !== 0 ? 1 : 0 })} d`;
    case "duration":
      return formatDuration(value);
    case "ratio":
      return format.number(value, { digits: 1 });
    case "count":
      return format.number(value);
  }
}

/** The formula with the numbers in it. */
export function writeDefinition(pieces: Tile["definition"], currency: string, format: Format): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : piece.unit === "days" ? `${format.number(piece.value, { digits: 0 })} days` : writeValue(piece.value, piece.unit, currency, format))).join("");
}

/** A change against the period before: shares in points, the rest as a difference or a share of what was. */
export function writeChange(tile: Tile, currency: string, format: Format): { text: string; tone: "good" | "warn" | "neutral" } | undefined {
  if (!tile.previous || tile.value === null) return undefined;
  const difference = tile.value - tile.previous.value;
  const text = changeText(tile, difference, currency, format);
  // What reads as nothing is neither good nor bad.
  const tone = !/[1-9]/.test(text) ? "neutral" : tile.previous.verdict === "good" ? "good" : tile.previous.verdict === "bad" ? "warn" : "neutral";
  return { text: `${text} on ${tile.previous.name}`, tone };
}

function changeText(tile: Tile, difference: number, currency: string, format: Format): string {
  switch (tile.unit) {
    case "percent":
      return `${format.number(difference, { digits: 1, sign: true })} pts`;
    case "money":
      return wholeMoney(difference, currency, format, { sign: true });
    case "days":
      return `${format.number(difference, { digits: 0, sign: true })} d`;
    default:
      return tile.previous!.value === 0 ? format.number(difference, { sign: true }) : `${format.number((difference / tile.previous!.value) * 100, { digits: 1, sign: true })}\u202f%`;
  }
}
