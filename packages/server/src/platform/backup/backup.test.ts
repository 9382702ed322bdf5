import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { testApp } from "../../test/app.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { appendFacts, type Reaction } from "../facts.ts";
import { silentLog } from "../log.ts";
import { drainReactions } from "../reactions.ts";
import { restoreBackup } from "./restore-backup.ts";
import { writeBackup } from "./write-backup.ts";

const source = await testApp();
const { app, clock } = source;
const root = await mkdtemp(join(tmpdir(), "tandem-backup-"));
afterAll(() => rm(root, { recursive: true, force: true }));

const nasty = ["tab\tand\nbreak", "back\\slash \\N \\.", "emoji 🦊 and العربية", 'quote " and \'', ""];
const now = new Date("2026-01-05T09:00:00.123Z");
const reaction = (seen: unknown[]): Reaction => ({ name: "reader", kinds: ["noted"], handle: async (_, __, facts) => void seen.push(...facts.map(({ payload }) => payload["text"])) });
const note = (on: TestDatabase["db"], texts: readonly string[]) => on.transaction((tx) => appendFacts(tx, texts.map((text) => ({ kind: "noted", at: clock.now(), subject: { kind: "contact", id: app.ids.next() }, payload: { text } }))));

async function contents({ asSuperuser }: TestDatabase): Promise<Record<string, string>> {
  const tables = await asSuperuser<{ name: string }>("select relname as name from pg_class where relnamespace = 'tandem'::regnamespace and relkind in ('r', 'p') and not relispartition and relname not in ('migration', 'fact', 'reaction_cursor')");
  const digests = await Promise.all(tables.map(({ name }) => asSuperuser<{ digest: string }>(`select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from tandem.${name} t`)));
  return Object.fromEntries(tables.map(({ name }, at) => [name, digests[at]![0]!.digest]));
}

describe("a backup", () => {
  const folder = join(root, "first");

  test("is restored to the same rows, and reactions go on exactly where they stood", async () => {
    await note(app.db, nasty);
    const before: unknown[] = [];
    await drainReactions(app, [reaction(before)]);
    expect(before).toEqual(nasty);
    await note(app.db, ["not read yet"]);
    for (const [at, text] of nasty.entries()) await app.db.query("insert into timer (kind, key, due_at, payload, last_error) values ('t', $1, $2, $3, $4)", [String(at), now, JSON.stringify({ text }), at === 0 ? null : text]);
    await app.db.query("insert into parked_fact (reaction, fact_id, reason, parked_at) select 'other', max(id), 'x', $1 from fact", [now]);

    const written = await writeBackup({ connection: source.connections.owner, folder, now });
    expect(written.tables.find(({ name }) => name === "timer")?.rows).toBe(nasty.length);

    const target = await testDatabase({ migrated: false });
    await restoreBackup({ connection: target.connections.owner, folder, log: silentLog, now });
    expect(await contents(target)).toEqual(await contents(source));
    const seen: unknown[] = [];
    const restored = { ...app, db: target.db };
    await drainReactions(restored, [reaction(seen)]);
    expect(seen).toEqual(["not read yet"]);
    await note(target.db, ["new"]);
    await drainReactions(restored, [reaction(seen)]);
    expect(seen).toEqual(["not read yet", "new"]);
    expect(await target.asSuperuser("select f.payload->>'text' as text from tandem.parked_fact join tandem.fact f on f.id = fact_id")).toEqual([{ text: "not read yet" }]);
  });

  test("is restored into an empty database only", async () => {
    await expect(restoreBackup({ connection: source.connections.owner, folder, log: silentLog, now })).rejects.toThrow(/already holds a Tandem/);
  });

  test("that is damaged or unfinished is refused, and the database stays empty", async () => {
    const damaged = join(root, "damaged");
    await writeBackup({ connection: source.connections.owner, folder: damaged, now });
    await writeFile(join(damaged, "timer.copy.gz"), "nonsense");
    const target = await testDatabase({ migrated: false });
    await expect(restoreBackup({ connection: target.connections.owner, folder: damaged, log: silentLog, now })).rejects.toThrow(/timer\.copy\.gz is missing or damaged/);
    await rm(join(damaged, "manifest.json"));
    await expect(restoreBackup({ connection: target.connections.owner, folder: damaged, log: silentLog, now })).rejects.toThrow(/is no backup/);
    await restoreBackup({ connection: target.connections.owner, folder, log: silentLog, now });
  });

  test("whose rows break a foreign key is undone whole and can be tried again", async () => {
    const target = await testDatabase({ migrated: false });
    const broken = join(root, "broken");
    await source.asSuperuser("set session_replication_role = replica; delete from tandem.fact where id = (select max(fact_id) from tandem.parked_fact)");
    await writeBackup({ connection: source.connections.owner, folder: broken, now });
    await expect(restoreBackup({ connection: target.connections.owner, folder: broken, log: silentLog, now })).rejects.toThrow(/foreign key/);
    await restoreBackup({ connection: target.connections.owner, folder, log: silentLog, now });
  });

  test("does not overwrite another", async () => {
    await expect(writeBackup({ connection: source.connections.owner, folder, now })).rejects.toThrow(/already exists/);
    expect((await readdir(root)).filter((name) => name.endsWith(".unfinished"))).toEqual([]);
  });
});
