/** What each event says about the page and the browser, in the words of Segment's `context`. */
import { cleanUrl } from "./clean-url.ts";
import type { Touches } from "./touches.ts";

export interface PageFacts {
  path: string;
  referrer: string;
  search: string;
  title: string;
  url: string;
}

/** The page on show. @param referrer the page before: inside a single-page site, the view left last */
export function pageFacts(referrer: string): PageFacts {
  const url = cleanUrl(location.href);
  const { pathname, search } = new URL(url);
  return {
    path: pathname,
    referrer: cleanUrl(referrer),
    search,
    title: document.title.slice(0, 500),
    url,
  };
}

function campaignOf(search: string): Record<string, string> | undefined {
  const campaign: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(search)) {
    const name = key.startsWith("utm_") && key.slice(4);
    if (name && value) campaign[name === "campaign" ? "name" : name] = value.slice(0, 300);
  }
  return Object.keys(campaign).length ? campaign : undefined;
}

/** The whole context of one event. */
export function contextOf(referrer: string, touches: Touches): object {
  const page = pageFacts(referrer);
  return {
    library: { name: "tandem.js", version: "1" },
    page,
    campaign: campaignOf(page.search),
    referrer: page.referrer ? { url: page.referrer } : undefined,
    locale: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    userAgent: navigator.userAgent,
    ...touches,
  };
}
