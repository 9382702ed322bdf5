// `npm run import:large`: imports a CSV of 200 MB into a throw-away database and shows that memory stays flat.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createImport, getImport, runImport, saveImportMapping, uploadChunk } from "@tandem/contract/imports/imports";
import { largestChunk } from "@tandem/contract/imports/parts";
import { importHere } from "@tandem/server/import-here";
import { readConfig } from "@tandem/server/platform/config";
import { silentLog } from "@tandem/server/platform/log";
import { openApp } from "@tandem/server/platform/open-app";
import { ensureFoundingAgreement } from "@tandem/server/spine/founding";

const MB = 1024 * 1024;
const size = Number(process.argv[2] ?? 200) * MB;
/** More than this above the beginning is not flat: the file is larger, and what is read is held a piece at a time. */
const most = 160 * MB;

const filler = Array.from({ length: 18 }, (_, i) => `"what column ${i} says, ${"at length ".repeat(8)}"`).join(",");
const header = `id,email,last name,${Array.from({ length: 18 }, (_, i) => `c${i}`).join(",")}\n`;
const line = (i: number): string => `L${i},l${i}@firm${i % 5_000}.example,Number ${i},${filler}\n`;

const folder = await mkdtemp(join(tmpdir(), "tandem-large-"));
// Where this runs as root Postgres runs as another user, who has to get in.
await chmod(folder, 0o711);
const opened = await openApp({ config: readConfig({ TANDEM_DATA_DIR: folder, LOG_LEVEL: "silent" }), log: silentLog, durable: false });
const { app } = opened;
let watch: NodeJS.Timeout | undefined;
try {
  await ensureFoundingAgreement(app);
  const userId = app.ids.next();
  await app.db.query("insert into app_user (id, name, email, email_folded, role, time_zone, week, created_at) values ($1, 'Large', 'large@tandem.example', 'large@tandem.example', 'revops', 'UTC', '{}', $2)", [userId, app.clock.now()]);
  const { ask, work } = await importHere(app, null);

  const { id } = await ask(createImport, { body: { kind: "contacts", fileName: "large.csv", fileSize: size } });
  let [offset, row, rest] = [0, 0, Buffer.from(header)];
  while (offset < size) {
    const pieces = [rest];
    for (let length = rest.length; length < largestChunk; ) {
      const next = Buffer.from(line(row++));
      pieces.push(next);
      length += next.length;
    }
    const all = Buffer.concat(pieces);
    const chunk = all.subarray(0, Math.min(largestChunk, size - offset));
    rest = all.subarray(chunk.length);
    ({ uploaded: offset } = await ask(uploadChunk, { params: { importId: id }, body: { offset, base64: chunk.toString("base64") } }));
  }
  const targets: Record<string, string> = { id: "id", email: "contact.email", "last name": "contact.last_name" };
  await ask(saveImportMapping, { params: { importId: id }, body: { columns: header.trim().split(",").map((column) => ({ column, to: targets[column] ?? null })), options: {} } });

  const before = process.memoryUsage().rss;
  let peak = before;
  watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
  const began = performance.now();
  await ask(runImport, { params: { importId: id }, body: { dryRun: false } });
  while (await work());
  const done = await ask(getImport, { params: { importId: id } });
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(`${(size / MB).toFixed(0)} MB, ${done.rows} rows in ${seconds.toFixed(0)} s (${(done.rows / seconds).toFixed(0)} rows/s); ${done.created} created, ${done.refused} refused\nmemory: ${(before / MB).toFixed(0)} MB before, ${(peak / MB).toFixed(0)} MB at most (${((peak - before) / MB).toFixed(0)} MB more)\n`);
  // The file is cut off at its size, so its last row may be a broken one.
  if (done.state !== "finished" || done.refused > 1) throw new Error(`The import did not finish as it should: ${done.state}, ${done.refused} refused.`);
  if (peak - before > most) throw new Error("Memory is not flat.");
} finally {
  clearInterval(watch);
  await opened.close();
  await rm(folder, { recursive: true, force: true });
}
