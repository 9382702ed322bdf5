import { listRecentEvents, listRejected } from "@tandem/contract/capture/events";
import { createForm, listForms } from "@tandem/contract/capture/forms";
import type { Slice } from "../../app/slices.ts";
import { EventIcon, FormIcon, WarningIcon } from "../../ui/icons.ts";

/** What comes in: events as they arrive, those that were refused, and the forms that send them. */
export const slice: Slice = {
  name: "capture",
  pages: [
    { path: "/settings/events", title: "Events", load: () => import("./events-page.tsx"), needs: listRecentEvents },
    { path: "/settings/refused-events", title: "Refused events", load: () => import("./refused-page.tsx"), needs: listRejected },
    { path: "/settings/forms", title: "Forms", load: () => import("./forms-page.tsx"), needs: listForms },
    { path: "/settings/forms/$formId", title: "Form", load: () => import("./form-page.tsx"), needs: listForms },
  ],
  navigation: [
    { section: "settings", order: 71, label: "Events", detail: "What arrives, as it arrives", to: "/settings/events", icon: EventIcon, needs: listRecentEvents },
    { section: "settings", order: 72, label: "Refused events", detail: "What could not be read, to repair and send again", to: "/settings/refused-events", icon: WarningIcon, needs: listRejected },
    { section: "settings", order: 73, label: "Forms", detail: "Forms for your sites", to: "/settings/forms", icon: FormIcon, needs: listForms },
  ],
  commands: [
    { id: "capture.create-form", label: "Create form…", keywords: "new embed website", icon: FormIcon, needs: createForm, run: ({ go }) => go("/settings/forms/new") },
    { id: "capture.events", label: "Show events as they arrive", keywords: "live stream debug tracking", icon: EventIcon, needs: listRecentEvents, run: ({ go }) => go("/settings/events") },
  ],
};
