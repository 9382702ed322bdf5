import type { Agreement } from "@tandem/domain/agreement/agreement";
import type { LabHistory } from "@tandem/domain/lab/history";
import type { Part } from "@tandem/domain/lab/replay";
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { startThread } from "../../platform/thread.ts";
import { giveWay, traffic } from "./give-way.ts";
import { takePart, type HeldPart, type LaidOut } from "./part.ts";
import { callOff, shareDone, startWatch, tellDone, type PartWatch } from "./part-watch.ts";

/** Who works a replay: the thread that asks, and where there are many people, others beside it. */

export type PartSums = Pick<HeldPart, "counts" | "crossed">;

export type AskedOfPart =
  | { readonly kind: "take"; readonly id: string; readonly laidOut: LaidOut; readonly part: Part; /** Which of the parts that is, among those watched. */ readonly place: number; readonly watch: PartWatch }
  | { readonly kind: "move"; readonly id: string; readonly agreement: Agreement }
  | { readonly kind: "forget"; readonly id: string };

/** Null where it was called off, or nothing is held under that id. */
export type ToldByPart = PartSums | null | { readonly failure: string };

export interface Crew {
  /** Works a replay. Answers what each part comes to; `onProgress` is told the share done of all parts together, and calls all off by throwing. */
  take(laidOut: LaidOut, onProgress: (share: number) => void): Promise<Taken>;
  close(): Promise<unknown>;
}

/** A replay held by the crew. */
export interface Taken {
  readonly parts: readonly PartSums[];
  /** What the parts come to after a move. One that throws leaves them half moved: they are to be forgotten. */
  move(agreement: Agreement): Promise<readonly PartSums[]>;
  forget(): void;
}

/** Beyond four, memory is the limit and not the thread. */
const mostThreads = 4;
/** Under so many people a second thread costs more than it saves. */
const leastPeople = 100_000;

/** @param threads how many work a replay of `people` */
export function assembleCrew(threads: (people: number) => number = (people) => (people < leastPeople ? 1 : Math.min(mostThreads, availableParallelism()))): Crew {
  const helpers: Helper[] = [];
  let count = 0;
  return {
    async take(laidOut, onProgress) {
      const { history } = laidOut;
      const [own, ...others] = partsOf(history, threads(history.contacts));
      while (helpers.length < others.length) helpers.push(startHelper());
      const id = String((count += 1));
      const forget = (): void => others.forEach((_, i) => void helpers[i]!.ask({ kind: "forget", id }));
      const watch = startWatch(others.length + 1);
      const asked = others.map((part, i) => helpers[i]!.ask({ kind: "take", id, laidOut, part, place: i + 1, watch }));
      const tell = (): void => onProgress(shareDone(watch));
      const takeOwn = (): HeldPart =>
        takePart(laidOut, own!, (share) => {
          tellDone(watch, 0, share);
          tell();
          giveWay();
        });
      try {
        const [held, told] = await together(takeOwn, asked, tell);
        return {
          parts: [held, ...told],
          async move(agreement) {
            const moved = others.map((_, i) => helpers[i]!.ask({ kind: "move", id, agreement }));
            return [held, ...(await together(() => held.move(agreement), moved, () => {}))[1]];
          },
          forget,
        };
      } catch (error) {
        callOff(watch);
        forget();
        throw error;
      }
    },
    close: () => Promise.all(helpers.splice(0).map((helper) => helper.end())),
  };
}

/** As many parts, with about as much to do in each: a visit is as much work as a contact without any. */
export function partsOf({ contacts, visits }: Pick<LabHistory, "contacts" | "visits">, parts: number): Part[] {
  const edges = [0];
  for (let c = 0; c < contacts && edges.length < parts; c++) if (visits.start[c]! + c >= ((visits.day.length + contacts) * edges.length) / parts) edges.push(c);
  return edges.map((from, i) => ({ from, to: edges[i + 1] ?? contacts }));
}

/** Milliseconds between two looks at whether it was called off while others are still at it. */
const lookEvery = 50;

/** Works a part of one's own beside the others', then awaits those; `look` gives up on them by throwing. */
async function together<Own>(work: () => Own, others: readonly Promise<PartSums | null>[], look: () => void): Promise<[Own, PartSums[]]> {
  const told = Promise.all(others);
  // Where the own part throws nobody awaits the others any more.
  told.catch(() => {});
  const own = work();
  for (;;) {
    const parts = await Promise.race([told, sleep(lookEvery, undefined)]);
    if (parts) return [own, parts.map((part) => part ?? lost())];
    look();
  }
}

function lost(): never {
  throw new Error("A part of the replay is held no more.");
}

interface Helper {
  /** Answers what the part comes to, null where there is none; throws what the other thread threw. */
  ask(asked: AskedOfPart): Promise<PartSums | null>;
  end(): Promise<unknown>;
}

function startHelper(): Helper {
  const worker: Worker = startThread("./part-worker", import.meta.url, { traffic });
  // Answers come in the order of the questions.
  const waiting: { done(told: PartSums | null): void; fail(error: Error): void }[] = [];
  worker.on("message", (told: ToldByPart) => {
    const { done, fail } = waiting.shift()!;
    if (told !== null && "failure" in told) fail(new Error(told.failure));
    else done(told);
  });
  // Without it nothing here can go on: whoever started this thread starts another.
  worker.on("error", (error) => {
    throw error;
  });
  return {
    ask: (asked) =>
      new Promise((done, fail) => {
        worker.postMessage(asked);
        waiting.push({ done, fail });
      }),
    end: () => worker.terminate(),
  };
}
