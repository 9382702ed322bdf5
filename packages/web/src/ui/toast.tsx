import { useEffect, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { Button } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";
import { CloseIcon } from "./icons.ts";
import css from "./toast.module.css";

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "problem";
  readonly undo?: (() => unknown) | undefined;
  readonly lastsMs?: number | undefined;
}

let shown: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();
function change(next: readonly Toast[]): void {
  shown = next;
  listeners.forEach((listener) => listener());
}
function drop(id: number): void {
  change(shown.filter((one) => one.id !== id));
}
function add(text: string, tone: Toast["tone"], undo?: () => unknown, lastsMs?: number): void {
  change([...shown.slice(-2), { id: ++last, text, tone, undo, lastsMs }]);
}

/** Says what happened, at the bottom, with a way back where there is one. */
export const toast = {
  /** `lastsMs`: as long as it can be taken back, where that is not the usual ten seconds. */
  say: (text: string, options?: { undo: () => unknown; lastsMs?: number }) => add(text, "plain", options?.undo, options?.lastsMs),
  problem: (error: unknown) => add(error instanceof Error ? error.message : "That did not work", "problem"),
};

/** Takes back the latest act that can be; true when there was one. `⌘Z` calls it. */
export function undoLatest(): boolean {
  const latest = shown.findLast((one) => one.undo);
  if (!latest) return false;
  drop(latest.id);
  latest.undo?.();
  return true;
}

/** The place toasts appear; mounted once. */
export function Toasts() {
  const list = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  return createPortal(
    <div className={css.place} role="status" aria-live="polite">
      {list.map((one) => <ToastCard key={one.id} toast={one} />)}
    </div>,
    document.body,
  );
}

function ToastCard({ toast: { id, text, tone, undo, lastsMs } }: { toast: Toast }) {
  useEffect(() => {
    const timer = setTimeout(() => drop(id), lastsMs ?? (tone === "problem" ? 12_000 : undo ? 10_000 : 5_000));
    return () => clearTimeout(timer);
  }, [id, tone, undo, lastsMs]);
  return (
    <div className={css.toast} data-tone={tone}>
      <span className={css.text}>{text}</span>
      {undo && <Button kind="quiet" hint="mod+z" onClick={() => { drop(id); undo(); }}>Undo</Button>}
      <IconButton icon={CloseIcon} label="Close message" onClick={() => drop(id)} />
    </div>
  );
}
