import type { Slice } from "../../platform/slice.ts";
import { captureOf } from "./capture-of.ts";
import { mountForms } from "./forms.ts";
import { listRecentEventsRoute } from "./list-events.ts";
import { changeFormRoute, createFormRoute, listFormsRoute } from "./manage-forms.ts";
import { countRejectedRoute, listRejectedRoute, readRejectedRoute } from "./list-rejected.ts";
import { replayMatchingRoute } from "./replay-matching.ts";
import { replayRejectedRoute } from "./replay-rejected.ts";
import { setQuarantineRoute } from "./set-quarantine.ts";
import { mountTrackerScripts } from "./tracker-scripts.ts";
import { mountTrackingApi } from "./tracking-api.ts";

/** Takes events in: the tracking API, embeddable forms and the scripts that speak to them. */
export const capture: Slice = {
  name: "capture",
  routes: [listRecentEventsRoute, listRejectedRoute, countRejectedRoute, readRejectedRoute, replayRejectedRoute, replayMatchingRoute, setQuarantineRoute, listFormsRoute, createFormRoute, changeFormRoute],
  mount(server, app) {
    const { acceptor, sources, forms } = captureOf(app);
    mountTrackingApi(server, app, acceptor, sources);
    mountForms(server, app, acceptor, forms);
    mountTrackerScripts(server);
  },
};
