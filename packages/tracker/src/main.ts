/**
 * The script a site embeds. It reads its own tag, replays the commands the page has already queued on `window.tandem`,
 * and never lets an error of its own reach the page.
 */
import { captureAutomatically } from "./automatic.ts";
import { loadFormsOn } from "./form-loader.ts";
import { createTracker, type Tracker } from "./tracker.ts";

type Command = [name: string, ...rest: unknown[]];
export type LoadedTracker = Tracker & { push(...commands: Command[]): void };

declare global {
  interface Window {
    tandem?: Command[] | LoadedTracker;
  }
  interface Navigator {
    globalPrivacyControl?: boolean;
  }
  interface Document {
    prerendering?: boolean;
  }
}

const tag = (document.currentScript ?? document.querySelector("script[data-write-key]")) as HTMLScriptElement | null;

function start(script: HTMLScriptElement): void {
  const set = script.dataset;
  const writeKey = set["writeKey"];
  if (!writeKey) return console.warn("tandem: data-write-key is missing");
  const queued = window.tandem;
  if (queued && !Array.isArray(queued)) return;
  const tracker = createTracker({
    server: (set["host"] ?? new URL(".", script.src).href).replace(/\/$/, ""),
    writeKey,
    consentRequired: set["consent"] === "required",
    refused: set["ignoreDnt"] === undefined && (!!navigator.globalPrivacyControl || navigator.doNotTrack === "1"),
    domains: (set["domains"] ?? "").split(/[\s,]+/).filter(Boolean),
  });
  const push = (...commands: Command[]): void => {
    for (const [name, ...rest] of commands) {
      try {
        (tracker as unknown as Record<string, (...rest: unknown[]) => void>)[name]!(...rest);
      } catch (error) {
        console.warn(`tandem: ${name}`, error);
      }
    }
  };
  window.tandem = { ...tracker, push };
  push(...(queued ?? []));
  captureAutomatically(tracker, set["pages"] !== "off");
  loadFormsOn(tracker.server);
}

// A page rendered ahead of a click that may never come is not a visit.
if (tag && document.prerendering) document.addEventListener("prerenderingchange", () => start(tag), { once: true });
else if (tag) start(tag);
