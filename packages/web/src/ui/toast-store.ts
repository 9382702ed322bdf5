/** What was said lately, newest first, and how long each still stands. Kept apart from its drawing, so that acts may wait for it. */

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "problem";
  readonly undo?: (() => unknown) | undefined;
  readonly link?: ToastLink | undefined;
}
/** Where what it tells of is to be seen; a path of the app. */
export interface ToastLink {
  readonly label: string;
  readonly to: string;
}
interface Kept extends Toast {
  readonly subject?: string | undefined;
  /** Called once when it goes by itself, is closed or makes room; not when it was undone. */
  readonly gone?: (() => unknown) | undefined;
  /** Milliseconds it still stands; counted down only while nothing pauses it. */
  left: number;
  since: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export interface ToastOptions {
  readonly undo?: (() => unknown) | undefined;
  readonly gone?: (() => unknown) | undefined;
  readonly link?: ToastLink | undefined;
  /** What it tells of: a newer one about the same takes its place. */
  readonly subject?: string | undefined;
}

/** Milliseconds: what went wrong, can be taken back or leads on is read and decided on, the rest only noticed. */
const longMs = 12_000;
const shortMs = 5_000;
/** More would cover what they tell about. */
export const mostToasts = 3;

let shown: readonly Kept[] = [];
let last = 0;
let paused = false;
const listeners = new Set<() => void>();

function change(next: readonly Kept[]): void {
  shown = next;
  // Whoever held the pointer over the last one has nothing to leave any more.
  if (shown.length === 0) paused = false;
  listeners.forEach((listener) => listener());
}

function run(one: Kept): void {
  one.since = Date.now();
  one.timer = setTimeout(() => closeToast(one.id), one.left);
}

export function addToast(text: string, tone: Toast["tone"], options: ToastOptions = {}): number {
  const one: Kept = { id: ++last, text, tone, undo: options.undo, link: options.link, gone: options.gone, subject: options.subject, left: tone === "problem" || options.undo || options.link ? longMs : shortMs, since: 0, timer: undefined };
  const older = options.subject === undefined ? [] : shown.filter((other) => other.subject === options.subject);
  change([one, ...shown]);
  for (const old of older) closeToast(old.id);
  if (!paused) run(one);
  // What can't be taken back makes room first: an undo is kept as long as it was promised.
  while (shown.length > mostToasts) closeToast((shown.findLast((other) => other !== one && other.tone === "plain" && !other.undo) ?? shown.at(-1)!).id);
  return one.id;
}

function take(id: number): Kept | undefined {
  const one = shown.find((other) => other.id === id);
  if (!one) return undefined;
  clearTimeout(one.timer);
  change(shown.filter((other) => other.id !== id));
  return one;
}

/** Its time is over, somebody closed it, or it made room. */
export function closeToast(id: number): void {
  take(id)?.gone?.();
}

/** Takes back what it tells of. */
export function undoToast(id: number): void {
  take(id)?.undo?.();
}

/** Takes back the latest act that can be, or says that there is none. `⌘Z` calls it. */
export function undoLatest(): void {
  const latest = shown.find((one) => one.undo);
  if (latest) undoToast(latest.id);
  else addToast("Nothing to undo.", "plain", { subject: "undo" });
}

/** While somebody reads them (pointer or focus on one) none goes. */
export function pauseToasts(): void {
  if (paused) return;
  paused = true;
  for (const one of shown) {
    clearTimeout(one.timer);
    one.left = Math.max(1_000, one.left - (Date.now() - one.since));
  }
}
export function resumeToasts(): void {
  if (!paused) return;
  paused = false;
  shown.forEach(run);
}

export function listenToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export function shownToasts(): readonly Toast[] {
  return shown;
}
