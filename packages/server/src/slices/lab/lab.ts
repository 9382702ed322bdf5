import type { DocumentRef, Progress } from "@tandem/contract/lab/parts";
import { refusals } from "@tandem/contract/lab/parts";
import type { LabHistory, LabReplay, Picture } from "@tandem/contract/lab/replay";
import { addMonths, isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import type { FieldColumn } from "@tandem/domain/lab/history";
import type { App } from "../../platform/app.ts";
import { Refusal } from "../../platform/refusal.ts";
import { dayIn } from "../../spine/company-day.ts";
import { alwaysHeld, loadDocument, type ReplayDocument } from "./documents.ts";
import { drawPicture, tooLittleOf } from "./draw-picture.ts";
import { LabFailure, startThread, type LabThread } from "./lab-thread.ts";
import type { HistoryState, Told } from "./lab-worker.ts";
import type { FoundPeople, PeopleQuery } from "./find-people.ts";
import type { Move } from "./laboratory.ts";
import type { Reader } from "./reader.ts";
import { loadSurroundings, type Surroundings } from "./surroundings.ts";

/** The lab of one server process: one thread, one history, and the replays people look at. */
export interface Lab {
  history(): LabHistory;
  startHistory(): Promise<LabHistory>;
  cancelHistory(): LabHistory;
  start(reader: Reader, ask: { readonly draft: DocumentRef; readonly against?: DocumentRef | undefined; readonly from?: number | undefined; readonly to?: number | undefined }): Promise<LabReplay>;
  read(reader: Reader, id: string): LabReplay;
  cancel(reader: Reader, id: string): void;
  move(reader: Reader, id: string, move: Move): Promise<Picture>;
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
  let thread: LabThread | null = null;
  let known: HistoryState | null = null;
  let loading: { readonly done: Promise<HistoryState>; about: number; progress: Progress } | null = null;
  let failure: string | null = null;
  let held = new Set<FieldColumn["ref"]>(alwaysHeld);
  let toldAt = 0;
  const replays = new Map<string, Running>();

  const worker = (): LabThread => {
    if (thread) return thread;
    // One that ended (its memory ran out, say) takes its history along; the next question starts another.
    const started = startThread(app, () => {
      if (thread === started) [thread, known] = [null, null];
    });
    return (thread = started);
  };
  const tell = (data: object, always = false): void => {
    const now = performance.now();
    if (!always && now - toldAt < toldEvery) return;
    toldAt = now;
    void app.db.transaction(async (tx) => app.live.publish(tx, ["everyone"], { kind: "lab.changed", data })).catch(() => {});
  };
  const progressOf = (told: Told): Progress => ({ step: (told.step ?? "waiting") as Progress["step"], words: told.words ?? "", share: told.share ?? null });

  async function load(inForce: ReplayDocument, refs: readonly FieldColumn["ref"][]): Promise<HistoryState> {
    if (loading && refs.every((ref) => held.has(ref))) return loading.done;
    if (loading) await loading.done.catch(() => {});
    held = new Set([...held, ...refs]);
    const zone = inForce.replayable.agreement.timeZone;
    const now = app.clock.now();
    const asked = worker().ask({ kind: "load", options: { zone, today: dayIn(zone, now), now: now.getTime(), refs: [...held] } }, (told) => {
      if (mine) mine.progress = progressOf(told);
      tell({ history: true });
    });
    const mine: NonNullable<typeof loading> = { done: asked.answer, about: asked.about, progress: { step: "waiting", words: "Waiting for the lab", share: null } };
    loading = mine;
    failure = null;
    try {
      known = await asked.answer;
      return known;
    } catch (error) {
      if (!(error instanceof LabFailure) || !error.calledOff) {
        failure = "The history could not be read. Try again; the log has the reason.";
        app.log.error({ error: String((error as Error).message) }, "the lab's history could not be read");
      }
      throw error;
    } finally {
      if (loading === mine) loading = null;
      tell({ history: true }, true);
    }
  }

  function history(): LabHistory {
    return {
      state: loading ? "loading" : failure !== null ? "failed" : known ? "ready" : "none",
      progress: loading?.progress ?? null,
      contacts: known?.contacts ?? 0,
      signals: known?.occurrences ?? 0,
      from: known?.from == null ? null : isoFromEpochDay(known.from),
      to: known?.to == null ? null : isoFromEpochDay(known.to),
      asOf: known ? new Date(known.asOf).toISOString() : null,
      memory: known?.memory ?? 0,
      tooLittle: known && emptyOrNull(known),
      failure,
    };
  }

  function emptyOrNull({ contacts, occurrences }: HistoryState) {
    if (contacts > 0 && occurrences > 0) return null;
    return tooLittleOf({ contacts, occurrences, people: { inForce: 0, draft: 0 }, both: { people: 0, ended: [], reasons: [], revenue: 0, withoutRate: 0 } }, { from: 0, to: 365 });
  }

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
    if (one.about !== null) thread?.callOff(one.about);
    else void thread?.ask({ kind: "forget", id: one.id }).answer.catch(() => {});
  }

  function shown(one: Running): LabReplay {
    return { id: one.id, state: one.state, progress: one.progress, asOf: one.asOf === null ? null : new Date(one.asOf).toISOString(), says: says(one), picture: one.picture, failure: one.failure };
  }

  async function run(one: Running): Promise<void> {
    const cancelled = (): boolean => one.state === "cancelled";
    try {
      const state = await load(one.inForce, [...one.inForce.refs, ...one.draft.refs]);
      one.asOf = state.asOf;
      if (cancelled()) return;
      const started = performance.now();
      // A younger history is not stretched over the period: its figures a day would be too low.
      one.span = { from: Math.min(Math.max(one.span.from, state.from ?? one.span.from), one.span.to), to: one.span.to };
      one.around = await loadSurroundings(app.db, one.span, one.inForce.replayable.agreement);
      if (cancelled()) return;
      const asked = worker().ask({ kind: "replay", id: one.id, inForce: one.inForce.replayable, draft: one.draft.replayable, anew: [...one.inForce.anew, ...one.draft.anew], ends: one.reader.ends, ...one.span }, (told) => {
        one.progress = progressOf(told);
        tell({ replayId: one.id });
      });
      one.about = asked.about;
      const { state: after, sums } = await asked.answer;
      known = after;
      // Cancelled when all was done already: nobody will look at it.
      if (cancelled()) return void worker().ask({ kind: "forget", id: one.id }).answer.catch(() => {});
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
    history,
    async startHistory() {
      const inForce = await loadDocument(app.db, app.clock.now(), null);
      void load(inForce, inForce.refs).catch(() => {});
      return history();
    },
    cancelHistory() {
      if (loading) worker().callOff(loading.about);
      return history();
    },
    async start(reader, { draft, against, from, to }) {
      const now = app.clock.now();
      const [inForce, other] = await Promise.all([loadDocument(app.db, now, against ?? null), loadDocument(app.db, now, draft)]);
      const today = dayIn(inForce.replayable.agreement.timeZone, now);
      const end = Math.min(to ?? today, today);
      const one: Running = { id: app.ids.next(), reader, inForce, draft: other, span: { from: Math.min(from ?? addMonths(today, -12) + 1, end), to: end }, state: "running", progress: { step: "waiting", words: "Waiting for the lab", share: null }, picture: null, failure: null, asOf: null, around: null, about: null, moves: 0, moving: false, waiting: null };
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
        const sums = await gone(worker().ask({ kind: "move", id, move: wanted }).answer);
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
      if (one.state !== "ready") throw new Refusal(refusals.notReady);
      const found = await gone(worker().ask({ kind: "people", id, query, mostCounted }).answer);
      if (found === null) throw new Refusal(refusals.noReplay);
      return found;
    },
    async close() {
      const closing = thread;
      thread = null;
      await closing?.close();
    },
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

/** What the reader must know to read the picture rightly. */
function says({ draft, reader }: Running): string[] {
  return [
    "The past is replayed as it is known today: late events, corrections and merges included.",
    "What people did (accepted, rejected, won) is counted only of those whom both texts would have handed over. Of everybody else the outcome is unknown.",
    ...(reader.ends === null ? [] : ["You see how somebody ended where every handoff and deal with them is yours or your team's. Of all others it counts as unknown, in sums too."]),
    "Somebody of whom nothing is known after a handover is taken to come back to nurture on the day their score leaves the grid; the cool-off begins then.",
    ...(draft.anew.length > 0 ? [`${draft.anew.length === 1 ? "One signal was" : `${draft.anew.length} signals were`} recognised anew over the raw past.`] : []),
  ];
}
