import type { HandoffPage } from "@tandem/contract/handoff/handoff";
import type { InboxRow } from "@tandem/contract/handoff/inbox";
import { useSyncExternalStore } from "react";
import { invalidate } from "../../app/query.ts";
import { toast } from "../../ui/toast.tsx";

/**
 * Accepting and rejecting wait a few seconds before they are sent, so that Undo takes back something nobody has seen yet.
 * Meanwhile every screen shows them as done, whatever the server answers about the state before.
 */
export interface PendingAct {
  readonly handoffId: string;
  readonly state: HandoffPage["state"];
  readonly reason: string | null;
  readonly at: string;
}

interface Held extends PendingAct {
  readonly send: () => Promise<unknown>;
  /** The same request for a page that is being left. */
  readonly leaving: { readonly path: string; readonly body?: unknown };
  timer: ReturnType<typeof setTimeout> | undefined;
  sending: Promise<void> | undefined;
}

const waitMs = 5_000;
let held: ReadonlyMap<string, Held> = new Map();
const listeners = new Set<() => void>();

function change(edit: (next: Map<string, Held>) => void): void {
  const next = new Map(held);
  edit(next);
  held = next;
  listeners.forEach((listener) => listener());
}

/** Shows an act as done and sends it after a while, unless it is taken back. */
export function holdAct(act: PendingAct & Pick<Held, "send" | "leaving">, said: string): void {
  const one: Held = { ...act, timer: undefined, sending: undefined };
  one.timer = setTimeout(() => void sendNow(act.handoffId), waitMs);
  change((next) => next.set(act.handoffId, one));
  toast.say(said, { undo: () => takeBack(act.handoffId), lastsMs: waitMs });
}

function takeBack(handoffId: string): void {
  const one = held.get(handoffId);
  if (!one || one.sending) return;
  clearTimeout(one.timer);
  change((next) => next.delete(handoffId));
}

/** Sends what waits for this lead at once: another act builds on it. */
export function sendNow(handoffId: string): Promise<void> {
  const one = held.get(handoffId);
  if (!one) return Promise.resolve();
  clearTimeout(one.timer);
  one.sending ??= one
    .send()
    .catch((error: unknown) => toast.problem(error))
    .then(() => invalidate(["handoff", "people"]))
    .finally(() => change((next) => next.delete(handoffId)));
  return one.sending;
}

if (typeof window !== "undefined") {
  window.addEventListener("pagehide", () => {
    for (const one of held.values()) {
      if (one.sending) continue;
      clearTimeout(one.timer);
      void fetch(`/api/v1${one.leaving.path}`, {
        method: "POST", keepalive: true, credentials: "same-origin",
        ...(one.leaving.body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(one.leaving.body) }),
      });
    }
  });
}

export function usePendingActs(): ReadonlyMap<string, PendingAct> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => held,
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
