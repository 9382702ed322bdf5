import { runImport } from "@tandem/contract/imports/imports";
import { expect, test } from "vitest";
import { ensureFoundingAgreement } from "../../spine/founding.ts";
import { importsApp } from "./imports.fixture.ts";
import { readFile } from "./read-file.ts";
import { runBatches } from "./run-batches.ts";

const MB = 1024 * 1024;

/** The full size has a command of its own: `npm run import:large`. */
test("a million cells are read with flat memory, and a trial of wide rows stays flat too", { timeout: 120_000 }, async () => {
  const t = await importsApp();
  await ensureFoundingAgreement(t.app);
  const id = t.app.ids.next();
  const row = (i: number) => `${Array.from({ length: 20 }, (_, c) => (c === 0 ? `w${i}@wide.example` : c === 1 ? `"line one ${i}\nline two"` : `cell ${i} ${c}`)).join(",")}\n`;
  // Written piece by piece, so that the test itself holds no file.
  await t.db.query("insert into import (id, kind, file_name, file_size, uploaded, state, created_at) values ($1, 'contacts', 'wide.csv', 1, 1, 'mapping', $2)", [id, t.clock.now()]);
  let [position, next] = [0, 0];
  for (let piece = `email,${Array.from({ length: 19 }, (_, c) => `c${c}`).join(",")}\n`; next <= 50_000; piece = "") {
    while (piece.length < MB && next <= 50_000) piece += row(next++);
    const bytes = Buffer.from(piece);
    await t.db.query("insert into import_chunk (import_id, position, bytes) values ($1, $2, $3)", [id, position, bytes]);
    position += bytes.length;
  }
  expect(position).toBeGreaterThan(12 * MB);
  const held = () => (globalThis.gc?.(), process.memoryUsage().heapUsed + process.memoryUsage().external);
  const before = held();
  let [records, cells, most] = [0, 0, 0];
  for await (const read of readFile(t.db, id, { encoding: "utf-8", delimiter: "," })) {
    records += read.records.length;
    for (const record of read.records) cells += record.cells.length;
    most = Math.max(most, process.memoryUsage().heapUsed + process.memoryUsage().external);
  }
  expect([records, cells]).toEqual([50_002, 50_002 * 20]);
  // A piece of a megabyte becomes some megabytes of cells, and what is collected late comes on top: not the whole file.
  expect(most - before).toBeLessThan(160 * MB);

  await t.db.query("update import set mapping = $2, columns = $3, file_size = $4, uploaded = $4 where id = $1", [
    id, JSON.stringify({ columns: [{ column: "email", to: "contact.email" }, { column: "c1", to: "contact.city" }], options: {} }), JSON.stringify(["email", "c0", "c1"]), position,
  ]);
  await t.call(runImport, { params: { importId: id }, body: { dryRun: true } }, t.revops);
  await t.db.query("update import set state = 'running' where id = $1", [id]);
  // Only the first rows: what matters is that a stop leaves the place where to go on.
  await runBatches(t.app, id, { stopped: () => true });
  expect(await t.db.one("select state, rows_done, created from import where id = $1", [id])).toEqual({ state: "running", rows_done: 1_001, created: 1_000 });
});
