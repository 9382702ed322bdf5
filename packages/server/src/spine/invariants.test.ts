import { stages } from "@tandem/domain/lifecycle/stage";
import { isAgreedWay } from "@tandem/domain/lifecycle/transitions";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { openDatabase, type Database } from "../platform/database.ts";
import type { Transaction } from "../platform/transaction.ts";
import { brokenInvariants, readInvariants } from "../platform/invariants.ts";
import { silentLog } from "../platform/log.ts";
import { pageView, testWorld, type World } from "../test/world.ts";
import { engine } from "./actor.ts";
import { lockContacts } from "./lock-contacts.ts";
import { checkPromises, ensureNightlyCheck, nightlyCheck } from "./nightly-check.ts";
import { openOpportunity } from "./open-opportunity.ts";
import { reproduceScores } from "./reproduce-scores.ts";
import { settle } from "./settle.ts";
import { runDueTimers } from "../platform/timers.ts";
import { beginWork } from "./work.ts";

const invariants = await readInvariants();
let world: World;

/** Two handed-over leads, one of them with a deal; a device joined to one of them; a visitor; an event that waits. */
beforeAll(async () => {
  world = await testWorld();
  await lead("anna");
  await lead("ben");
  await world.send(pageView("annas phone", "/docs"), { type: "identify", anonymousId: "annas phone", userId: "anna", traits: { email: "anna@halvorsen.example" } });
  await world.send(pageView("passer-by", "/pricing"));
  await world.db.transaction(async (tx) => {
    const work = await beginWork(world.app, tx, { at: world.clock.now(), actor: engine });
    const { id } = await tx.one<{ id: string }>("select id from contact where email_folded = 'ben@halvorsen.example'");
    await lockContacts(work, [id]);
    await openOpportunity(work, { contactId: id, name: "Halvorsen", amount: 500_000, currency: "EUR", closeOn: null, ownerId: world.reps[0]!.id });
    await settle(work);
  });
  await world.accept(pageView("passer-by", "/product"));
});

async function lead(name: string): Promise<void> {
  await world.send(
    pageView(name, "/pricing"),
    { type: "identify", anonymousId: name, userId: name, traits: { email: `${name}@halvorsen.example`, firstName: name, title: "Head of Operations", company: { name: "Halvorsen Pike", employees: 1240, industry: "Logistics", country: "DE" } } },
    { type: "track", event: "Form Submitted", userId: name, properties: { form: "demo" } },
  );
}

/** Some promises the database keeps by itself; only the owner of its tables can plant a fault there. */
let owner: Database;
beforeAll(() => {
  owner = openDatabase({ connection: world.connections.owner, log: silentLog, size: 1 });
});
afterAll(() => owner.close());

class Undo extends Error {}

/** Which promises break when the fault is there; the fault is undone. */
async function brokenBy(fault: string): Promise<string[]> {
  let found: string[] = [];
  const plant = async (tx: Transaction): Promise<never> => {
    await tx.query(fault);
    found = (await brokenInvariants(tx, invariants)).map(({ promise }) => promise);
    throw new Undo();
  };
  await owner.transaction(plant).catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return found;
}

const anna = "(select id from contact where email_folded = 'anna@halvorsen.example' and survivor_id = id)";
const ben = "(select id from contact where email_folded = 'ben@halvorsen.example')";
const nobody = "'00000000-0000-4000-8000-000000000000'";
const agreement = (version: number) => `insert into agreement_version (version, document, hash, effective_from, created_at) select ${version}, document, 'x', effective_from + interval '1 day', created_at from agreement_version where version = 1`;
const draft = (state: string, became: string) => `insert into agreement_draft (id, title, state, base_version, became_version, document, hash, proposed_by, changed_by, created_at, updated_at) select ${nobody}, 'Draft', '${state}', 1, ${became}, document, 'x', u.id, u.id, v.created_at, v.created_at from agreement_version v, (select id from app_user order by id limit 1) u`;

/** A promise by its beginning, and a fault that breaks it. Every promise has one. */
const faults: readonly (readonly [promise: string, fault: string])[] = [
  ["Whoever is listed is found", `update contact_search set text = 'somebody else' where contact_id = ${anna}`],
  ["Who answers for a contact", `update contact set survivor_id = (select id from contact where survivor_id <> id) where id = ${ben}`],
  ["A contact is answered for", "update merge set undone_at = merged_at where undone_at is null"],
  ["A subject belongs to one contact at a time", "insert into assignment (id, subject_id, contact_id, from_at, to_at, reason, applied, applied_at) select gen_random_uuid(), subject_id, contact_id, '2020-01-01', 'infinity', 'twice', applied, applied_at from assignment where retracted is null"],
  ["A subject belongs to a contact that exists", `update assignment set contact_id = ${nobody} where retracted is null`],
  ["A contact has exactly one present episode", `update contact set stage = 'sql' where id = ${anna}`],
  ["An episode is somebody's", "update episode set predecessor_id = null where stage = 'lead'"],
  ["An episode begins at the instant", "update episode set entered_at = entered_at + interval '1 hour' where stage = 'mql'"],
  ["An episode does not end before", "update episode set left_at = entered_at - interval '1 hour' where left_at is not null"],
  ["A stage moves along an agreed way", "update episode set stage = 'advocate' where left_at is null and stage = 'mql'"],
  ["A journey is that of a contact", `delete from journey where contact_id = ${anna}`],
  ["An MQL episode is held", `delete from passage where contact_id = ${anna}`],
  ["The tally of leads", "insert into lead_tally (day, source, leads) values ('2026-01-05', null, 1)"],
  ["A person has at most one open handoff", `insert into merge (id, from_id, into_id, why, merged_at, applied) select gen_random_uuid(), ${ben}, ${anna}, 'test', '2026-01-05', 1; update contact set survivor_id = ${anna} where id = ${ben}`],
  ["A handoff is open or accepted", "update handoff set state = 'qualified'"],
  ["A handoff passes on an MQL episode", `update handoff set episode_id = (select id from episode where stage = 'visitor' limit 1) where contact_id = ${anna}`],
  ["An open handoff has an owner", "delete from handoff_assignment"],
  ["Whoever has an open handoff is", `update contact set stage = 'nurture' where id = ${anna}`],
  ["An MQL who did not come with history", `update handoff set closed_at = opened_at, state = 'qualified' where contact_id = ${anna}`],
  ["Imported history opens no handoff", "update episode set history = true where stage = 'mql'"],
  ["A handoff has a clock for each clause", "delete from clock where kind = 'disposition'"],
  ["A closed handoff has no clock", "update handoff set closed_at = opened_at, state = 'qualified'"],
  ["What is shown of a clock", "update clock set state = 'warning'"],
  ["A clock counts no negative time", "update clock set used_ms = -1"],
  ["Each level that a clock still owes", "delete from timer where kind = 'clock' and key like '%:100'"],
  ["A clock that can still be broken", "update clock set due_at = null"],
  ["Each level fired is on record once", "insert into clock_level (clock_id, level, fired_at) select id, '50', started_at from clock"],
  ["A handoff's opening and its closing", "delete from fact where kind = 'handoff.opened'"],
  ["The newest recorded score", `update contact set engagement = engagement + 1 where id = ${anna}`],
  ["The engine runs what both sides signed", agreement(2)],
  ["Versions follow each other", `alter table agreement_version disable trigger user; ${agreement(3)}`],
  ["A signature is of exactly its version's text", "insert into signature (version, side, user_id, hash, signed_at) select 1, 'sales', id, 'x', created_at from app_user order by id limit 1"],
  ["A draft that is in force", draft("in-force", "1")],
  ["A signature that stands on an open draft", `${draft("open", "null")}; insert into agreement_draft_signature (id, draft_id, side, user_id, hash, signed_at) select ${nobody}, ${nobody}, 'sales', id, 'y', created_at from app_user order by id limit 1`],
  ["A deal stands where its newest move", "update opportunity set state = 'won', closed_at = created_at"],
  ["A move of a deal begins", "insert into opportunity_move (id, opportunity_id, from_stage, to_stage, from_state, to_state, at) select gen_random_uuid(), id, 'offer', stage, 'open', 'open', created_at + interval '1 day' from opportunity"],
  ["A deal that closed did not close before", "update opportunity set state = 'won', closed_at = created_at - interval '1 day'"],
  ["The people of a buying group exist", `insert into opportunity_contact (opportunity_id, contact_id, added_at) select id, ${nobody}, created_at from opportunity`],
  ["An amount is converted at a rate", "update opportunity set amount_company = amount_company + 1"],
  ["An event key has its event", `insert into event_key (message_id, source_id, event_id) values ('lost', 1, gen_random_uuid())`],
  ["An event has its key", "delete from event_key where message_id = (select min(message_id) from event_key) or message_id = (select max(message_id) from event_key)"],
  ["An event that was worked belongs", "update assignment set retracted = 1"],
  ["What waits to be worked", `update intake set event_ids = array[${nobody}::uuid]`],
  ["A signal counts on the company day", "update signal set day = day - 2"],
];

describe("the promises about the data", () => {
  it("hold after a lead's way", async () => {
    expect(await brokenInvariants(world.db, invariants)).toEqual([]);
  });

  it("are each broken by a fault that this test knows", () => {
    expect(invariants.map(({ promise }) => promise).filter((promise) => faults.filter(([begins]) => promise.startsWith(begins)).length !== 1)).toEqual([]);
    expect(faults).toHaveLength(invariants.length);
  });

  it.each(faults)("%s…", async (promise, fault) => {
    expect((await brokenBy(fault)).filter((found) => found.startsWith(promise))).toHaveLength(1);
  });

  it("name the same ways between stages as the rules of the stage machine", () => {
    const { query } = invariants.find(({ promise }) => promise.startsWith("A stage moves along"))!;
    const named = [...query.matchAll(/\('(\w+)', '(\w+)'\)/g)].map(([, from, to]) => `${from} > ${to}`);
    const agreed = stages.flatMap((from) => stages.filter((to) => isAgreedWay(from, to)).map((to) => `${from} > ${to}`));
    expect(named.toSorted()).toEqual(agreed.toSorted());
  });
});

test("a score that was tampered with is found by recomputing it from the records", async () => {
  const sound = await reproduceScores(world.db, world.clock.now());
  expect(sound.compared).toBe(2);
  expect(sound.differing).toEqual([]);
  await world.db.query(`update contact set engagement = engagement + 1000 where id = ${anna}`);
  const { differing } = await reproduceScores(world.db, world.clock.now());
  expect(differing).toHaveLength(1);
  expect(differing[0]!.kept.engagement).toBe(differing[0]!.reproduced.engagement + 1000);
  await world.db.query(`update contact set engagement = engagement - 1000 where id = ${anna}`);
});

test("every night administrators are told of what is broken, once, and the count is kept", async () => {
  const { app, db } = world;
  await db.query("update app_user set role = 'administrator' where id = $1", [world.reps[0]!.id]);
  await ensureNightlyCheck(app);
  const timer = () => db.one<{ due_at: Date; payload: { broken?: number } }>("select due_at, payload from timer where kind = 'nightly-check'");
  // Three o'clock in the company's zone.
  expect((await timer()).due_at.toISOString()).toBe("2026-01-06T02:00:00.000Z");
  expect(await checkPromises(app, invariants)).toEqual([]);
  expect((await timer()).payload.broken).toBe(0);
  await db.query("insert into lead_tally (day, source, leads) values ('2026-01-05', 'planted', 1)");
  expect(await checkPromises(app, invariants)).toHaveLength(1);
  await checkPromises(app, invariants);
  expect((await timer()).payload.broken).toBe(1);
  expect(await db.query("select 1 from notification where kind = 'nightly-check' and user_id = $1", [world.reps[0]!.id])).toHaveLength(1);
  await db.query("delete from lead_tally where source = 'planted'");

  world.clock.set(new Date("2026-01-06T02:00:00Z"));
  expect(await runDueTimers(app, [nightlyCheck])).toBe(1);
  expect((await timer()).due_at.toISOString()).toBe("2026-01-07T02:00:00.000Z");
  await expect.poll(async () => (await timer()).payload.broken).toBe(0);
});
