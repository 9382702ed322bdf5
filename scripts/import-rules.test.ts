import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { forbiddenImports, importCycles, importsOf, type Source } from "./import-rules.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

const sources: readonly Source[] = readdirSync(`${root}packages`).flatMap((name) =>
  readdirSync(`${root}packages/${name}/src`, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `packages/${name}/src/${file.replaceAll("\\", "/")}`)
    .map((path) => ({ path, text: readFileSync(root + path, "utf8") })),
);

const declared = Object.fromEntries(
  readdirSync(`${root}packages`).map((name) => [name, Object.keys((JSON.parse(readFileSync(`${root}packages/${name}/package.json`, "utf8")) as { dependencies?: object }).dependencies ?? {})]),
);

describe("the house", () => {
  test("is read whole", () => {
    expect(sources.length).toBeGreaterThan(300);
    expect(sources.reduce((sum, { text }) => sum + importsOf(text).length, 0)).toBeGreaterThan(1_000);
  });

  test("imports only what the rules allow", () => {
    expect(forbiddenImports(sources, declared)).toEqual([]);
  });

  test("has no import cycle, types included", () => {
    expect(importCycles(sources)).toEqual([]);
  });
});

/** What no lint rule can name: the present moment, asked of the machine. */
const asksTheMachine = /\bnew Date\(\s*\)|(?<![.\w])Date\(\s*\)|\bTemporal\.Now\b|\bperformance\.now\b/;

describe("the domain", () => {
  test("is told the time and never asks for it", () => {
    const asking = sources.filter(({ path, text }) => path.startsWith("packages/domain/") && !path.endsWith(".test.ts") && asksTheMachine.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "")));
    expect(asking.map(({ path }) => path)).toEqual([]);
  });

  test.each(["new Date()", "Temporal.Now.instant()", "const at = Date();"])("is seen to ask by %s", (code) => expect(asksTheMachine.test(code)).toBe(true));
  test.each(["new Date(at)", "new Date(0)", "toDate()"])("is not seen to ask by %s", (code) => expect(asksTheMachine.test(code)).toBe(false));
});

describe("the rules", () => {
  const files: Source[] = ["domain/src/kit/money", "contract/src/people/contacts", "server/src/platform/app", "server/src/spine/work", "server/src/slices/people/door", "server/src/slices/people/store", "server/src/test/world", "server/src/slices/people/people.fixture", "web/src/app/api", "web/src/ui/button", "web/src/slices/people/page", "server/src/demo/year"].map(
    (path) => ({ path: `packages/${path}.ts`, text: "" }),
  );
  const judge = (path: string, specifier: string) => forbiddenImports([...files, { path: `packages/${path}`, text: `import { x } from "${specifier}";` }], { server: ["pg"], web: ["react"], cli: [] });

  test.each([
    ["domain/src/a/b.ts", "node:fs"],
    ["domain/src/a/b.ts", "pg"],
    ["domain/src/a/b.ts", "@tandem/contract/people/contacts"],
    ["contract/src/a/b.ts", "@tandem/server/platform/app"],
    ["tracker/src/a.ts", "zod"],
    ["web/src/slices/a/b.tsx", "@tandem/server/platform/app"],
    ["web/src/slices/a/b.tsx", "../people/page.ts"],
    ["web/src/ui/b.tsx", "../app/api.ts"],
    ["web/src/app/b.tsx", "../slices/people/page.ts"],
    ["web/src/app/b.tsx", "node:fs"],
    ["server/src/platform/b.ts", "../spine/work.ts"],
    ["server/src/spine/b.ts", "../slices/people/door.ts"],
    ["server/src/slices/a/b.ts", "../people/store.ts"],
    ["server/src/slices/a/b.ts", "../../demo/year.ts"],
    ["server/src/slices/a/b.ts", "../../test/world.ts"],
    ["server/src/slices/people/b.ts", "./people.fixture.ts"],
    ["server/src/slices/people/b.ts", "./gone.ts"],
    ["server/src/slices/people/b.ts", "react"],
    ["server/src/slices/people/b.ts", "../../../../domain/src/kit/money.ts"],
    ["cli/src/b.ts", "@tandem/server/slices/people/store"],
  ])("refuse that %s imports %s", (path, specifier) => {
    expect(judge(path, specifier)).toHaveLength(1);
  });

  test.each([
    ["domain/src/a/b.ts", "zod"],
    ["contract/src/a/b.ts", "@tandem/domain/kit/money"],
    ["server/src/slices/a/b.ts", "../people/door.ts"],
    ["server/src/slices/a/b.ts", "../../spine/work.ts"],
    ["server/src/slices/a/b.test.ts", "../../test/world.ts"],
    ["server/src/spine/b.ts", "pg"],
    ["server/src/demo/b.ts", "../slices/people/store.ts"],
    ["web/src/slices/a/b.tsx", "../../ui/button.ts"],
    ["cli/src/b.ts", "@tandem/server/platform/app"],
  ])("allow that %s imports %s", (path, specifier) => {
    expect(judge(path, specifier)).toEqual([]);
  });

  test("see every form of import, and none in a comment", () => {
    const text = `import a from "one";\nimport type {\n  B,\n} from "two";\nexport * from "three";\nexport { c } from 'four';\nimport "five";\nconst d = await import("six");\n// import e from "no";\n/* export * from "no" */\nconst f = "https://x"; export type { G } from "seven";`;
    expect(importsOf(text).map(({ specifier }) => specifier).toSorted()).toEqual(["five", "four", "one", "seven", "six", "three", "two"]);
  });

  test("find a knot over packages and types, and let lazy imports be", () => {
    const a = { path: "packages/domain/src/k/a.ts", text: 'import type { B } from "./b.ts";' };
    const b = { path: "packages/domain/src/k/b.ts", text: 'export { c } from "@tandem/domain/k/c";' };
    const c = { path: "packages/domain/src/k/c.ts", text: 'import { a } from "./a.ts";' };
    const lazy = { ...c, text: 'const a = () => import("./a.ts");' };
    expect(importCycles([a, b, c])).toEqual([[a.path, b.path, c.path]]);
    expect(importCycles([a, b, lazy])).toEqual([]);
  });
});
