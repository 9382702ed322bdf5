import type { HandoffPage } from "@tandem/contract/handoff/handoff";
import type { InboxRow } from "@tandem/contract/handoff/inbox";
import type { ClockReading } from "@tandem/contract/handoff/parts";
import { useSyncExternalStore } from "react";
import { invalidate } from "../../app/query.ts";
import { toast } from "../../ui/toast.tsx";

/**
 * Accepting and rejecting wait as long as their toast before they are sent, so that Undo takes back something nobody has seen yet.
 * Meanwhile every screen shows them as done, whatever the server answers about the state before.
 */
export interface PendingAct {
  readonly handoffId: string;
  readonly state: HandoffPage["state"];
  readonly reason: string | null;
  readonly at: string;
  /** The next deadline of the lead's clocks; null where none runs. */
  readonly dueAt: string | null;
}

interface Sending {
  readonly send: () => Promise<unknown>;
  /** The same request for a page that is being left. */
  readonly leaving: { readonly path: string; readonly body?: unknown };
}
/** One request, about one lead or several. */
interface Held extends Sending {
  readonly acts: readonly PendingAct[];
  toast: number;
  latest: ReturnType<typeof setTimeout> | undefined;
  sending: Promise<void> | undefined;
}

const held = new Map<string, Held>();
let shown: ReadonlyMap<string, PendingAct> = new Map();
const listeners = new Set<() => void>();

function change(edit: () => void): void {
  edit();
  shown = new Map([...held.values()].flatMap((one) => one.acts.map((act) => [act.handoffId, act])));
  listeners.forEach((listener) => listener());
}

/** Milliseconds: a pointer that was left on the toast does not keep others from seeing what was done. */
const longestHeldMs = 60_000;
/** Milliseconds a request may take to be there before a deadline: what was done in time must not count as late. */
const sendingMs = 3_000;

/** How long an act may wait, milliseconds. */
export function longestWait(acts: readonly Pick<PendingAct, "dueAt">[], now: number): number {
  const ahead = acts.map(({ dueAt }) => (dueAt === null ? Infinity : Date.parse(dueAt) - now)).filter((left) => left > 0);
  return Math.max(0, Math.min(longestHeldMs, Math.min(...ahead) - sendingMs));
}

export function nextDue(clocks: readonly ClockReading[]): string | null {
  return clocks.flatMap(({ state, dueAt }) => (dueAt !== null && (state === "running" || state === "warning") ? [dueAt] : [])).toSorted()[0] ?? null;
}

/** Shows acts as done and sends them when their toast goes, so that reading it (a pointer over it) keeps the way back open for a while. */
export function holdActs(acts: readonly PendingAct[], { send, leaving }: Sending, said: string): void {
  const one: Held = { acts, send, leaving, toast: 0, latest: setTimeout(() => void sendHeld(one), longestWait(acts, Date.now())), sending: undefined };
  change(() => acts.forEach((act) => held.set(act.handoffId, one)));
  one.toast = toast.say(said, { undo: () => change(() => forget(one)), gone: () => void sendHeld(one) });
}
export function holdAct(act: PendingAct & Sending, said: string): void {
  holdActs([act], act, said);
}

function forget(one: Held): void {
  clearTimeout(one.latest);
  for (const act of one.acts) if (held.get(act.handoffId) === one) held.delete(act.handoffId);
}

/** Sends what waits for this lead at once: another act builds on it. */
export function sendNow(handoffId: string): Promise<void> {
  const one = held.get(handoffId);
  return one ? sendHeld(one) : Promise.resolve();
}

function sendHeld(one: Held): Promise<void> {
  if (one.sending) return one.sending;
  one.sending = one
    .send()
    .catch((error: unknown) => void toast.problem(error))
    .then(() => invalidate(["handoff", "people"]))
    .finally(() => change(() => forget(one)));
  // What was sent can't be taken back any more.
  toast.close(one.toast);
  return one.sending;
}

if (typeof window !== "undefined") {
  // A phone that is locked, or a tab left for another, may never come back: nobody is there to take it back.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") for (const one of new Set(held.values())) void sendHeld(one);
  });
  window.addEventListener("pagehide", () => {
    for (const one of new Set(held.values())) {
      if (one.sending) continue;
      one.sending = fetch(`/api/v1${one.leaving.path}`, {
        method: "POST", keepalive: true, credentials: "same-origin",
        ...(one.leaving.body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(one.leaving.body) }),
      })
        // Only where the page comes back after all.
        .then(() => invalidate(["handoff", "people"]), () => undefined)
        .finally(() => change(() => forget(one)));
    }
  });
}

export function usePendingActs(): ReadonlyMap<string, PendingAct> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
}

/** A row as it will be: accepted leads that still owe an attempt stay where they are. */
export function rowAfter(row: InboxRow, act: PendingAct | undefined): InboxRow {
  if (!act) return row;
  if (act.state !== "accepted") return { ...row, state: act.state, group: "settled", reason: act.reason, closedAt: act.at, clock: row.clock?.kind === "first-attempt" ? row.clock : null };
  if (row.group === "first-attempt") return { ...row, state: "accepted", acceptedAt: act.at };
  return { ...row, state: "accepted", acceptedAt: act.at, group: "accepted", clock: null };
}

export function pageAfter(page: HandoffPage, act: PendingAct | undefined): HandoffPage {
  if (!act) return page;
  const hidden = { shown: false, refused: null };
  if (act.state === "accepted") {
    const clocks = page.clocks.map((clock) => (clock.kind === "disposition" ? { ...clock, state: "met" as const, countsUntil: null, stoppedAt: act.at } : clock));
    const owed = clocks.find((clock) => clock.state === "running" || clock.state === "warning" || clock.state === "breached");
    return { ...page, state: "accepted", acceptedAt: act.at, contact: { ...page.contact, stage: "sal" }, clocks, owed: owed?.id ?? null, acts: { ...page.acts, accept: hidden } };
  }
  const acts = Object.fromEntries(Object.keys(page.acts).map((name) => [name, hidden])) as HandoffPage["acts"];
  return { ...page, state: act.state, closed: { at: act.at, by: null, reason: null, reasonName: act.reason, words: null }, owed: null, acts };
}
