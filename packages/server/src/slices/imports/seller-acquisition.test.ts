import { readDashboard } from "@tandem/contract/insights/dashboard";
import { listFigureRows } from "@tandem/contract/insights/figures";
import { monthOf } from "@tandem/domain/kit/epoch-day";
import { beforeAll, expect, test } from "vitest";
import { ensureFoundingAgreement } from "../../spine/founding.ts";
import { importsApp, type ImportsApp } from "./imports.fixture.ts";
import { dealsMapping, leadsMapping } from "./seller-acquisition.fixture.ts";

/** Files of the shape of the public data set: made up here, row by row, with the same traps in them. */
const origins = ["organic_search", "paid_search", "social", "unknown", "", "direct_traffic"];
const firstDay = Math.floor(Date.UTC(2024, 5, 14) / 86_400_000);
const leads = Array.from({ length: 1_200 }, (_, i) => ({ id: `lead${i.toString(16).padStart(28, "0")}`, day: firstDay + (i % 330), origin: origins[i % origins.length]! }));
const won = leads.filter((_, i) => i % 12 === 1 || i % 60 === 2);
const iso = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const leadsCsv = `mql_id,first_contact_date,landing_page_id,origin\n${leads.map((l, i) => `${l.id},${iso(l.day)},page${i % 40},${l.origin}`).join("\n")}\n`;
// The first of them was won the day before its first contact.
const dealsCsv = `mql_id,seller_id,sdr_id,sr_id,won_date,business_segment,lead_type,lead_behaviour_profile,has_company,has_gtin,average_stock,business_type,declared_product_catalog_size,declared_monthly_revenue\n${won
  .map((l, i) => `${l.id},seller${i},sdr${i % 5},sr${i % 3},${iso(l.day + (i === 0 ? -1 : 10 + (i % 50)))} 14:02:05,pet,online_medium,"${i % 4 === 0 ? "cat, wolf" : "cat"}",,,,reseller,,${i * 1000}.0`)
  .join("\n")}\n`;

let t: ImportsApp;
beforeAll(async () => {
  t = await importsApp({ start: new Date("2026-01-05T08:00:00Z") });
  await ensureFoundingAgreement(t.app);
  const first = await t.bring("contacts", leadsCsv, leadsMapping);
  const second = await t.bring("opportunities", dealsCsv, dealsMapping);
  expect([first.created, first.refused, second.created, second.refused]).toEqual([1_200, 0, won.length, 0]);
  expect(second.notes.map(({ code, count }) => [code, count]).toSorted()).toEqual([["creation-unknown", won.length], ["won-before-first-contact", 1]]);
});

const ask = { period: "custom", from: "2024-01-01", to: "2026-01-31" } as const;
const dashboard = async () => (await t.call(readDashboard, { query: ask }, t.revops)).body;

test("lead to customer, with no win rate where nothing was ever lost, and no stage invented", async () => {
  const { tiles, funnel } = await dashboard();
  const tile = (key: string) => tiles.find((one) => one.key === key);
  const rate = tile("lead-to-customer")!;
  expect([rate.numerator, rate.denominator]).toEqual([won.length, 1_200]);
  expect(rate.value).toBeCloseTo((100 * won.length) / 1_200, 9);
  expect(tile("win-rate")).toMatchObject({ value: null, unavailable: expect.any(String) });
  expect(tile("average-deal")?.value ?? null).toBe(null);
  expect(tile("sales-cycle")?.value ?? null).toBe(null);
  const steps = Object.fromEntries(funnel.steps.map((step) => [step.stage, [step.reached, step.skipped]]));
  expect(steps["sal"]).toEqual([won.length, won.length]);
  expect(steps["sql"]).toEqual([won.length, won.length]);
  expect((await t.db.query("select 1 from episode where stage in ('mql', 'sal', 'sql', 'opportunity')")).length).toBe(0);
});

test("origins: nothing recorded and “unknown” are two groups, each with its conversion", async () => {
  const { origins: groups } = await dashboard();
  const of = (source: string | null) => groups.find((group) => group.source === source);
  const expected = (origin: string) => ({ leads: leads.filter((l) => l.origin === origin).length, customers: won.filter((l) => l.origin === origin).length });
  expect(of(null)).toMatchObject(expected(""));
  expect(of("unknown")).toMatchObject(expected("unknown"));
  expect(of("social")).toMatchObject(expected("social"));
  expect(groups.reduce((sum, group) => sum + group.leads, 0)).toBe(1_200);
});

test("cohorts by the company's month of first contact sum to the totals", async () => {
  const { cohorts } = await dashboard();
  expect([cohorts.leads, cohorts.customers]).toEqual([1_200, won.length]);
  // Years old by the calendar, but the history ends soon after the last of them.
  const months = cohorts.rows.filter((row) => row.leads > 0);
  expect([months[0]!.maturing, months.at(-1)!.maturing]).toEqual([false, true]);
  for (const { month, leads: inMonth, customers } of cohorts.rows) {
    expect([month, inMonth, customers]).toEqual([month, leads.filter((l) => monthOf(l.day) === month).length, won.filter((l) => monthOf(l.day) === month).length]);
  }
});

test("the deal won before its first contact is kept and flagged; declared revenue is no amount", async () => {
  const { contradictory } = await dashboard();
  expect(contradictory.count).toBe(1);
  const { rows } = (await t.call(listFigureRows, { query: { ...ask, figure: "contradictory" } }, t.revops)).body;
  expect(rows).toHaveLength(1);
  expect((await t.db.query("select 1 from opportunity where flag = 'won-before-first-contact' and state = 'won'")).length).toBe(1);
  expect(await t.db.one("select count(*) filter (where amount is not null) as amounts, count(*) filter (where custom ? 'sdr' and custom ? 'sr') as pairs from opportunity")).toEqual({ amounts: 0, pairs: won.length });
  const field = await t.db.one<{ filled: string; options: string[] }>("select filled, options from field where key = 'behaviour'");
  expect(field.options.toSorted()).toEqual(["cat", "wolf"]);
  expect(await t.db.one("select custom->'behaviour' as b, custom->'declared_monthly_revenue' as r from contact c join external_ref x on x.entity_id = c.id where x.external_id = $1", [won[4]!.id])).toEqual({ b: ["cat", "wolf"], r: 400_000 });
});

test("both files again change nothing", async () => {
  const before = await t.counts();
  const [first, second] = [await t.bring("contacts", leadsCsv, leadsMapping), await t.bring("opportunities", dealsCsv, dealsMapping)];
  expect([first.unchanged, second.unchanged]).toEqual([1_200, won.length]);
  expect(await t.counts()).toEqual(before);
});
