import { moveReplay, type LabReplay, type Picture } from "@tandem/contract/lab/replay";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import { ApiProblem, call } from "../../app/api.ts";
import { useSession } from "../../app/session.ts";
import { keepUnsent, readUnsent } from "../../app/unsent.ts";
import { follow, type Follower } from "./follow.ts";
import { changedKnobs, moveBody, readKnobs, type Knobs } from "./knobs.ts";
import { letGo, redo, resumeMoves, setAll, turn, undo, type Moves } from "./moves.ts";

type Act = { kind: "turn"; id: string; value: number | null; at: number } | { kind: "all"; knobs: Knobs } | { kind: "undo" | "redo" | "let-go" };

function reduce(moves: Moves, act: Act): Moves {
  switch (act.kind) {
    case "turn": return turn(moves, act.id, act.value, act.at);
    case "all": return setAll(moves, act.knobs);
    case "undo": return undo(moves);
    case "redo": return redo(moves);
    case "let-go": return letGo(moves);
  }
}

export interface KnobBoard {
  readonly now: Knobs;
  /** As the draft has them saved, and as the version in force has them. */
  readonly saved: Knobs;
  readonly inForce: Knobs;
  /** Turned and not kept. */
  readonly unkept: readonly string[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  turn(id: string, value: number | null): void;
  letGo(): void;
  undo(): void;
  redo(): void;
  reset(): void;
  set(knobs: Knobs): void;
}

const nothing: Knobs = {};

/**
 * The knobs of a draft beside those of the version in force, with their way back. The moves outlive a newer text of the
 * draft, and a reload of the page in this tab.
 * @param place what is tried, by id or version
 */
export function useKnobBoard(place: string, document: Agreement, inForceDocument: Agreement): KnobBoard {
  const { user } = useSession();
  const kept = `moves in the lab on ${place}`;
  const saved = useMemo(() => readKnobs(document), [document]);
  const inForce = useMemo(() => readKnobs(inForceDocument), [inForceDocument]);
  const [moves, act] = useReducer(reduce, saved, (knobs) => resumeMoves(knobs, readUnsent(sessionStorage, user.id, kept, nothing)));
  const before = useRef(saved);
  useEffect(() => {
    if (before.current === saved) return;
    // Another text arrived (kept by us, or written by somebody else): what was turned stays turned, the rest follows the text.
    const turned = changedKnobs(before.current, moves.now).filter((id) => id in saved);
    before.current = saved;
    const next = { ...saved, ...Object.fromEntries(turned.map((id) => [id, moves.now[id] ?? null])) };
    if (changedKnobs(moves.now, next).length > 0 || Object.keys(next).length !== Object.keys(moves.now).length) act({ kind: "all", knobs: next });
  }, [saved, moves.now]);
  const unkept = useMemo(() => changedKnobs(saved, moves.now), [saved, moves.now]);
  const keep = useCallback(() => keepUnsent(sessionStorage, user.id, kept, Object.fromEntries(unkept.map((id) => [id, moves.now[id] ?? null])), nothing), [user.id, kept, unkept, moves.now]);
  // A drag passes a value with every frame: it is written down when the hand lets go, or when the page goes before that.
  const isHeld = moves.last !== null;
  const unwritten = useRef(keep);
  unwritten.current = isHeld ? keep : () => undefined;
  useEffect(() => {
    if (!isHeld) keep();
  }, [isHeld, keep]);
  useEffect(() => {
    const leave = () => unwritten.current();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, []);
  return {
    now: moves.now, saved, inForce, unkept,
    canUndo: moves.past.length > 0, canRedo: moves.future.length > 0,
    turn: useCallback((id, value) => act({ kind: "turn", id, value, at: performance.now() }), []),
    letGo: useCallback(() => act({ kind: "let-go" }), []),
    undo: useCallback(() => act({ kind: "undo" }), []),
    redo: useCallback(() => act({ kind: "redo" }), []),
    reset: useCallback(() => act({ kind: "all", knobs: saved }), [saved]),
    set: useCallback((knobs) => act({ kind: "all", knobs }), []),
  };
}

/** The picture that belongs to where the knobs stand: follows them, one request in flight, the latest wins. */
export function usePicture(replay: LabReplay | null, began: Knobs, now: Knobs, onGone: () => void): { picture: Picture | null; behind: boolean; error: unknown; retry: () => void } {
  const [shown, setShown] = useState<Picture | null>(null);
  const [behind, setBehind] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const follower = useRef<Follower<Knobs>>(undefined);
  const gone = useRef(onGone);
  gone.current = onGone;
  const id = replay?.id;
  const first = useRef(began);
  first.current = began;
  useEffect(() => {
    if (!replay || id === undefined) return;
    setShown(replay.picture);
    const one = follow<Knobs, Picture | null>({
      send: (wish, standing) => {
        const body = moveBody(standing, wish);
        return Object.keys(body).length === 0 ? Promise.resolve(null) : call(moveReplay, { params: { id }, body });
      },
      onAnswer: (picture, newest) => {
        if (picture) setShown((before) => (before === null || picture.move >= before.move ? picture : before));
        setError(null);
        if (newest) setBehind(false);
      },
      onProblem: (problem) => {
        setBehind(false);
        if (problem instanceof ApiProblem && problem.code === "superseded") return;
        if (problem instanceof ApiProblem && problem.code === "no-such-replay") return gone.current();
        setError(problem);
      },
    }, first.current);
    follower.current = one;
    return () => {
      one.stop();
      follower.current = undefined;
    };
    // A replay is known by its id; what it carries does not change.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);
  const sent = useRef<{ id: string | undefined; knobs: Knobs } | null>(null);
  useEffect(() => {
    if (!follower.current) return;
    // A fresh replay stands where its text does: what was turned meanwhile is asked for again.
    if (sent.current !== null && sent.current.id === id && sent.current.knobs === now) return;
    if (sent.current?.id !== id && changedKnobs(first.current, now).length === 0) return void (sent.current = { id, knobs: now });
    sent.current = { id, knobs: now };
    setBehind(true);
    follower.current.want(now);
  }, [now, id]);
  return { picture: shown, behind, error, retry: () => follower.current?.want(now) };
}
