/**
 * When an event happened. Client clocks are wrong, so Segment's correction is used: the client's own `sentAt` against
 * the server's receipt gives the error of its clock, and `timestamp = receivedAt − (sentAt − originalTimestamp)`.
 */
/** Further ahead than this is no clock error but nonsense: the time of receipt is taken and marked doubtful. */
export const furthestAhead = 10 * 60_000;
const oldest = Date.UTC(2000, 0, 1);

/** ISO 8601 with a zone (a date alone is midnight UTC), or epoch milliseconds. */
const iso = /^[+-]?\d{4,6}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** An instant in epoch milliseconds; null where none was given, NaN where it cannot be read. */
export function parseInstant(value: unknown): number | null {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : NaN;
  if (typeof value !== "string" || value.length > 40 || !iso.test(value)) return NaN;
  // A time without a zone would be read in the zone of this machine: it is taken as UTC.
  const zoned = value.length > 10 && !/(Z|[+-]\d{2}:?\d{2})$/i.test(value.slice(10)) ? `${value}Z` : value;
  return Date.parse(zoned.replace(",", "."));
}

export interface ClientTimes {
  readonly receivedAt: number;
  readonly timestamp: number | null;
  readonly originalTimestamp: number | null;
  readonly sentAt: number | null;
}

/**
 * The instant an event counts at. Without `sentAt` the given timestamp stands as it is (a server sends it). Where
 * `timestamp` and `originalTimestamp` differ, somebody has corrected the clock already (events forwarded from another
 * collector), so `timestamp` stands too. What comes out in the future is taken as received now and marked doubtful;
 * before 2000 is refused.
 */
export function decideTimestamp(times: ClientTimes): { readonly at: number; readonly doubtful: boolean } | "unreadable" | "too-old" {
  const { receivedAt, timestamp, originalTimestamp, sentAt } = times;
  if (Number.isNaN(timestamp) || Number.isNaN(originalTimestamp) || Number.isNaN(sentAt)) return "unreadable";
  const claimed = timestamp ?? originalTimestamp;
  if (claimed === null) return { at: receivedAt, doubtful: false };
  const corrected = originalTimestamp !== null && originalTimestamp !== claimed;
  const at = sentAt === null || corrected ? claimed : receivedAt - (sentAt - claimed);
  if (at < oldest) return "too-old";
  if (at - receivedAt <= furthestAhead) return { at: Math.min(at, receivedAt), doubtful: false };
  return { at: receivedAt, doubtful: true };
}
