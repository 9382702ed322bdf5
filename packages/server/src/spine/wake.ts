import type { App } from "../platform/app.ts";

/** Wakes an engine; `subjects` are named by what was accepted, where it is little. */
export type Wake = (subjects: readonly string[]) => void;

/** The engine of this process, so that what is accepted here is worked at once instead of at the next look. */
const engines = new WeakMap<App, Wake>();

/** Called by the engine when it starts. */
export function onAccepted(app: App, wake: Wake): void {
  engines.set(app, wake);
}

/** Called after events were committed. An engine in another process finds them at its next look. */
export function wakeEngine(app: App, subjects: readonly string[] = []): void {
  engines.get(app)?.(subjects);
}
