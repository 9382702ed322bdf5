import type { Clock } from "../clock.ts";

/** A token bucket per caller: bursts up to `burst`, then `perSecond`. Held in memory, per process. */
export interface RateLimit {
  /** Seconds to wait, or 0 when the call is allowed (and counted). */
  take(key: string): number;
}

const mostCallers = 50_000;

export function rateLimit(options: { clock: Clock; burst: number; perSecond: number }): RateLimit {
  const { clock, burst, perSecond } = options;
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(key) {
      const now = clock.now().getTime();
      const bucket = buckets.get(key) ?? { tokens: burst, at: now };
      const tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond);
      buckets.delete(key);
      const allowed = tokens >= 1;
      buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at: now });
      // A map keeps the order of insertion, so its first is the one unheard of for longest.
      if (buckets.size > mostCallers) buckets.delete(buckets.keys().next().value!);
      return allowed ? 0 : Math.ceil((1 - tokens) / perSecond);
    },
  };
}
