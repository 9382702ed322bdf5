import { cancelHistory, cancelReplay, readHistory, readReplay, startHistory, startReplay, type LabHistory, type LabReplay } from "@tandem/contract/lab/replay";
import type { InputOf } from "@tandem/contract/operation";
import { useCallback, useEffect, useRef, useState } from "react";
import { call } from "../../app/api.ts";
import type { Knobs } from "./knobs.ts";

type ReplayBody = InputOf<typeof startReplay>["body"];

export type ReplayState =
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly replay: LabReplay }
  /** `began`: the knobs of the text it was started with. */
  | { readonly kind: "ready"; readonly replay: LabReplay; readonly began: Knobs }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly error: unknown };

const askEveryMs = 350;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Starts a replay, follows it until it is ready, and lets go of it when the page leaves or asks for another. Other `texts` behind the same references, the draft's or that of the version in force, start anew. */
export function useReplay(body: ReplayBody | null, texts: string, knobs: Knobs): { state: ReplayState; again: () => void; cancel: () => void } {
  const [state, setState] = useState<ReplayState>({ kind: "starting" });
  const [attempt, setAttempt] = useState(0);
  const stop = useRef<() => void>(undefined);
  const written = body === null ? null : JSON.stringify(body);
  const standing = useRef(knobs);
  standing.current = knobs;
  useEffect(() => {
    if (written === null) return;
    let left = false;
    let id: string | null = null;
    const began = standing.current;
    const letGo = () => {
      left = true;
      if (id !== null) void call(cancelReplay, { params: { id } }).catch(() => undefined);
    };
    stop.current = () => {
      letGo();
      setState({ kind: "cancelled" });
    };
    setState({ kind: "starting" });
    const run = async () => {
      let replay = await call(startReplay, { body: JSON.parse(written) as ReplayBody });
      id = replay.id;
      // The page left while the answer was under way.
      if (left) return letGo();
      for (;;) {
        if (left) return;
        if (replay.state === "ready") return setState({ kind: "ready", replay, began });
        if (replay.state === "cancelled") return setState({ kind: "cancelled" });
        if (replay.state === "failed") return setState({ kind: "failed", error: new Error(replay.failure ?? "The replay failed. Nothing was changed.") });
        setState({ kind: "running", replay });
        await pause(askEveryMs);
        if (left) return;
        replay = await call(readReplay, { params: { id } });
      }
    };
    run().catch((error: unknown) => left || setState({ kind: "failed", error }));
    return letGo;
  }, [written, texts, attempt]);
  return { state, again: useCallback(() => setAttempt((count) => count + 1), []), cancel: useCallback(() => stop.current?.(), []) };
}

export interface Fresh {
  readonly contacts: number;
  readonly signals: number;
}

/** Reads what is new since the history was loaded; then the replay is worth running again. Says how much was new. */
export function useRefresh(onDone: (fresh: Fresh) => void): { refreshing: LabHistory | null; busy: boolean; refresh: () => void; cancel: () => void; error: unknown } {
  const [refreshing, setRefreshing] = useState<LabHistory | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const asked = useRef(0);
  useEffect(() => () => void (asked.current += 1), []);
  const refresh = useCallback(() => {
    const mine = (asked.current += 1);
    const current = () => mine === asked.current;
    setBusy(true);
    setError(null);
    const run = async () => {
      const before = await call(readHistory);
      let history = await call(startHistory);
      while (history.state === "loading" && current()) {
        setRefreshing(history);
        await pause(askEveryMs);
        history = await call(readHistory);
      }
      if (!current()) return;
      if (history.state === "failed") throw new Error(history.failure ?? "The history could not be read again. What was loaded before stays.");
      if (history.state === "ready") onDone({ contacts: history.contacts - before.contacts, signals: history.signals - before.signals });
    };
    run().catch((failure: unknown) => current() && setError(failure)).finally(() => {
      if (!current()) return;
      setBusy(false);
      setRefreshing(null);
    });
  }, [onDone]);
  const cancel = useCallback(() => {
    asked.current += 1;
    setBusy(false);
    setRefreshing(null);
    void call(cancelHistory).catch(() => undefined);
  }, []);
  return { refreshing, busy, refresh, cancel, error };
}
