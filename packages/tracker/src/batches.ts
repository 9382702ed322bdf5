/** Limits of the capture API and the rules of retrying, apart from the browser so that they can be tested alone. */

export const eventLimit = 32_000;
export const batchLimit = 500_000;
/** What browsers let through after the page is gone: 64 KiB over all requests in flight. */
export const leaveLimit = 60_000;
const queueLimit = 1_000;
const queueBytes = 1_500_000;

/** Length in UTF-8 bytes. */
export const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** The newest events that fit the queue; the oldest go first. Events are JSON texts without raw line breaks. */
export function bounded(events: readonly string[]): string[] {
  const kept: string[] = [];
  let size = 0;
  for (const event of [...events].reverse()) {
    size += event.length;
    if (size > queueBytes || kept.length === queueLimit) break;
    kept.unshift(event);
  }
  return kept;
}

/** As many events from the front as one request of `limit` bytes takes, leaving room for its envelope. */
export function nextBatch(events: readonly string[], limit: number): string[] {
  let size = 500;
  const batch: string[] = [];
  for (const event of events) {
    size += bytes(event) + 1;
    if (size > limit) break;
    batch.push(event);
  }
  return batch;
}

/** The body of one request; `sentAt` lets the server correct a wrong clock. */
export const batchBody = (events: readonly string[], writeKey: string, sentAt: string): string =>
  `{"batch":[${events.join()}],"writeKey":${JSON.stringify(writeKey)},"sentAt":"${sentAt}"}`;

export type Outcome = "sent" | "again" | "refused";

/** What an HTTP status means for the events sent; 0 stands for no answer at all. */
export function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return "sent";
  return status === 0 || status === 408 || status === 429 || status >= 500 ? "again" : "refused";
}

/** Milliseconds to wait: the server's Retry-After (seconds or a date, at most 5 minutes), else 1 s doubling to 1 minute. */
export function retryDelay(failures: number, retryAfter: string | null, now: number, chance: number): number {
  const wish = retryAfter ? (/^\d+$/.test(retryAfter) ? +retryAfter * 1000 : Date.parse(retryAfter) - now) : NaN;
  if (wish >= 0) return Math.min(wish, 300_000);
  return Math.min(1000 * 2 ** (failures - 1), 60_000) * (0.5 + chance / 2);
}
