/** Instants are integer milliseconds since 1970-01-01T00:00Z. The time now is always passed in. */

/** Milliseconds since the epoch. */
export type InstantMs = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
/** 24 hours. A calendar day of a zone may be shorter or longer: use `zone.ts` for those. */
export const DAY = 24 * HOUR;

/** A stretch of time: from `fromMs` (included) to `toMs` (excluded). */
export interface Interval {
  readonly fromMs: InstantMs;
  readonly toMs: InstantMs;
}

const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?([Zz]|[+-]\d{2}:?\d{2})$/;

/** Reads an ISO 8601 instant; null without an offset, because such a text names no instant. */
export const instantFromIso = (text: string): InstantMs | null => {
  if (!ISO_INSTANT.test(text)) return null;
  const ms = Date.parse(text.replace(" ", "T").replace(",", ".").toUpperCase());
  return Number.isNaN(ms) ? null : ms;
};

/** Writes an instant as `2026-11-18T10:42:00.000Z`. */
export const isoFromInstant = (ms: InstantMs): string => new Date(ms).toISOString();
