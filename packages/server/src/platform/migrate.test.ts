import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { testDatabase } from "../test/database.ts";
import { silentLog } from "./log.ts";
import { checkMigrated, migrate, migrationsFolder } from "./migrate.ts";

const { connections, db, asSuperuser } = await testDatabase({ migrated: false });
const folder = await mkdtemp(join(tmpdir(), "tandem-migrations-"));
afterAll(() => rm(folder, { recursive: true }));
await cp(join(migrationsFolder, "0001_platform.sql"), join(folder, "0001_platform.sql"));
const run = () => migrate({ connection: connections.owner, log: silentLog, folder, now: new Date("2026-01-05T08:00:00Z") });

describe("migrations", () => {
  test("are applied once, by two servers at once as by one", async () => {
    const [first, second] = await Promise.all([run(), run()]);
    expect([first.length, second.length].toSorted((a, b) => a - b)[0]).toBe(0);
    expect([...first, ...second]).toEqual(["0001_platform.sql"]);
    expect(await run()).toEqual([]);
    await checkMigrated(db, folder);
  });

  test("let the server write rows but neither the schema nor the record of migrations", async () => {
    await db.query("insert into timer (kind, key, due_at) values ('a', 'b', $1)", [new Date(0)]);
    await expect(db.query("create table tandem.mine (id int)")).rejects.toThrow(/permission denied/);
    await expect(db.query("drop table tandem.timer")).rejects.toThrow(/must be owner/);
    await expect(db.query("delete from tandem.migration")).rejects.toThrow(/permission denied/);
  });

  test("a file that fails is undone whole, and named with its line", async () => {
    await writeFile(join(folder, "9998_broken_half.sql"), "create table tandem.half (id int);\nselect nonsense;\n");
    await expect(run()).rejects.toThrow(/9998_broken_half\.sql failed and was undone: .*nonsense.*\(line 2\)/);
    expect(await asSuperuser("select to_regclass('tandem.half') as half")).toEqual([{ half: null }]);
    await rm(join(folder, "9998_broken_half.sql"));
  });

  test("an edited file stops everything", async () => {
    const file = join(folder, "9997_later_thing.sql");
    await writeFile(file, "create table tandem.later (id int);\n");
    await expect(checkMigrated(db, folder)).rejects.toThrow(/lacks 1 of 2 migrations/);
    await run();
    await writeFile(file, "create table tandem.later (id bigint);\n");
    await expect(run()).rejects.toThrow(/9997_later_thing\.sql was changed after it had been applied/);
    await rm(file);
    await expect(run()).rejects.toThrow(/9997_later_thing\.sql, which this Tandem does not know/);
  });
});
