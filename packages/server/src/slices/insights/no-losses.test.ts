import { readDashboard } from "@tandem/contract/insights/dashboard";
import { listFigureRows } from "@tandem/contract/insights/figures";
import { expect, test } from "vitest";
import { live } from "./business.fixture.ts";
import { insightsApp } from "./insights.fixture.ts";

/** A data set as companies bring it: leads with an origin, won deals without amounts, nothing lost, no SAL and no SQL. */
test("history without losses has lead to customer, and no win rate", async () => {
  const t = await insightsApp();
  const blank = async (query: object) => (await t.call(readDashboard, { query: query as never }, t.as.marketing)).body.blank;
  expect(await blank({ period: "all-time" })).toBe(true);
  const at = (day: string) => new Date(`${day}T00:00:00+01:00`).getTime();
  const sources = ["social", "social", "unknown", "", "social", "email"];
  const lives = sources.map((source, index) => ({ contactId: t.app.ids.next(), source, history: true, stages: [["lead", at(`2026-10-0${index + 1}`)], ...(index === 0 ? [["customer", at("2026-11-02")]] : index === 3 ? [["customer", at("2026-10-01"), "before-current-stage"]] : [])] as never }));
  await live(t, lives);
  for (const [index, closed] of [[0, "2026-11-02"], [3, "2026-10-01"]] as const) {
    const id = t.app.ids.next();
    await t.db.query("insert into opportunity (id, name, stage, state, currency, created_at, stage_since, closed_at, history) values ($1, 'Won', 'offer', 'won', 'CHF', $2, $2, $2, true)", [id, new Date(at(closed))]);
    await t.db.query("insert into opportunity_contact (opportunity_id, contact_id, main, added_at) values ($1, $2, true, $3)", [id, lives[index]!.contactId, new Date(at(closed))]);
  }
  // A period before the first lead is quiet; the company is not new.
  expect(await blank({ period: "custom", from: "2026-06-01", to: "2026-06-30" })).toBe(false);
  const { body } = await t.call(readDashboard, { query: { period: "all-time" } }, t.as.marketing);
  const tile = (key: string) => body.tiles.find((one) => one.key === key)!;
  expect(tile("lead-to-customer")).toMatchObject({ numerator: 2, denominator: 6 });
  expect(tile("lead-to-customer").value).toBeCloseTo(33.333, 2);
  expect(tile("win-rate")).toMatchObject({ value: null, unavailable: expect.stringContaining("no opportunity was ever recorded as lost") });
  expect(tile("average-deal")).toMatchObject({ value: null, unavailable: expect.stringContaining("none of the 2 won deals has an amount") });
  expect(tile("sales-cycle").value).toBeNull();
  // No stage is invented: whoever won passed them without an episode.
  expect(body.funnel.steps.map((s) => [s.stage, s.reached, s.skipped])).toEqual([["lead", 6, 0], ["mql", 2, 2], ["sal", 2, 2], ["sql", 2, 2], ["opportunity", 2, 2], ["customer", 2, 0]]);
  expect(body.origins.map((o) => [o.source, o.leads, o.customers])).toEqual([["social", 3, 1], ["", 1, 1], ["email", 1, 0], ["unknown", 1, 0]]);
  expect(body.cohorts.rows.map((c) => [c.month, c.leads, c.customers])).toEqual([["2026-10", 6, 2], ["2026-11", 0, 0]]);
  expect(body.contradictory.count).toBe(1);
  const flagged = await t.call(listFigureRows, { query: { figure: "contradictory", period: "all-time" } }, t.as.marketing);
  expect(flagged.body.rows).toEqual([expect.objectContaining({ id: lives[3]!.contactId, detail: "Customer, dated before the stage it followed" })]);
  // No lost deal, but one day there is: then the rate says what it should.
  await t.db.query("update opportunity set state = 'lost' where history and closed_at = $1", [new Date(at("2026-10-01"))]);
  const after = await t.call(readDashboard, { query: { period: "all-time" } }, t.as.marketing);
  expect(after.body.tiles.find((one) => one.key === "win-rate")).toMatchObject({ value: 50, unavailable: null });
});
