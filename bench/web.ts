import { gzipSync } from "node:zlib";
import { launchBrowser } from "../e2e/browser.ts";
import type { Line } from "./rounds.ts";
import { withProduct } from "./server.ts";
import { password, repEmail, setUpWorkspace } from "./workspace.ts";

/** Script and style that a new browser fetches from the sign-in page to the inbox, compressed; the font is told apart. */
export async function measureWeb(): Promise<Line[]> {
  let line: Line | undefined;
  await withProduct({}, setUpWorkspace, async (product) => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const bytes = { script: 0, stylesheet: 0, font: 0 };
      const reading: Promise<void>[] = [];
      page.on("response", (response) => {
        const type = response.request().resourceType();
        if (type !== "script" && type !== "stylesheet" && type !== "font") return;
        reading.push(response.body().then((body) => void (bytes[type] += type === "font" ? body.length : gzipSync(body).length)));
      });
      await page.goto(`${product.url}/`);
      await page.locator('input[type="email"], input[name="email"]').first().fill(repEmail);
      await page.locator('input[type="password"]').first().fill(password);
      await page.keyboard.press("Enter");
      await page.waitForURL(/inbox/, { timeout: 30_000 });
      // The page is there once its heading is: the network is quiet before its parts are asked for, too.
      await page.getByRole("heading", { name: "Inbox" }).waitFor();
      await page.waitForLoadState("networkidle");
      await Promise.all(reading);
      const kB = (bytes.script + bytes.stylesheet) / 1000;
      line = { name: "web-first-load", value: kB, unit: "kB gzip, sign-in to inbox", against: `script ${(bytes.script / 1000).toFixed(0)} kB, style ${(bytes.stylesheet / 1000).toFixed(0)} kB; font apart ${(bytes.font / 1000).toFixed(0)} kB`, ratio: null, rounds: 1, bound: "aim < 250", kept: kB < 250 };
    } finally {
      await browser.close();
    }
  });
  return [line!];
}
