// The inbox as a rep lives in it: leads arrive by themselves, acts can be taken back, the server agrees with the screen.
import { AxeBuilder } from "@axe-core/playwright";
import { completeSetup } from "@tandem/contract/access/setup";
import { signIn } from "@tandem/contract/access/sign-in";
import { listTeams } from "@tandem/contract/access/teams";
import { createUser } from "@tandem/contract/access/users";
import { getHandoff } from "@tandem/contract/handoff/handoff";
import { readInbox } from "@tandem/contract/handoff/inbox";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "./browser.ts";
import { Caller, eventually, startProduct, type Product } from "./product.ts";

const password = "correct horse battery staple";
let outDir: string;
let product: Product;
let browser: Browser;
let rep: Caller;
let writeKey: string;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), "tandem-inbox-"));
  await build({ root: fileURLToPath(new URL("../packages/web", import.meta.url)), logLevel: "error", build: { outDir, emptyOutDir: true } });
  product = await startProduct({ webFolder: outDir });
  const administrator = new Caller(product.url);
  const done = await administrator.call(completeSetup, { body: { workspaceName: "Inbox story", timeZone: "Europe/Berlin", currency: "EUR", administrator: { name: "Ada", email: "ada@story.example", password } } });
  writeKey = done.source.writeKey!;
  const { rows: teams } = await administrator.call(listTeams);
  await administrator.call(createUser, { body: { name: "Rita Repp", email: "rita@story.example", role: "sales-rep", teamIds: [teams.find((team) => team.key === "sales")!.id], entry: { kind: "password", password } } });
  rep = new Caller(product.url);
  await rep.call(signIn, { body: { email: "rita@story.example", password } });
  browser = await launchBrowser();
  ({ context, page } = await open(1440, 900));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await rm(outDir, { recursive: true, force: true });
});

async function open(width: number, height: number): Promise<{ context: BrowserContext; page: Page }> {
  const made = await browser.newContext({ viewport: { width, height }, locale: "en-GB", timezoneId: "Europe/Berlin" });
  await made.addCookies([{ name: "tandem_session", value: rep.cookie!.split("=")[1]!, url: product.url }]);
  const opened = await made.newPage();
  opened.setDefaultTimeout(10_000);
  opened.on("pageerror", (error) => complaints.push(error.message));
  opened.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  return { context: made, page: opened };
}

/** Somebody who fits asks for a demo. */
async function lead(first: string): Promise<void> {
  const email = `${first.toLowerCase()}@${first.toLowerCase()}works.example`;
  const batch = [
    { type: "page", anonymousId: email, name: "Pricing", properties: { path: "/pricing", url: "https://story.example/pricing?utm_source=linkedin&utm_medium=paid-social&utm_campaign=Pick-rate" } },
    { type: "identify", anonymousId: email, traits: { email, firstName: first, lastName: "Lead", title: "Head of Operations", phone: "+49 30 1234", company: { name: `${first} Works`, employees: 1240, industry: "Logistics", country: "DE" } } },
    { type: "track", event: "Form Submitted", anonymousId: email, properties: { form: "demo" } },
  ].map((event, i) => ({ ...event, messageId: `${first}-${i}` }));
  const response = await fetch(`${product.url}/v1/batch`, { method: "POST", headers: { authorization: `Basic ${btoa(`${writeKey}:`)}`, "content-type": "application/json" }, body: JSON.stringify({ batch }) });
  expect(response.status).toBe(200);
}

const rows = async (): Promise<string[]> => page.locator("[role=row][data-opens]").allInnerTexts();
const row = (name: string) => page.locator("[role=row][data-opens]", { hasText: name });
const title = () => page.getByRole("article").getByRole("heading", { level: 2 }).first().innerText();
const inbox = async () => (await rep.call(readInbox, { query: {} })).rows;
const idOf = async (name: string): Promise<string> => (await inbox()).find((one) => one.contact.name === name)!.id;
const stateOf = async (id: string): Promise<string> => (await rep.call(getHandoff, { params: { handoffId: id } })).state;

describe("a rep's morning", () => {
  test("begins with an empty inbox that says what will appear", async () => {
    await page.goto(`${product.url}/inbox`);
    await page.getByText("No handoff waits for you.").waitFor();
  });

  test("a lead slides in without a reload, and a second one does not move the selection", async () => {
    await lead("Anna");
    await row("Anna Lead").waitFor();
    expect(await title()).toBe("Anna Lead");
    await lead("Bert");
    await row("Bert Lead").waitFor();
    expect(await rows()).toHaveLength(2);
    expect(await title()).toBe("Anna Lead");
    const seen = await eventually("Anna's handoff to be seen", async () => (await rep.call(getHandoff, { params: { handoffId: await idOf("Anna Lead") } })).seenAt);
    expect(Date.parse(seen)).toBeGreaterThan(0);
    await page.getByRole("link", { name: /^Inbox\s*2$/ }).waitFor();
  });

  test("a point opens into its rule and the events behind it", async () => {
    const line = page.getByRole("button", { name: /Viewed pricing/ });
    await line.click();
    await page.getByText("points for each “Pricing page viewed”").waitFor();
    expect(await page.getByRole("article").innerText()).toContain("/pricing");
  });

  test("accepting shows at once and can be taken back before anybody saw it", async () => {
    const id = await idOf("Anna Lead");
    await page.keyboard.press("a");
    await page.getByText("Accepted: Anna Lead.").waitFor();
    await page.getByRole("article").getByText("SAL", { exact: true }).waitFor();
    await page.keyboard.press("Control+z");
    await page.getByRole("article").getByText("MQL", { exact: true }).waitFor();
    await page.waitForTimeout(5_500);
    expect(await stateOf(id)).toBe("open");
    await page.keyboard.press("a");
    await page.getByRole("article").getByText("SAL", { exact: true }).waitFor();
    expect(await stateOf(id)).toBe("open");
    await eventually("the acceptance to be sent", async () => (await stateOf(id)) === "accepted");
    // It still owes its first attempt: accepting is no proof.
    expect((await inbox()).find((one) => one.id === id)?.group).toBe("first-attempt");
  });

  test("a logged attempt stops the clock, taking it back lets it run on", async () => {
    const id = await idOf("Anna Lead");
    const group = async () => (await inbox()).find((one) => one.id === id)?.group;
    await page.keyboard.press("l");
    await page.getByRole("dialog", { name: "Log attempt" }).waitFor();
    await page.getByText("Talked").click();
    await page.keyboard.press("Control+Enter");
    await page.getByText("Anna Lead: attempt 1 of 5 logged, the clock stops.").first().waitFor();
    // It owes nothing now: the list goes on with who is owed next.
    await page.getByRole("article", { name: "Bert Lead" }).waitFor();
    await row("Anna Lead").click();
    expect(await group()).toBe("accepted");
    await page.getByRole("button", { name: "Take back" }).click();
    await eventually("the clock to run again", async () => (await group()) === "first-attempt");
    await page.keyboard.press("l");
    await page.getByRole("dialog", { name: "Log attempt" }).waitFor();
    await page.keyboard.press("Control+Enter");
    await eventually("the attempt", async () => (await group()) === "accepted");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("a rejection wants a reason and words, and says what is missing for “could not be reached”", async () => {
    const id = await idOf("Bert Lead");
    await row("Bert Lead").click();
    await page.getByRole("article", { name: "Bert Lead" }).waitFor();
    await page.keyboard.press("r");
    const dialog = page.getByRole("dialog", { name: "Reject to nurture" });
    await dialog.waitFor();
    expect(await dialog.getByRole("radio", { name: /Could not be reached/ }).isDisabled()).toBe(true);
    expect(await dialog.innerText()).toContain("Needs 5 attempts on 2 channels, 0 so far");
    await page.keyboard.press("Control+Enter");
    expect(await dialog.isVisible()).toBe(true);
    await dialog.getByText("No budget this year").click();
    await dialog.getByRole("textbox").fill("Budget moves to the 2027 plan.");
    expect(await dialog.innerText()).toMatch(/Marketing sees this at the rule “.+”, the first of its kind this month\./);
    await page.keyboard.press("Control+Enter");
    await page.getByText("Settled today").waitFor();
    expect(await stateOf(id)).toBe("open");
    await eventually("the rejection to be sent", async () => (await stateOf(id)) === "rejected-nurture");
    const settled = await rep.call(getHandoff, { params: { handoffId: id } });
    expect(settled.closed).toMatchObject({ reason: "no-budget", words: "Budget moves to the 2027 plan." });
  });

  test("an answer and a deal make it an SQL", async () => {
    const id = await idOf("Anna Lead");
    await row("Anna Lead").click();
    await page.getByRole("article", { name: "Anna Lead" }).waitFor();
    for (const name of ["Authority", "Need"]) {
      await page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
      await page.getByRole("dialog", { name }).getByRole("textbox", { name: "Answer" }).fill("Said on the call");
      await page.keyboard.press("Control+Enter");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    await page.locator("button:not([aria-disabled])", { hasText: "Qualify…" }).waitFor();
    await page.keyboard.press("q");
    const dialog = page.getByRole("dialog", { name: "Qualify" });
    await dialog.getByRole("textbox", { name: "Deal" }).fill("Anna Works, two robots");
    await dialog.getByRole("button", { name: "Qualify and open the deal" }).click();
    await page.getByText("Qualified: Anna Lead.").waitFor();
    expect(await stateOf(id)).toBe("qualified");
  });

  test("has no accessibility violation and no complaint", async () => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

test("on the phone a lead opens as a sheet with the acts under the thumb", async () => {
  await lead("Cora");
  const phone = await open(390, 844);
  await phone.page.goto(`${product.url}/inbox`);
  const card = phone.page.locator("[role=row][data-opens]", { hasText: "Cora Lead" });
  await card.click();
  const sheet = phone.page.getByRole("dialog");
  await sheet.getByRole("button", { name: "Accept" }).waitFor();
  expect(await sheet.getByRole("link", { name: "Call now" }).getAttribute("href")).toBe("tel:+49301234");
  for (const control of [sheet.getByRole("button", { name: "Accept" }), sheet.getByRole("button", { name: "Reject, nurture…" })]) expect((await control.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const { violations } = await new AxeBuilder({ page: phone.page }).analyze();
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
  await sheet.getByRole("button", { name: "Reject, unqualified…" }).click();
  await phone.page.getByRole("dialog", { name: "Reject as unqualified" }).waitFor();
  await phone.context.close();
  await context.close();
});
