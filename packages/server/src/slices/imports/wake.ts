import type { App } from "../../platform/app.ts";

/** The runner of this process, so that an import begins at once instead of at the next look. */
const runners = new WeakMap<App, () => void>();

export function onWake(app: App, wake: () => void): void {
  runners.set(app, wake);
}

export function wakeRunner(app: App): void {
  runners.get(app)?.();
}
