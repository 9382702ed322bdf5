import { readFile, stat, writeFile } from "node:fs/promises";
import { applyText, longestText, planText } from "@tandem/contract/agreement/text";
import { readAgreement, readText } from "@tandem/contract/agreement/versions";
import { compareTexts, printChanges, printProblems } from "@tandem/server/compare-here";
import { environmentWith, type Arguments } from "./arguments.ts";
import type { Run } from "./commands.ts";
import { openServer, type Client } from "./import-client.ts";

const say = (text: string): void => void process.stdout.write(text);
const acts: Readonly<Record<string, Run>> = { export: exportText, diff, plan, apply };

/** `tandem agreement export|diff|plan|apply`: the agreement as a text that lives in git. Signing stays with people. */
export const agreement: Run = async ({ words: [act, ...words], options }) => {
  const run = act === undefined || !Object.hasOwn(acts, act) ? undefined : acts[act];
  if (!run) throw new Error("Say what to do with the agreement: tandem agreement export [--version N] [--out file], diff <before> <after>, plan <file>, or apply <file>. See docs/agreement-as-text.md.");
  return run({ words, options });
};

/** Writes the version in force, or `--version N`, into `--out` or to the output. */
async function exportText(given: Arguments): Promise<number> {
  const { options } = given;
  const text = await textOfVersion(open(given), options["version"] === undefined ? null : versionOf(options["version"]));
  if (options["out"] === undefined) say(text);
  else await writeFile(options["out"], text);
  return 0;
}

/** Two versions or files in words; where both are files no server is asked. */
async function diff(given: Arguments): Promise<number> {
  const [before, after, more] = given.words;
  if (!before || !after || more !== undefined) throw new Error("Name two versions or files: tandem agreement diff <before> <after>");
  const texts = [];
  for (const place of [before, after]) texts.push(/^\d+$/.test(place) ? await textOfVersion(open(given), versionOf(place)) : await readFileText(place));
  const compared = compareTexts(texts[0]!, texts[1]!);
  if ("unreadable" in compared) {
    process.stderr.write(printProblems(compared.unreadable === "before" ? before : after, compared.problems));
    return 1;
  }
  say(compared.changes.length === 0 ? "No difference.\n" : printChanges(compared.changes));
  return 0;
}

/** What applying the file would change. Leaves with 0 for nothing, 2 for changes, 1 for a text with problems. */
async function plan(given: Arguments): Promise<number> {
  const { file, planned } = await readPlan(given);
  if (planned.problems.some(({ severity }) => severity === "problem")) return 1;
  say(planned.changes.length === 0 ? `${file} says the same as version ${planned.version}, which is in force.\n` : `Against version ${planned.version}, which is in force:\n\n${printChanges(planned.changes)}`);
  return planned.changes.length === 0 ? 0 : 2;
}

/** Makes a draft of the file and says where it is read and signed. */
async function apply(given: Arguments): Promise<number> {
  const { client, text, planned } = await readPlan(given);
  if (planned.problems.some(({ severity }) => severity === "problem")) return 1;
  const { title } = given.options;
  const { url, changes } = await client.ask(applyText, { body: { text, ...(title !== undefined && { title }) } });
  say(`${printChanges(changes)}\nA draft was made; nothing is in force before both sides have signed it:\n${url}\n`);
  return 0;
}

async function readPlan(given: Arguments) {
  const [file, more] = given.words;
  if (!file || more !== undefined) throw new Error("Name one file: tandem agreement plan <file>");
  const client = open(given);
  const text = await readFileText(file);
  const planned = await client.ask(planText, { body: { text } });
  process.stderr.write(printProblems(file, planned.problems));
  return { client, file, text, planned };
}

function open(given: Arguments): Client {
  const env = environmentWith(given, ["server", "key", "version", "out", "title"]);
  const server = given.options["server"] ?? env["TANDEM_SERVER"];
  if (server === undefined) throw new Error("Which server? Give its address with --server or TANDEM_SERVER, and an API key in TANDEM_API_KEY.");
  return openServer(server, given.options["key"] ?? env["TANDEM_API_KEY"]);
}

async function textOfVersion(client: Client, version: number | null): Promise<string> {
  const which = version ?? (await client.ask(readAgreement, {})).version;
  return (await client.ask(readText, { params: { version: which } })).text;
}

function versionOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`"${text}" is no version. Versions are numbered from 1.`);
  return Number(text);
}

async function readFileText(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new Error(`There is no file ${path}.`);
  if (found.size > 4 * longestText) throw new Error(`${path} is too long for an agreement: at most ${longestText} characters are read.`);
  return readFile(path, "utf8");
}
