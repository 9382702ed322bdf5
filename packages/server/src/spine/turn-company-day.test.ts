import { afterAll, beforeAll, expect, it } from "vitest";
import { pageView, testWorld, type World } from "../test/world.ts";
import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { engine } from "./actor.ts";
import { dayIn } from "./company-day.ts";
import { evaluateContacts } from "./evaluate-contacts.ts";
import { lockContacts } from "./lock-contacts.ts";
import { settle } from "./settle.ts";
import { beginWork } from "./work.ts";
import { ensureCompanyDay } from "./turn-company-day.ts";
import { reproduceScores } from "./reproduce-scores.ts";

let world: World;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const day = 86_400_000;
const engagement = async (): Promise<{ engagement: number; changes: string | null }> =>
  world.db.one("select engagement, score_changes_on as changes from contact where email_folded = 'fade@one.example'");

it("scores fade and windows close day by day without events, and equal a recomputation on each", async () => {
  await world.send(pageView("fade", "/case-studies/acme"), pageView("fade", "/pricing"), pageView("fade", "/careers"), { type: "identify", anonymousId: "fade", traits: { email: "fade@one.example" } });
  await ensureCompanyDay(world.app);
  const seen: number[] = [(await engagement()).engagement];
  for (let days = 1; days <= 45; days++) {
    world.clock.advance(day);
    await world.timers();
    seen.push((await engagement()).engagement);
    const { compared, differing } = await reproduceScores(world.db, world.clock.now());
    expect([compared, differing]).toEqual([1, []]);
    // Nothing is left behind: what changes by itself has been reckoned for today.
    const { changes } = await engagement();
    expect(changes === null || changes > isoFromEpochDay(dayIn("Europe/Berlin", world.clock.now()))).toBe(true);
  }
  // The case study fades, the pricing page drops out of its window, and the careers page's minus runs out: once it rises.
  expect(seen[0]).toBeGreaterThan(seen.at(-1)!);
  expect(new Set(seen).size).toBeGreaterThan(5);
  // A falling or rising score of a D moves nobody.
  expect(await world.db.query("select stage from contact where email_folded = 'fade@one.example'")).toEqual([{ stage: "lead" }]);
  // Days of plain decay leave no rows of history.
  expect((await world.db.query("select 1 from score")).length).toBeLessThan(5);
});

it("what was foreseen of a score ends with the signals it was foreseen from", async () => {
  await world.send(pageView("stale", "/case-studies/acme"), { type: "identify", anonymousId: "stale", traits: { email: "stale@one.example" } });
  for (let days = 0; days < 10; days++) {
    world.clock.advance(day);
    await world.timers();
  }
  const row = () => world.db.one<{ id: string; score_falls: number[] | null }>("select id, score_falls from contact where email_folded = 'stale@one.example'");
  expect((await row()).score_falls!.length).toBeGreaterThan(2);
  const { id } = await row();
  // Evaluated with the score it has: nothing about today changes, and yet the days ahead may.
  await world.db.transaction(async (tx) => {
    const work = await beginWork(world.app, tx, { at: world.clock.now(), actor: engine });
    await lockContacts(work, [id]);
    await evaluateContacts(work, [id]);
    await settle(work);
  });
  expect((await row()).score_falls).toBeNull();
});

it("a server that slept for weeks catches up with where the scores have fallen to", async () => {
  const falls = async () => (await world.db.one<{ score_falls: number[] | null }>("select score_falls from contact where email_folded = 'stale@one.example'")).score_falls?.length ?? 0;
  for (let days = 0; (await falls()) < 20; days++) {
    world.clock.advance(day);
    await world.timers();
    expect(days).toBeLessThan(20);
  }
  const foreseen = await falls();
  world.clock.advance(12 * day);
  await world.timers();
  // More than one fall was passed over, and none had to be reckoned.
  expect(foreseen - (await falls())).toBeGreaterThan(2);
  expect(await falls()).toBeGreaterThan(2);
  const { compared, differing } = await reproduceScores(world.db, world.clock.now());
  expect([compared, differing]).toEqual([2, []]);
  expect(await world.db.query("select 1 from contact where score_changes_on <= $1", [isoFromEpochDay(dayIn("Europe/Berlin", world.clock.now()))])).toEqual([]);
});

it("a lead that qualifies because a minus ran out is handed over with that said", async () => {
  const person = { email: "night@halvorsen.example", firstName: "Nora", title: "Head of Operations", company: { name: "Halvorsen Pike", employees: 1240, industry: "Logistics", country: "DE" } };
  await world.send({ type: "identify", anonymousId: "night", traits: person }, pageView("night", "/careers"));
  world.clock.advance(60 * day);
  await world.timers();
  // On the last day that the minus counts: enough for an A, but for the minus.
  await world.send(...["ROI Calculator Completed", "Webinar Attended", "Whitepaper Downloaded"].map((event) => ({ type: "track", event, anonymousId: "night" })));
  const given = () => world.db.query<{ why: string }>("select p.package ->> 'whyNow' as why from handoff h join handoff_package p on p.handoff_id = h.id join contact c on c.id = h.contact_id where c.email_folded = $1", [person.email]);
  expect(await given()).toEqual([]);
  world.clock.advance(day);
  await world.timers();
  expect((await given())[0]?.why).toContain("Nothing new was done: “Viewed careers” counts against them no longer.");
});
