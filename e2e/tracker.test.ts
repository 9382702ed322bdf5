// The tracker as a visitor's browser runs it: a real Chromium, a website, and a server that notes what arrives.
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { launchBrowser } from "./browser.ts";
import { buildTracker, pageWith, startWorld, type World } from "./tracker-site.ts";

let browser: Browser;
let world: World;
let dispose: () => Promise<void>;
let visitor: BrowserContext;
let page: Page;
let trouble: string[];

beforeAll(async () => {
  const built = await buildTracker();
  dispose = built.dispose;
  world = await startWorld(built.scripts);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await dispose?.();
});

beforeEach(async () => {
  world.clear();
  await arriveAs({});
});
afterEach(async () => {
  await visitor.close();
  expect(trouble).toEqual([]);
});

/** A new visitor with an empty browser. */
async function arriveAs(options: Parameters<Browser["newContext"]>[0]): Promise<void> {
  await visitor?.close();
  visitor = await browser.newContext({ locale: "de-DE", timezoneId: "Europe/Berlin", ...options });
  page = await visitor.newPage();
  trouble = [];
  page.on("pageerror", (error) => trouble.push(String(error)));
}

const push = (command: unknown[]): Promise<void> =>
  page.evaluate((one) => (window as unknown as { tandem: unknown[] }).tandem.push(one) as unknown as undefined, command);
const onDevice = async (): Promise<{ stored: string[]; cookies: string[] }> => ({
  stored: await page.evaluate(() => Object.keys(localStorage)),
  cookies: (await visitor.cookies()).map(({ name }) => name),
});
const pageViews = (count: number) =>
  world.until(() => world.events("page").length >= count && world.events("page"), `${count} page views`);
/** Longer than the tracker gathers before it sends. */
const quiet = (): Promise<void> => new Promise((done) => setTimeout(done, 700));

test("a page view arrives whole, without a preflight, after the commands queued before", async () => {
  const stub = `<script>tandem.push(['identify','u1',{plan:'pro'}],['track','Queued',{n:1}])</script>`;
  world.pages.set("/", pageWith(world, stub));
  await page.goto(`${world.site}/?utm_source=news&utm_campaign=spring&email=jane%40a.example#secret`);
  await pageViews(1);
  expect(world.noted.map(({ method }) => method)).toEqual(["POST"]);
  const [request] = world.noted;
  const body = JSON.parse(request!.text);
  expect(request!.headers["content-type"]).toBe("text/plain");
  expect(body.writeKey).toBe("wk_test");
  expect(Math.abs(Date.parse(body.sentAt) - Date.now())).toBeLessThan(10_000);
  expect(world.events().map(({ type }) => type)).toEqual(["identify", "track", "page"]);
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  for (const event of world.events()) {
    expect(event.messageId).toMatch(uuid);
    expect(event.anonymousId).toMatch(uuid);
    expect(event.userId).toBe("u1");
    expect(new Date(event.timestamp).toISOString()).toBe(event.timestamp);
  }
  expect(new Set(world.events().map(({ messageId }) => messageId)).size).toBe(3);
  expect(new Set(world.events().map(({ anonymousId }) => anonymousId)).size).toBe(1);
  const view = world.events("page")[0]!;
  const url = `${world.site}/?utm_source=news&utm_campaign=spring`;
  expect(view.properties).toEqual({ path: "/", referrer: "", search: "?utm_source=news&utm_campaign=spring", title: "Page", url });
  expect(view.context).toMatchObject({
    library: { name: "tandem.js" },
    page: { url, path: "/", title: "Page" },
    campaign: { source: "news", name: "spring" },
    locale: "de-DE",
    timezone: "Europe/Berlin",
    userAgent: await page.evaluate(() => navigator.userAgent),
  });
  expect(request!.text).not.toMatch(/jane|secret/);
});

test("first and last touch survive navigation; an inner link is no touch, a foreign one is", async () => {
  world.pages.set("/landing", pageWith(world, `<a id="next" href="/next">next</a>`));
  world.pages.set("/next", pageWith(world));
  world.pages.set("/blog", `<!doctype html><a id="out" href="${world.site}/next?q=1">a link</a>`);
  await page.goto(`${world.site}/landing?utm_source=ads&utm_medium=cpc&utm_campaign=c1&utm_term=t&utm_content=x&gclid=G-1`);
  await pageViews(1);
  await page.click("#next");
  await pageViews(2);
  await page.goto(`${world.elsewhere}/blog`);
  await page.click("#out");
  const [first, second, third] = await pageViews(3);
  const ad = {
    source: "ads", medium: "cpc", campaign: "c1", term: "t", content: "x", clickId: "G-1", clickIdKind: "gclid",
    landingPage: `${world.site}/landing?utm_source=ads&utm_medium=cpc&utm_campaign=c1&utm_term=t&utm_content=x&gclid=G-1`,
    at: expect.any(String),
  };
  expect(first!.context["firstTouch"]).toEqual(ad);
  expect(first!.context["lastTouch"]).toEqual(ad);
  expect(second!.context["lastTouch"]).toEqual(first!.context["firstTouch"]);
  expect(second!.properties!["referrer"]).toContain("/landing");
  expect(third!.context["firstTouch"]).toEqual(first!.context["firstTouch"]);
  expect(third!.context["lastTouch"]).toEqual({
    referrer: `${world.elsewhere}/`, landingPage: `${world.site}/next?q=1`, at: expect.any(String),
  });
  expect(new Set([first, second, third].map((view) => view!.anonymousId)).size).toBe(1);
});

test("navigation inside a single page counts, forth and back, and brings its campaign", async () => {
  world.pages.set("/", pageWith(world));
  await page.goto(world.site);
  await pageViews(1);
  await page.evaluate(() => {
    history.pushState({}, "", "/two?utm_source=inner");
    document.title = "Two";
  });
  await pageViews(2);
  await page.evaluate(() => {
    history.pushState({}, "", "/two?utm_source=inner#part");
    history.replaceState({}, "", "/two?utm_source=inner#other");
  });
  await page.evaluate(() => history.go(-2));
  const views = await pageViews(3);
  await quiet();
  expect(world.events("page").map(({ properties }) => [properties!["path"], properties!["title"]])).toEqual([
    ["/", "Page"], ["/two", "Two"], ["/", "Two"],
  ]);
  expect(views[1]!.properties!["referrer"]).toBe(`${world.site}/`);
  expect(views[1]!.context["lastTouch"]["source"]).toBe("inner");
});

test("a marked click is sent even when it leaves the page at once", async () => {
  world.pages.set("/", pageWith(world,
    `<a href="/gone" data-tandem-track="Pricing opened" data-tandem-plan-name="pro"><b>go</b></a>
     <div data-tandem-ignore><button data-tandem-track="Never">x</button></div>`));
  world.pages.set("/gone", "<!doctype html>gone");
  await page.goto(world.site);
  await pageViews(1);
  await page.click("button");
  await page.click("b");
  const [click] = await world.until(() => world.events("track").length && world.events("track"), "the click");
  expect(click).toMatchObject({ event: "Pricing opened", properties: { planName: "pro", href: `${world.site}/gone` } });
  expect(world.events("track").filter(({ event }) => event === "Never")).toEqual([]);
  expect(page.url()).toBe(`${world.site}/gone`);
});

test("a marked form sends its harmless fields and identifies by e-mail", async () => {
  world.pages.set("/", pageWith(world, `<form data-tandem-form="newsletter" action="/thanks">
    <input name="first"><input name="email" type="email"><input name="pass" type="password" value="hunter2">
    <input name="card" value="4111 1111 1111 1111"><input name="csrf" type="hidden" value="t0ken">
    <textarea name="note" data-tandem-ignore>private</textarea>
    <select name="topic" multiple><option selected>a<option selected>b<option>c</select>
    <input type="checkbox" name="terms" value="yes" checked><button name="b" value="v">ok</button></form>
    <form id="plain" onsubmit="return false"><input name="email" value="other@a.example"><button>ok</button></form>`));
  world.pages.set("/thanks", "<!doctype html>thanks");
  await page.goto(world.site);
  await pageViews(1);
  await page.click("#plain button");
  await page.fill("[name=first]", "Zoë 😀");
  await page.fill("[name=email]", "zoe@a.example");
  await page.click("form[data-tandem-form] button");
  await world.until(() => world.events("track").length, "the submission");
  expect(world.events("identify").map(({ traits, userId }) => [traits, userId])).toEqual([[{ email: "zoe@a.example" }, undefined]]);
  expect(world.events("track")).toHaveLength(1);
  expect(world.events("track")[0]).toMatchObject({
    event: "Form submitted",
    properties: { form: "newsletter", fields: { first: "Zoë 😀", email: "zoe@a.example", topic: ["a", "b"], terms: "yes" } },
  });
  expect(world.noted.map(({ text }) => text).join()).not.toMatch(/hunter2|4111|t0ken|private|other@/);
});

test("consent: nothing stored or sent before, all of it after, nothing left after a refusal", async () => {
  world.pages.set("/", pageWith(world, "", `data-consent="required"`));
  await page.goto(`${world.site}/?utm_source=ads`);
  await page.waitForFunction(() => !Array.isArray((window as never)["tandem"]));
  await push(["track", "Early"]);
  await quiet();
  await page.evaluate(() => dispatchEvent(new Event("pagehide")));
  await quiet();
  expect(world.noted).toEqual([]);
  expect(await onDevice()).toEqual({ stored: [], cookies: [] });
  expect(await visitor.cookies()).toEqual([]);

  await push(["consent", "granted"]);
  await world.until(() => world.events("track").length, "what waited");
  expect(world.events().map(({ type }) => type)).toEqual(["page", "track"]);
  expect(world.events()[0]!.context["firstTouch"]["source"]).toBe("ads");
  await quiet();
  expect((await onDevice()).stored.sort()).toEqual(["tandem_anonymous", "tandem_consent", "tandem_touches"]);

  await page.goto(`${world.site}/?again`);
  await pageViews(2);
  await push(["track", "Dropped"]);
  await push(["consent", "denied"]);
  await push(["track", "Never"]);
  await quiet();
  expect(await onDevice()).toEqual({ stored: ["tandem_consent"], cookies: [] });
  await page.reload();
  await page.waitForFunction(() => !Array.isArray((window as never)["tandem"]));
  await quiet();
  expect(world.events("page")).toHaveLength(2);
  expect(world.events("track").map(({ event }) => event)).toEqual(["Early"]);
});

test("consent taken back to unknown leaves the device empty", async () => {
  world.pages.set("/", pageWith(world, "", `data-consent="required"`));
  await page.goto(world.site);
  await page.waitForFunction(() => !Array.isArray((window as never)["tandem"]));
  await push(["consent", "granted"]);
  const [view] = await pageViews(1);
  await push(["consent", "unknown"]);
  await push(["track", "Waiting"]);
  await quiet();
  expect(await onDevice()).toEqual({ stored: [], cookies: [] });
  expect(world.events("track")).toEqual([]);
  await push(["consent", "granted"]);
  const [late] = await world.until(() => world.events("track").length && world.events("track"), "what waited");
  expect(late!.anonymousId).toBe(view!.anonymousId);
});

test.each([
  ["Global Privacy Control", "globalPrivacyControl", true],
  ["Do Not Track", "doNotTrack", "1"],
])("%s is respected over everything but the site's own switch", async (_name, property, value) => {
  await visitor.addInitScript(([key, set]) => Object.defineProperty(navigator, key as string, { value: set }), [property, value]);
  world.pages.set("/", pageWith(world));
  world.pages.set("/anyway", pageWith(world, "", "data-ignore-dnt"));
  await page.goto(`${world.site}/?utm_source=ads`);
  await page.waitForFunction(() => !Array.isArray((window as never)["tandem"]));
  await push(["consent", "granted"]);
  await push(["identify", "u1"]);
  await quiet();
  expect(world.noted).toEqual([]);
  expect(await onDevice()).toEqual({ stored: [], cookies: [] });
  await page.goto(`${world.site}/anyway`);
  await pageViews(1);
});

test("an overloaded server is asked again when it says so, with the same events", async () => {
  world.pages.set("/", pageWith(world));
  let left = 2;
  world.answer = () => (left-- > 0 ? { status: left ? 503 : 429, headers: { "retry-after": "2" } } : {});
  await page.goto(world.site);
  const tries = await world.until(() => world.noted.length >= 3 && world.noted, "three tries");
  await quiet();
  expect(world.noted).toHaveLength(3);
  expect(new Set(world.events().map(({ messageId }) => messageId)).size).toBe(1);
  for (const [earlier, later] of [[0, 1], [1, 2]] as const) {
    const wait = tries[later]!.at - tries[earlier]!.at;
    expect(wait).toBeGreaterThan(1_900);
    expect(wait).toBeLessThan(4_000);
  }
  expect(JSON.parse(tries[2]!.text).sentAt).not.toBe(JSON.parse(tries[0]!.text).sentAt);
});

test("refused events are given up, so that later ones get through", async () => {
  world.pages.set("/", pageWith(world));
  world.answer = (request) => (request.text.includes("Bad") ? { status: 400 } : {});
  await page.goto(world.site);
  await pageViews(1);
  await push(["track", "Bad"]);
  await world.until(() => world.events("track").length, "the bad one");
  await push(["track", "Good"]);
  await world.until(() => world.events("track").some(({ event }) => event === "Good"), "the good one");
  await quiet();
  expect(world.events("track").map(({ event }) => event)).toEqual(["Bad", "Good"]);
  expect((await onDevice()).stored).not.toContain("tandem_queue");
});

test("what a failing server did not take is sent from the next page", async () => {
  world.pages.set("/", pageWith(world));
  world.answer = () => ({ status: 500 });
  await page.goto(world.site);
  await push(["track", "Kept"]);
  await world.until(() => world.events("track").length, "a failed try");
  const messageId = world.events("track")[0]!.messageId;
  world.answer = () => ({});
  world.noted = [];
  await page.goto(`${world.site}/?next`);
  await pageViews(2);
  expect(world.events("track").map((event) => event.messageId)).toContain(messageId);
  await quiet();
  expect((await onDevice()).stored).not.toContain("tandem_queue");
});

test("a backlog leaves in batches the server accepts; an oversized event does not leave", async () => {
  world.pages.set("/", pageWith(world));
  await page.goto(world.site);
  await pageViews(1);
  await page.evaluate(() => {
    const tandem = (window as unknown as { tandem: { push(command: unknown[]): void } }).tandem;
    for (let n = 0; n < 40; n++) tandem.push(["track", "Big", { n, text: "x".repeat(30_000) }]);
    tandem.push(["track", "Huge", { text: "ü".repeat(16_000) }]);
  });
  await world.until(() => world.events("track").length >= 40, "the backlog");
  await quiet();
  expect(world.events("track").map(({ properties }) => properties!["n"])).toEqual(Array.from({ length: 40 }, (_, n) => n));
  expect(world.noted.length).toBeLessThan(6);
  for (const { text } of world.noted) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(500_000);
});

test("another user on the same device, and a reset, start a stream of their own", async () => {
  world.pages.set("/", pageWith(world));
  await page.goto(`${world.site}/?utm_source=ads`);
  await pageViews(1);
  for (const command of [["identify", 17, { email: "a@a.example" }], ["identify", "17", null], ["group", "acme", { size: 5 }],
    ["identify", "u2"], ["reset"], ["track", "After"]]) await push(command);
  await world.until(() => world.events("track").length, "all of them");
  const [view, one, same, group, two, after] = world.events();
  expect([one, same, group].map((event) => event!.anonymousId)).toEqual(Array(3).fill(view!.anonymousId));
  expect(group).toMatchObject({ type: "group", groupId: "acme", traits: { size: 5 }, userId: "17" });
  expect(two!.userId).toBe("u2");
  expect(new Set([view, two, after].map((event) => event!.anonymousId)).size).toBe(3);
  expect(after).not.toHaveProperty("userId");
  expect(after!.context).not.toHaveProperty("firstTouch");
});

test("without localStorage the visitor is known by cookies", async () => {
  await visitor.addInitScript(() =>
    Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("no", "SecurityError"); } }));
  world.pages.set("/", pageWith(world));
  await page.goto(`${world.site}/?utm_source=ads&utm_campaign=%C3%BC`);
  await pageViews(1);
  await page.goto(`${world.site}/?two`);
  const [first, second] = await pageViews(2);
  expect(second!.anonymousId).toBe(first!.anonymousId);
  expect(second!.context["firstTouch"]).toEqual(first!.context["firstTouch"]);
  expect(second!.context["firstTouch"]["campaign"]).toBe("ü");
  await push(["consent", "denied"]);
  expect((await visitor.cookies()).map(({ name }) => name)).toEqual(["tandem_consent"]);
});

test("a wrong command, a missing key and a second tag harm nobody", async () => {
  const tag = pageWith(world).match(/<script async.*/)![0];
  world.pages.set("/", pageWith(world, `${tag}<script>tandem.push(['nonsense'],['track','Fine'])</script>`));
  world.pages.set("/keyless", `<!doctype html><script src="${world.server}/tandem.js"></script>`);
  await page.goto(world.site);
  await pageViews(1);
  await quiet();
  expect(world.events().map(({ type }) => type)).toEqual(["track", "page"]);
  world.noted = [];
  await page.goto(`${world.site}/keyless`);
  await quiet();
  expect(world.noted).toEqual([]);
});

test("an event that is no JSON does not reach the page as an error", async () => {
  world.pages.set("/", pageWith(world));
  await page.goto(world.site);
  await pageViews(1);
  await page.evaluate(() => {
    const loop: Record<string, unknown> = {};
    loop["loop"] = loop;
    (window as unknown as { tandem: { track(name: string, properties: unknown): void } }).tandem.track("Loop", loop);
  });
  await push(["track", "Next"]);
  await world.until(() => world.events("track").length, "the next event");
  expect(world.events("track").map(({ event }) => event)).toEqual(["Next"]);
});

test("consent given after an earlier refusal still knows where this visit came from", async () => {
  world.pages.set("/", pageWith(world));
  await page.goto(world.site);
  await pageViews(1);
  await push(["consent", "denied"]);
  await page.goto(`${world.site}/?utm_source=ads`);
  await page.waitForFunction(() => !Array.isArray((window as never)["tandem"]));
  await push(["consent", "granted"]);
  await push(["track", "Agreed"]);
  const [event] = await world.until(() => world.events("track").length && world.events("track"), "the event");
  expect(event!.context["firstTouch"]["source"]).toBe("ads");
  expect(event!.anonymousId).not.toBe(world.events("page")[0]!.anonymousId);
});

test("a browser without keepalive sends a beacon when the page is left", async () => {
  await visitor.addInitScript(() => {
    delete (Request.prototype as { keepalive?: boolean }).keepalive;
  });
  world.pages.set("/", pageWith(world, `<a href="/gone" data-tandem-track="Left">go</a>`));
  world.pages.set("/gone", "<!doctype html>gone");
  await page.goto(world.site);
  await pageViews(1);
  await page.click("a");
  await world.until(() => world.events("track").length, "the click");
  await page.goto(`${world.site}/?back`);
  await pageViews(2);
  const leaving = world.noted.filter(({ text }) => text.includes('"Left"'));
  expect(leaving).toHaveLength(1);
  expect(leaving[0]!.headers["content-type"]).toContain("text/plain");
});

test("two tabs share a visitor and a queue, and neither loses the other's events", async () => {
  world.pages.set("/", pageWith(world));
  world.answer = () => ({ status: 503, headers: { "retry-after": "1" } });
  await page.goto(world.site);
  const other = await visitor.newPage();
  await other.goto(`${world.site}/?other`);
  await push(["track", "One"]);
  await other.evaluate(() => (window as unknown as { tandem: unknown[] }).tandem.push(["track", "Two"]) as unknown as undefined);
  await pageViews(2);
  world.answer = () => ({});
  world.noted = [];
  await world.until(() => world.events("track").length === 2 && world.events("page").length === 2, "all four");
  expect(new Set(world.events().map(({ anonymousId }) => anonymousId)).size).toBe(1);
  // Tabs that finish at the same instant may overwrite each other's mark; the next page puts that right.
  await other.goto(`${world.site}/?third`);
  await pageViews(3);
  await expect.poll(() => other.evaluate(() => localStorage.getItem("tandem_queue"))).toBeNull();
});

test("a page rendered ahead is no visit until it is shown, a page brought back is one", async () => {
  await visitor.addInitScript(() => Object.defineProperty(document, "prerendering", { value: true, configurable: true }));
  world.pages.set("/", pageWith(world));
  await page.goto(world.site);
  await quiet();
  expect(world.noted).toEqual([]);
  await page.evaluate(() => document.dispatchEvent(new Event("prerenderingchange")));
  await pageViews(1);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await pageViews(2);
});
