// A change of the agreement from the first word to both signatures, as two people make it: conditions by keys, two writing at once, what is unfinished, signing.
import { changeDraft, createDraft, readDraft, saveDraft } from "@tandem/contract/agreement/drafts";
import { signDraft } from "@tandem/contract/agreement/signing";
import { readAgreement, signVersion } from "@tandem/contract/agreement/versions";
import { createUser } from "@tandem/contract/access/users";
import { completeSetup } from "@tandem/contract/access/setup";
import { signIn as signInOperation } from "@tandem/contract/access/sign-in";
import type { Criteria } from "@tandem/domain/criteria/criteria";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { launchBrowser } from "./browser.ts";
import { Caller, eventually, startProduct, type Product } from "./product.ts";
import { violations } from "./violations.ts";

// Each test is a way of many steps through a real browser and server.
vi.setConfig({ testTimeout: 120_000 });
const password = "correct horse battery";
let product: Product;
let browser: Browser;
let ada: Caller;
let priya: Caller;
let tomas: Caller;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  ada = new Caller(product.url);
  const { source } = await ada.call(completeSetup, { body: { workspaceName: "Acme", timeZone: "Europe/Berlin", currency: "EUR", administrator: { name: "Ada Admin", email: "ada@example.com", password } } });
  for (const [name, email, role, signsFor] of [["Priya Raman", "priya@example.com", "marketing", "marketing"], ["Tomas Ferreira", "tomas@example.com", "sales-manager", "sales"]] as const)
    await ada.call(createUser, { body: { name, email, role, signsFor, teamIds: [], entry: { kind: "password", password } } });
  const people = ["head", "head", "director"].map((seniority, i) => ({ type: "identify", userId: `u${i}`, messageId: `m${i}`, traits: { email: `u${i}@example.org`, lastName: `Person ${i}`, seniority } }));
  await fetch(`${product.url}/v1/batch`, { method: "POST", headers: { authorization: `Bearer ${source.writeKey}` }, body: JSON.stringify({ batch: people }) });
  [priya, tomas] = [new Caller(product.url), new Caller(product.url)];
  await priya.call(signInOperation, { body: { email: "priya@example.com", password } });
  await tomas.call(signInOperation, { body: { email: "tomas@example.com", password } });
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

interface Visit {
  context: BrowserContext;
  page: Page;
  /** Nothing may have broken meanwhile. */
  leave(): Promise<void>;
}
async function visit(email: string, path: string, options: { colorScheme?: "light" | "dark"; width?: number } = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: options.width ?? 1440, height: 900 }, colorScheme: options.colorScheme ?? "light", reducedMotion: "reduce" });
  await context.addCookies([(email.startsWith("priya") ? priya : email.startsWith("ada") ? ada : tomas).cookieFor(product.url)]);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(product.url + path);
  return { context, page, leave: async () => { expect(complaints).toEqual([]); await context.close(); } };
}
const begin = async (title: string) => (await priya.call(createDraft, { body: { title } })).id;
const ofServer = (id: string) => priya.call(readDraft, { params: { id } });
const saved = (page: Page) => page.getByText("Saved", { exact: true }).waitFor();
const box = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });

describe("conditions", () => {
  test("are built by keys alone: found by typing, with real values and their counts, wrapped, moved, negated, undone; the sentence follows", async () => {
    const id = await begin("Conditions by keys");
    const { page, leave } = await visit("priya@example.com", `/agreement/drafts/${id}`);
    const ideal = page.getByRole("group", { name: "Ideal customer", exact: true });
    const sentence = () => page.locator("#ideal-customer [aria-live=polite]").innerText();
    const when = async () => (await ofServer(id)).document.idealCustomer.when as { all: Criteria[] };
    await ideal.getByRole("combobox", { name: "Add condition" }).focus();
    await page.keyboard.type("senio");
    await page.keyboard.press("Enter");
    // The focus is in the new condition's value, which has none yet: said, and not saved.
    await page.getByText("Choose at least one value.").waitFor();
    await page.getByText("Not saved yet", { exact: true }).waitFor();
    // Said once, where it stands; elsewhere it is counted.
    expect(await page.getByText("Choose at least one value.").count()).toBe(1);
    await page.getByRole("button", { name: "1 problem", exact: true }).waitFor();
    await expect.poll(sentence).toMatch(/and seniority is …$/);
    expect((await when()).all).toHaveLength(3);
    await page.keyboard.type("he");
    // Two people have it; the count comes from the server.
    await page.getByRole("option", { name: /^head\s*2$/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await expect.poll(sentence).toMatch(/and seniority is head\.$/);
    await eventually("saved", async () => (await when()).all.length === 4);
    await page.keyboard.press("Alt+ArrowRight");
    await eventually("in a group", async () => JSON.stringify((await when()).all[3]) === '{"any":[{"field":"contact.seniority","isAnyOf":["head"]}]}');
    await page.keyboard.press("Alt+n");
    await eventually("negated", async () => JSON.stringify((await when()).all[3]).startsWith('{"any":[{"not":'));
    await expect.poll(sentence).toMatch(/seniority is not head\.$/);
    await page.keyboard.press("Alt+ArrowUp");
    // Its group would be left empty, so it goes.
    await eventually("out of the group", async () => "not" in (await when()).all[3]! && (await when()).all.length === 4);
    for (let i = 0; i < 3; i++) await page.keyboard.press("Control+z");
    await eventually("undone", async () => JSON.stringify((await when()).all[3]) === '{"field":"contact.seniority","isAnyOf":["head"]}');
    // A row is taken by its grip: up one, then away.
    await ideal.getByRole("button", { name: /^Move: seniority/ }).focus();
    await page.keyboard.press("Alt+ArrowUp");
    await eventually("moved", async () => JSON.stringify((await when()).all[2]).includes("seniority"));
    await page.keyboard.press("Delete");
    await eventually("removed", async () => (await when()).all.length === 3);
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toMatch(/^Move: company country/);
    expect((await ofServer(id)).changesFromInForce).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await leave();
  });

  test("that contradict each other are marked where they stand", async () => {
    const id = await begin("A contradiction");
    const draft = await ofServer(id);
    const document = { ...draft.document, idealCustomer: { ...draft.document.idealCustomer, when: { all: [{ field: "company.employees", atLeast: 500 }, { any: [{ field: "company.employees", between: [9, 3] }] }] } } };
    await priya.call(saveDraft, { params: { id }, body: { version: draft.version, document } });
    const { page, leave } = await visit("tomas@example.com", `/agreement/drafts/${id}?panel=problems`);
    await page.locator('[data-place="1.0"]').getByText("The lower end is above the upper end").waitFor();
    await page.getByRole("complementary").getByRole("button", { name: /lower end/ }).first().click();
    await leave();
  });
});

describe("two at once", () => {
  test("both texts are kept; where both wrote the same, the one who sees it last decides", async () => {
    const id = await begin("Two at once");
    const [one, other] = [await visit("priya@example.com", `/agreement/drafts/${id}`), await visit("tomas@example.com", `/agreement/drafts/${id}`)];
    await Promise.all([box(one.page, "Grade A from points").waitFor(), box(other.page, "Grade B from points").waitFor()]);
    await Promise.all([box(one.page, "Grade A from points").fill("45"), box(other.page, "Grade B from points").fill("65")]);
    await eventually("both kept", async () => { const { grid } = (await ofServer(id)).document.mql; return grid.A === 45 && grid.B === 65; });
    for (const { page } of [one, other]) {
      await expect.poll(() => box(page, "Grade A from points").inputValue()).toBe("45");
      await expect.poll(() => box(page, "Grade B from points").inputValue()).toBe("65");
    }
    // The same place: Tomas's page is cut off while Priya saves, then his 70 meets her 80.
    await other.context.setOffline(true);
    await box(other.page, "Grade C from points").fill("70");
    await box(one.page, "Grade C from points").fill("80");
    await eventually("hers", async () => (await ofServer(id)).document.mql.grid.C === 80);
    await other.context.setOffline(false);
    await other.page.getByText("Priya Raman wrote here at the same time").waitFor({ timeout: 20_000 });
    await other.page.getByText(/You both changed the same/).waitFor();
    await eventually("his stands", async () => (await ofServer(id)).document.mql.grid.C === 70);
    expect(await violations(other.page)).toEqual([]);
    await other.page.getByRole("button", { name: "Take theirs" }).click();
    await eventually("hers again", async () => (await ofServer(id)).document.mql.grid.C === 80);
    for (const visitor of [one, other]) await visitor.leave();
  });

  test("what is unfinished is not saved, not signed, and not lost by a reload", async () => {
    const id = await begin("Unfinished");
    const { page, leave } = await visit("priya@example.com", `/agreement/drafts/${id}`);
    await box(page, "Name of the agreement").fill("Autumn agreement");
    await eventually("saved", async () => (await ofServer(id)).document.name === "Autumn agreement");
    await page.locator('[data-row="engagement.rules.6"]').getByRole("button", { name: /Viewed pricing/ }).last().click();
    await box(page, "Points").fill("");
    await page.getByText("A number is missing here.").first().waitFor();
    await page.getByText("The text is not saved yet").waitFor();
    page.on("dialog", (dialog) => void dialog.accept());
    await page.reload();
    await page.getByText("Not saved yet", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Go there" }).click();
    await expect.poll(() => box(page, "Points").inputValue()).toBe("");
    await box(page, "Points").fill("12");
    await saved(page);
    await eventually("all saved", async () => (await ofServer(id)).document.engagement.rules[6]!.points === 12);
    await page.locator('[data-row="engagement.rules.6"][data-change]').getByText("+8").first().waitFor();
    await page.getByRole("complementary").getByText("Viewed pricing:").waitFor();
    await leave();
  });
});

describe("from proposing to signing", () => {
  test("a draft is proposed, talked about and signed by both; a changed text drops signatures; then it is the version in force", async () => {
    const one = await visit("priya@example.com", "/agreement");
    await one.page.getByText("This runs as the founding exception").waitFor();
    await one.page.keyboard.press("c");
    await box(one.page, "What do you want to change?").fill("Fewer, better MQLs");
    await one.page.getByRole("button", { name: "Begin the draft" }).click();
    await one.page.waitForURL(/drafts\/[0-9a-f-]{36}$/);
    const id = one.page.url().split("/").at(-1)!;
    await box(one.page, "Grade A from points").fill("45");
    await saved(one.page);
    const other = await visit("tomas@example.com", `/agreement/drafts/${id}`, { colorScheme: "dark" });
    await other.page.getByRole("button", { name: "Comment on Becomes MQL" }).click();
    await box(other.page, "Comment").fill("Can the team keep that?");
    await other.page.keyboard.press("Control+Enter");
    await other.page.getByRole("button", { name: "1 comment on Becomes MQL" }).waitFor();
    await one.page.getByRole("button", { name: "1 comment on Becomes MQL" }).click();
    await one.page.getByRole("complementary").getByText("Can the team keep that?").waitFor();
    await one.page.getByRole("button", { name: "Resolve" }).click();
    await one.page.getByText("Nobody has said anything about this.").waitFor();
    await one.page.getByRole("button", { name: "Sign for Marketing…" }).click();
    await one.page.getByRole("dialog").getByText((await ofServer(id)).hash).waitFor();
    // Enter in a hurry signs nothing; who crosses is reckoned by opening it.
    expect(await one.page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("What you sign changes");
    await one.page.getByRole("dialog").getByText(/^(Nobody crosses|No stage changes by it)/).waitFor();
    expect(await violations(one.page)).toEqual([]);
    await one.page.getByRole("dialog").getByRole("button", { name: "Sign for Marketing" }).click();
    await other.page.getByText("Marketing signed").waitFor();
    await box(other.page, "Grade A from points").fill("46");
    await other.page.getByText("Priya Raman’s signature for Marketing fell away").waitFor();
    await one.page.getByText("Priya Raman’s signature for Marketing fell away").waitFor();
    const dialogOf = async ({ page }: typeof one, side: string) => {
      await page.getByRole("button", { name: `Sign for ${side}…` }).click();
      return { sign: page.getByRole("dialog").getByRole("button", { name: `Sign for ${side}` }), blind: page.getByRole("dialog").getByLabel("Sign without knowing who crosses") };
    };
    await (await dialogOf(one, "Marketing")).sign.click();
    await one.page.getByText("Marketing signed").waitFor();
    // The last signature puts the text in force: where who crosses can't be reckoned, one says that one signs all the same.
    await other.page.getByText("Marketing signed").waitFor();
    await other.page.route("**/drafts/*/preview", (route) => route.abort());
    const last = await dialogOf(other, "Sales");
    await last.blind.waitFor();
    expect(await last.sign.getAttribute("aria-disabled")).toBe("true");
    await last.blind.check();
    await other.page.unrouteAll();
    await last.sign.click();
    await other.page.getByText("Sales signed").waitFor();
    // It does not change any more, and keeps telling what it changed.
    await one.page.getByText(/^Became version 2 on /).waitFor();
    await one.page.getByRole("radio", { name: /^Changes/ }).click();
    await one.page.getByRole("complementary").getByText("MQL grid, grade A:").waitFor();
    expect(await one.page.locator("[data-grip]").count()).toBe(0);
    expect(await violations(one.page)).toEqual([]);
    expect((await priya.call(readAgreement)).version).toBe(2);
    await one.page.goto(`${product.url}/agreement/compare`);
    await one.page.getByText("MQL grid, grade A:").waitFor();
    // The older first; a version is called by the draft that became it.
    expect(await one.page.getByRole("combobox", { name: "From" }).inputValue()).toBe("version:1");
    expect(await one.page.getByRole("combobox", { name: "To" }).locator("option:checked").innerText()).toBe("Version 2 · Fewer, better MQLs, in force");
    await one.page.getByRole("button", { name: "Swap" }).click();
    await one.page.getByText(/^This goes back/).waitFor();
    expect(await violations(one.page)).toEqual([]);
    await other.page.goto(`${product.url}/agreement/drafts?state=all`);
    await other.page.getByText("Became version 2").locator("visible=true").waitFor();
    expect(await violations(other.page)).toEqual([]);
    for (const visitor of [one, other]) await visitor.leave();
  });

  test("on the phone it is read and written too", async () => {
    const id = await begin("On the phone");
    const { page, leave } = await visit("tomas@example.com", `/agreement/drafts/${id}`, { width: 390 });
    await page.getByRole("combobox", { name: "Go to section" }).selectOption("engagement");
    await page.locator('[data-row="engagement.rules.0"]').getByRole("button", { name: /Asked for a demo/ }).last().click();
    await box(page, "Points").fill("50");
    await eventually("saved", async () => (await ofServer(id)).document.engagement.rules[0]!.points === 50);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "1 change", exact: true }).click();
    await page.getByRole("complementary").getByText("Asked for a demo:").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("complementary").getByRole("button", { name: /Asked for a demo/ }).click();
    await box(page, "Points").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await violations(page)).toEqual([]);
    await leave();
  });

  test("a version that waits for its date is overtaken before the eyes of who signs, waits as a draft, and is talked about on the agreement", async () => {
    const change = async (title: string, coolOffDays: number) => {
      const draft = await ofServer(await begin(title));
      return priya.call(saveDraft, { params: { id: draft.id }, body: { version: draft.version, document: { ...draft.document, nurture: { coolOffDays } } } });
    };
    const later = await change("Cooler from next month", 44);
    const dated = await priya.call(changeDraft, { params: { id: later.id }, body: { version: later.version, effectiveFrom: new Date(Date.now() + 30 * 86_400_000).toISOString() } });
    for (const person of [priya, tomas]) await person.call(signDraft, { params: { id: later.id }, body: { hash: dated.hash } });
    const soon = await change("Hotter at once", 11);
    const { page, leave } = await visit("priya@example.com", `/agreement/drafts/${soon.id}`);
    await page.getByText("Another version waits for its date").waitFor();
    await page.getByRole("button", { name: "Sign for Marketing…" }).click();
    await page.getByRole("dialog").getByText("that version becomes a draft again").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Sign for Marketing" }).click();
    await page.getByText("Marketing signed").waitFor();
    await tomas.call(signDraft, { params: { id: soon.id }, body: { hash: soon.hash } });
    await page.goto(`${product.url}/agreement?show=versions`);
    await page.getByRole("dialog").getByText("Its text waits for signatures as").getByRole("link").click();
    await page.getByText("does not take effect as it was signed").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Bring it up to date" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Bring it up to date" }).click();
    await eventually("it may be signed anew", async () => page.getByRole("button", { name: "Sign for Marketing…" }).isEnabled());
    await page.goto(`${product.url}/agreement`);
    await page.getByRole("button", { name: "Comment on Stages" }).click();
    await box(page, "Comment").fill("Who looks after advocates?");
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Control+Enter");
    await page.getByRole("dialog").getByText("Who looks after advocates?").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "1 comment on Stages" }).waitFor();
    await leave();
  });

  test("the lab brings a draft that is behind up to date; where both changed the same it leads to the decision, and asks for nothing twice", async () => {
    const change = async (title: string, own: { coolOffDays?: number; A?: number }) => {
      const draft = await ofServer(await begin(title));
      const { nurture, mql } = draft.document;
      return priya.call(saveDraft, { params: { id: draft.id }, body: { version: draft.version, document: { ...draft.document, nurture: { ...nurture, coolOffDays: own.coolOffDays ?? nurture.coolOffDays }, mql: { ...mql, grid: { ...mql.grid, A: own.A ?? mql.grid.A } } } } });
    };
    const [apart, same, newer] = [await change("Another place", { coolOffDays: 33 }), await change("The same place", { A: 41 }), await change("Comes before them", { A: 42 })];
    for (const person of [priya, tomas]) await person.call(signDraft, { params: { id: newer.id }, body: { hash: newer.hash } });
    const { page, leave } = await visit("priya@example.com", `/lab?draft=${apart.number}`);
    const sent: string[] = [];
    page.on("request", (request) => void (request.url().endsWith("/rebase") && sent.push(request.url())));
    await page.getByText(`Draft ${apart.number} does not have what came with version`).waitFor();
    await page.getByRole("button", { name: "Bring it up to date" }).click();
    await page.getByText(`Draft ${apart.number} now stands on version`).waitFor();
    const after = await ofServer(apart.id);
    expect([after.baseVersion === after.newestVersion, after.document.nurture.coolOffDays, after.document.mql.grid.A]).toEqual([true, 33, 42]);
    await expect.poll(() => page.getByRole("button", { name: "Bring it up to date" }).count()).toBe(0);

    await page.goto(`${product.url}/lab?draft=${same.number}`);
    await page.getByRole("button", { name: "Bring it up to date" }).click();
    const dialog = page.getByRole("dialog", { name: /changed the same places/ });
    await dialog.waitFor();
    expect(new URL(page.url()).pathname).toBe(`/agreement/drafts/${same.id}`);
    await page.reload();
    await dialog.waitFor();
    expect(sent).toHaveLength(2);
    await dialog.getByRole("radio", { name: "This draft" }).waitFor();
    await dialog.getByRole("button", { name: "Bring it up to date" }).click();
    await dialog.waitFor({ state: "detached" });
    const decided = await ofServer(same.id);
    expect([decided.baseVersion === decided.newestVersion, decided.document.mql.grid.A]).toEqual([true, 41]);
    await page.reload();
    await box(page, "Grade A from points").waitFor();
    expect([await dialog.count(), sent.length]).toEqual([0, 3]);
    await leave();
  });

  test("in an emergency a draft is put in force unsigned: what changes and who crosses are shown, a reason is owed, and it stays red until both have signed", async () => {
    const id = await begin("Stop the flood");
    const draft = await ofServer(id);
    await priya.call(saveDraft, { params: { id }, body: { version: draft.version, document: { ...draft.document, nurture: { coolOffDays: 77 } } } });
    const { page, leave } = await visit("ada@example.com", `/agreement/drafts/${id}`);
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Put in force unsigned…" }).click();
    const dialog = page.getByRole("dialog", { name: /in force unsigned/ });
    await dialog.getByRole("region", { name: "What comes into force" }).getByText(/77/).waitFor();
    // Reckoned by opening it: nobody has to ask.
    await dialog.getByRole("region", { name: "Who crosses" }).getByText(/^(Nobody crosses|No stage changes by it)/).waitFor();
    expect(await violations(page)).toEqual([]);
    const reason = dialog.getByRole("textbox", { name: "Why it can’t wait for signatures" });
    const act = dialog.getByRole("button", { name: "Put in force unsigned" });
    await reason.fill("Too short");
    await act.click();
    await dialog.getByRole("alert").waitFor();
    expect((await ofServer(id)).state).toBe("open");
    await reason.fill("Sales drowns in leads of a broken form.");
    await act.click();
    await page.getByText(/^Became version \d+ on /).waitFor();
    await page.goto(`${product.url}/agreement`);
    const alarm = page.locator('[data-tone="breach"]').filter({ hasText: "was put in force unsigned by Ada Admin" });
    await alarm.getByText(/“Sales drowns in leads of a broken form.” It shows here until both sides have signed it, and is on the next review on /).waitFor();
    expect(await violations(page)).toEqual([]);
    const { version, hash } = await priya.call(readAgreement);
    for (const person of [priya, tomas]) await person.call(signVersion, { params: { version }, body: { hash } });
    await alarm.waitFor({ state: "detached" });
    await leave();
  });
});
