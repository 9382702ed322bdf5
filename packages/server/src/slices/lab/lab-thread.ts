import type { App } from "../../platform/app.ts";
import { sessionOptions } from "../../platform/database.ts";
import { startThread as startWorker } from "../../platform/thread.ts";
import { watchTraffic } from "./give-way.ts";
import type { Asked, HistoryState, Told } from "./lab-worker.ts";
import type { FoundPeople } from "./find-people.ts";
import type { SummedUp } from "./laboratory.ts";

/** Requests that can stand called off at once: those that run and those that wait for their turn. */
const calledOffAtOnce = 256;

/** The way to the lab's thread: asks by message and awaits the answer. */
export interface LabThread {
  ask<K extends Asked["kind"]>(asked: Extract<Asked, { kind: K }>, onProgress?: (told: Told) => void): { readonly about: number; readonly answer: Promise<Answers[K]> };
  /** Calls off what was asked under this number, if it still runs. */
  callOff(about: number): void;
  close(): Promise<unknown>;
}

interface Answers {
  load: HistoryState;
  replay: { readonly state: HistoryState; readonly sums: SummedUp | null };
  move: SummedUp | null;
  people: FoundPeople | null;
  forget: boolean;
}

export class LabFailure extends Error {
  readonly calledOff: boolean;
  /** The thread is no more, and what it held neither. */
  readonly ended: boolean;
  constructor(message: string, { calledOff = false, ended = false }) {
    super(message);
    this.calledOff = calledOff;
    this.ended = ended;
  }
}

/** Starts the thread. It ends with the process and keeps nobody waiting for it; `onEnd` where it ends before. */
export function startThread(app: App, onEnd: () => void): LabThread {
  const calledOff = new Int32Array(new SharedArrayBuffer(4 * calledOffAtOnce));
  const { host, port, user, password, database, connectionString, ssl, options } = app.db.pool.options;
  const connection = JSON.parse(JSON.stringify({ host, port, user, password, database, connectionString, ssl, options: readersOptions(options), application_name: "tandem lab" })) as object;
  const { traffic, stop } = watchTraffic(app.db.pool);
  const worker = startWorker("./lab-worker", import.meta.url, { connection, calledOff, traffic });
  worker.unref();
  let ended = false;
  const waiting = new Map<number, { done(answer: unknown): void; fail(error: Error): void; told?: ((told: Told) => void) | undefined }>();
  let count = 0;
  worker.on("message", (told: Told) => {
    const one = waiting.get(told.about);
    if (!one) return;
    if (told.step !== undefined) return one.told?.(told);
    waiting.delete(told.about);
    if (told.failure) one.fail(new LabFailure(told.failure.message, told.failure));
    else one.done(told.answer);
  });
  const end = (error: Error): void => {
    ended = true;
    stop();
    onEnd();
    for (const one of waiting.values()) one.fail(error);
    waiting.clear();
  };
  worker.on("error", (error) => end(new LabFailure(`The lab's thread has ended: ${String(error)}`, { ended: true })));
  worker.on("exit", () => end(new LabFailure("The lab's thread has ended.", { ended: true })));
  return {
    ask(asked, told) {
      const about = (count += 1);
      const answer = new Promise<never>((done, fail) => {
        // Nobody would ever answer.
        if (ended) return fail(new LabFailure("The lab's thread has ended.", { ended: true }));
        waiting.set(about, { done: done as (answer: unknown) => void, fail, told });
        worker.postMessage({ about, asked });
      });
      return { about, answer };
    },
    callOff: (about) => void Atomics.store(calledOff, about % calledOffAtOnce, about),
    close: () => worker.terminate(),
  };
}

/** Reading everything takes longer than a request may. */
function readersOptions(options: string | undefined): string {
  return (options ?? sessionOptions(null, 0)).replace(/-c statement_timeout=\d+/, "-c statement_timeout=0");
}
