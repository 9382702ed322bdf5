// The lab in a browser: knobs that charts follow, people behind them, moves that become a draft, points learned from outcomes.
import { createDraft, readDraft, saveDraft } from "@tandem/contract/agreement/drafts";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDemoProduct, type DemoProduct } from "./demo-product.ts";
import { violations } from "./violations.ts";

let demo: DemoProduct;
beforeAll(async () => {
  demo = await startDemoProduct({ days: 30, visitors: 250 });
}, 240_000);
afterAll(() => demo?.stop());

async function openLab(page: Page, search = ""): Promise<void> {
  await page.goto(`${demo.url}/lab${search}`);
  await replayed(page);
}
/** Waits for a picture; a replay that stopped is told at once instead of at the end of the patience. */
async function replayed(page: Page): Promise<void> {
  const stopped = page.getByText("The replay stopped", { exact: true });
  await page.getByText(/Replayed in/).or(stopped).first().waitFor({ timeout: 25_000 });
  expect(await stopped.count(), "the replay stopped").toBe(0);
}
const threshold = (page: Page, grade: string) => page.getByRole("slider", { name: `Engagement from which grade ${grade} becomes MQL` });
const gained = async (page: Page) => Number((await tile(page, "Gained people").locator("b").innerText()).replace(/\D/g, ""));
const tile = (page: Page, name: string): Locator => page.locator("div").filter({ has: page.getByRole("heading", { name, exact: true }) }).last();
const noViolations = async (page: Page, where: string) => {
  expect([where, await violations(page)]).toEqual([where, []]);
};

test("a threshold moved by keys changes the picture; undo takes it back, and nothing is saved", async () => {
  const { page, complaints, leave } = await demo.enter("marketing");
  await openLab(page);
  expect(await gained(page)).toBe(0);
  const slider = threshold(page, "A");
  const before = await slider.inputValue();
  await slider.focus();
  for (let i = 0; i < 6; i += 1) await page.keyboard.press("Shift+ArrowLeft");
  await expect.poll(() => gained(page), { timeout: 15_000 }).toBeGreaterThan(0);
  expect(Number(before) - Number(await slider.inputValue())).toBe(30);
  await page.getByText("not kept").waitFor();
  // What the version in force has stands beside it, struck out.
  expect(await page.locator("[data-knob='grid.A'] s").innerText()).toBe(before);
  await page.keyboard.press("Backspace");
  await expect.poll(() => slider.inputValue()).toBe(before);
  await expect.poll(() => gained(page), { timeout: 15_000 }).toBe(0);
  await page.keyboard.press("Control+z");
  await expect.poll(() => gained(page), { timeout: 15_000 }).toBeGreaterThan(0);
  // A reload takes nothing of it.
  const moved = await slider.inputValue();
  await page.reload();
  await expect.poll(() => gained(page), { timeout: 15_000 }).toBeGreaterThan(0);
  expect(await slider.inputValue()).toBe(moved);
  expect(complaints).toEqual([]);
  await leave();
});

test("while dragging one request is under way at a time, and the last position wins", async () => {
  const { page, leave } = await demo.enter("marketing");
  await openLab(page);
  let [under, most, count] = [0, 0, 0];
  const bodies: string[] = [];
  await page.route("**/moves", async (route) => {
    under += 1;
    count += 1;
    most = Math.max(most, under);
    bodies.push(route.request().postData() ?? "");
    const answer = await route.fetch();
    // A slow line: positions pile up meanwhile.
    await new Promise((done) => setTimeout(done, 150));
    under -= 1;
    await route.fulfill({ response: answer });
  });
  const slider = threshold(page, "B");
  const box = (await slider.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  const positions = 60;
  for (let i = 0; i < positions; i += 1) {
    await page.mouse.move(box.x + box.width / 2 - (i * box.width) / 200, box.y + box.height / 2);
    await page.waitForTimeout(10);
  }
  await page.mouse.up();
  await expect.poll(() => under).toBe(0);
  await page.waitForTimeout(400);
  expect(most).toBe(1);
  expect(count).toBeLessThan(positions / 2);
  expect((JSON.parse(bodies.at(-1)!) as { grid: { B: number } }).grid.B).toBe(Number(await slider.inputValue()));
  // One drag is one step back.
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => page.locator("[data-knob='grid.B'] s").count()).toBe(0);
  // The step back is asked over the slow line too.
  await page.unrouteAll({ behavior: "wait" });
  await leave();
});

test("people behind a picture open, and are explained point by point on the day they are handed over", async () => {
  const { page, complaints, leave } = await demo.enter("marketing");
  await openLab(page);
  await threshold(page, "A").focus();
  for (let i = 0; i < 6; i += 1) await page.keyboard.press("Shift+ArrowLeft");
  await expect.poll(() => gained(page), { timeout: 15_000 }).toBeGreaterThan(0);
  await tile(page, "Gained people").getByRole("button").click();
  const panel = page.getByRole("dialog");
  const first = panel.getByRole("listitem").first();
  await first.getByText("Unknown").waitFor();
  const name = await first.getByRole("link").innerText();
  await noViolations(page, "people");
  await first.getByRole("button", { name: "Point by point" }).click();
  await page.getByRole("region", { name: "Your moves" }).getByText(/^MQL/).waitFor();
  await page.getByRole("region", { name: /in force/ }).getByText(/^(Not yet|Grade)/).waitFor();
  // The lines add up to what stands above them.
  const table = page.getByRole("table", { name: /Engagement, point by point/ });
  const numbers = (texts: string[]) => texts.map((text) => Number(text.replace("−", "-").replace("+", "")) || 0);
  const draft = numbers(await table.locator("tbody td[data-side=draft]").allInnerTexts());
  const [sum] = numbers([await table.locator("tfoot td").nth(1).innerText()]);
  expect(draft.length).toBeGreaterThan(0);
  expect(Math.abs(draft.reduce((a, b) => a + b, 0) - sum!)).toBeLessThanOrEqual(0.05 * draft.length + 0.001);
  await noViolations(page, "person");
  await page.getByRole("link", { name }).click();
  await page.getByRole("heading", { name, level: 1 }).waitFor();
  expect(complaints).toEqual([]);
  await leave();
});

test("moves become a draft; kept beside what somebody else wrote meanwhile, nothing is lost", async () => {
  const { page, leave } = await demo.enter("marketing");
  const marketing = await demo.callerOf("marketing");
  await openLab(page);
  await threshold(page, "A").focus();
  await page.keyboard.press("Shift+ArrowLeft");
  const moved = Number(await threshold(page, "A").inputValue());
  await page.getByRole("button", { name: "Make a draft of these" }).click();
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith("/agreement/drafts") && response.request().method() === "POST"),
    page.getByLabel("Title").fill("Earlier for grade A").then(() => page.getByRole("button", { name: "Make the draft" }).click()),
  ]);
  const { id, number, document } = (await answer.json()) as { id: string; number: number; document: { mql: { grid: { A: number } } } };
  expect(document.mql.grid.A).toBe(moved);
  await page.waitForURL(new RegExp(`draft=${number}`));
  await replayed(page);

  await threshold(page, "B").focus();
  await page.keyboard.press("Shift+ArrowRight");
  const grade = Number(await threshold(page, "B").inputValue());
  // Sales writes into the same draft; this page must not hear of it before it saves.
  await page.route("**/agreement/drafts/*", (route) => (route.request().method() === "GET" ? route.abort() : route.continue()));
  const sales = await demo.callerOf("sales-manager");
  const theirs = await marketing.call(readDraft, { params: { id } });
  await sales.call(saveDraft, { params: { id }, body: { version: theirs.version, document: { ...theirs.document, name: "Renamed by Sales" } } });
  await page.getByRole("button", { name: "Keep these in the draft" }).click();
  await page.getByText(/changed .* meanwhile. Your moves are kept here/).waitFor();
  expect((await marketing.call(readDraft, { params: { id } })).document.mql.grid.B).not.toBe(grade);
  await page.unroute("**/agreement/drafts/*");
  await page.getByRole("button", { name: "Put them on the new text" }).click();
  await expect.poll(async () => (await marketing.call(readDraft, { params: { id } })).document.mql.grid.B, { timeout: 15_000 }).toBe(grade);
  const now = await marketing.call(readDraft, { params: { id } });
  expect([now.document.name, now.document.mql.grid.A]).toEqual(["Renamed by Sales", moved]);
  await expect.poll(() => page.getByText("not kept").count()).toBe(0);
  await leave();
});

test("a draft nobody has is said to be none", async () => {
  const { page, leave } = await demo.enter("marketing");
  await page.goto(`${demo.url}/lab?draft=9999`);
  await page.getByText("There is no draft 9999").waitFor();
  await leave();
});

describe.each([["light", 1440], ["dark", 1440], ["light", 390], ["dark", 390]] as const)("%s at %d", (scheme, width) => {
  test("no accessibility violation, and nothing wider than the screen", async () => {
    const marketing = await demo.callerOf("marketing");
    const { number } = await marketing.call(createDraft, { body: { title: `Looked at ${scheme} ${width}`, from: "newest" } });
    const { page, complaints, leave } = await demo.enter("marketing", { width, scheme });
    await openLab(page, `?draft=${number}`);
    if (width < 720) await page.getByRole("radio", { name: "Rules" }).click();
    await threshold(page, "A").focus();
    await page.keyboard.press("Shift+ArrowLeft");
    await page.getByText("not kept").waitFor();
    await noViolations(page, "lab");
    for (const path of ["/lab?view=person", "/lab/calibration?new=1"]) {
      await page.goto(demo.url + path);
      await page.locator("h1").waitFor();
      await page.waitForLoadState("networkidle");
      await noViolations(page, path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
    await leave();
  });
});

test("calibration says beforehand when there is too little to learn from, and does not begin", async () => {
  const { page, leave } = await demo.enter("marketing");
  await page.goto(`${demo.url}/lab/calibration`);
  await page.getByText("Too few to suggest anything from").waitFor();
  await page.getByText(/^Needs \d+ people, \d+ so far$/).waitFor();
  expect(await page.getByRole("button", { name: "Learn from outcomes" }).getAttribute("aria-disabled")).toBe("true");
  await noViolations(page, "calibration");
  await leave();
});

test("administrators, who see no people, see no lab", async () => {
  const { page, leave } = await demo.enter("administrator");
  await page.goto(`${demo.url}/lab`);
  await page.getByText("“Lab” is not for your role.").waitFor();
  await leave();
});
