/**
 * A company-local day as an integer: days since 1970-01-01 in the agreement's zone. Rules count whole days, so decay,
 * windows and "in the last N days" are integer arithmetic that no clock change can bend.
 */
export type EpochDay = number;

const written = /^(\d{4})-(\d{2})-(\d{2})$/;

/** `2026-02-28` as a day, or null where the text is no calendar day. */
export function parseDay(text: string): EpochDay | null {
  const parts = written.exec(text);
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (year === 0 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const at = Date.UTC(year, month - 1, day);
  // Date.UTC reads years below 100 as 19xx and rolls 31 February over: both are refused by writing the day back.
  return formatDay(at / 86_400_000) === text ? at / 86_400_000 : null;
}

/** A day as `YYYY-MM-DD`. */
export function formatDay(day: EpochDay): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
