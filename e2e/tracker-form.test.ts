// The embedded form as people and assistive tech meet it, in a real Chromium against a server that notes what arrives.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { launchBrowser } from "./browser.ts";
import { buildTracker, pageWith, startWorld, type Noted, type World } from "./tracker-site.ts";

let browser: Browser;
let world: World;
let dispose: () => Promise<void>;
let visitor: BrowserContext;
let page: Page;
let trouble: string[];

const definition = {
  key: "demo",
  title: "Ask for a demo",
  fields: [
    { name: "name", label: "Your name", type: "text", required: true },
    { name: "email", label: "Work e-mail", type: "email", required: true },
    { name: "size", label: "Team size", type: "select", options: ["1-10", { value: "big", label: "More" }] },
    { name: "topics", label: "Topics", type: "checkboxes", options: ["Sales", "Marketing"] },
    { name: "when", label: "When", type: "radio", options: ["Now", "Later"], required: true },
    { name: "note", label: "<b>Note</b>", type: "textarea" },
    { name: "terms", label: "I agree", type: "checkbox", required: true },
    { name: "utm_source", label: "", type: "hidden" },
    { name: "gclid", label: "", type: "hidden" },
  ],
  submitLabel: "Ask",
  thanks: "We will call you.",
};

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
  visitor = await browser.newContext();
  page = await visitor.newPage();
  trouble = [];
  page.on("pageerror", (error) => trouble.push(String(error)));
  world.pages.set("/", pageWith(world, `<main><h1>Demo</h1><div data-tandem-embed="demo"><a href="tel:1">Call us</a></div></main>`));
  world.answer = ({ method }) => (method === "GET" ? { body: definition } : {});
});
afterEach(async () => {
  await visitor.close();
  expect(trouble).toEqual([]);
});

const posts = (): Noted[] => world.noted.filter(({ method, path }) => method === "POST" && path === "/forms/demo");
const bodies = (): any[] => posts().map(({ text }) => JSON.parse(text));
const form = () => page.locator("form.tandem-form");

async function fill(): Promise<void> {
  await page.getByLabel("Your name").fill("Zoë");
  await page.getByLabel("Work e-mail").fill("zoe@a.example");
  await page.getByLabel("Team size").selectOption("big");
  await page.getByRole("checkbox", { name: "Marketing" }).check();
  await page.getByRole("radio", { name: "Later" }).check();
  await page.getByRole("checkbox", { name: "I agree" }).check();
}

test("a filled form arrives once with its visit, however often it is submitted", async () => {
  const before = Date.now();
  world.answer = ({ method, path }) => (method === "GET" && path === "/forms/demo" ? { body: definition } : {});
  await page.goto(`${world.site}/?utm_source=ads&gclid=G-1`);
  await fill();
  await page.getByRole("button", { name: "Ask" }).dblclick();
  await page.getByText("We will call you.").waitFor();
  expect(posts()).toHaveLength(1);
  const [body] = bodies();
  expect(body).toEqual({
    values: {
      name: "Zoë", email: "zoe@a.example", size: "big", topics: ["Marketing"], when: "Later", note: "", terms: true,
      utm_source: "ads", gclid: "G-1",
    },
    anonymousId: expect.any(String),
    context: expect.objectContaining({ firstTouch: expect.objectContaining({ source: "ads" }), lastTouch: expect.anything() }),
    messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    trap: "",
    startedAt: expect.any(Number),
  });
  expect(body.startedAt).toBeGreaterThanOrEqual(before);
  expect(body.startedAt).toBeLessThanOrEqual(posts()[0]!.at);
  await world.until(() => world.events("page").length, "the page view");
  expect(body.anonymousId).toBe(world.events("page")[0]!.anonymousId);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("We will call you.");
});

test.each([["tandem-form.js", "tandem.js"], ["tandem.js", "tandem-form.js"]])("a page that names the form's script itself gets the form once: %s before %s", async (...names) => {
  world.pages.set("/", `<!doctype html><html lang="en"><head><title>Page</title></head><body><div data-tandem-embed="demo"></div></body></html>`);
  await page.goto(world.site);
  for (const name of names) {
    await page.evaluate((src) => new Promise((loaded) => {
      const script = document.createElement("script");
      script.dataset["writeKey"] = "wk_test";
      script.src = src;
      script.onload = loaded;
      document.body.append(script);
    }), `${world.server}/${name}`);
    await page.waitForTimeout(100);
  }
  await form().waitFor();
  await page.waitForTimeout(200);
  expect(await form().count()).toBe(1);
});

test("it reads well to assistive tech, with errors too, and the trap is met by nobody", async () => {
  await page.goto(world.site);
  await form().waitFor();
  const check = async (): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  };
  await check();
  expect(await page.getByText("<b>Note</b>").count()).toBe(1);
  expect(await page.getByText("Call us").count()).toBe(0);
  const trap = page.locator("[name=subject_line_2]");
  expect(await trap.count()).toBe(1);
  expect(await page.getByRole("textbox", { name: "Leave this empty", includeHidden: false }).count()).toBe(0);
  expect((await trap.boundingBox())!.x).toBeLessThan(-1000);
  const reached: (string | null)[] = [];
  for (let n = 0; n < 14; n++) {
    await page.keyboard.press("Tab");
    reached.push(await page.evaluate(() => document.activeElement?.getAttribute("name") ?? null));
  }
  expect(reached).toContain("email");
  expect(reached).not.toContain("subject_line_2");
  await page.getByRole("button", { name: "Ask" }).click();
  await check();
});

test("a robot's trap text is sent for the server to judge", async () => {
  await page.goto(world.site);
  await form().waitFor();
  await fill();
  await page.evaluate(() => (document.querySelector<HTMLInputElement>("[name=subject_line_2]")!.value = "buy"));
  await page.getByRole("button", { name: "Ask" }).click();
  await world.until(() => posts().length, "the post");
  expect(bodies()[0].trap).toBe("buy");
});

test("errors stand at their fields, from the browser and from the server, and nothing typed is lost", async () => {
  await page.goto(world.site);
  await form().waitFor();
  await page.getByLabel("Work e-mail").fill("zoe@");
  await page.getByRole("button", { name: "Ask" }).click();
  const email = page.getByLabel("Work e-mail");
  expect(posts()).toEqual([]);
  expect(await page.locator(".tandem-error:visible").allTextContents()).toEqual([
    "Please fill this in.", "Please enter an e-mail address like name@example.com.", "Please fill this in.", "Please fill this in.",
  ]);
  expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("name");
  const described = await email.getAttribute("aria-describedby");
  expect(await page.locator(`[id="${described}"]`).textContent()).toContain("e-mail address like");
  expect(await email.getAttribute("aria-invalid")).toBe("true");

  await fill();
  world.answer = () => ({ status: 422, body: { code: "invalid", errors: [{ path: "values.email", message: "Not a work address." }] } });
  await page.getByRole("button", { name: "Ask" }).click();
  await page.getByText("Not a work address.").waitFor();
  expect(await page.locator(".tandem-error:visible").allTextContents()).toEqual(["Not a work address."]);
  expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("email");
  expect(await email.inputValue()).toBe("zoe@a.example");
  world.answer = () => ({});
  await email.fill("zoe@b.example");
  await page.getByRole("button", { name: "Ask" }).click();
  await page.getByText("We will call you.").waitFor();
  const [refused, taken] = bodies();
  expect(taken.messageId).not.toBe(refused.messageId);
});

test("a failing server is told, and the second try is the same submission", async () => {
  await page.goto(world.site);
  await form().waitFor();
  await fill();
  world.answer = () => ({ status: 503 });
  await page.getByRole("button", { name: "Ask" }).click();
  await page.getByRole("alert").getByText("Nothing you typed is lost").waitFor();
  expect(await page.getByLabel("Your name").inputValue()).toBe("Zoë");
  world.answer = () => ({});
  await page.getByRole("button", { name: "Ask" }).click();
  await page.getByText("We will call you.").waitFor();
  const [failed, taken] = bodies();
  expect(taken).toEqual(failed);
});

test("a form that cannot be loaded says so, keeps the site's own words and can be tried again", async () => {
  world.answer = () => ({ status: 500 });
  await page.goto(world.site);
  await page.getByText("The form could not be loaded.").waitFor();
  expect(await page.getByText("Call us").count()).toBe(1);
  world.answer = () => ({ body: definition });
  await page.getByRole("button", { name: "Try again" }).click();
  await form().waitFor();
  expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
});

test("without consent the form still works, and names no visitor", async () => {
  world.pages.set("/", pageWith(world, `<div data-tandem-embed="demo" data-text-required="Bitte ausfüllen."></div>`, `data-consent="required"`));
  await page.goto(`${world.site}/?utm_source=ads`);
  await form().waitFor();
  await page.getByRole("button", { name: "Ask" }).click();
  expect(await page.getByText("Bitte ausfüllen.").count()).toBe(4);
  await fill();
  await page.getByRole("button", { name: "Ask" }).click();
  await page.getByText("We will call you.").waitFor();
  expect(bodies()[0]).not.toHaveProperty("anonymousId");
  expect(world.events()).toEqual([]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test("it works under a strict content security policy and when it appears late", async () => {
  world.pageHeaders = {
    "content-security-policy": `default-src 'none'; script-src ${world.server}; connect-src ${world.server}`,
  };
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text()) && !/inline script/i.test(message.text())) complaints.push(message.text());
  });
  world.pages.set("/", pageWith(world));
  await page.goto(world.site);
  await world.until(() => world.events("page").length, "the page view");
  for (const place of [1, 2]) {
    await page.evaluate(() => {
      const div = document.createElement("div");
      div.dataset["tandemEmbed"] = "demo";
      document.body.append(div);
    });
    await form().nth(place - 1).waitFor();
  }
  expect(await page.locator("[name=subject_line_2]").first().boundingBox().then((box) => box!.x)).toBeLessThan(-1000);
  expect(await form().first().evaluate((one) => getComputedStyle(one).display)).toBe("grid");
  const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  expect(complaints).toEqual([]);
});
