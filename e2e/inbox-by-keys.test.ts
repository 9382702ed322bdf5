// The inbox worked by keys alone, several leads at once, and what is said on the way covers nothing one may press.
import { editOpportunity, listOpportunities } from "@tandem/contract/pipeline/opportunities";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "./product.ts";
import { pastUndo, startRepProduct, type RepProduct } from "./rep-product.ts";
import { violations } from "./violations.ts";

const people = ["Anna", "Bert", "Cora", "Dora", "Emil", "Fred", "Gina", "Hans", "Ines", "Jon", "Kira", "Lars", "Mona", "Nils", "Olga", "Paul"];
let product: RepProduct;
let page: Page;

beforeAll(async () => {
  product = await startRepProduct();
  for (const first of people) await product.lead(first, 4);
  await eventually("all leads", async () => (await product.inbox()).length === people.length);
  page = await product.open(1440, 900);
  await page.goto(`${product.url}/inbox`);
  await row("Anna Lead").waitFor();
}, 180_000);
afterAll(() => product?.stop());

const row = (name: string, on = page) => on.locator("[role=row][data-opens]", { hasText: name });
const toasts = (on: Page) => on.locator("[role=status][data-any] > div");
const openName = () => page.getByRole("article").getByRole("heading", { level: 2 }).first().innerText();
/** What a key began is drawn. */
const drawn = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Names of what may be pressed and lies under a toast. */
async function coveredBy(on: Page): Promise<string[]> {
  return on.evaluate(() => {
    const cards = [...document.querySelectorAll("[role=status][data-any] > div")].filter((card) => card.getClientRects().length > 0);
    const dialogs = document.querySelectorAll('[role="dialog"][aria-modal="true"]');
    const within: ParentNode = dialogs[dialogs.length - 1] ?? document;
    const controls = [...within.querySelectorAll<HTMLElement>("button, a[href], input, textarea, select, [role=row][data-opens]")].filter((one) => !one.closest("[role=status]"));
    return controls.flatMap((control) => {
      const a = control.getBoundingClientRect();
      // What a scroller has cut away is not there to be pressed.
      const [x, y] = [a.x + a.width / 2, a.y + a.height / 2];
      const hit = a.width > 0 && cards.some((card) => {
        const b = card.getBoundingClientRect();
        const crosses = a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        const top = document.elementFromPoint(Math.min(Math.max(x, b.left), b.right), Math.min(Math.max(y, b.top), b.bottom));
        return crosses && document.elementsFromPoint(Math.max(a.left, b.left) + 1, Math.max(a.top, b.top) + 1).includes(control) && top !== null;
      });
      return hit ? [control.innerText || control.getAttribute("aria-label") || control.tagName] : [];
    });
  });
}

/** How much of the open row is beyond the edges of the list, in pixels; infinite where it is not drawn at all. */
const pixelsCut = () => page.evaluate(() => {
  const here = document.querySelector("[role=row][data-here]")?.getBoundingClientRect();
  const list = document.querySelector("[role=table]")!.parentElement!.getBoundingClientRect();
  const head = document.querySelector("[role=columnheader]")!.parentElement!.getBoundingClientRect();
  return here ? Math.round(Math.max(here.bottom - list.bottom, head.bottom - here.top)) : Infinity;
});

test("J and K show the whole of each row they come to, down to the last and back", async () => {
  const cut: string[] = [];
  for (const key of [...people.map(() => "j"), ...people.map(() => "k")]) {
    await page.keyboard.press(key);
    await drawn();
    const beyond = await pixelsCut();
    if (beyond > 0) cut.push(`${key}: ${await page.locator("[role=row][data-here] button[aria-label^=Open]").last().getAttribute("aria-label")} by ${beyond}`);
  }
  expect(cut).toEqual([]);
});

test("the open row stays in sight where an attempt moves it, and where it goes when that is taken back", async () => {
  const id = await product.idOf(await openName());
  const group = async () => (await product.inbox()).find((one) => one.id === id)?.group;
  await page.keyboard.press("l");
  await page.getByRole("dialog", { name: "Log attempt" }).waitFor();
  await page.keyboard.press("Control+Enter");
  await page.locator("[role=row]", { hasText: "In work, disposition owed" }).waitFor();
  await drawn();
  expect(await pixelsCut()).toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: "Take back" }).click();
  await eventually("the attempt to be taken back", async () => (await group()) === "first-attempt");
  await page.locator("[role=row]", { hasText: "In work, disposition owed" }).waitFor({ state: "detached" });
  await drawn();
  expect(await pixelsCut()).toBeLessThanOrEqual(0);
});

test("Q leads through the answers that are owed, then to the deal, without the pointer", async () => {
  const name = await openName();
  const id = await product.idOf(name);
  // Whoever types quickly does not wait until the lead was read again.
  const isRead = (url: URL) => url.pathname === `/api/v1/handoffs/${id}`;
  await page.route(isRead, async (route) => {
    if (route.request().method() === "GET") await new Promise((done) => setTimeout(done, 1_500));
    await route.continue();
  });
  await page.keyboard.press("q");
  const asked: string[] = [];
  for (let i = 0; i < 2; i++) {
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    asked.push((await dialog.getByRole("heading").first().innerText()).trim());
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA");
    await page.keyboard.type(`Said on the call ${i}`);
    await page.keyboard.press("Control+Enter");
    await page.getByRole("dialog").getByRole("heading", { name: asked[i]!, exact: true }).waitFor({ state: "detached" });
  }
  await page.unrouteAll({ behavior: "wait" });
  expect(asked.map((title) => title.replace(name, "…")).sort()).toEqual(["Qualify …: authority, 2 of 4", "Qualify …: need, 3 of 4"]);
  await page.getByRole("dialog", { name: `Qualify ${name}` }).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === "INPUT");
  await page.locator("[role=dialog] button[data-kind=primary]:not([aria-disabled])").waitFor();
  await page.keyboard.press("Control+Enter");
  await eventually("the lead to be qualified", async () => (await product.stateOf(id)) === "qualified");
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("a rejection begins at its first reason, and what is settled says how and when", async () => {
  const name = await openName();
  const id = await product.idOf(name);
  await page.keyboard.press("r");
  const dialog = page.getByRole("dialog", { name: "Reject to nurture" });
  await dialog.waitFor();
  await page.waitForFunction(() => (document.activeElement as HTMLInputElement | null)?.type === "radio");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.type("They have bought elsewhere.");
  await page.keyboard.press("Control+Enter");
  await pastUndo(page);
  await eventually("the rejection to be sent", async () => (await product.stateOf(id)) === "rejected-nurture");
  const settled = row(name);
  await settled.waitFor();
  expect(await settled.innerText()).toMatch(/Rejected\s+at \d\d:\d\d/);
  expect(await settled.getByRole("img", { name: "Breached" }).count()).toBe(0);
  expect(await settled.getByRole("img", { name: "Rejected" }).count()).toBe(1);
});

test("X and ⇧J select, R rejects them with one reason in one request, and Undo takes all of it back", async () => {
  const requests: string[] = [];
  page.on("request", (request) => request.method() === "POST" && requests.push(new URL(request.url()).pathname));
  const before = (await product.inbox()).filter((one) => one.closedAt === null).length;
  await page.locator("[role=row][data-opens]").first().click();
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+J");
  await page.keyboard.press("Shift+J");
  await page.getByText("3 selected").waitFor();
  expect(await page.locator("[role=row][aria-selected=true]").count()).toBe(3);
  await page.keyboard.press("r");
  const dialog = page.getByRole("dialog", { name: "Reject 3 leads" });
  await dialog.waitFor();
  await dialog.getByText("No budget this year").click();
  await dialog.getByRole("textbox").fill("The whole list has no budget.");
  await page.keyboard.press("Control+Enter");
  await page.getByText(/^Rejected: .+ and .+, no budget/).waitFor();
  await page.keyboard.press("Control+z");
  await pastUndo(page);
  expect((await product.inbox()).filter((one) => one.closedAt === null)).toHaveLength(before);
  expect(requests.filter((path) => path.endsWith("/reject"))).toEqual([]);

  await page.locator("[role=row][data-opens]").first().click();
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+J");
  await page.keyboard.press("Shift+J");
  await page.keyboard.press("r");
  // The same three again: what was written about them was not sent, so it is still there.
  await dialog.waitFor();
  expect(await dialog.getByRole("textbox").inputValue()).toBe("The whole list has no budget.");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page.keyboard.press("Shift+K");
  await page.getByText("2 selected").waitFor();
  await page.keyboard.press("r");
  await page.getByRole("dialog", { name: "Reject 2 leads" }).waitFor();
  expect(await page.getByRole("dialog").getByRole("textbox").inputValue()).toBe("");
  await page.getByRole("dialog").getByText("Could not be reached").click();
  await page.getByRole("dialog").getByRole("textbox").fill("Never tried.");
  await page.keyboard.press("Control+Enter");
  await pastUndo(page);
  await page.getByText(/0 of 2 leads rejected\. Not .+: Needs 5 attempts on 2 channels, 0 so far/).waitFor({ timeout: 15_000 });
  expect(requests.filter((path) => path.endsWith("/reject"))).toEqual(["/api/v1/handoffs/reject"]);
  expect((await product.inbox()).filter((one) => one.closedAt === null)).toHaveLength(before);
});

test("S gives several to the queue, with what they are told, and Undo claims them again", async () => {
  await page.locator("[role=row][data-opens]").first().click();
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+J");
  const ids = await Promise.all((await page.locator("[role=row][aria-selected=true] button[aria-label^=Open]").all()).map(async (one) => product.idOf((await one.getAttribute("aria-label"))!.replace("Open ", ""))));
  await page.keyboard.press("s");
  await page.getByRole("dialog", { name: "Reassign 2 leads" }).getByText("Queue of").click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Why" }).fill("Holiday");
  await page.keyboard.press("Control+Enter");
  await page.getByText(/^Handed over: /).waitFor();
  const mine = async () => (await product.inbox()).filter((one) => ids.includes(one.id)).length;
  expect(await mine()).toBe(0);
  await page.keyboard.press("Control+z");
  await eventually("them to be claimed again", async () => (await mine()) === 2);
});

test("while several are selected only their bar acts, and A accepts them in one request", async () => {
  const requests: string[] = [];
  page.on("request", (request) => request.method() === "POST" && requests.push(new URL(request.url()).pathname));
  const opens = (await page.locator("[role=row][data-opens]").nth(4).locator("button[aria-label^=Open]").first().getAttribute("aria-label"))!;
  const named = opens.replace("Open ", "");
  // By its name: what the tests before gave back may still move the list.
  await page.locator("[role=row][data-opens]", { has: page.getByRole("button", { name: opens, exact: true }) }).click();
  await page.getByRole("article", { name: named }).waitFor();
  await page.keyboard.press("x");
  await page.getByText("1 selected").waitFor();
  await page.keyboard.press("Shift+J");
  const ids = await Promise.all((await page.locator("[role=row][aria-selected=true] button[aria-label^=Open]").all()).map(async (one) => product.idOf((await one.getAttribute("aria-label"))!.replace("Open ", ""))));
  expect(new Set(ids).size).toBe(2);
  await page.getByText("2 leads selected: the bar beneath the list acts on them").waitFor();
  expect(await page.getByRole("article").getByRole("button", { name: /^(Accept|Reject|Reassign|Log attempt)/ }).count()).toBe(0);
  await page.keyboard.press("l");
  expect(await page.getByRole("dialog").count()).toBe(0);
  await page.keyboard.press("a");
  await page.getByText(/^Accepted: .+ and .+\.$/).last().waitFor();
  await page.mouse.move(900, 450);
  await pastUndo(page);
  await eventually("both to be accepted", async () => (await Promise.all(ids.map(product.stateOf))).every((state) => state === "accepted"));
  expect(requests.filter((path) => path.endsWith("/accept"))).toEqual(["/api/v1/handoffs/accept"]);
});

test("what is said covers nothing that may be pressed, newest on top, at most three, and waits while it is read", async () => {
  for (const _ of [1, 2, 3, 4]) {
    await page.locator("[role=row][data-opens]:not([aria-selected=true])").first().click();
    await page.getByRole("article").getByRole("button", { name: /^(Accept|Qualify…)/ }).first().waitFor();
    await page.keyboard.press("a");
    await drawn();
    await page.keyboard.press("j");
    await drawn();
    await page.keyboard.press("a");
    await drawn();
  }
  expect(await toasts(page).count()).toBeLessThanOrEqual(3);
  expect(await toasts(page).count()).toBeGreaterThan(0);
  expect(await coveredBy(page)).toEqual([]);
  await toasts(page).first().hover();
  const held = await toasts(page).count();
  await pastUndo(page);
  expect(await toasts(page).count()).toBe(held);
  await page.mouse.move(900, 450);
  await pastUndo(page);
  await toasts(page).first().waitFor({ state: "detached", timeout: 15_000 });
});

test("on the phone neither", async () => {
  const phone = await product.open(390, 844);
  await phone.goto(`${product.url}/inbox`);
  const acceptable = (await product.inbox()).filter((one) => one.state === "open").map((one) => one.contact.name);
  expect(acceptable.length).toBeGreaterThan(1);
  await row(acceptable[0]!, phone).click();
  await phone.getByRole("dialog").getByRole("button", { name: "Accept" }).click();
  await toasts(phone).first().waitFor();
  expect(await coveredBy(phone)).toEqual([]);
  // Over an open sheet the way back can be pressed as well.
  await toasts(phone).getByRole("button", { name: "Undo" }).click();
  await phone.getByRole("dialog").getByRole("button", { name: "Accept" }).click();
  await toasts(phone).first().waitFor();
  await phone.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await phone.getByRole("dialog").waitFor({ state: "detached" });
  expect(await toasts(phone).count()).toBe(1);
  expect(await coveredBy(phone)).toEqual([]);
  await toasts(phone).getByRole("button", { name: "Undo" }).click();
  await toasts(phone).first().waitFor({ state: "detached" });
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await row(acceptable[0]!, phone).click();
  await phone.getByRole("dialog").getByRole("button", { name: "Accept" }).click();
  await toasts(phone).first().waitFor();
  // Whoever locks their phone need not come back for it to be sent.
  const id = await product.idOf(acceptable[0]!);
  expect(await product.stateOf(id)).toBe("open");
  await phone.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await eventually("it to be accepted", async () => (await product.stateOf(id)) === "accepted");
});

test("many events of one kind are one line with their count, each of them only on demand", async () => {
  const article = page.getByRole("article");
  expect(await article.getByText("“", { exact: false }).count()).toBeGreaterThanOrEqual(0);
  await article.getByRole("button", { name: /Viewed pricing/ }).click();
  await article.getByText("/pricing, 4 times").waitFor();
  await article.getByRole("button", { name: "Each of 4 events" }).click();
  expect(await article.getByText("/pricing", { exact: true }).count()).toBeGreaterThanOrEqual(4);
});

test("a deal somebody else changed meanwhile is not written over: what changed is shown, what was typed is kept", async () => {
  const [deal] = (await product.rep.call(listOpportunities, { query: {} })).rows;
  await page.goto(`${product.url}/pipeline/${deal!.id}`);
  await page.getByRole("button", { name: /^Edit/ }).click();
  const panel = page.getByRole("dialog", { name: "Edit deal" });
  await panel.getByRole("textbox", { name: "Name" }).fill("Named by me");
  // The page itself must not know yet: live updates are cut off.
  await page.context().setOffline(true);
  await product.rep.call(editOpportunity, { params: { opportunityId: deal!.id }, body: { version: deal!.version, name: "Named by them", amount: 1_250_000 } });
  await page.context().setOffline(false);
  await page.keyboard.press("Control+Enter");
  await panel.getByText("Not saved: somebody changed this deal meanwhile.").waitFor();
  expect(await panel.innerText()).toMatch(/Amount: none → €12,500, taken over here/);
  expect(await panel.innerText()).toContain("→ Named by them; yours is Named by me");
  await panel.getByRole("button", { name: /Save mine over it/ }).click();
  await panel.waitFor({ state: "detached" });
  expect((await product.rep.call(listOpportunities, { query: {} })).rows[0]).toMatchObject({ name: "Named by me", amount: { amount: 1_250_000 } });
});

test("has no accessibility violation and no complaint", async () => {
  await page.goto(`${product.url}/inbox`);
  await page.locator("[role=row][data-opens]").first().click();
  await page.keyboard.press("x");
  await page.getByText("1 selected").waitFor();
  expect(await violations(page)).toEqual([]);
  expect(product.complaints.filter((one) => !one.includes("409") && !one.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
});
