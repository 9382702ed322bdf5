// Every part of the interface, looked at by a machine: no accessibility violation, no console error, the keys work.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { build, preview, type PreviewServer } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "./browser.ts";
import { violations } from "./violations.ts";

const root = fileURLToPath(new URL("../packages/web", import.meta.url));
let browser: Browser;
let server: PreviewServer;
let outDir: string;
let address: string;

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), "tandem-gallery-"));
  await build({ root, mode: "gallery", logLevel: "error", build: { outDir, emptyOutDir: true } });
  server = await preview({ root, logLevel: "error", build: { outDir }, preview: { port: 0, host: "127.0.0.1" } });
  address = server.resolvedUrls?.local[0]?.replace(/\/$/, "") ?? "";
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(outDir, { recursive: true, force: true });
});

async function open(path: string, colorScheme: "light" | "dark", width: number) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("response", (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`));
  await page.goto(address + path);
  await page.locator("h1").waitFor();
  return { context, page, complaints };
}

describe.each(["light", "dark"] as const)("%s", (scheme) => {
  test.each([
    ["parts", 1440], ["inbox", 1440], ["dashboard", 1440], ["parts", 390], ["inbox", 390], ["dashboard", 390],
  ])("%s at %d has no accessibility violation", async (view, width) => {
    const { context, page, complaints } = await open(`/gallery?view=${view}`, scheme, width);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

test("keys move through a list, and are silent while typing", async () => {
  const { context, page } = await open("/gallery?view=inbox", "light", 1440);
  const here = () => page.locator("[role=row][data-here]").innerText();
  expect(await here()).toContain("Elena Brandt");
  await page.keyboard.press("j");
  expect(await here()).toContain("Sunniva Aas");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or run" }).waitFor();
  await page.keyboard.type("jj");
  await page.keyboard.press("Escape");
  expect(await here()).toContain("Sunniva Aas");
  await context.close();
});

test("a combobox is worked by keys alone", async () => {
  const { context, page } = await open("/gallery?view=parts", "light", 1440);
  const owner = page.getByRole("combobox", { name: "Owner" });
  await owner.fill("rut");
  await page.getByRole("option", { name: /Ruth Adler/ }).waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(() => owner.inputValue()).toBe("Ruth Adler");
  await context.close();
});

test("the theme chosen is remembered and set before the first paint", async () => {
  const { context, page } = await open("/gallery", "light", 1440);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("Control+k");
  await page.locator("[role=combobox][aria-label='Search or run']:focus").waitFor();
  await page.keyboard.type("dark theme");
  await page.keyboard.press("Enter");
  const scheme = () => page.evaluate(() => document.documentElement.getAttribute("data-mantine-color-scheme"));
  await expect.poll(scheme).toBe("dark");
  // Without the app's own scripts only theme.js runs.
  await page.route("**/assets/*.js", (route) => route.abort());
  await page.reload();
  expect([await scheme(), await page.evaluate(() => localStorage.getItem("tandem-theme"))]).toEqual(["dark", "dark"]);
  await context.close();
});
