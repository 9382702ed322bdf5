import pg from "pg";
import { describe, expect, test } from "vitest";
import { testApp } from "../test/app.ts";
import { appendFacts, type Reaction } from "./facts.ts";
import { drainReactions, retryParkedFact, runReaction, startReactions } from "./reactions.ts";

const { app, clock, connections } = await testApp();
const subject = { kind: "contact", id: app.ids.next() };
const append = (...kinds: string[]) => app.db.transaction((tx) => appendFacts(tx, kinds.map((kind, n) => ({ kind, at: clock.now(), subject, payload: { n } }))));

function recorder(name: string, kinds: string[]): Reaction & { seen: string[] } {
  const seen: string[] = [];
  return { name, kinds, seen, handle: async (_, __, facts) => void seen.push(...facts.map((fact) => `${fact.kind} ${fact.payload["n"]}`)) };
}

describe("facts and reactions", () => {
  test("are read once, in order, by kind", async () => {
    const reaction = recorder("once", ["a.happened", "c.happened"]);
    await append("a.happened", "b.happened", "c.happened");
    await drainReactions(app, [reaction]);
    await drainReactions(app, [reaction]);
    expect(reaction.seen).toEqual(["a.happened 0", "c.happened 2"]);
  });

  test("a fact committed late by an older transaction is not passed by", async () => {
    const reaction = recorder("late", ["slow.happened", "quick.happened"]);
    const slow = new pg.Client({ ...(connections.app as pg.ClientConfig), options: "-c search_path=tandem" });
    await slow.connect();
    await slow.query("begin");
    await slow.query("insert into fact (kind, at, payload) values ('slow.happened', $1, '{\"n\":0}')", [clock.now()]);
    await append("quick.happened");
    await app.db.query("insert into reaction_cursor values ('late', '0', 0)");
    expect(await runReaction(app, reaction)).toBe(0);
    await slow.query("commit");
    await slow.end();
    await drainReactions(app, [reaction]);
    expect(reaction.seen).toEqual(["slow.happened 0", "quick.happened 0"]);
  });

  test("a poisonous fact is parked with its reason, the others go on, and it can be tried again", async () => {
    let poisonous = true;
    const seen: number[] = [];
    const reaction: Reaction = {
      name: "picky",
      kinds: ["picked"],
      async handle(_, tx, facts) {
        for (const fact of facts) {
          await tx.query("insert into timer (kind, key, due_at) values ('picked', $1, $2)", [String(fact.id), fact.at]);
          if (poisonous && fact.payload["n"] === 1) throw new Error("cannot stomach this");
          seen.push(fact.payload["n"] as number);
        }
      },
    };
    await append("picked", "picked", "picked");
    await drainReactions(app, [reaction]);
    expect(await app.db.query("select key from timer where kind = 'picked'")).toHaveLength(2);
    const parked = await app.db.one<{ fact_id: number; reason: string }>("select fact_id, reason from parked_fact");
    expect(parked.reason).toContain("cannot stomach this");
    poisonous = false;
    await retryParkedFact(app, reaction, parked.fact_id);
    expect(await app.db.query("select key from timer where kind = 'picked'")).toHaveLength(3);
    expect(await app.db.query("select 1 from parked_fact")).toHaveLength(0);
  });

  test("a batch that takes too long goes one by one, and nothing of it is parked", async () => {
    const seen: number[] = [];
    const reaction: Reaction = {
      name: "slow at many",
      kinds: ["heavy"],
      async handle(_, tx, facts) {
        await tx.query("set local statement_timeout = 100");
        await tx.query("select pg_sleep($1)", [facts.length > 1 ? 5 : 0]);
        seen.push(...facts.map((fact) => fact.payload["n"] as number));
      },
    };
    await append("heavy", "heavy");
    await drainReactions(app, [reaction]);
    expect(seen).toEqual([0, 1]);
    expect(await app.db.query("select 1 from parked_fact where reaction = 'slow at many'")).toEqual([]);
  });

  test("a reaction to a rare kind does not look at all the others again and again", async () => {
    const reaction = recorder("rare", ["rare"]);
    await drainReactions(app, [reaction]);
    for (let n = 0; n < 3; n += 1) await append(...Array.from({ length: 500 }, () => "frequent"));
    await expect.poll(async () => {
      await drainReactions(app, [reaction]);
      return (await app.db.one<{ behind: number }>("select (select max(id) from fact) - fact_id as behind from reaction_cursor where reaction = 'rare'")).behind;
    }).toBeLessThan(1000);
    await append("rare");
    await drainReactions(app, [reaction]);
    expect(reaction.seen).toEqual(["rare 0"]);
  });

  test("two processes share a reaction without doing anything twice", async () => {
    const first = recorder("shared", ["shared"]);
    const second = { ...recorder("shared", ["shared"]), seen: first.seen };
    await app.db.query("insert into reaction_cursor values ('shared', '0', 0)");
    await append("shared", "shared");
    await Promise.all([drainReactions(app, [first]), drainReactions(app, [{ ...second, handle: first.handle }])]);
    expect(first.seen).toEqual(["shared 0", "shared 1"]);
  });

  test("running reactions are woken by a commit, not only by looking", async () => {
    let told = (_: number): void => {};
    const handled = new Promise<number>((done) => (told = done));
    const running = await startReactions(app, [{ name: "woken", kinds: ["woke"], handle: async () => told(Date.now()) }]);
    await new Promise((done) => setTimeout(done, 50));
    const before = Date.now();
    await append("woke");
    expect((await handled) - before).toBeLessThan(700);
    await running.stop();
  });
});
