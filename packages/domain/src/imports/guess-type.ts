import { normaliseEmail } from "../capture/email.ts";
import { readBoolean, readDecimal, readMoment, type DateOrder, type DecimalSign } from "./read-cell.ts";

export type GuessedType = "text" | "number" | "date" | "boolean" | "choice" | "multi-choice" | "email";

export interface ColumnGuess {
  readonly type: GuessedType;
  /** How many of the looked-at cells held something, and how many different values. */
  readonly filled: number;
  readonly distinct: number;
}

/** What a column holds, from a sample of its cells; text where they disagree. */
export function guessColumn(cells: readonly string[], around: { dateOrder: DateOrder; decimal: DecimalSign }): ColumnGuess {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  const values = [...new Set(filled)];
  const found = { filled: filled.length, distinct: values.length };
  if (values.length === 0) return { type: "text", ...found };
  const all = (test: (value: string) => boolean) => values.every(test);
  if (all((value) => value.includes("@") && normaliseEmail(value) !== null)) return { type: "email", ...found };
  if (values.length <= 2 && all((value) => readBoolean(value) !== null)) return { type: "boolean", ...found };
  if (all((value) => readMoment(value, around.dateOrder) !== null)) return { type: "date", ...found };
  // A number with a leading zero is a code: post codes, phone numbers.
  if (all((value) => readDecimal(value, around.decimal) !== null && !/^[+]?0\d/.test(value) && value.length <= 18)) return { type: "number", ...found };
  const repeats = filled.length >= 20 && values.length <= Math.min(50, filled.length / 4);
  if (repeats && values.some((value) => /, |;|\|/.test(value)) && all((value) => value.length <= 60)) return { type: "multi-choice", ...found };
  return { type: repeats && all((value) => value.length <= 60) ? "choice" : "text", ...found };
}

/** In which order days are written in a sample, where the cells themselves tell; ISO otherwise. */
export function guessDateOrder(cells: readonly string[]): DateOrder {
  let order: DateOrder = "ymd";
  for (const cell of cells) {
    const match = /^(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d{2})\b/.exec(cell.trim());
    if (!match) continue;
    if (Number(match[1]) > 12) return "dmy";
    if (Number(match[3]) > 12) return "mdy";
    // Points are the continent's; a slash alone does not tell, and the day first is the commoner way.
    if (order === "ymd") order = "dmy";
  }
  return order;
}

/** Whether a sample writes decimals with a comma. */
export function guessDecimal(cells: readonly string[]): DecimalSign {
  let [comma, point] = [0, 0];
  for (const cell of cells) {
    const text = cell.trim().replaceAll(/[\s\p{Sc}]/gu, "");
    if (/^-?(\d{1,3}(\.\d{3})+|\d+),\d{1,2}$/.test(text) || /^-?\d{1,3}(\.\d{3})+,\d+$/.test(text)) comma += 1;
    else if (/^-?(\d{1,3}(,\d{3})+|\d+)\.\d+$/.test(text)) point += 1;
  }
  return comma > point ? "," : ".";
}
