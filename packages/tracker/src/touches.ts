/**
 * A touch is one arrival that says where it came from. The tracker reports facts only (parameters, referrer, landing
 * page); which channel they mean is judged by the server, so that the judgement can change and be replayed.
 */
import { cleanUrl } from "./clean-url.ts";

export interface Touch {
  source?: string;
  medium?: string;
  campaign?: string;
  term?: string;
  content?: string;
  clickId?: string;
  /** Name of the parameter that carried the click id, for instance `gclid`. */
  clickIdKind?: string;
  referrer?: string;
  landingPage: string;
  /** ISO instant. */
  at: string;
}

export interface Touches {
  firstTouch?: Touch;
  lastTouch?: Touch;
}

const clickIds =
  "gclid gbraid wbraid dclid fbclid msclkid li_fat_id ttclid twclid rdt_cid epik sccid yclid qclid irclickid".split(" ");
const campaignKeys = ["source", "medium", "campaign", "term", "content"] as const;
const longest = 300;
const sameVisit = 30 * 60_000;

const bare = (host: string): string => host.toLowerCase().replace(/^www\./, "");

/** Whether a host belongs to the site: the same, a part of it or around it, or one of the site's other domains. */
export function isOwnHost(host: string, own: readonly string[]): boolean {
  const one = bare(host);
  return own.map(bare).some((other) => one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`));
}

/** The touch that an arrival at `url` makes, or nothing: only campaign parameters, a click id or a foreign referrer count. */
export function touchOf(url: string, referrer: string, at: string, ownDomains: readonly string[]): Touch | undefined {
  const page = cleanUrl(url);
  const { hostname, searchParams } = new URL(page);
  const touch: Touch = { landingPage: page.slice(0, 1000), at };
  let counts = false;
  for (const key of campaignKeys) {
    const value = searchParams.get(`utm_${key}`);
    if (value) {
      touch[key] = value.slice(0, longest);
      counts = true;
    }
  }
  for (const [name, value] of searchParams) {
    const kind = name.toLowerCase();
    if (value && clickIds.includes(kind) && !touch.clickId) {
      touch.clickId = value.slice(0, longest);
      touch.clickIdKind = kind;
      counts = true;
    }
  }
  const from = cleanUrl(referrer);
  if (/^http/.test(from) && !isOwnHost(new URL(from).hostname, [hostname, ...ownDomains])) {
    touch.referrer = from.slice(0, longest);
    counts = true;
  }
  return counts ? touch : undefined;
}

const facts = ({ landingPage: _page, at: _at, ...rest }: Touch): string => JSON.stringify(rest);

/** First and last touch after an arrival. A reload within half an hour repeats the last touch and changes nothing. */
export function withTouch(known: Touches, touch: Touch | undefined): Touches {
  const { firstTouch, lastTouch } = known;
  if (!touch) return known;
  if (lastTouch && facts(lastTouch) === facts(touch) && Date.parse(touch.at) - Date.parse(lastTouch.at) < sameVisit) {
    return known;
  }
  return { firstTouch: firstTouch ?? touch, lastTouch: touch };
}
