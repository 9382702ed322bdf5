import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testDatabase } from "../test/database.ts";
import { brokenInvariants, readInvariants } from "./invariants.ts";

const { db } = await testDatabase();

test("each promise is read with its query, and whatever breaks it is shown", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tandem-invariants-"));
  const file = join(folder, "invariants.sql");
  await writeFile(
    file,
    `-- Each query must return no row.

-- No timer has failed
-- more than once.
select kind, key from timer
where attempts > 1; -- a remark
-- A text may hold a semicolon.
select ';' as text where false;
`,
  );
  const invariants = await readInvariants(file);
  expect(invariants.map(({ promise }) => promise)).toEqual(["No timer has failed more than once.", "A text may hold a semicolon."]);
  expect(await brokenInvariants(db, invariants)).toEqual([]);
  await db.query("insert into timer (kind, key, due_at, attempts) values ('k', 'x', $1, 2)", [new Date(0)]);
  expect(await brokenInvariants(db, invariants)).toEqual([{ promise: "No timer has failed more than once.", rows: [{ kind: "k", key: "x" }] }]);
  await rm(folder, { recursive: true });
});

test("every invariant of the product holds on a new database", async () => {
  expect(await brokenInvariants(db, await readInvariants())).toEqual([]);
});
