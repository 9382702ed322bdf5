// A real Chromium for the tests: the bundled one on Linux x64, otherwise one of the system. Never a silent skip.
import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const systemPaths = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Launches a headless browser; the caller closes it. `CHROME_PATH` chooses another executable. */
export async function launchBrowser(): Promise<Browser> {
  const chosen = process.env["CHROME_PATH"];
  if (chosen) return chromium.launch({ executablePath: chosen, headless: true });
  if (process.platform === "linux" && process.arch === "x64") {
    // The package unpacks the system libraries it brings along only if it believes to run there; read at import.
    process.env["AWS_EXECUTION_ENV"] ??= "AWS_Lambda_nodejs20.x";
    const { default: bundled } = await import("@sparticuz/chromium");
    // Not the package's own arguments: they switch off web security, which tests rely on, and run everything in one
    // process, which dies with the first closed context.
    const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    return chromium.launch({ executablePath: await bundled.executablePath(), args, headless: true });
  }
  const found = systemPaths.find((path) => existsSync(path));
  if (!found) throw new Error("No Chromium found: install Chrome or Chromium, or set CHROME_PATH to its executable.");
  return chromium.launch({ executablePath: found, headless: true });
}
