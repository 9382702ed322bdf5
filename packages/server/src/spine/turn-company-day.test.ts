import { afterAll, beforeAll, expect, it } from "vitest";
import { pageView, testWorld, type World } from "../test/world.ts";
import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { dayIn } from "./company-day.ts";
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
