// The scripts run on other people's pages: their size is a promise.
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildTracker } from "./tracker-site.ts";

let built: Awaited<ReturnType<typeof buildTracker>>;
beforeAll(async () => {
  built = await buildTracker();
});
afterAll(() => built.dispose());

test.each(["/tandem.js", "/tandem-form.js"])("%s is one script below 5 kB compressed", (name) => {
  const code = built.scripts.get(name)!;
  expect(gzipSync(code).length).toBeLessThan(5_000);
  expect(code.length).toBeGreaterThan(1_000);
  expect(code.toString()).not.toMatch(/\b(import|require)\s*\(|^\s*import\b|^export\b/m);
});
