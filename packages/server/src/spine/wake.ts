import type { App } from "../platform/app.ts";

/** The engine of this process, so that what is accepted here is worked at once instead of at the next look. */
const engines = new WeakMap<App, () => void>();

/** Called by the engine when it starts. */
export function onAccepted(app: App, wake: () => void): void {
  engines.set(app, wake);
}

/** Called after events were committed. An engine in another process finds them at its next look. */
export function wakeEngine(app: App): void {
  engines.get(app)?.();
}
