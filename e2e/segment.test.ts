// The clients people use already, unmodified, against a real server: Segment's for servers and for browsers, our own
// tracker and form. Everything arrives once; a form is a handoff in a rep's open browser within moments.
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { basename, dirname, join, resolve } from "node:path";
import { Analytics } from "@segment/analytics-node";
import type { completeSetup } from "@tandem/contract/access/setup";
import type { createForm } from "@tandem/contract/capture/forms";
import type { OutputOf } from "@tandem/contract/operation";
import { startServer, type RunningServer } from "@tandem/server/main";
import { testConfig } from "@tandem/server/platform/config";
import { silentLog } from "@tandem/server/platform/log";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { mkdtemp, chmod, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchBrowser } from "./browser.ts";
import { freePort } from "./product.ts";

const password = "correct horse battery";
const umd = dirname(createRequire(import.meta.url).resolve("@segment/analytics-next/dist/umd/index.js"));
const tracker = resolve(import.meta.dirname, "../packages/tracker/dist");

let browser: Browser;
let server: RunningServer;
let url: string;
let key: string;
let site: Server;
let siteUrl: string;
let folder: string;
let administrator: string;
const pages = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-segment-"));
  await chmod(folder, 0o755);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  server = await startServer({ config: testConfig({ dataDir: folder, host: "127.0.0.1", port, baseUrl: url }), log: silentLog, durable: false });
  const made = await api("POST", "/setup", { workspaceName: "Acme", timeZone: "Europe/Berlin", currency: "EUR", administrator: { name: "Ada Admin", email: "ada@example.com", password } });
  administrator = made.cookie;
  key = (made.body as OutputOf<typeof completeSetup>).source.writeKey!;
  site = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://site").pathname;
    const script = /^\/umd\/([\w.-]+\.js)$/.exec(path)?.[1];
    const html = pages.get(path);
    if (script) response.writeHead(200, { "content-type": "text/javascript" }).end(await readFile(join(umd, basename(script))));
    else response.writeHead(html === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8" }).end(html);
  });
  await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await new Promise((done) => (site ? site.close(done) : done(null)));
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

let visitor: BrowserContext;
let page: Page;
let elsewhere: string[];
beforeEach(async () => {
  pages.clear();
  // As a headless browser it would be taken for a machine, and its signals set aside.
  visitor = await browser.newContext({ userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36" });
  page = await visitor.newPage();
  elsewhere = [];
  page.on("request", (request) => {
    if (![siteUrl, url].includes(new URL(request.url()).origin)) elsewhere.push(request.url());
  });
});
afterEach(async () => {
  await visitor.close();
  // Nothing is sent to anybody but the website and Tandem.
  expect(elsewhere).toEqual([]);
});

async function api(method: string, path: string, body?: unknown, cookie = ""): Promise<{ status: number; body: unknown; cookie: string }> {
  const response = await fetch(`${url}/api/v1${path}`, { method, headers: { origin: url, ...(body !== undefined && { "content-type": "application/json" }), ...(cookie && { cookie }) }, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text), cookie: (response.headers.get("set-cookie") ?? "").split(";")[0]! };
}

interface Stored {
  type: string;
  name: string | null;
  payload: { userId?: string; anonymousId?: string; properties?: Record<string, unknown>; traits?: Record<string, unknown>; context?: Record<string, any> };
  message_id: string;
}
const stored = (where: string, value: unknown) => server.app.db.query<Stored>(`select e.type, e.name, e.payload, e.payload->>'messageId' as message_id from event e where ${where} order by e.occurred_at, e.id`, [value]);
const contactOf = (email: string) => server.app.db.find<{ id: string; first_name: string | null; stage: string }>("select id, first_name, stage from contact where email_folded = $1 and survivor_id = id", [email]);
const refused = async () => (await server.app.db.query<{ code: string; words: string }>("select code, words from rejected_event")).map(({ code, words }) => `${code}: ${words}`);

describe("@segment/analytics-node", () => {
  test("delivers every kind of call once, in batches, with its people", async () => {
    const client = new Analytics({ writeKey: key, host: url, flushAt: 40, flushInterval: 50 });
    const problems: unknown[] = [];
    client.on("error", (problem) => problems.push(problem));
    client.identify({ userId: "n-1", traits: { email: "Nora@Halvorsen.example", firstName: "Nora 🦊", lastName: "الخطيب" } });
    client.page({ userId: "n-1", name: "Pricing", properties: { path: "/pricing", url: "https://www.example.com/pricing" } });
    client.screen({ userId: "n-1", name: "Main" });
    client.group({ userId: "n-1", groupId: "halvorsen", traits: { name: "Halvorsen Pike", employees: 1240 } });
    client.alias({ userId: "n-1", previousId: "n-0" });
    for (let n = 0; n < 200; n += 1) client.track({ userId: "n-1", event: "Webinar Attended", properties: { n }, timestamp: new Date(Date.now() - n * 1_000) });
    await client.closeAndFlush();
    expect(problems).toEqual([]);
    const events = await stored("e.payload->>'userId' = $1", "n-1");
    expect(events).toHaveLength(205);
    expect(new Set(events.map(({ message_id }) => message_id)).size).toBe(205);
    expect(events.filter(({ type }) => type === "track").map(({ payload }) => payload.properties!["n"]).toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(await refused()).toEqual([]);
    await expect.poll(() => contactOf("nora@halvorsen.example"), { timeout: 15_000 }).toMatchObject({ first_name: "Nora 🦊" });
  });
});

describe("@segment/analytics-next", () => {
  /** Segment's own loading snippet in short: calls wait in an array until the library takes them over. */
  const pageOf = (calls: string) => `<!doctype html><html lang="en"><head><title>Pricing</title><script>
    var analytics = window.analytics = [];
    analytics._writeKey = ${JSON.stringify(key)};
    analytics._cdn = ${JSON.stringify(url)};
    for (const method of ["page", "identify", "track", "group", "alias", "ready"]) analytics[method] = (...args) => { analytics.push([method, ...args]); return analytics; };
    ${calls}
  </script><script async src="/umd/standalone.js"></script></head><body><h1>Pricing</h1></body></html>`;

  test("in a browser, pointed at Tandem by its settings alone, delivers every call once", async () => {
    pages.set("/pricing", pageOf(`analytics.page("Pricing"); analytics.identify("b-1", { email: "Bea@Halvorsen.example", name: "Bea Brandt" }); analytics.track("ROI Calculator Completed", { saved: 12 }); analytics.group("halvorsen", { name: "Halvorsen Pike" });`));
    await page.goto(`${siteUrl}/pricing?utm_source=google&utm_medium=cpc&utm_campaign=Q4`);
    await expect.poll(async () => (await stored("e.payload->>'userId' = $1", "b-1")).length, { timeout: 15_000 }).toBeGreaterThanOrEqual(3);
    const [{ payload }] = (await stored("e.payload->>'userId' = $1", "b-1")) as [Stored];
    const anonymousId = payload.anonymousId!;
    await expect.poll(async () => (await stored("e.payload->>'anonymousId' = $1", anonymousId)).length, { timeout: 15_000 }).toBe(4);
    await page.waitForTimeout(500);
    const events = await stored("e.payload->>'anonymousId' = $1", anonymousId);
    expect(events.map(({ type }) => type).toSorted()).toEqual(["group", "identify", "page", "track"]);
    const view = events.find(({ type }) => type === "page")!;
    expect(view).toMatchObject({ name: "Pricing", payload: { properties: { path: "/pricing", search: expect.stringContaining("utm_source") }, context: { library: { name: "analytics.js" }, campaign: { source: "google", medium: "cpc", name: "Q4" } } } });
    expect(await refused()).toEqual([]);
    await expect.poll(() => contactOf("bea@halvorsen.example"), { timeout: 15_000 }).toMatchObject({ first_name: "Bea" });
    const touches = await server.app.db.query<{ source: string; campaign: string }>("select t.source, t.campaign from touch t join event e on e.id = t.event_id where e.payload->>'anonymousId' = $1", [anonymousId]);
    expect(touches).toEqual([{ source: "google", campaign: "Q4" }]);
  });

  test("what it could not send while the page was left comes from the next page, once", async () => {
    pages.set("/a", pageOf(`analytics.page("A");`));
    pages.set("/b", pageOf(`analytics.page("B");`));
    await page.goto(`${siteUrl}/a`);
    await expect.poll(async () => (await stored("e.name = $1", "A")).length, { timeout: 15_000 }).toBe(1);
    await page.evaluate(() => void (window as unknown as { analytics: { track(name: string): void } }).analytics.track("Left"));
    await page.goto(`${siteUrl}/b`);
    await expect.poll(async () => (await stored("e.name = $1", "B")).length, { timeout: 15_000 }).toBe(1);
    await expect.poll(async () => (await stored("e.name = $1", "Left")).length, { timeout: 15_000 }).toBe(1);
  });
});

describe("our own tracker and form", () => {
  const tag = (attributes = "") => `<script>window.tandem = window.tandem || [];</script><script async src="${url}/tandem.js" data-write-key="${key}" ${attributes}></script>`;

  test("the tag from the sources page is all it takes", async () => {
    expect((await readFile(join(tracker, "tandem.js"))).length, "the tracker is built (npm run build)").toBeGreaterThan(1_000);
    pages.set("/", `<!doctype html><html lang="en"><head><title>Home</title>${tag()}</head><body><script>tandem.push(["identify", "t-1", { email: "Tia@Halvorsen.example", firstName: "Tia" }], ["track", "ROI Calculator Completed", { saved: 3 }])</script></body></html>`);
    await page.goto(`${siteUrl}/?utm_source=newsletter&utm_medium=email`);
    await expect.poll(async () => (await stored("e.payload->>'userId' = $1", "t-1")).map(({ type }) => type).toSorted(), { timeout: 15_000 }).toEqual(expect.arrayContaining(["identify", "track"]));
    const [{ payload }] = (await stored("e.payload->>'userId' = $1", "t-1")) as [Stored];
    await expect.poll(async () => (await stored("e.payload->>'anonymousId' = $1", payload.anonymousId)).map(({ type }) => type).toSorted(), { timeout: 15_000 }).toEqual(["identify", "page", "track"]);
    expect(await refused()).toEqual([]);
    await expect.poll(() => contactOf("tia@halvorsen.example"), { timeout: 15_000 }).toMatchObject({ first_name: "Tia" });
  });

  test("a form filled on a website is a handoff in the rep's open browser, once and without reloading", async () => {
    const teams = await server.app.db.query<{ id: string }>("select id from team where key = 'sales'");
    const rep = await api("POST", "/access/users", { name: "Maya Lindqvist", email: "maya@example.com", role: "sales-rep", teamIds: teams.map(({ id }) => id), entry: { kind: "password", password } }, administrator);
    expect(rep.status).toBe(200);
    const fields = [{ name: "firstName", label: "First name", type: "text", required: true }, { name: "email", label: "Work e-mail", type: "email", required: true }];
    const form = await api("POST", "/capture/forms", { key: "demo", title: "Ask for a demo", fields, submitLabel: "Ask", thanks: "We call you." }, administrator);
    expect(form.status).toBe(200);

    const desk = await browser.newContext();
    const signedIn = await desk.request.post(`${url}/api/v1/access/sign-in`, { data: { email: "maya@example.com", password }, headers: { origin: url } });
    expect(signedIn.status()).toBe(200);
    const inbox = await desk.newPage();
    await inbox.goto(`${url}/healthz`);
    await inbox.evaluate(() => {
      const told: { kind: string; at: number }[] = [];
      Object.assign(window, { told, source: new EventSource("/api/v1/live") });
      const { source } = window as unknown as { source: EventSource };
      for (const kind of ["open", "handoff.changed", "notification"]) source.addEventListener(kind, () => told.push({ kind, at: Date.now() }));
    });
    const told = () => inbox.evaluate(() => (window as unknown as { told: { kind: string; at: number }[] }).told);
    await expect.poll(async () => (await told()).map(({ kind }) => kind)).toContain("open");

    pages.set("/demo", `<!doctype html><html lang="en"><head><title>Demo</title>${tag()}</head><body>${(form.body as OutputOf<typeof createForm>).snippet}</body></html>`);
    await page.goto(`${siteUrl}/demo?utm_source=linkedin`);
    await page.getByLabel("First name").fill("Elena");
    await page.getByLabel("Work e-mail").fill("elena@halvorsen.example");
    // Nobody fills a form in no time; what does is taken for a machine.
    await page.waitForTimeout(1_700);
    const sent = Date.now();
    await page.getByRole("button", { name: "Ask" }).dblclick();
    await page.getByText("We call you.").waitFor();
    await expect.poll(async () => (await told()).map(({ kind }) => kind), { timeout: 15_000 }).toContain("handoff.changed");
    expect((await told()).find(({ kind }) => kind === "handoff.changed")!.at - sent).toBeLessThan(10_000);

    const { rows } = (await (await desk.request.get(`${url}/api/v1/inbox`)).json()) as { rows: { contact: { name: string }; assignee: { name: string } | null; source: { name: string } }[] };
    expect(rows.map(({ contact, assignee }) => [contact.name, assignee?.name])).toEqual([["Elena", "Maya Lindqvist"]]);
    // The visit before the form belongs to the same person.
    const contact = (await contactOf("elena@halvorsen.example"))!;
    const visited = await server.app.db.query<{ type: string }>("select e.type from event e join assignment a on a.subject_id = e.subject_id and a.retracted is null where a.contact_id = $1 order by e.type", [contact.id]);
    expect(visited.map(({ type }) => type)).toEqual(["identify", "page", "track"]);
    expect(await refused()).toEqual([]);
    await desk.close();
  });
});
