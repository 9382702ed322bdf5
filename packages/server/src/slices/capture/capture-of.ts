import type { App } from "../../platform/app.ts";
import { createAcceptor, type Acceptor } from "./accept-events.ts";
import { formsOf, type Form } from "./find-form.ts";
import type { Kept } from "./kept.ts";
import { sourcesOf, type Source } from "./sources.ts";

interface Capture {
  readonly acceptor: Acceptor;
  readonly sources: Kept<Source>;
  readonly forms: Kept<Form>;
}

const parts = new WeakMap<App, Capture>();

/** The one acceptor of a process: everything that captures shares its commits. */
export function captureOf(app: App): Capture {
  let known = parts.get(app);
  if (!known) parts.set(app, (known = { acceptor: createAcceptor(app), sources: sourcesOf(app), forms: formsOf(app) }));
  return known;
}
