import type { App } from "../../platform/app.ts";
import type { Slice } from "../../platform/slice.ts";
import { createAcceptor, type Acceptor } from "./accept-events.ts";
import { mountForms } from "./forms.ts";
import { sourcesOf, type Sources } from "./sources.ts";
import { mountTrackerScripts } from "./tracker-scripts.ts";
import { mountTrackingApi } from "./tracking-api.ts";

const parts = new WeakMap<App, { acceptor: Acceptor; sources: Sources }>();

/** The one acceptor of a process: everything that captures shares its commits. */
export function captureOf(app: App): { acceptor: Acceptor; sources: Sources } {
  let known = parts.get(app);
  if (!known) parts.set(app, (known = { acceptor: createAcceptor(app), sources: sourcesOf(app) }));
  return known;
}

/** Takes events in: the tracking API, embeddable forms and the scripts that speak to them. */
export const capture: Slice = {
  name: "capture",
  mount(server, app) {
    const { acceptor, sources } = captureOf(app);
    mountTrackingApi(server, app, acceptor, sources);
    mountForms(server, app, acceptor);
    mountTrackerScripts(server);
  },
};
