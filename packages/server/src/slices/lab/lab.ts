import type { DocumentRef, Progress } from "@tandem/contract/lab/parts";
import { refusals } from "@tandem/contract/lab/parts";
import type { LabHistory, LabReplay, Picture } from "@tandem/contract/lab/replay";
import { addMonths } from "@tandem/domain/kit/epoch-day";
import type { App } from "../../platform/app.ts";
import { Refusal } from "../../platform/refusal.ts";
import { dayIn } from "../../spine/company-day.ts";
import { loadDocument, type ReplayDocument } from "./documents.ts";
import { assumptions, drawPicture } from "./draw-picture.ts";
import type { FoundPeople, PeopleQuery } from "./find-people.ts";
import { firstProgress, holdHistory, progressOf, type TellLab } from "./lab-history.ts";
import { LabFailure } from "./lab-thread.ts";
import type { Move } from "./laboratory.ts";
import type { Reader } from "./reader.ts";
import { loadSurroundings, reasonName, type Surroundings } from "./surroundings.ts";

/** The lab of one server process: one thread, one history, and the replays people look at. */
export interface Lab {
  history(): LabHistory;
  startHistory(): Promise<LabHistory>;
  cancelHistory(): LabHistory;
  start(reader: Reader, ask: { readonly draft: DocumentRef; readonly against?: DocumentRef | undefined; readonly from?: number | undefined; readonly to?: number | undefined }): Promise<LabReplay>;
  read(reader: Reader, id: string): LabReplay;
  cancel(reader: Reader, id: string): void;
  move(reader: Reader, id: string, move: Move): Promise<Picture>;
  /** With reasons of rejection by their names. */
  people(reader: Reader, id: string, query: PeopleQuery): Promise<FoundPeople>;
  close(): Promise<void>;
}

interface Running {
  readonly id: string;
  readonly reader: Reader;
  readonly inForce: ReplayDocument;
  readonly draft: ReplayDocument;
  /** Epoch days, both included. */
  span: { readonly from: number; readonly to: number };
  state: LabReplay["state"];
  progress: Progress | null;
  picture: Picture | null;
  failure: string | null;
  asOf: number | null;
  around: Surroundings | null;
  about: number | null;
  moves: number;
  /** A move is on its way; the next one waits here, and one after it overtakes it. */
  moving: boolean;
  waiting: { readonly move: Move; go(): void; overtaken(): void } | null;
}

/** Replays kept for reading; the thread keeps fewer. */
const mostReplays = 50;
/** Replays of one person that run or wait at once; the oldest give way, so that nobody's clicking keeps the others waiting. */
const mostRunning = 3;
export const mostCounted = 10_000;
const toldEvery = 300;

const labs = new WeakMap<App, Lab>();

/** The lab of a process; made when it is first asked for. */
export function labOf(app: App): Lab {
  let lab = labs.get(app);
  if (!lab) labs.set(app, (lab = openLab(app)));
  return lab;
}

/** Ends the lab's thread, where one was started: a server that stops waits for nobody. */
export async function closeLab(app: App): Promise<void> {
  await labs.get(app)?.close();
}

function openLab(app: App): Lab {
  let toldAt = 0;
  const replays = new Map<string, Running>();

  const tell: TellLab = (data, always = false) => {
    const now = performance.now();
    if (!always && now - toldAt < toldEvery) return;
    toldAt = now;
    void app.db.transaction(async (tx) => app.live.publish(tx, ["everyone"], { kind: "lab.changed", data })).catch(() => {});
  };
  const history = holdHistory(app, tell);

  /** Whoever sees other people's ends than when it was started starts it again. */
  function find(reader: Reader, id: string): Running {
    const one = replays.get(id);
    if (!one || JSON.stringify(one.reader) !== JSON.stringify(reader)) throw new Refusal(refusals.noReplay);
    return one;
  }

  /** Lets go of a replay, and of the work for it. */
  function drop(one: Running): void {
    one.state = "cancelled";
    replays.delete(one.id);
    if (one.about !== null) history.running()?.callOff(one.about);
    else void history.running()?.ask({ kind: "forget", id: one.id }).answer.catch(() => {});
  }

  function shown(one: Running): LabReplay {
    return { id: one.id, state: one.state, progress: one.progress, asOf: one.asOf === null ? null : new Date(one.asOf).toISOString(), says: assumptions(one.draft, one.reader), picture: one.picture, failure: one.failure };
  }

  async function run(one: Running): Promise<void> {
    const cancelled = (): boolean => one.state === "cancelled";
    try {
      const state = await history.load(one.inForce, [...one.inForce.refs, ...one.draft.refs]);
      one.asOf = state.asOf;
      if (cancelled()) return;
      const started = performance.now();
      // A younger history is not stretched over the period: its figures a day would be too low.
      one.span = { from: Math.min(Math.max(one.span.from, state.from ?? one.span.from), one.span.to), to: one.span.to };
      one.around = await loadSurroundings(app.db, one.span, one.inForce.replayable.agreement);
      if (cancelled()) return;
      const asked = history.thread().ask({ kind: "replay", id: one.id, inForce: one.inForce.replayable, draft: one.draft.replayable, anew: [...one.inForce.anew, ...one.draft.anew], ends: one.reader.ends, ...one.span }, (told) => {
        one.progress = progressOf(told);
        tell({ replayId: one.id });
      });
      one.about = asked.about;
      const { state: after, sums } = await asked.answer;
      history.became(after);
      // Cancelled when all was done already: nobody will look at it.
      if (cancelled()) return void history.thread().ask({ kind: "forget", id: one.id }).answer.catch(() => {});
      if (sums === null) {
        one.state = "failed";
        one.failure = "The history does not reach the period. Choose days on which something is recorded.";
        return;
      }
      one.picture = drawPicture(sums, { move: 0, took: performance.now() - started, ...one.span, inForce: one.inForce, draft: one.draft, around: one.around });
      one.state = "ready";
    } catch (error) {
      const calledOff = error instanceof LabFailure && error.calledOff;
      if (one.state !== "cancelled") one.state = calledOff ? "cancelled" : "failed";
      if (!calledOff) {
        one.failure = "The replay stopped. Try again; the log has the reason.";
        app.log.error({ error: String((error as Error).stack ?? error) }, "a replay failed");
      }
    } finally {
      one.progress = null;
      one.about = null;
      tell({ replayId: one.id }, true);
    }
  }

  return {
    history: history.shown,
    async startHistory() {
      const inForce = await loadDocument(app.db, app.clock.now(), null);
      void history.load(inForce, inForce.refs).catch(() => {});
      return history.shown();
    },
    cancelHistory() {
      history.cancel();
      return history.shown();
    },
    async start(reader, { draft, against, from, to }) {
      const now = app.clock.now();
      const [inForce, other] = await Promise.all([loadDocument(app.db, now, against ?? null), loadDocument(app.db, now, draft)]);
      const today = dayIn(inForce.replayable.agreement.timeZone, now);
      const end = Math.min(to ?? today, today);
      const one: Running = { id: app.ids.next(), reader, inForce, draft: other, span: { from: Math.min(from ?? addMonths(today, -12) + 1, end), to: end }, state: "running", progress: firstProgress, picture: null, failure: null, asOf: null, around: null, about: null, moves: 0, moving: false, waiting: null };
      replays.set(one.id, one);
      const own = [...replays.values()].filter((other) => other.reader.userId === reader.userId && other.state === "running");
      for (const old of own.slice(0, Math.max(0, own.length - mostRunning))) drop(old);
      for (const old of replays.values()) if (replays.size > mostReplays) drop(old);
      void run(one);
      return shown(one);
    },
    read: (reader, id) => shown(find(reader, id)),
    cancel(reader, id) {
      drop(find(reader, id));
    },
    async move(reader, id, move) {
      const one = find(reader, id);
      if (one.state !== "ready" || one.around === null) throw new Refusal(refusals.notReady);
      const { agreement } = one.draft.replayable;
      const keys = new Set([...agreement.engagement.rules, ...agreement.fit.rules].map((rule) => rule.key));
      if (Object.keys(move.points ?? {}).some((key) => !keys.has(key))) throw new Refusal(refusals.noSuchRule);
      const wanted = await turnOf(one, move);
      const number = (one.moves += 1);
      const started = performance.now();
      try {
        const sums = await gone(history.thread().ask({ kind: "move", id, move: wanted }).answer);
        if (sums === null) throw new Refusal(refusals.noReplay);
        one.picture = drawPicture(sums, { move: number, took: performance.now() - started, ...one.span, inForce: one.inForce, draft: one.draft, around: one.around });
        return one.picture;
      } finally {
        one.moving = false;
        one.waiting?.go();
      }
    },
    async people(reader, id, query) {
      const one = find(reader, id);
      const { around } = one;
      if (one.state !== "ready" || around === null) throw new Refusal(refusals.notReady);
      const found = await gone(history.thread().ask({ kind: "people", id, query, mostCounted }).answer);
      if (found === null) throw new Refusal(refusals.noReplay);
      return { ...found, people: found.people.map((person) => ({ ...person, reason: person.reason === null ? null : reasonName(around, person.reason) })) };
    },
    close: history.close,
  };
}

/** With the thread its replays are gone; anything else that fails is ours to mend. */
async function gone<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof LabFailure && error.ended) return null;
    throw error;
  }
}

/** Waits until the move before has its picture. Of several that wait only the last is drawn, with what the others moved. */
function turnOf(one: Running, move: Move): Promise<Move> {
  if (!one.moving) {
    one.moving = true;
    return Promise.resolve(move);
  }
  const before = one.waiting;
  before?.overtaken();
  const all: Move = { ...before?.move, ...move, points: { ...before?.move.points, ...move.points } };
  return new Promise((done, fail) => {
    one.waiting = {
      move: all,
      go() {
        one.waiting = null;
        one.moving = true;
        done(all);
      },
      overtaken: () => fail(new Refusal(refusals.superseded)),
    };
  });
}
