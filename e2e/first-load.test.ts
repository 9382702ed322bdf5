// What a new browser fetches from the sign-in page to the inbox is a promise: told by the built files, without starting anything.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("../packages/web/dist/assets/", import.meta.url));
const names = readdirSync(folder);
const scripts = new Map(names.filter((name) => name.endsWith(".js")).map((name) => [name, readFileSync(folder + name, "utf8")]));
const importsOf = (name: string) => [...scripts.get(name)!.matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)].map((match) => match[1]!);
const chunk = (page: string) => names.find((name) => name.startsWith(`${page}-`) && name.endsWith(".js"))!;
/** A page's chunk and its style, as the chunk that opens it lists them. */
function styleOf(name: string): string[] {
  return names.filter((style) => style.endsWith(".css") && style.replace(/-[\w-]{8}\.css$/, "") === name.replace(/-[\w-]{8}\.js$/, ""));
}

function reachedFrom(entries: readonly string[]): Set<string> {
  const found = new Set(entries);
  for (const name of found) importsOf(name).forEach((next) => found.add(next));
  return found;
}

test("from sign-in to the inbox come less than 250 kB of script and style, and no schema", () => {
  const fetched = reachedFrom([chunk("index"), chunk("sign-in-page"), chunk("inbox-page")]);
  expect(fetched.size).toBeGreaterThan(20);
  const files = [...fetched, ...new Set([...fetched].flatMap(styleOf))];
  const bytes = files.reduce((sum, name) => sum + gzipSync(readFileSync(folder + name)).length, 0);
  expect(bytes / 1000).toBeLessThan(250);
  expect([...fetched].filter((name) => scripts.get(name)!.includes("ZodObject"))).toEqual([]);
});

test("no chunk waits for one that waits for it", () => {
  const knots = [...scripts.keys()].filter((name) => reachedFrom(importsOf(name)).has(name));
  expect(knots).toEqual([]);
});
