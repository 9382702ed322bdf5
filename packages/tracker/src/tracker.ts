/** The commands a site can give, and the visitor's consent above all of them. */
import { contextOf, pageFacts } from "./context.ts";
import { createDelivery } from "./delivery.ts";
import { closeStore, forgetVisitor, openStore, read, rememberConsent, storedConsent, write } from "./store.ts";
import { touchOf, withTouch, type Touches } from "./touches.ts";
import { uuid } from "./uuid.ts";

export type Consent = "granted" | "denied" | "unknown";
type Properties = Record<string, unknown>;

export interface Options {
  /** Base URL of the server, without trailing slash. */
  server: string;
  writeKey: string;
  consentRequired: boolean;
  /** The browser asks not to be tracked: nothing is stored or sent, whatever the site says. */
  refused: boolean;
  /** Other domains of the same site, whose links are no touches. */
  domains: string[];
}

export type Tracker = ReturnType<typeof createTracker>;

/** Starts a tracker for this page. */
export function createTracker({ server, writeKey, consentRequired, refused, domains }: Options) {
  const delivery = createDelivery(server, writeKey);
  let state: Consent | undefined;
  let view = location.href;
  let before = document.referrer;

  const touches = (): Touches => JSON.parse(read("touches") ?? "{}");
  const allowed = (): boolean => state !== "denied";

  /** Notes an arrival; called for every view, because single-page sites bring campaign links too. */
  const arrive = (): void => {
    const touch = touchOf(location.href, before, new Date().toISOString(), domains);
    if (touch && allowed()) write("touches", JSON.stringify(withTouch(touches(), touch)));
  };

  const anonymousId = (): string => {
    const known = read("anonymous") ?? uuid();
    write("anonymous", known);
    return known;
  };

  const context = (): object => contextOf(before, allowed() ? touches() : {});

  const send = (type: string, fields: Properties): void => {
    if (!allowed()) return;
    delivery.add({
      type,
      messageId: uuid(),
      timestamp: new Date().toISOString(),
      anonymousId: anonymousId(),
      userId: read("user"),
      ...fields,
      context: context(),
    });
  };

  const tracker = {
    /** One page view. */
    page(name?: string, properties?: Properties): void {
      send("page", { name, properties: { ...pageFacts(before), ...properties } });
    },
    /** One thing the visitor did. */
    track(event: string, properties: Properties = {}): void {
      send("track", { event, properties });
    },
    /** Says who the visitor is: `identify(userId, traits)` or, without an id, `identify(traits)`. */
    identify(user: string | number | Properties | null, traits: Properties = {}): void {
      if (!allowed()) return;
      if (typeof user === "object") return send("identify", { traits: { ...user, ...traits } });
      const [known, userId] = [read("user"), String(user)];
      // Another person on the same device starts a stream of their own.
      if (known && known !== userId) forgetVisitor();
      write("user", userId);
      send("identify", { traits });
    },
    /** Says which company the visitor belongs to. */
    group(groupId: string, traits: Properties = {}): void {
      send("group", { groupId, traits });
    },
    /** Forgets who the visitor is, for instance after they sign out. */
    reset: forgetVisitor,
    /**
     * The visitor's decision. `granted`: remembered, and what waited in memory is sent. `unknown`: collected in memory
     * only. `denied`: everything is deleted, and nothing collected.
     */
    consent(next: Consent): void {
      if (refused) next = "denied";
      if (!/^(granted|denied|unknown)$/.test(next) || next === state) return;
      state = next;
      if (next === "granted") {
        openStore();
        write("consent", next);
        // After an earlier refusal this page's arrival has not been noted.
        arrive();
        delivery.start();
        return;
      }
      delivery.stop();
      if (next === "denied") {
        delivery.drop();
        forgetVisitor();
      }
      closeStore();
      if (next === "denied" && !refused) rememberConsent(next);
    },
    /** For the embedded form: who fills it in, as far as consent allows. */
    visitor: (): { anonymousId?: string; context: object } => ({
      ...(state === "granted" && { anonymousId: anonymousId() }),
      context: context(),
    }),
    /** Called after a navigation inside the page: a changed path or query is a view of its own. */
    navigated(): void {
      const [old, now] = [new URL(view), new URL(location.href)];
      if (old.pathname + old.search === now.pathname + now.search) return;
      before = view;
      view = location.href;
      arrive();
      tracker.page();
    },
    server,
  };

  const stored = storedConsent();
  const start = stored === "granted" || stored === "denied" ? stored : consentRequired ? "unknown" : "granted";
  tracker.consent(start);
  arrive();
  return tracker;
}
