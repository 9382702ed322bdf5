import type { CapturedEvent } from "@tandem/domain/capture/event";
import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { wakeEngine } from "../../spine/wake.ts";
import { storeEvents } from "./accept-events.ts";
import { payloadOf } from "./read-request.ts";

/**
 * Takes events of the past in, within the caller's transaction; the same message id of the same source counts once for
 * ever. Answers how many were new.
 */
export async function acceptHistory(app: App, tx: Transaction, sourceId: number, events: readonly CapturedEvent[], options: { live: boolean }): Promise<number> {
  if (events.length === 0) return 0;
  const receivedAt = app.clock.now();
  const stored = await storeEvents(app, tx, events.map((event) => ({ sourceId, receivedAt, event, payload: payloadOf(event) })), options.live);
  tx.afterCommit(() => wakeEngine(app));
  return stored;
}
