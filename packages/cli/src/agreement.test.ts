import { createApiKey } from "@tandem/contract/access/api-keys";
import { listDrafts } from "@tandem/contract/agreement/drafts";
import { agreementApp, must, type AgreementApp } from "@tandem/server/slices/agreement/agreement.fixture";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { agreement } from "./agreement.ts";
import { readArguments } from "./arguments.ts";

let t: AgreementApp;
let folder: string;
let reach: string[];
beforeAll(async () => {
  t = await agreementApp();
  folder = await mkdtemp(join(tmpdir(), "tandem-agreement-"));
  const server = await t.server.listen({ port: 0, host: "127.0.0.1" });
  const { key } = must(await t.call(createApiKey, { body: { name: "git", readOnly: false } }, t.priya));
  reach = ["--server", server, "--key", key];
});
afterAll(async () => {
  await t.server.close();
  await rm(folder, { recursive: true });
});

/** Runs the command as the shell would, and hears what it says. */
async function tandem(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: "", err: "" };
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text) => ((said.out += String(text)), true));
  const err = vi.spyOn(process.stderr, "write").mockImplementation((text) => ((said.err += String(text)), true));
  try {
    return { code: await agreement(readArguments(words)), ...said };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

async function file(name: string, change: (text: string) => string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, change(await readFile(join(folder, "agreement.yaml"), "utf8")));
  return path;
}

describe("tandem agreement", () => {
  test("exports, plans, applies as a draft, and never signs", async () => {
    const path = join(folder, "agreement.yaml");
    expect(await tandem("export", "--out", path, ...reach)).toEqual({ code: 0, out: "", err: "" });
    expect(await readFile(path, "utf8")).toBe((await tandem("export", "--version", "1", ...reach)).out);
    const same = await tandem("plan", path, ...reach);
    expect(same).toMatchObject({ code: 0, out: expect.stringContaining("says the same as version 1") as string });

    const cheaper = await file("cheaper.yaml", (text) => text.replace("    A: 40\n", "    A: 45\n").replace("points: 8\n", "points: 12\n"));
    const planned = await tandem("plan", cheaper, ...reach);
    expect(planned).toMatchObject({ code: 2, out: "Against version 1, which is in force:\n\nEngagement\n  ~ Viewed pricing: +8 → +12\n\nBecomes MQL\n  ~ MQL grid, grade A: 40 → 45\n" });
    expect(must(await t.call(listDrafts, {}, t.priya)).drafts).toEqual([]);
    const applied = await tandem("apply", cheaper, "--title", "Dearer MQLs", ...reach);
    const [draft] = must(await t.call(listDrafts, {}, t.priya)).drafts;
    expect(applied).toMatchObject({ code: 0, out: expect.stringContaining(`http://localhost:3210/agreement/drafts/${draft!.id}\n`) as string });
    expect(draft).toMatchObject({ title: "Dearer MQLs", state: "open", signatures: [] });
  });

  test("says problems with file, line and column, and makes nothing of them", async () => {
    const broken = await file("broken.yaml", (text) => text.replace("points: 8\n", "points: eight\n"));
    const line = (await readFile(broken, "utf8")).split("\n").findIndex((one) => one.includes("eight")) + 1;
    for (const act of ["plan", "apply"]) expect(await tandem(act, broken, ...reach)).toMatchObject({ code: 1, out: "", err: `${broken}:${line}:15: problem: “points” is the text “eight”, but a number belongs here. (engagement.rules.6.points)\n` });
    expect(must(await t.call(listDrafts, { query: { state: "all" } }, t.priya)).drafts).toHaveLength(1);
  });

  test("compares versions and files, files without a server", async () => {
    const other = await file("other.yaml", (text) => text.replace("coolOffDays: 30", "coolOffDays: 45"));
    expect(await tandem("diff", join(folder, "agreement.yaml"), other)).toEqual({ code: 0, out: "Rejection reasons\n  ~ Cool-off: 30 → 45 days\n", err: "" });
    expect(await tandem("diff", other, "1", ...reach)).toMatchObject({ code: 0, out: "Rejection reasons\n  ~ Cool-off: 45 → 30 days\n" });
    expect(await tandem("diff", other, other)).toMatchObject({ code: 0, out: "No difference.\n" });
    const broken = await file("list.yaml", () => "- a\n");
    expect(await tandem("diff", other, broken)).toMatchObject({ code: 1, err: expect.stringMatching(/list\.yaml:1:1: problem: The agreement is a list/) as string });
  });

  test("says in a sentence what is missing", async () => {
    await expect(tandem("sign")).rejects.toThrow("Say what to do with the agreement");
    await expect(tandem("plan", join(folder, "none.yaml"), ...reach)).rejects.toThrow("There is no file");
    await expect(tandem("export")).rejects.toThrow("Which server?");
    await expect(tandem("export", "--server", "http://127.0.0.1:9", "--key", "x")).rejects.toThrow("Nobody answers at http://127.0.0.1:9");
    await expect(tandem("export", "--version", "9", ...reach)).rejects.toThrow("There is no such version.");
    await expect(tandem("export", "--verison", "9", ...reach)).rejects.toThrow("There is no option --verison");
    await expect(tandem("diff", "1")).rejects.toThrow("Name two versions or files");
  });
});
