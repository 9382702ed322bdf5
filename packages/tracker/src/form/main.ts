/** Renders every `<div data-tandem-embed="KEY">` of the page, now and later. Fetched by the tracker. */
import type { LoadedTracker } from "../main.ts";
import { renderForm } from "./render.ts";

function renderAll(tracker: LoadedTracker): void {
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
}

// A page that names this script itself may get it before the tracker, which will fetch it again.
const { tandem } = window;
if (tandem && !Array.isArray(tandem)) renderAll(tandem);
