import { archiveCampaign, createCampaign, editCampaign, listCampaigns, readCampaign } from "@tandem/contract/campaigns/campaigns";
import { addMembers, listMembers, removeMembers } from "@tandem/contract/campaigns/members";
import { addSpend, deleteSpend, editSpend, listSpend } from "@tandem/contract/campaigns/spend";
import { listTouches, listUnmatchedUtm } from "@tandem/contract/campaigns/touches";
import { beforeAll, describe, expect, test } from "vitest";
import { live, start } from "../insights/business.fixture.ts";
import { insightsApp, type InsightsApp } from "../insights/insights.fixture.ts";
import { campaigns } from "./slice.ts";

let t: InsightsApp;
let spring: string;
const people: string[] = [];
beforeAll(async () => {
  t = await insightsApp({ slices: [campaigns] });
  for (let i = 0; i < 3; i += 1) people.push(t.app.ids.next());
  await live(t, people.map((contactId) => ({ contactId, stages: [["lead", start.getTime() - 1e9]] })));
  spring = (await t.call(createCampaign, { body: { name: "Spring 🌱 offer", channel: "email", utm: ["Spring", "spring", "SPRING-2"], startsOn: "2026-03-01", endsOn: "2026-05-31", budget: 1_000_00 } }, t.as.marketing)).body.id;
});

describe("a campaign", () => {
  test("keeps values that differ in case as one", async () => {
    expect((await t.call(readCampaign, { params: { campaignId: spring } }, t.as.rep)).body).toMatchObject({ name: "Spring 🌱 offer", utm: ["SPRING-2", "spring"], budget: { amount: 100_000, currency: "CHF" }, version: 0 });
  });

  test.each([
    ["a taken name", { name: "spring 🌱 OFFER", channel: "email" }, "name-taken", 409],
    ["a taken value", { name: "Other", channel: "email", utm: ["sPring"] }, "utm-taken", 409],
    ["an end before the start", { name: "Other", channel: "email", startsOn: "2026-03-01", endsOn: "2026-02-01" }, "ends-before-start", 422],
    ["an unknown key", { name: "Other", channel: "email", surprise: 1 }, "invalid-input", 400],
  ] as const)("refuses %s and makes nothing", async (_, body, code, status) => {
    const answer = await t.call(createCampaign, { body: body as never }, t.as.marketing);
    expect([answer.problem.code, answer.status]).toEqual([code, status]);
    expect((await t.call(listCampaigns, { query: { show: "all" } }, t.as.marketing)).body.rows).toHaveLength(1);
  });

  test("is not overwritten by somebody who looked before another's change", async () => {
    const made = (await t.call(createCampaign, { body: { name: "Race", channel: "event" } }, t.as.marketing)).body;
    const edit = (goal: string) => t.call(editCampaign, { params: { campaignId: made.id }, body: { name: "Race", channel: "event", goal, version: 0 } }, t.as.marketing);
    expect((await edit("first")).body.version).toBe(1);
    const late = await edit("second");
    expect([late.status, late.problem.code, (late.problem.data as { goal: string }).goal]).toEqual([409, "changed-meanwhile", "first"]);
    await t.call(archiveCampaign, { params: { campaignId: made.id }, body: { archived: true, version: 1 } }, t.as.marketing);
    const shown = async (show: "active" | "archived") => (await t.call(listCampaigns, { query: { show, search: "RACE" } }, t.as.marketing)).body.rows.length;
    expect([await shown("active"), await shown("archived")]).toEqual([0, 1]);
  });

  test("is read by Sales and changed by Marketing", async () => {
    expect((await t.call(createCampaign, { body: { name: "By a rep", channel: "email" } }, t.as.rep)).problem.code).toBe("not-allowed");
    const audit = await t.db.query<{ act: string }>("select act from audit where entity_kind = 'campaign' order by id");
    expect(audit.map((line) => line.act)).toEqual(["campaign.created", "campaign.created", "campaign.changed", "campaign.archived"]);
  });

  test("stands by its first day, the latest first, or by name, page by page", async () => {
    const made = await t.call(createCampaign, { body: { name: "Order undated", channel: "event" } }, t.as.marketing);
    expect(made.status).toBe(200);
    for (const [name, startsOn] of [["Order b", "2026-03-01"], ["order A", "2026-01-01"], ["Order c", "2026-02-01"]] as const) await t.call(createCampaign, { body: { name, channel: "event", startsOn } }, t.as.marketing);
    const names = async (sort: "days" | "name") => {
      const found: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const { rows, next } = (await t.call(listCampaigns, { query: { search: "order", sort, limit: 2, ...(cursor && { cursor }) } }, t.as.marketing)).body;
        found.push(...rows.map((row) => row.name));
        cursor = next;
      }
      return found;
    };
    expect(await names("days")).toEqual(["Order b", "Order c", "order A", "Order undated"]);
    expect(await names("name")).toEqual(["order A", "Order b", "Order c", "Order undated"]);
  });
});

test("members are added once, changed, paged and removed; the merged join as who answers for them", async () => {
  const add = (contactIds: string[], status: "invited" | "attended") => t.call(addMembers, { params: { campaignId: spring }, body: { contactIds, status } }, t.as.marketing);
  await t.db.query("update contact set survivor_id = $2 where id = $1", [people[2], people[1]]);
  const stranger = t.app.ids.next();
  expect((await add([people[0]!, people[1]!, people[2]!, stranger], "invited")).body).toEqual({ added: 2, changed: 0, unchanged: 0, unknown: [stranger] });
  expect((await add([people[0]!, people[1]!], "attended")).body).toEqual({ added: 0, changed: 2, unchanged: 0, unknown: [] });
  const first = (await t.call(listMembers, { params: { campaignId: spring }, query: { limit: 1 } }, t.as.rep)).body;
  const second = (await t.call(listMembers, { params: { campaignId: spring }, query: { limit: 1, cursor: first.next! } }, t.as.rep)).body;
  expect(new Set([...first.rows, ...second.rows].map((row) => row.contact.id))).toEqual(new Set(people.slice(0, 2)));
  expect(second.next).toBeNull();
  expect((await t.call(removeMembers, { params: { campaignId: spring }, body: { contactIds: people } }, t.as.marketing)).body.removed).toBe(2);
});

describe("spend", () => {
  const params = () => ({ campaignId: spring });

  test("is converted at the rate of its day, frozen, and kept apart without one", async () => {
    await t.db.query("insert into exchange_rate (currency, day, rate) values ('EUR', '2026-03-01', 0.95), ('EUR', '2026-04-01', 0.90)");
    const march = (await t.call(addSpend, { params: params(), body: { day: "2026-03-20", amount: 10_001, currency: "EUR", note: "Ads" } }, t.as.marketing)).body;
    expect(march).toMatchObject({ amount: { amount: 10_001, currency: "EUR" }, converted: { amount: 9_501, currency: "CHF" } });
    await t.call(addSpend, { params: params(), body: { day: "2026-03-21", amount: 500, currency: "SEK" } }, t.as.marketing);
    await t.call(addSpend, { params: params(), body: { day: "2026-03-22", amount: -1_000, currency: "EUR", note: "Refund" } }, t.as.marketing);
    await t.db.query("update exchange_rate set rate = 0.5 where currency = 'EUR'");
    expect((await t.call(readCampaign, { params: params() }, t.as.marketing)).body).toMatchObject({ spent: { amount: 9_501 - 950, currency: "CHF" }, spentWithoutRate: 1 });
    const again = await t.call(addSpend, { params: params(), body: { day: "2026-03-20", amount: 1, currency: "CHF", note: "Ads" } }, t.as.marketing);
    expect([again.status, again.problem.code]).toEqual([409, "spend-exists"]);
  });

  test("is corrected and deleted with its history kept", async () => {
    const [row] = (await t.call(listSpend, { params: params(), query: {} }, t.as.rep)).body.rows;
    const edited = await t.call(editSpend, { params: { ...params(), spendId: row!.id }, body: { day: "2026-03-22", amount: -2_000, currency: "CHF", note: "Refund" } }, t.as.marketing);
    expect(edited.body).toMatchObject({ converted: { amount: -2_000 }, rate: null });
    await t.call(deleteSpend, { params: { ...params(), spendId: row!.id } }, t.as.marketing);
    expect((await t.call(deleteSpend, { params: { ...params(), spendId: row!.id } }, t.as.marketing)).status).toBe(404);
    const changes = await t.db.query<{ old: { amount: number } | null; new: { amount: number } | null }>("select old, new from change where entity_kind = 'spend' and entity_id = $1 order by id", [row!.id]);
    expect(changes.map((c) => [c.old?.amount ?? null, c.new?.amount ?? null])).toEqual([[null, -1_000], [-1_000, -2_000], [-2_000, null]]);
  });
});

test("touches are listed newest first with who it was then, and values of no campaign are named", async () => {
  const touches = Array.from({ length: 5 }, (_, i) => ({ subject_id: people[0], event_id: t.app.ids.next(), at: new Date(start.getTime() - i * 3_600_000), channel: "email", campaign: i % 2 ? "SPRING" : "spring-2", campaign_folded: i % 2 ? "spring" : "spring-2", applied: 1 }));
  await t.db.query("insert into touch select * from jsonb_populate_recordset(null::touch, $1)", [JSON.stringify([...touches, { ...touches[0], event_id: t.app.ids.next(), campaign: "Lost", campaign_folded: "lost" }])]);
  await t.db.query("insert into assignment (id, subject_id, contact_id, from_at, to_at, reason, applied, applied_at) values ($1, $2, $2, $3, 'infinity', 'test', 1, $3)", [t.app.ids.next(), people[0], new Date(start.getTime() - 2.5 * 3_600_000)]);
  const seen: (string | null)[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await t.call(listTouches, { params: { campaignId: spring }, query: { limit: 2, ...(cursor && { cursor }) } }, t.as.rep);
    seen.push(...body.rows.map((row) => row.contact?.id ?? null));
    cursor = body.next ?? undefined;
  } while (cursor);
  expect(seen).toEqual([people[0], people[0], people[0], null, null]);
  expect((await t.call(listUnmatchedUtm, {}, t.as.marketing)).body).toEqual([expect.objectContaining({ utm: "Lost", touches: { value: 1, capped: false } })]);
  // Nobody is a member any more, and still the campaign reached somebody: five touches, one person, one listed answer each.
  const [row] = (await t.call(listCampaigns, { query: {} }, t.as.rep)).body.rows.filter((one) => one.id === spring);
  expect(row).toMatchObject({ people: { value: 1, capped: false }, touches: { value: 5, capped: false } });
});
