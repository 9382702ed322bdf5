import { open, readFile, stat, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { createImport, exportImportRefusals, getImport, inspectImport, runImport, saveImportMapping, uploadChunk } from "@tandem/contract/imports/imports";
import { largestChunk, type ImportDetail } from "@tandem/contract/imports/parts";
import type { InputOf } from "@tandem/contract/operation";
import type { Arguments } from "./arguments.ts";
import type { Run } from "./commands.ts";
import { openClient, type Client } from "./import-client.ts";

const importKinds = createImport.body.shape.kind.options;
type ImportKind = (typeof importKinds)[number];
type ImportMappingInput = InputOf<typeof saveImportMapping>["body"];

/** `tandem import contacts people.csv`: upload, map, run, report. Rows that are refused go into a file beside it. */
export const importFile: Run = async (given) => {
  const [kind, path] = given.words;
  if (!kind || !path || !importKinds.includes(kind as ImportKind)) throw new Error(`Say what is in the file and where it is: tandem import <${importKinds.join("|")}> <file>`);
  const size = (await stat(path).catch(() => null))?.size;
  if (size === undefined) throw new Error(`There is no file ${path}.`);
  if (size === 0) throw new Error(`${path} is empty.`);
  const client = await openClient(given);
  try {
    const { id } = await client.ask(createImport, { body: { kind: kind as ImportKind, fileName: basename(path), fileSize: size } });
    await upload(client, id, path, size);
    await map(client, id, given);
    const dryRun = given.options["dry-run"] === "true";
    await client.ask(runImport, { params: { importId: id }, body: { dryRun } });
    const done = await follow(client, id);
    say(`${summary(done, dryRun)}\n`);
    for (const note of done.notes) say(`  ${note.count} × ${note.words}\n`);
    if (done.refused > 0) await writeRefusals(client, id, given.options["refusals"] ?? `${path.replace(/\.csv$/i, "")}.refused.csv`);
    return done.state === "finished" ? 0 : 1;
  } finally {
    await client.close();
  }
};

async function upload(client: Client, importId: string, path: string, size: number): Promise<void> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(largestChunk);
    for (let offset = 0; offset < size; ) {
      const { bytesRead } = await file.read(buffer, 0, largestChunk, offset);
      if (bytesRead === 0) throw new Error(`${path} became shorter while it was read.`);
      ({ uploaded: offset } = await client.ask(uploadChunk, { params: { importId }, body: { offset, base64: buffer.subarray(0, bytesRead).toString("base64") } }));
      progress("uploaded", offset / size);
    }
  } finally {
    await file.close();
  }
}

/** The mapping of a file is the suggestion with what --mapping and the options say laid over it. */
async function map(client: Client, importId: string, { options }: Arguments): Promise<void> {
  const said = options["mapping"] === undefined ? null : (JSON.parse(await readFile(options["mapping"], "utf8")) as Partial<ImportMappingInput>);
  const query = { ...((options["encoding"] ?? said?.options?.encoding) && { encoding: options["encoding"] ?? said?.options?.encoding }), ...((options["delimiter"] ?? said?.options?.delimiter) && { delimiter: options["delimiter"] ?? said?.options?.delimiter }) };
  const seen = await client.ask(inspectImport, { params: { importId }, query: query as never });
  const { encoding, delimiter, headerRow, dateOrder, decimal, missing } = seen;
  const columns = said?.columns ?? seen.columns.map((column) => column.suggestion);
  await client.ask(saveImportMapping, {
    params: { importId },
    body: {
      columns,
      options: {
        encoding, delimiter, headerRow, dateOrder, decimal, missing, ...said?.options,
        ...(options["system"] !== undefined && { system: options["system"] }),
        ...(options["live"] === "true" && { treatAsLive: true }),
        ...(options["overwrite"] === "true" && { overwriteEdits: true }),
        ...(options["make-campaigns"] === "true" && { makeCampaigns: true }),
      },
    },
  });
  for (const { column, to, newField } of columns) say(`  ${column} → ${to ?? "left out"}${newField ? ` (new field, ${newField.type})` : ""}\n`);
}

async function follow(client: Client, importId: string): Promise<ImportDetail> {
  for (;;) {
    await client.pass();
    const now = await client.ask(getImport, { params: { importId } });
    progress("imported", now.progress, now.rows);
    if (now.state !== "queued" && now.state !== "running") return now;
  }
}

function summary(done: ImportDetail, dryRun: boolean): string {
  if (done.state !== "finished") return `The import ${done.state === "failed" ? "failed" : "was cancelled"}. ${done.failure ?? ""}`;
  const { created, updated, unchanged, refused } = done;
  return `${dryRun ? "Only tried, nothing was written: " : ""}${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused.`;
}

async function writeRefusals(client: Client, importId: string, path: string): Promise<void> {
  let csv = "";
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const part = await client.ask(exportImportRefusals, { params: { importId }, query: cursor ? { cursor } : {} });
    csv += part.csv;
    cursor = part.next;
  }
  await writeFile(path, csv);
  say(`Refused rows with their reasons: ${path}. Correct them there and import that file.\n`);
}

function say(text: string): void {
  process.stdout.write(text);
}

/** One line that moves on a terminal, nothing where the output goes into a file. */
function progress(word: string, share: number, rows?: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r${word} ${String(Math.floor(share * 100)).padStart(3)} %${rows === undefined ? "" : `, ${rows} rows`}   ${share >= 1 ? "\n" : ""}`);
}
