import type { Progress } from "@tandem/contract/lab/parts";
import type { LabHistory } from "@tandem/contract/lab/replay";
import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import type { FieldColumn } from "@tandem/domain/lab/history";
import type { App } from "../../platform/app.ts";
import { dayIn } from "../../spine/company-day.ts";
import { alwaysHeld, type ReplayDocument } from "./documents.ts";
import { nothingToReplay } from "./draw-picture.ts";
import { LabFailure, startThread, type LabThread } from "./lab-thread.ts";
import type { HistoryState, Told } from "./lab-worker.ts";

/** The lab's thread and the history that it holds: loaded once, brought up to date by each further load. */
export interface HeldHistory {
  /** The thread; started where none runs. */
  thread(): LabThread;
  /** The thread, where one runs. */
  running(): LabThread | null;
  /** Reads what is new, and the fields that are asked for the first time; one after another. */
  load(inForce: ReplayDocument, refs: readonly FieldColumn["ref"][]): Promise<HistoryState>;
  /** Calls off the load that runs, if one does. */
  cancel(): void;
  /** A replay has brought the history on. */
  became(state: HistoryState): void;
  shown(): LabHistory;
  close(): Promise<void>;
}

/** Tells the browsers that something of the lab has moved: seldom enough to be fetched each time, `always` where it is the last word. */
export type TellLab = (data: object, always?: boolean) => void;

export const firstProgress: Progress = { step: "waiting", words: "Waiting for the lab", share: null };

export function progressOf(told: Told): Progress {
  return { step: (told.step ?? "waiting") as Progress["step"], words: told.words ?? "", share: told.share ?? null };
}

export function holdHistory(app: App, tell: TellLab): HeldHistory {
  let thread: LabThread | null = null;
  let known: HistoryState | null = null;
  let loading: { readonly done: Promise<HistoryState>; readonly about: number; progress: Progress } | null = null;
  let failure: string | null = null;
  let held = new Set<FieldColumn["ref"]>(alwaysHeld);

  function threadOrNew(): LabThread {
    if (thread) return thread;
    // One that ended (its memory ran out, say) takes its history along; the next question starts another.
    const started = startThread(app, () => {
      if (thread === started) [thread, known] = [null, null];
    });
    return (thread = started);
  }

  async function load(inForce: ReplayDocument, refs: readonly FieldColumn["ref"][]): Promise<HistoryState> {
    if (loading && refs.every((ref) => held.has(ref))) return loading.done;
    if (loading) await loading.done.catch(() => {});
    held = new Set([...held, ...refs]);
    const zone = inForce.replayable.agreement.timeZone;
    const now = app.clock.now();
    const asked = threadOrNew().ask({ kind: "load", options: { zone, today: dayIn(zone, now), now: now.getTime(), refs: [...held] } }, (told) => {
      mine.progress = progressOf(told);
      tell({ history: true });
    });
    const mine: NonNullable<typeof loading> = { done: asked.answer, about: asked.about, progress: firstProgress };
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

  return {
    thread: threadOrNew,
    running: () => thread,
    load,
    cancel() {
      if (loading) threadOrNew().callOff(loading.about);
    },
    became(state) {
      known = state;
    },
    shown: () => ({
      state: loading ? "loading" : failure !== null ? "failed" : known ? "ready" : "none",
      progress: loading?.progress ?? null,
      contacts: known?.contacts ?? 0,
      signals: known?.occurrences ?? 0,
      from: known?.from == null ? null : isoFromEpochDay(known.from),
      to: known?.to == null ? null : isoFromEpochDay(known.to),
      asOf: known ? new Date(known.asOf).toISOString() : null,
      memory: known?.memory ?? 0,
      tooLittle: known && nothingToReplay(known),
      failure,
    }),
    async close() {
      const closing = thread;
      thread = null;
      await closing?.close();
    },
  };
}
