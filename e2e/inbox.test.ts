// The inbox as a rep lives in it: leads arrive by themselves, acts can be taken back, the server agrees with the screen.
import { getHandoff } from "@tandem/contract/handoff/handoff";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "./product.ts";
import { pastUndo, startRepProduct, type RepProduct } from "./rep-product.ts";
import { violations } from "./violations.ts";

let product: RepProduct;
let page: Page;

beforeAll(async () => {
  product = await startRepProduct();
  page = await product.open(1440, 900);
}, 120_000);
afterAll(() => product?.stop());

const rows = async (): Promise<string[]> => page.locator("[role=row][data-opens]").allInnerTexts();
const row = (name: string) => page.locator("[role=row][data-opens]", { hasText: name });
const title = () => page.getByRole("article").getByRole("heading", { level: 2 }).first().innerText();

describe("a rep's morning", () => {
  test("begins with an empty inbox that says what will appear", async () => {
    await page.goto(`${product.url}/inbox`);
    await page.getByText("No handoff waits for you.").waitFor();
  });

  test("a lead slides in without a reload, and a second one does not move the selection", async () => {
    await product.lead("Anna");
    await row("Anna Lead").waitFor();
    expect(await title()).toBe("Anna Lead");
    await product.lead("Bert");
    await row("Bert Lead").waitFor();
    expect(await rows()).toHaveLength(2);
    expect(await title()).toBe("Anna Lead");
    const seen = await eventually("Anna's handoff to be seen", async () => (await product.rep.call(getHandoff, { params: { handoffId: await product.idOf("Anna Lead") } })).seenAt);
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
    const id = await product.idOf("Anna Lead");
    await page.keyboard.press("a");
    await page.getByText("Accepted: Anna Lead.").waitFor();
    await page.getByRole("article").getByText("SAL", { exact: true }).waitFor();
    await page.keyboard.press("Control+z");
    await page.getByRole("article").getByText("MQL", { exact: true }).waitFor();
    await page.keyboard.press("Control+z");
    await page.getByText("Nothing to undo.").waitFor();
    await pastUndo(page);
    expect(await product.stateOf(id)).toBe("open");
    await page.keyboard.press("a");
    await page.getByRole("article").getByText("SAL", { exact: true }).waitFor();
    expect(await product.stateOf(id)).toBe("open");
    await pastUndo(page);
    await eventually("the acceptance to be sent", async () => (await product.stateOf(id)) === "accepted");
    // It still owes its first attempt: accepting is no proof.
    expect((await product.inbox()).find((one) => one.id === id)?.group).toBe("first-attempt");
  });

  test("a logged attempt stops the clock, taking it back lets it run on", async () => {
    const id = await product.idOf("Anna Lead");
    const group = async () => (await product.inbox()).find((one) => one.id === id)?.group;
    await page.keyboard.press("l");
    await page.getByRole("dialog", { name: "Log attempt" }).waitFor();
    await page.getByText("Talked").click();
    await page.keyboard.press("Control+Enter");
    await page.getByText("Anna Lead: attempt 1 of 5 logged, the first-attempt and attempts clocks stop.").first().waitFor();
    expect(await group()).toBe("accepted");
    // It stays open where its row went, so that the next key is about the same person.
    await page.getByText("Accepted, to qualify").waitFor();
    expect(await title()).toBe("Anna Lead");
    expect(await page.locator("[role=row][data-here]").innerText()).toContain("Anna Lead");
    await page.getByRole("button", { name: "Take back" }).click();
    await eventually("the clock to run again", async () => (await group()) === "first-attempt");
    await page.keyboard.press("l");
    await page.getByRole("dialog", { name: "Log attempt" }).waitFor();
    await page.keyboard.press("Control+Enter");
    await eventually("the attempt", async () => (await group()) === "accepted");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("a rejection wants a reason and words, and says what is missing for “could not be reached”", async () => {
    const id = await product.idOf("Bert Lead");
    await row("Bert Lead").click();
    await page.getByRole("article", { name: "Bert Lead" }).waitFor();
    await page.keyboard.press("r");
    const dialog = page.getByRole("dialog", { name: "Reject to nurture" });
    await dialog.waitFor();
    expect(await dialog.getByRole("radio", { name: /Could not be reached/ }).isDisabled()).toBe(true);
    expect(await dialog.innerText()).toContain("Needs 5 attempts on 2 channels, 0 so far");
    await page.keyboard.press("Control+Enter");
    // What is missing is said beside the button, and no longer than it is missing.
    expect(await dialog.getByRole("alert").innerText()).toBe("Choose a reason");
    await dialog.getByText("No budget this year").click();
    await dialog.getByRole("alert").waitFor({ state: "detached" });
    await dialog.getByRole("textbox").fill("Budget moves to the 2027 plan.");
    expect(await dialog.innerText()).toMatch(/Marketing sees this at the rule “.+”, the first of its kind this month\./);
    await page.keyboard.press("Control+Enter");
    await page.getByText("Settled today").waitFor();
    expect(await product.stateOf(id)).toBe("open");
    await pastUndo(page);
    await eventually("the rejection to be sent", async () => (await product.stateOf(id)) === "rejected-nurture");
    const settled = await product.rep.call(getHandoff, { params: { handoffId: id } });
    expect(settled.closed).toMatchObject({ reason: "no-budget", words: "Budget moves to the 2027 plan." });
  });

  test("an answer and a deal make it an SQL", async () => {
    const id = await product.idOf("Anna Lead");
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
    expect(await product.stateOf(id)).toBe("qualified");
  });

  test("has no accessibility violation and no complaint", async () => {
    expect(await violations(page)).toEqual([]);
    expect(product.complaints).toEqual([]);
  });
});

test("on the phone a lead opens as a sheet with the acts under the thumb", async () => {
  await product.lead("Cora");
  const phone = await product.open(390, 844);
  await phone.goto(`${product.url}/inbox`);
  const card = phone.locator("[role=row][data-opens]", { hasText: "Cora Lead" });
  await card.click();
  const sheet = phone.getByRole("dialog");
  await sheet.getByRole("button", { name: "Accept" }).waitFor();
  expect(await sheet.getByRole("link", { name: "Call now" }).getAttribute("href")).toBe("tel:+49301234");
  for (const control of [sheet.getByRole("button", { name: "Accept" }), sheet.getByRole("button", { name: "Reject, nurture…" })]) expect((await control.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await violations(phone)).toEqual([]);
  await sheet.getByRole("button", { name: "Reject, unqualified…" }).click();
  await phone.getByRole("dialog", { name: "Reject as unqualified" }).waitFor();
});
