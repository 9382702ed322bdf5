// Every screen with a company's data behind it, as three roles see it: it says what it is, asks for nothing it may not have,
// is free of accessibility violations, and fits a phone.
import { listCampaigns } from "@tandem/contract/campaigns/campaigns";
import { listHandoffs } from "@tandem/contract/handoff/list-handoffs";
import type { Role } from "@tandem/contract/operation";
import { listCompanies } from "@tandem/contract/people/companies";
import { listContacts } from "@tandem/contract/people/contacts";
import { listOpportunities } from "@tandem/contract/pipeline/opportunities";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startDemoProduct, type DemoProduct } from "./demo-product.ts";
import { violations } from "./violations.ts";

const roles = ["sales-rep", "marketing", "administrator"] as const satisfies readonly Role[];
let demo: DemoProduct;
const pages = new Map<string, string[]>();

beforeAll(async () => {
  demo = await startDemoProduct({ days: 8, visitors: 60 });
  for (const role of roles) pages.set(role, await pagesOf(role));
}, 180_000);
afterAll(() => demo?.stop());

/** Everything the role's navigation leads to, and one of each thing that has a page of its own. */
async function pagesOf(role: Role): Promise<string[]> {
  const caller = await demo.callerOf(role);
  const settings = ["profile", "teams", "calendar"];
  const revenue = ["/dashboard", "/people", "/companies", "/campaigns", "/closed-loop", "/outcomes", "/handoffs", "/pipeline", "/pipeline?view=list", "/tasks"];
  const shared = ["/agreement", "/notifications", "/settings", "/nowhere", ...settings.map((one) => `/settings/${one}`)];
  if (role === "administrator") return [...shared, ...["users", "sources", "api-keys", "audit", "workspace", "events", "refused-events", "forms"].map((one) => `/settings/${one}`)];
  const one = (path: string, { rows }: { rows: { id: string }[] }) => rows.slice(0, 1).map(({ id }) => `${path}/${id}`);
  const details = [
    ...one("/people", await caller.call(listContacts, { query: { sort: "engagement" } as never })),
    ...one("/companies", await caller.call(listCompanies, { query: {} as never })),
    ...one("/campaigns", await caller.call(listCampaigns, { query: {} as never })),
    ...one("/handoffs", await caller.call(listHandoffs, { query: {} as never })),
    ...one("/pipeline", await caller.call(listOpportunities, { query: {} as never })),
  ];
  expect(details.length).toBeGreaterThan(3);
  return [...revenue, ...details, ...shared, ...(role === "sales-rep" ? ["/inbox", "/inbox?show=team"] : ["/settings/events", "/settings/imports"])];
}

/** Opens a page within the running product and waits until it has drawn what it asked for. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(demo.url + path);
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector('main [aria-busy="true"], main [role="status"][aria-label="Loading"]') === null);
  await page.evaluate(() => document.fonts.ready);
}

/** Says what is wrong with each page. Judging accessibility takes longest, so it is done once for what several roles see. */
async function visit(page: Page, paths: readonly string[], judged: Set<string>): Promise<object[]> {
  const wrong: object[] = [];
  const wide = page.viewportSize()!;
  for (const path of paths) {
    await open(page, path);
    const heading = (await page.locator("main h1").first().innerText()).trim();
    const title = await page.title();
    const odd = /\[object|undefined|NaN|Invalid Date/.exec(await page.locator("main").innerText())?.[0];
    const kind = path.replace(/[0-9a-f-]{36}/, "one");
    const axe = judged.has(kind) ? [] : await violations(page);
    judged.add(kind);
    await page.setViewportSize({ width: 390, height: 844 });
    // Drawings follow their box a moment later.
    await page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth, undefined, { timeout: 2_000 }).catch(() => undefined);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    // A page scrolls within the window, never the window itself.
    const below = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    await page.setViewportSize(wide);
    if (heading === "" || !title.includes("Northwind Robotics") || beyond !== 0 || below !== 0 || odd !== undefined || axe.length > 0) wrong.push({ path, heading, title, beyond, below, odd, axe });
  }
  return wrong;
}

const judgedInLight = new Set<string>();

test.each(roles)("every screen of the %s says what it is, is accessible and fits a phone", async (role) => {
  const { page, complaints, leave } = await demo.enter(role);
  expect(await visit(page, pages.get(role)!, judgedInLight)).toEqual([]);
  expect(complaints).toEqual([]);
  await leave();
}, 400_000);

test("the main screens in the dark, on the phone", async () => {
  const { page, complaints, leave } = await demo.enter("sales-rep", { scheme: "dark", width: 390 });
  const main = pages.get("sales-rep")!.filter((path) => /^\/(dashboard|inbox|people\/|pipeline\/|handoffs$|settings\/profile)/.test(path));
  expect(await visit(page, main, new Set())).toEqual([]);
  expect(complaints).toEqual([]);
  await leave();
}, 200_000);

test("a row opens in a new tab as any link does", async () => {
  const { page, complaints, leave } = await demo.enter("sales-rep");
  for (const path of ["/people", "/handoffs"]) {
    await open(page, path);
    const row = page.locator("[role=row][data-opens]").first();
    const href = await row.locator("a[data-row-link]").last().getAttribute("href");
    for (const how of [{ modifiers: ["ControlOrMeta" as const] }, { button: "middle" as const }]) {
      const [beside] = await Promise.all([page.context().waitForEvent("page"), row.click({ ...how, position: { x: 420, y: 10 } })]);
      await beside.waitForURL(`**${href}`);
      await beside.close();
    }
    expect(new URL(page.url()).pathname).toBe(path);
  }
  expect(complaints).toEqual([]);
  await leave();
});

test("from a person's page a note is written by key, outlasts a reload, stands in the timeline, and is taken back", async () => {
  const { page, complaints, leave } = await demo.enter("sales-rep");
  const person = pages.get("sales-rep")!.find((path) => path.startsWith("/people/"))!;
  await open(page, person);
  await page.keyboard.press("n");
  await page.getByRole("dialog").getByPlaceholder("What others should know").fill("Asked for the night shift numbers");
  expect(await violations(page)).toEqual([]);
  // Leaves the page for the same one: what was written is kept in the browser alone.
  await open(page, person);
  await page.keyboard.press("n");
  expect(await page.getByRole("dialog").getByPlaceholder("What others should know").inputValue()).toBe("Asked for the night shift numbers");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("region", { name: "Timeline" }).getByText("Asked for the night shift numbers").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => page.getByRole("region", { name: "Timeline" }).getByText("Asked for the night shift numbers").count()).toBe(0);
  await page.keyboard.press("l");
  await page.getByRole("dialog", { name: /^Log/ }).waitFor();
  expect(complaints).toEqual([]);
  await leave();
});

test("what a person chose in one browser holds in their next", async () => {
  const first = await demo.enter("marketing");
  await open(first.page, "/settings/profile");
  await first.page.getByRole("radio", { name: "Dark" }).click();
  await expect.poll(() => first.page.locator("html").getAttribute("data-mantine-color-scheme")).toBe("dark");
  await first.page.getByRole("checkbox", { name: /Mail me my handoffs/ }).click();
  await first.page.getByText("Handoffs are no longer mailed to you").waitFor();
  await first.leave();
  const next = await demo.enter("marketing");
  await open(next.page, "/settings/profile");
  await expect.poll(() => next.page.locator("html").getAttribute("data-mantine-color-scheme")).toBe("dark");
  await expect.poll(() => next.page.getByRole("checkbox", { name: /Mail me my handoffs/ }).isChecked()).toBe(false);
  expect([...first.complaints, ...next.complaints]).toEqual([]);
  await next.leave();
});

test("the API's page is searched by what an operation does", async () => {
  const { page, complaints, leave } = await demo.enter("administrator");
  await page.goto(`${demo.url}/api/docs`);
  const shown = page.locator("details:not([hidden])");
  await expect.poll(() => shown.count()).toBeGreaterThan(50);
  await page.keyboard.press("/");
  await page.keyboard.type("handoff accept");
  await expect.poll(() => shown.count()).toBeLessThan(10);
  expect(await shown.count()).toBeGreaterThan(0);
  await page.keyboard.type(" zzz");
  await page.getByText("No operation matches").waitFor();
  expect(complaints).toEqual([]);
  await leave();
});
