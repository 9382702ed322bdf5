import { listFigureRows, type figures } from "@tandem/contract/insights/figures";
import { readDashboard } from "@tandem/contract/insights/dashboard";
import { beforeAll, expect, test } from "vitest";
import { generateBusiness } from "./business.fixture.ts";
import { insightsApp, type InsightsApp } from "./insights.fixture.ts";

let t: InsightsApp;
beforeAll(async () => {
  t = await insightsApp();
  await generateBusiness(t, 400);
  await t.db.query("insert into agreement_version (version, document, hash, effective_from, created_at) select 2, document, hash || 'x', $1, $1 from agreement_version where version = 1", [new Date("2026-11-08T00:00:00Z")]);
  // Every third contact's episodes, handoffs and clocks were made under another version.
  await t.db.query("update episode set agreement_version = case when get_byte(uuid_send(contact_id), 15) % 3 = 0 then 2 else 1 end");
  await t.db.query("update handoff set agreement_version = e.agreement_version from episode e where e.id = handoff.episode_id");
  await t.db.query("update clock set agreement_version = h.agreement_version from handoff h where h.id = clock.handoff_id");
  await t.db.query("update opportunity o set handoff_id = h.id from opportunity_contact oc join handoff h on h.contact_id = oc.contact_id where oc.opportunity_id = o.id");
});

const rows = async (figure: (typeof figures)[number], agreementVersion?: number): Promise<number> => {
  const { body, problem, status } = await t.call(listFigureRows, { query: { period: "all-time", figure, limit: 1, ...(agreementVersion !== undefined && { agreementVersion }) } }, t.as.executive);
  if (status !== 200) throw new Error(JSON.stringify(problem));
  return body.count!.value;
};

test.each(["leads", "passages", "handoffs", "clocks"] as const)("%s split by version add up to what they are together", async (figure) => {
  const [one, two, all] = [await rows(figure, 1), await rows(figure, 2), await rows(figure)];
  expect(one).toBeGreaterThan(0);
  expect(two).toBeGreaterThan(0);
  expect(one + two).toBe(all);
  expect(await rows(figure, 7)).toBe(0);
});

test("a deal belongs to the version of the handoff it came of, and without one to none", async () => {
  const { linked } = await t.db.one<{ linked: number }>("select count(*)::int as linked from opportunity where state = 'won' and handoff_id is not null and closed_at <= $1", [t.clock.now()]);
  expect(linked).toBeGreaterThan(0);
  expect((await rows("deals-won", 1)) + (await rows("deals-won", 2))).toBe(linked);
  expect(await rows("deals-won")).toBeGreaterThanOrEqual(linked);
});

test("the dashboard takes the version like any other part of the filter", async () => {
  const leads = async (agreementVersion?: number) => (await t.call(readDashboard, { query: { period: "all-time", ...(agreementVersion !== undefined && { agreementVersion }) } }, t.as.executive)).body;
  expect(JSON.stringify(await leads(2))).not.toBe(JSON.stringify(await leads()));
  expect((await t.call(readDashboard, { query: { agreementVersion: "two" as never } }, t.as.executive)).status).toBe(400);
});
