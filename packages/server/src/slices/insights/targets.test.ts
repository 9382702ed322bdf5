import { listFigureRows } from "@tandem/contract/insights/figures";
import { readTargets } from "@tandem/contract/insights/targets";
import { beforeAll, expect, test } from "vitest";
import { generateBusiness } from "./business.fixture.ts";
import { insightsApp, type InsightsApp } from "./insights.fixture.ts";

let t: InsightsApp;
const targets = [
  { quarter: "2026-Q4", segment: "dach", mqls: 40, pipeline: 500_000, revenue: 100_000 },
  { quarter: "2026-Q4", mqls: 90, revenue: 250_000.5 },
  { quarter: "2026-Q3", segment: "none", mqls: 1 },
];
const segments = [{ key: "dach", name: "DACH", when: { field: "contact.country", isAnyOf: ["DE", "AT"] } }, { key: "none", name: "Nobody", when: { any: [] } }];

beforeAll(async () => {
  t = await insightsApp();
  await generateBusiness(t, 400);
  await t.db.query(
    `insert into agreement_version (version, document, hash, effective_from, created_at) select 2, document || jsonb_build_object('targets', $1::jsonb, 'segments', $2::jsonb), hash || 'x', $3, $3 from agreement_version where version = 1`,
    [JSON.stringify(targets), JSON.stringify(segments), new Date("2026-11-10T00:00:00Z")],
  );
});

const read = async (query: { quarter?: string } = {}) => {
  const answer = await t.call(readTargets, { query }, t.as.executive);
  expect(answer.status).toBe(200);
  return answer.body;
};

test("each target stands beside what was reached, for everyone and by segment, and opens exactly its rows", async () => {
  const now = await read();
  expect(now).toMatchObject({ quarter: "2026-Q4", quarters: ["2026-Q3", "2026-Q4"], agreementVersion: 2, daysPassed: 49, days: 92 });
  expect(now.rows.map((row) => [row.segment, row.name, row.measures.map(({ measure }) => measure)])).toEqual([[null, "Everyone", ["mqls", "revenue"]], ["dach", "DACH", ["mqls", "pipeline", "revenue"]]]);
  const [everyone, dach] = now.rows.map((row) => new Map(row.measures.map((one) => [one.measure, one])));
  expect(everyone!.get("revenue")!.target).toBe(25_000_050);
  expect(dach!.get("mqls")).toMatchObject({ target: 40, dueByNow: Math.ceil((40 * 49) / 92) });
  const own = await t.db.one<{ everyone: number; dach: number; won: number; created: number }>(
    `select (select count(*) from passage where standing and entered_at >= $1) as everyone,
       (select count(*) from passage p join contact c on c.id = p.contact_id where p.standing and p.entered_at >= $1 and c.country in ('DE', 'AT')) as dach,
       (select coalesce(sum(o.amount_company), 0)::bigint from opportunity o join opportunity_contact oc on oc.opportunity_id = o.id and oc.main join contact c on c.id = oc.contact_id where o.state = 'won' and o.closed_at >= $1 and c.country in ('DE', 'AT')) as won,
       (select coalesce(sum(o.amount_company), 0)::bigint from opportunity o join opportunity_contact oc on oc.opportunity_id = o.id and oc.main join contact c on c.id = oc.contact_id where o.created_at >= $1 and c.country in ('DE', 'AT')) as created`,
    [new Date("2026-09-30T22:00:00Z")],
  );
  expect([everyone!.get("mqls")!.actual, dach!.get("mqls")!.actual, dach!.get("revenue")!.actual, dach!.get("pipeline")!.actual]).toEqual([own.everyone, own.dach, own.won, own.created]);
  expect(own.dach).toBeGreaterThan(5);
  expect(own.dach).toBeLessThan(own.everyone);
  for (const row of now.rows)
    for (const { figure, actual, measure, withoutAmount } of row.measures) {
      // A report's filter has no say in what the whole company aims at.
      const { body } = await t.call(listFigureRows, { query: { figure: figure.figure, key: figure.key!, period: "last-quarter", country: "CH", limit: 200 } }, t.as.executive);
      const [sum, unknown] = [body.rows.reduce((total, one) => total + (one.value ?? 0), 0), body.rows.filter((one) => one.value === null).length];
      expect(body.sum, `${row.name} ${measure}`).toBe(measure === "mqls" ? null : actual);
      // What was created is told by the day it was created, however it ended since.
      if (measure === "pipeline") expect(body.rows.map(({ id, at }) => [id, at])).toEqual(await created(body.rows.map(({ id }) => id)));
      expect(measure === "mqls" ? body.rows.length : [sum, unknown], `${row.name} ${measure}`).toEqual(measure === "mqls" ? actual : [actual, withoutAmount]);
    }
});

async function created(ids: readonly string[]): Promise<[string, string][]> {
  const rows = await t.db.query<{ id: string; created_at: Date }>("select id, created_at from opportunity where id = any($1::uuid[]) order by created_at desc, id desc", [ids]);
  return rows.map(({ id, created_at }) => [id, created_at.toISOString()]);
}

test("a quarter that is over is due whole; one that nobody named has no rows; who matches nothing is reached by nobody", async () => {
  const before = await read({ quarter: "2026-Q3" });
  expect(before).toMatchObject({ daysPassed: 92, rows: [{ segment: "none", measures: [{ target: 1, actual: 0, dueByNow: 1, met: false }] }] });
  expect((await read({ quarter: "2027-Q1" })).rows).toEqual([]);
  const { body } = await t.call(listFigureRows, { query: { figure: "target-mqls", key: "2026-Q4 gone" } }, t.as.executive);
  expect(body.rows).toEqual([]);
});
