import { fold } from "../people/fold.ts";
import { hostKind, sourceKind } from "./channels.ts";
import { isPlainObject, type Json, type JsonObject } from "./text.ts";

/**
 * What brought somebody here: campaign marks, click id, referrer and landing page, and the channel that follows from
 * them. Text stays as it was sent (reports show it); comparing folds it.
 */
export interface Touch {
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly term: string | null;
  readonly content: string | null;
  readonly clickIdKind: string | null;
  readonly clickId: string | null;
  readonly referrer: string | null;
  readonly landingPage: string | null;
  readonly channel: Channel;
}

export const channels = ["paid-search", "organic-search", "paid-social", "social", "email", "referral", "display", "event", "direct", "other"] as const;
export type Channel = (typeof channels)[number];

/** A touch at its time: epoch ms where the tracker said when, else null. */
export interface DatedTouch extends Touch {
  readonly at: number | null;
}

const longest = 500;

/** Click ids and whose advertisement they prove. */
const clickIds: Readonly<Record<string, "search" | "social" | "display" | "email">> = {
  gclid: "search", gbraid: "search", wbraid: "search", msclkid: "search", yclid: "search",
  fbclid: "social", li_fat_id: "social", ttclid: "social", twclid: "social", rdt_cid: "social", epik: "social",
  dclid: "display", mc_eid: "email",
};
/** Ids that a network also hangs on links nobody paid for. */
const unpaidClickIds = new Set(["fbclid"]);

/** The touch of one event, from `context.campaign`, `context.page`, `context.referrer` and the page's own address. */
export function readTouch(context: JsonObject, properties: JsonObject = {}): Touch {
  const page = objectOf(context["page"]);
  const url = textOf(properties["url"]) ?? textOf(page["url"]);
  // Segment's browser client gives the canonical address as url and the query apart.
  const query = parseQuery(url?.includes("?") ? url : (textOf(properties["search"]) ?? textOf(page["search"])));
  const campaign = objectOf(context["campaign"]);
  const mark = (name: string, utm: string) => textOf(campaign[name]) ?? query.get(utm) ?? null;
  const click = readClickId(context, query);
  const referrer = textOf(properties["referrer"]) ?? textOf(page["referrer"]) ?? textOf(objectOf(context["referrer"])["url"]) ?? textOf(context["referrer"]);
  return withChannel({
    source: mark("source", "utm_source"),
    medium: mark("medium", "utm_medium"),
    campaign: textOf(campaign["name"]) ?? mark("campaign", "utm_campaign"),
    term: mark("term", "utm_term"),
    content: mark("content", "utm_content"),
    ...click,
    referrer: referrer !== null && isOwnSite(referrer, url) ? null : referrer,
    landingPage: url,
  });
}

/** First and last touch as our tracker keeps them over navigation, in `context.firstTouch` and `context.lastTouch`. */
export function readKeptTouch(kept: Json | undefined): DatedTouch | null {
  if (!isPlainObject(kept)) return null;
  const text = (name: string) => textOf((kept as JsonObject)[name]);
  const at = (kept as JsonObject)["at"];
  const time = typeof at === "number" ? at : typeof at === "string" ? Date.parse(at) : NaN;
  const touch = withChannel({
    source: text("source"),
    medium: text("medium"),
    campaign: text("campaign") ?? text("name"),
    term: text("term"),
    content: text("content"),
    clickIdKind: text("clickIdKind"),
    clickId: text("clickId"),
    referrer: text("referrer"),
    landingPage: text("landingPage"),
  });
  return { ...touch, at: Number.isFinite(time) ? time : null };
}

/** Does it say where somebody came from? A page view inside the site does not, and makes no new touch. */
export function isTouch(touch: Touch): boolean {
  return touch.channel !== "direct";
}

function withChannel(touch: Omit<Touch, "channel">): Touch {
  return { ...touch, channel: channelOf(touch) };
}

const paid = /^(cpc|ppc|paid.*|cpm|cpv|sem|ads?|adwords|sponsored.*|retargeting|remarketing)$/;
const mediums: readonly [RegExp, Channel][] = [
  [/^(e-?mail|newsletter|mailing)$/, "email"],
  [/^(display|banner|programmatic|interstitial)$/, "display"],
  [/^(social|social-?media|sm|social[ _-]network|social[ _-]post|organic[ _-]social)$/, "social"],
  [/^(organic|organic[ _-]search|seo)$/, "organic-search"],
  [/^(event|trade-?fair|trade[ _-]?show|fair|webinar|conference|stand|messe)$/, "event"],
  [/^(referral|partner|affiliate|link)$/, "referral"],
];

/** The channel, from the strongest sign to the weakest: paid marks, medium, click id, source, referrer. */
export function channelOf(touch: Pick<Touch, "source" | "medium" | "clickIdKind" | "referrer"> & { readonly campaign?: string | null }): Channel {
  const source = touch.source === null ? null : sourceKind(fold(touch.source.trim()));
  const medium = touch.medium === null ? null : fold(touch.medium.trim());
  const click = touch.clickIdKind === null ? null : (clickIds[fold(touch.clickIdKind)] ?? null);
  const from = touch.referrer === null ? null : (hostOf(touch.referrer) ?? "");
  const byReferrer = from === null ? null : hostKind(from);

  if (medium !== null && paid.test(medium)) {
    const kind = source ?? click ?? byReferrer ?? (medium.includes("social") ? "social" : medium.includes("search") || medium === "sem" || medium === "adwords" ? "search" : null);
    return kind === "search" ? "paid-search" : kind === "social" ? "paid-social" : medium === "cpc" || medium === "ppc" ? "paid-search" : "display";
  }
  const named = medium === null ? undefined : mediums.find(([pattern]) => pattern.test(medium))?.[1];
  if (named) return named;
  if (click !== null && !(unpaidClickIds.has(fold(touch.clickIdKind!)) && medium !== "cpc")) return paidBy(click);
  if (click === "social" || source === "social") return "social";
  if (source !== null) return source === "email" ? "email" : "organic-search";
  if (touch.source !== null || medium !== null || (touch.campaign ?? null) !== null) return "other";
  if (byReferrer !== null) return byReferrer === "search" ? "organic-search" : byReferrer;
  return from === null ? "direct" : "referral";
}

function paidBy(click: "search" | "social" | "display" | "email"): Channel {
  return click === "search" ? "paid-search" : click === "social" ? "paid-social" : click;
}

function readClickId(context: JsonObject, query: ReadonlyMap<string, string>): Pick<Touch, "clickIdKind" | "clickId"> {
  for (const kind in clickIds) {
    const id = query.get(kind);
    if (id) return { clickIdKind: kind, clickId: id };
  }
  // Segment's browser client keeps a click id as context.referrer {id, type}.
  const referrer = objectOf(context["referrer"]);
  const [id, type] = [textOf(referrer["id"]), textOf(referrer["type"])];
  return id !== null && type !== null ? { clickIdKind: type, clickId: id } : { clickIdKind: null, clickId: null };
}

function objectOf(value: Json | undefined): JsonObject {
  return isPlainObject(value) ? (value as JsonObject) : {};
}

function textOf(value: Json | undefined): string | null {
  if (typeof value !== "string") return null;
  const text = value.trim();
  // Cut by character, so that no half of a pair is left.
  return text === "" ? null : text.length > longest ? text.slice(0, longest).replace(/[\ud800-\udbff]$/, "") : text;
}

/** The query of an address; there is no URL here, the domain package having neither Node nor DOM. */
function parseQuery(url: string | null): ReadonlyMap<string, string> {
  const start = url?.indexOf("?") ?? -1;
  if (url === null || start < 0) return none;
  const found = new Map<string, string>();
  for (const pair of url.slice(start + 1).split("#")[0]!.split("&").slice(0, 100)) {
    const equals = pair.indexOf("=");
    if (equals < 1) continue;
    const name = fold(decode(pair.slice(0, equals)));
    const value = textOf(decode(pair.slice(equals + 1)));
    if (value !== null && !found.has(name)) found.set(name, value);
  }
  return found;
}

const none: ReadonlyMap<string, string> = new Map();

/** Percent signs and plus signs; what is badly encoded stays as it is written. */
function decode(text: string): string {
  const spaced = text.replaceAll("+", " ");
  if (!spaced.includes("%")) return spaced;
  try {
    return globalThis.decodeURIComponent(spaced).replaceAll("\u0000", "");
  } catch {
    return spaced;
  }
}

/** The host of an address, folded, without `www.` and port; null where there is none. */
export function hostOf(url: string): string | null {
  const match = /^(?:[a-z][a-z0-9+.-]*:)?\/\/(?:[^@/?#]*@)?([^:/?#]+)/i.exec(url);
  return match ? fold(match[1]!).replace(/^www\./, "") : null;
}

/** The path of an address (`/pricing`), for recognising signals; null where there is no address. */
export function pathOf(url: string): string | null {
  const match = /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]+([^?#]*)/i.exec(url);
  if (match) return match[1] === "" ? "/" : match[1]!;
  return url.startsWith("/") ? url.split(/[?#]/)[0]! : null;
}

/** Navigation inside the site brings nobody: same host, or a subdomain of the same name. */
function isOwnSite(referrer: string, url: string | null): boolean {
  const [from, here] = [hostOf(referrer), url === null ? null : hostOf(url)];
  if (from === null || here === null) return false;
  return from === here || from.endsWith(`.${here}`) || here.endsWith(`.${from}`);
}
