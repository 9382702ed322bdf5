import type { App } from "../../platform/app.ts";
import { createAcceptor, type Acceptor } from "./accept-events.ts";
import { sourcesOf, type Sources } from "./sources.ts";

const parts = new WeakMap<App, { acceptor: Acceptor; sources: Sources }>();

/** The one acceptor of a process: everything that captures shares its commits. */
export function captureOf(app: App): { acceptor: Acceptor; sources: Sources } {
  let known = parts.get(app);
  if (!known) parts.set(app, (known = { acceptor: createAcceptor(app), sources: sourcesOf(app) }));
  return known;
}
