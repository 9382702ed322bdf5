import type { App } from "../platform/app.ts";
import type { StoredEvent } from "./claimed-event.ts";

/** A commit of few events on its way into the store. An engine at rest works it meanwhile. */
export interface Coming {
  readonly events: readonly StoredEvent[];
  readonly live: boolean;
  /** Its place in the intake once it is stored; null where some of it was known before, or could not be stored. */
  readonly stored: Promise<number | null>;
}

/** Tells an engine that something was accepted (null), or offers it what is coming. */
export type Wake = (offer: (() => Coming) | null) => void;

/** The engine of this process, so that what is accepted here is worked at once instead of at the next look. */
const engines = new WeakMap<App, Wake>();

/** Called by the engine when it starts. */
export function onAccepted(app: App, wake: Wake): void {
  engines.set(app, wake);
}

/** Called after events were committed. An engine in another process finds them at its next look. */
export function wakeEngine(app: App): void {
  engines.get(app)?.(null);
}

/** Called when few events are about to be committed: an engine that has nothing else to do begins with them. */
export function offerToEngine(app: App, offer: () => Coming): void {
  engines.get(app)?.(offer);
}
