import { parentPort, workerData } from "node:worker_threads";
import pg from "pg";
import { assembleCrew } from "./crew.ts";
import { findPeople, type PeopleQuery } from "./find-people.ts";
import { comeLast } from "./give-way.ts";
import { holdReplays } from "./held-replays.ts";
import { runReplay, sumUpReplay, type Move } from "./laboratory.ts";
import { CalledOff, historyBytes, loadHistory, type LoadedHistory, type LoadOptions } from "./load-history.ts";
import type { Replayable } from "./part.ts";
import { endsFor, type Reader } from "./reader.ts";
import { recognisePast, type NewRecognition } from "./recognise-past.ts";
import { refreshHistory } from "./refresh-history.ts";

/**
 * The lab's own thread: it reads the history over a connection of its own and replays it, so that no request waits for it.
 * It is asked by messages, one answer each; what takes long tells how far it is, and looks at a shared flag to be called off.
 */

export type Asked =
  | { readonly kind: "load"; readonly options: Omit<LoadOptions, "onProgress"> }
  | { readonly kind: "replay"; readonly id: string; readonly inForce: Replayable; readonly draft: Replayable; readonly anew: readonly NewRecognition[]; readonly ends: Reader["ends"]; readonly from: number; readonly to: number }
  | { readonly kind: "move"; readonly id: string; readonly move: Move }
  | { readonly kind: "people"; readonly id: string; readonly query: PeopleQuery; readonly mostCounted: number }
  | { readonly kind: "forget"; readonly id: string };

export interface Told {
  readonly about: number;
  readonly step?: string;
  readonly words?: string;
  readonly share?: number | null;
  readonly answer?: unknown;
  readonly failure?: { readonly calledOff: boolean; readonly message: string };
}

interface Given {
  readonly connection: pg.ClientConfig;
  /** Numbers of the requests that are called off, each at its remainder. */
  readonly calledOff: Int32Array;
}

const { connection, calledOff } = workerData as Given;
comeLast();
const crew = assembleCrew();
const replays = holdReplays(4);
let loaded: LoadedHistory | null = null;

/** Milliseconds between two words on how far it is. */
const tellEvery = 100;

async function answer(about: number, asked: Asked): Promise<unknown> {
  let toldAt = -Infinity;
  const tell = (step: string) => (words: string, share: number | null) => {
    if (performance.now() - toldAt > tellEvery) {
      parentPort!.postMessage({ about, step, words, share } satisfies Told);
      toldAt = performance.now();
    }
    return Atomics.load(calledOff, about % calledOff.length) !== about;
  };
  switch (asked.kind) {
    case "load":
      return withClient(async (client) => {
        const options = { ...asked.options, onProgress: tell("reading") };
        loaded = loaded ? await refreshHistory(client, loaded, options) : await loadHistory(client, options);
        return stateOf(loaded);
      });
    case "replay": {
      if (!loaded) throw new Error("The history is not loaded.");
      const { anew } = asked;
      if (anew.some(({ name }) => !loaded!.history.signals.includes(name))) loaded = await withClient((client) => recognisePast(client, loaded!, anew, tell("recognising")));
      const { firstDay, lastDay } = loaded.history;
      const span = { from: Math.max(0, asked.from - firstDay), to: Math.min(lastDay, asked.to - firstDay) };
      if (span.to < span.from) return { state: stateOf(loaded), sums: null };
      const onProgress = tell("replaying");
      const { ends } = asked;
      const outcomes = ends === null ? loaded.outcomes : await withClient((client) => endsFor(client, loaded!, ends));
      const words = `Replaying ${loaded.history.contacts.toLocaleString("en")} people`;
      const held = await runReplay(loaded, outcomes, asked.inForce, asked.draft, span, crew, (share) => {
        if (!onProgress(words, share)) throw new CalledOff();
      });
      replays.add(asked.id, held);
      return { state: stateOf(loaded), sums: sumUpReplay(held) };
    }
    case "move":
      return replays.move(asked.id, asked.move);
    case "people": {
      const held = replays.get(asked.id);
      return held ? findPeople(held, asked.query, asked.mostCounted) : null;
    }
    case "forget":
      return replays.forget(asked.id);
  }
}

export interface HistoryState {
  readonly contacts: number;
  readonly occurrences: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly asOf: number;
  readonly memory: number;
}

function stateOf(one: LoadedHistory): HistoryState {
  const { history } = one;
  let [first, last] = [Infinity, -Infinity];
  for (let i = 0; i < history.day.length; i++) {
    const day = history.day[i]!;
    if (day < first) first = day;
    if (day > last) last = day;
  }
  const any = history.day.length > 0;
  return { contacts: history.contacts, occurrences: one.occurrences, from: any ? history.firstDay + first : null, to: any ? history.firstDay + last : null, asOf: one.asOf, memory: historyBytes(one) };
}

async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connection);
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

// One at a time: a move waits for the one before it.
let last: Promise<unknown> = Promise.resolve();
parentPort!.on("message", ({ about, asked }: { about: number; asked: Asked }) => {
  last = last.then(async () => {
    try {
      // Called off while it waited for its turn.
      if (Atomics.load(calledOff, about % calledOff.length) === about) throw new CalledOff();
      parentPort!.postMessage({ about, answer: await answer(about, asked) } satisfies Told);
    } catch (error) {
      parentPort!.postMessage({ about, failure: { calledOff: error instanceof CalledOff, message: (error as Error).stack ?? String(error) } } satisfies Told);
    }
  });
});
