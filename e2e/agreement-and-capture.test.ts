// The agreement and what comes in, as people meet them: read, search, sign; repair a refused event; make a form.
import { signIn as signInOperation } from "@tandem/contract/access/sign-in";
import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "./browser.ts";
import { Caller, startProduct, type Product } from "./product.ts";
import { violations } from "./violations.ts";

const password = "correct horse battery";
let product: Product;
let url: string;
let key: string;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  ({ url } = product);
  const made = await api("/setup", { workspaceName: "Acme", timeZone: "Europe/Berlin", currency: "EUR", administrator: { name: "Ada Admin", email: "ada@example.com", password } });
  key = ((await made.json()) as { source: { writeKey: string } }).source.writeKey;
  const cookie = made.headers.get("set-cookie")!.split(";")[0]!;
  for (const [name, email, role, signsFor] of [["Priya Raman", "priya@example.com", "marketing", "marketing"], ["Tomas Ferreira", "tomas@example.com", "sales-manager", "sales"]]) {
    const added = await api("/access/users", { name, email, role, signsFor, teamIds: [], entry: { kind: "password", password } }, cookie);
    expect(added.status).toBe(200);
  }
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const api = (path: string, body: unknown, cookie = "") => fetch(`${url}/api/v1${path}`, { method: "POST", headers: { origin: url, "content-type": "application/json", ...(cookie && { cookie }) }, body: JSON.stringify(body) });
const send = (...batch: unknown[]) => fetch(`${url}/v1/batch`, { method: "POST", headers: { authorization: `Bearer ${key}` }, body: JSON.stringify({ batch }) });

const people = new Map<string, Promise<Caller>>();
/** Signs in once, and is the same person in every browser. */
function personOf(email: string): Promise<Caller> {
  const person = people.get(email) ?? (async () => {
    const caller = new Caller(url);
    await caller.call(signInOperation, { body: { email, password } });
    return caller;
  })();
  people.set(email, person);
  return person;
}

async function signIn(email: string, options: { colorScheme?: "light" | "dark"; width?: number } = {}): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: options.width ?? 1440, height: 900 }, colorScheme: options.colorScheme ?? "light", acceptDownloads: true, reducedMotion: "reduce" });
  await context.addCookies([(await personOf(email)).cookieFor(url)]);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  return { context, page, complaints };
}

describe("the agreement", () => {
  test("is searched by its words, and taken along as text", async () => {
    const { context, page, complaints } = await signIn("tomas@example.com");
    await page.goto(`${url}/agreement`);
    await page.getByText("This runs as the founding exception").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("FIRST attempt");
    await expect.poll(() => page.getByRole("region").allInnerTexts().then((texts) => texts.filter((text) => /Owed by/.test(text)).length)).toBe(1);
    expect(await page.locator("mark").first().innerText()).toMatch(/first/i);
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Engagement" }).click();
    await expect.poll(() => page.locator("[aria-current=location]").innerText()).toBe("Engagement");
    await page.getByRole("button", { name: "Export text" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /^Download/ }).click()]);
    expect(download.suggestedFilename()).toBe("agreement-v1.yaml");
    expect(await readFile(await download.path(), "utf8")).toMatch(/^# Agreement, version 1\n# sha256 [0-9a-f]{64}\n(#.*\n|\n)*name: /);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("is signed by both sides; the other's open page shows it without reloading", async () => {
    const [priya, tomas] = [await signIn("priya@example.com"), await signIn("tomas@example.com", { colorScheme: "dark" })];
    for (const { page } of [priya, tomas]) await page.goto(`${url}/agreement`);
    await tomas.page.getByText("Marketing to sign").waitFor();
    await priya.page.getByRole("button", { name: "Sign for Marketing…" }).click();
    await priya.page.getByRole("dialog").getByText("Sales has not signed yet").waitFor();
    expect(await violations(priya.page)).toEqual([]);
    await priya.page.getByRole("dialog").getByRole("button", { name: "Sign for Marketing" }).click();
    await priya.page.getByText("Marketing signed").waitFor();
    expect(await priya.page.getByRole("button", { name: /^Sign for/ }).count()).toBe(0);
    await tomas.page.getByText("Marketing signed").waitFor();
    await tomas.page.getByRole("button", { name: "Sign for Sales…" }).click();
    await tomas.page.getByRole("dialog").getByText("the founding exception ends").waitFor();
    await tomas.page.getByRole("dialog").getByRole("button", { name: "Sign for Sales" }).click();
    await priya.page.getByText("Sales signed").waitFor();
    expect(await priya.page.getByText("This runs as the founding exception").count()).toBe(0);
    for (const { context, complaints } of [priya, tomas]) {
      expect(complaints).toEqual([]);
      await context.close();
    }
  });
});

describe("what comes in", () => {
  test("a refused event is repaired in place: the server says what is wrong, nothing typed is lost, then it is there", async () => {
    await send({ type: "trak", event: "Demo Requested", anonymousId: "eva", messageId: "eva-1" });
    const { context, page, complaints } = await signIn("priya@example.com");
    await page.goto(`${url}/settings/refused-events`);
    await page.getByRole("row", { name: /Unknown type/ }).click();
    const text = page.getByRole("textbox", { name: "The event, to repair" });
    await expect.poll(() => text.inputValue()).toContain('"trak"');
    const raw = await text.inputValue();
    await text.fill(raw.slice(0, -1));
    await page.getByText("its end is missing").waitFor();
    await text.fill(raw.replace('"trak"', '"track"').replace('"eva",', '"",'));
    await page.getByRole("button", { name: "Replay" }).click();
    await page.getByText("An event needs userId or anonymousId.").waitFor();
    expect(await text.inputValue()).toContain('"track"');
    expect(await violations(page)).toEqual([]);
    await text.fill(raw.replace('"trak"', '"track"'));
    await page.getByRole("button", { name: "Replay" }).click();
    await page.getByText("The event is taken in").waitFor();
    await page.getByText("No event waits for repair.").waitFor();
    await page.goto(`${url}/settings/events`);
    await page.getByRole("row", { name: /Demo Requested/ }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("events appear as they arrive, and hold still while paused", async () => {
    const { context, page } = await signIn("priya@example.com");
    await page.goto(`${url}/settings/events`);
    await page.getByText("Live", { exact: true }).waitFor();
    await send({ type: "track", event: "First", anonymousId: "lia" });
    await page.getByRole("row", { name: /First/ }).waitFor();
    await page.keyboard.press("p");
    await send({ type: "track", event: "Second", anonymousId: "lia" });
    await page.getByText("Paused, 1 newer").waitFor();
    expect(await page.getByRole("row", { name: /Second/ }).count()).toBe(0);
    await page.keyboard.press("p");
    await page.getByRole("row", { name: /Second/ }).waitFor();
    await context.close();
  });

  test("a form is made by keyboard and pointer, is guarded against loss, and stands under its key", async () => {
    const { context, page, complaints } = await signIn("priya@example.com");
    await page.goto(`${url}/settings/forms/new`);
    await page.getByRole("textbox", { name: "Title" }).fill("Größe & Demo");
    await expect.poll(() => page.getByRole("textbox", { name: "Key" }).inputValue()).toBe("grosse-demo");
    await page.getByRole("button", { name: "Add field…" }).click();
    await page.getByRole("menuitem", { name: "A field of your own" }).click();
    await page.keyboard.type("Plant size");
    await page.keyboard.press("Alt+ArrowUp");
    await expect.poll(() => page.getByRole("listitem").evaluateAll((rows) => rows.flatMap((row) => (row.hasAttribute("data-field") ? [row.getAttribute("aria-label")] : [])))).toEqual(["First name", "Last name", "Work e-mail", "Plant size", "Company"]);
    await page.getByRole("link", { name: "Forms" }).click();
    await page.getByRole("dialog").getByText("Leave without saving?").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.keyboard.press("Control+s");
    await page.getByText("data-tandem-embed").waitFor();
    const form = (await (await fetch(`${url}/forms/grosse-demo`)).json()) as { fields: { name: string }[] };
    expect(form.fields.map(({ name }) => name)).toEqual(["firstName", "lastName", "email", "plantSize", "company"]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

// Both themes and both widths; by daylight on a wide screen they are looked at in every-screen.
test.each([["dark", 1440], ["light", 390]] as const)("every screen in the %s at %d has no accessibility violation and nothing beyond its edge", async (colorScheme, width) => {
  await send({ type: "trak", anonymousId: "x" }, "text");
  const { context, page, complaints } = await signIn("priya@example.com", { colorScheme, width });
  for (const path of ["/agreement", "/agreement?show=versions", "/agreement?show=text", "/settings/events", "/settings/refused-events", "/settings/forms", "/settings/forms/new", "/settings/forms/none"]) {
    await page.goto(url + path);
    await page.locator("h1").waitFor();
    await expect.poll(() => page.getByRole("status", { name: "Loading" }).count(), { timeout: 10_000 }).toBe(0);
    expect([path, await violations(page)]).toEqual([path, []]);
    expect([path, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([path, 0]);
  }
  expect(complaints).toEqual([]);
  await context.close();
}, 90_000);
