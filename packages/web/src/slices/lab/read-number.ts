import { parseNumber } from "../../ui/parse-number.ts";

/** A number within bounds, or "never" where it may be (null); null where it is neither. */
export function readNumber(text: string, { min, max, never }: { min: number; max: number; never: boolean }): { value: number | null } | null {
  if (never && /^(never|–|-)$/i.test(text.trim())) return { value: null };
  const number = parseNumber(text);
  return number !== null && number >= min && number <= max ? { value: number } : null;
}
