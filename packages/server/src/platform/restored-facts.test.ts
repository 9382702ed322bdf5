import { expect, test } from "vitest";
import { testApp } from "../test/app.ts";
import { appendFacts, type Reaction } from "./facts.ts";
import { silentLog } from "./log.ts";
import { drainReactions } from "./reactions.ts";
import { renumberRestoredFacts } from "./restored-facts.ts";

const { app, connections, asSuperuser } = await testApp();

/** A reader that saw the first of three facts in the cluster they come from. */
const seen: unknown[] = [];
const reader: Reaction = { name: "reader", kinds: ["noted"], handle: async (_, __, facts) => void seen.push(...facts.map(({ payload }) => payload["n"])) };

test("facts of a cluster that counted further are read on from where each reaction stood", async () => {
  // Ids and transactions are in different orders, as concurrent writers make them.
  await asSuperuser(`insert into tandem.fact (id, xid, kind, at, payload) values
    (11, '90000000002', 'noted', now(), '{"n":2}'), (12, '90000000001', 'noted', now(), '{"n":1}'), (13, '90000000003', 'noted', now(), '{"n":3}')`);
  await asSuperuser("insert into tandem.reaction_cursor values ('reader', '90000000001', 12)");
  await asSuperuser("insert into tandem.parked_fact values ('other', 13, 'x', now())");
  expect(await renumberRestoredFacts(connections.owner, silentLog)).toBe(true);
  await app.db.transaction((tx) => appendFacts(tx, [{ kind: "noted", at: app.clock.now(), subject: null, payload: { n: 4 } }]));
  await drainReactions(app, [reader]);
  expect(seen).toEqual([2, 3, 4]);
  expect(await app.db.query("select payload->'n' as n from parked_fact join fact on fact.id = fact_id")).toEqual([{ n: 3 }]);
  expect(await renumberRestoredFacts(connections.owner, silentLog)).toBe(false);
});
