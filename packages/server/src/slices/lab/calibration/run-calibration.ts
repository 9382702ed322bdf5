import type { CalibrationAsk } from "@tandem/contract/lab/calibration";
import type { App } from "../../../platform/app.ts";
import { startThread } from "../../../platform/thread.ts";
import { agreementInForce } from "../../../spine/agreement-in-force.ts";
import type { Learned, ToLearn } from "./learn.ts";
import { loadTable, spanDays } from "./load-table.ts";
import { becameWords } from "./report.ts";
import { finishCalibration, tellProgress } from "./store.ts";

/** A calibration on its way: reading page by page, then learning in a thread. */

const running = new Map<string, AbortController>();

/** Begins the work and comes back at once; `done` is for tests and for a server that stops. */
export function beginCalibration(app: App, id: string, ask: CalibrationAsk): { readonly done: Promise<void> } {
  const stop = new AbortController();
  running.set(id, stop);
  const done = work(app, id, ask, stop)
    .catch(async (error: unknown) => {
      if (stop.signal.aborted) return;
      app.log.error({ err: error, calibration: id }, "A calibration failed");
      await finishCalibration(app, id, { state: "failed", failure: "It stopped by an error; the log of the server says more. Start it again." });
    })
    .finally(() => running.delete(id));
  return { done };
}

/** Stops the work of this process; whoever started it elsewhere finds the row cancelled at the next step. */
export function stopCalibration(id: string): void {
  running.get(id)?.abort();
}

export function stopAllCalibrations(): void {
  for (const stop of running.values()) stop.abort();
}

async function work(app: App, id: string, ask: CalibrationAsk, stop: AbortController): Promise<void> {
  const at = app.clock.now();
  const inForce = await agreementInForce(app.db, at);
  // Cancelled from another process: nobody waits for it any more.
  const tell = async (words: string, share: number): Promise<void> => {
    if (!(await tellProgress(app, id, { words, share }))) stop.abort();
  };
  const loaded = await loadTable(app.db, {
    inForce,
    ask,
    at,
    async onPage(done, of) {
      await tell(`Reading people: ${done.toLocaleString("en")} of ${of.toLocaleString("en")}`, (0.4 * done) / Math.max(1, of));
      stop.signal.throwIfAborted();
    },
  });
  const field = "field" in ask.outcome ? (inForce.fields.get(ask.outcome.field)?.name ?? null) : null;
  const given: ToLearn = { table: loaded.table, ask, agreement: inForce.agreement, around: { became: becameWords(ask.outcome, field), sampled: loaded.sampled, horizonDays: loaded.horizonDays, agedBy: loaded.agedBy, spanDays: spanDays(loaded.table) } };
  const { report, document } = await learnInThread(given, stop.signal, (done, of) => void tell(`Learning and holding out: ${done} of ${of}`, 0.4 + (0.6 * done) / of).catch(() => undefined));
  await finishCalibration(app, id, { state: "finished", report, document, baseVersion: inForce.version });
}

async function learnInThread(given: ToLearn, signal: AbortSignal, onStep: (done: number, of: number) => void): Promise<Learned> {
  // It may have been called off since the last page was read; a signal that was given is not given again.
  signal.throwIfAborted();
  const thread = startThread("./learn-worker", import.meta.url, given);
  return new Promise<Learned>((resolve, reject) => {
    signal.addEventListener("abort", () => void thread.terminate(), { once: true });
    thread.on("message", (message: { learned?: Learned; done?: number; of?: number }) => (message.learned ? resolve(message.learned) : onStep(message.done!, message.of!)));
    thread.on("error", reject);
    thread.on("exit", () => reject(new Error("The thread that learns ended early.")));
  });
}
