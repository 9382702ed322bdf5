/**
 * Gets events to the server at least once: they wait in a bounded queue that survives page loads, leave in batches, and
 * are taken off only when the server has answered. An event sent twice carries the same messageId and counts once.
 *
 * Bodies are plain text with the write key inside: a request with an authorization header would need a CORS preflight,
 * and on page leave there is no time for one.
 */
import { batchBody, batchLimit, bounded, bytes, eventLimit, leaveLimit, nextBatch, outcomeOf, retryDelay } from "./batches.ts";
import { read, write } from "./store.ts";

export interface Delivery {
  /** Queues one event, to be sent within half a second. */
  add(event: object): void;
  /** Starts sending, with what earlier pages left behind. */
  start(): void;
  /** Keeps collecting but sends nothing. */
  stop(): void;
  /** Forgets everything not yet sent. */
  drop(): void;
}

const gather = 500;
const lines = (text: string | undefined): string[] => (text ? text.split("\n") : []);

/** @param server base URL of the server without trailing slash */
export function createDelivery(server: string, writeKey: string): Delivery {
  let waiting: string[] = [];
  let flying: string[] = [];
  let running = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Events of a past run (before `drop`) must not come back through a late answer. */
  let run = 0;

  /** Other tabs share the stored queue: only our own changes are applied to it. */
  const save = (added: string[], gone: string[]): void => {
    const queue = lines(read("queue")).filter((event) => !gone.includes(event));
    write("queue", bounded([...queue, ...added]).join("\n") || undefined);
  };

  const plan = (delay: number): void => {
    clearTimeout(timer);
    if (running && waiting.length) timer = setTimeout(send, delay, batchLimit);
  };

  const settle = (batch: string[], of: number, status: number, retryAfter: string | null): void => {
    if (of !== run) return;
    flying = flying.filter((event) => !batch.includes(event));
    const outcome = outcomeOf(status);
    if (outcome === "again") {
      waiting = bounded([...batch, ...waiting]);
      plan(retryDelay(++failures, retryAfter, Date.now(), Math.random()));
      return;
    }
    if (outcome === "refused") console.warn(`tandem: events refused (${status})`);
    failures = 0;
    save([], batch);
    plan(0);
  };

  function send(limit: number): void {
    clearTimeout(timer);
    if (!running || (flying.length && limit === batchLimit)) return;
    const batch = nextBatch(waiting, limit);
    if (!batch.length) return;
    waiting = waiting.slice(batch.length);
    flying = [...flying, ...batch];
    const body = batchBody(batch, writeKey, new Date().toISOString());
    const of = run;
    const url = `${server}/v1/batch`;
    const headers = { "content-type": "text/plain" };
    // Browsers without keepalive would cancel a request of a page that is going; a beacon tells only that it was taken.
    if (limit === leaveLimit && !("keepalive" in Request.prototype)) {
      return settle(batch, of, navigator.sendBeacon(url, body) ? 200 : 0, null);
    }
    fetch(url, { method: "POST", body, headers, credentials: "omit", keepalive: bytes(body) < leaveLimit }).then(
      (answer) => settle(batch, of, answer.status, answer.headers.get("retry-after")),
      () => settle(batch, of, 0, null),
    );
  }

  const leave = (): void => {
    if (!failures) send(leaveLimit);
  };
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  addEventListener("online", () => send(batchLimit));

  return {
    add(event) {
      let text = "";
      try {
        text = JSON.stringify(event);
      } catch {}
      if (!text || bytes(text) > eventLimit) return console.warn("tandem: event not sent: above 32 kB or no JSON", event);
      waiting = bounded([...waiting, text]);
      save([text], []);
      if (!failures) plan(gather);
    },
    start() {
      running = true;
      const known = [...waiting, ...flying];
      waiting = bounded([...lines(read("queue")).filter((event) => !known.includes(event)), ...waiting]);
      plan(gather);
    },
    stop() {
      running = false;
    },
    drop() {
      run++;
      waiting = [];
      flying = [];
      write("queue", undefined);
    },
  };
}
