/** Renders every `<div data-tandem-embed="KEY">` of the page, now and later. Loaded by the tracker when one is there. */
import type { LoadedTracker } from "../main.ts";
import { renderForm } from "./render.ts";

const tracker = window.tandem as LoadedTracker;

const look = (): void => {
  for (const place of document.querySelectorAll<HTMLElement>("[data-tandem-embed]:not([data-tandem-ready])")) {
    place.dataset["tandemReady"] = "";
    void renderForm(place, tracker);
  }
};
let due: unknown;
new MutationObserver(() => {
  due ||= setTimeout(() => {
    due = 0;
    look();
  }, 50);
}).observe(document, { childList: true, subtree: true });
look();
