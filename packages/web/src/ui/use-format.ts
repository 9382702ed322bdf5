import { createContext, useContext, useMemo, useSyncExternalStore } from "react";
import {
  defaultFormat, formatDate, formatDay, formatDayHeader, formatExact, formatMoment, formatMoney, formatNumber, formatPoints, formatShare,
  formatTime, formatWeekday, type FormatContext,
} from "./format.ts";

/** The person's locale and zone and the company's currency; the shell provides them. */
export const Formatting = createContext<{ context: FormatContext; currency: string }>({ context: defaultFormat, currency: "EUR" });

type Moment = number | string | Date;

/** The formats of `format.ts`, bound to the person's locale and zone, the company's currency, and the present minute. */
export function useFormat() {
  const { context, currency } = useContext(Formatting);
  const now = useNow(60_000);
  return useMemo(
    () => ({
      context,
      now,
      number: (value: number, options?: { digits?: number; sign?: boolean }) => formatNumber(value, options, context),
      share: (value: number, options?: { digits?: number }) => formatShare(value, options, context),
      points: (milliPoints: number, options?: { sign?: boolean }) => formatPoints(milliPoints, options, context),
      money: (minorUnits: number, options?: { currency?: string; sign?: boolean; axis?: boolean; exact?: boolean }) =>
        formatMoney(minorUnits, options?.currency ?? currency, options, context),
      time: (at: Moment) => formatTime(at, context),
      date: (at: Moment) => formatDate(at, now, context),
      day: (day: string) => formatDay(day, now, context),
      moment: (at: Moment) => formatMoment(at, now, context),
      weekday: (at: Moment) => formatWeekday(at, now, context),
      dayHeader: (at: Moment) => formatDayHeader(at, now, context),
      exact: (at: Moment) => formatExact(at, context),
    }),
    [context, currency, now],
  );
}

interface Ticker {
  now: number;
  listeners: Set<() => void>;
  timer: ReturnType<typeof setInterval> | undefined;
}
const tickers = new Map<number, Ticker>();
function tickerOf(every: number): Ticker {
  let ticker = tickers.get(every);
  if (!ticker) tickers.set(every, (ticker = { now: Date.now(), listeners: new Set(), timer: undefined }));
  return ticker;
}

/** The present moment, ticking every so many milliseconds; all who ask for the same step share one timer. */
export function useNow(every = 60_000): number {
  return useSyncExternalStore(
    (listener) => {
      const ticker = tickerOf(every);
      ticker.listeners.add(listener);
      ticker.timer ??= setInterval(() => {
        ticker.now = Date.now();
        ticker.listeners.forEach((one) => one());
      }, every);
      return () => {
        ticker.listeners.delete(listener);
        if (ticker.listeners.size === 0) {
          clearInterval(ticker.timer);
          ticker.timer = undefined;
        }
      };
    },
    () => {
      const ticker = tickerOf(every);
      // Nobody listened for a while: the kept moment is old.
      if (!ticker.timer && Date.now() - ticker.now > every) ticker.now = Date.now();
      return ticker.now;
    },
  );
}
