import { listTerms, listValues } from "@tandem/contract/agreement/terms";
import { beforeAll, describe, expect, test } from "vitest";
import { agreementApp, must, type AgreementApp } from "./agreement.fixture.ts";

let t: AgreementApp;
beforeAll(async () => {
  t = await agreementApp();
  await t.db.query("insert into field (entity, key, name, type, options, created_at) values ('contact', 'interests', 'Interests', 'multi-choice', '[\"Freight\", \"Rail\", \"Air\"]', $1), ('company', 'tier', 'Tier', 'text', null, $1), ('contact', 'budget', 'Budget', 'number', null, $1)", [t.clock.now()]);
  for (let i = 0; i < 12; i++) {
    const traits = { email: `p${i}@firm${i}.example`, title: i < 7 ? "Head of Operations" : "Straßenmeister", company: { name: `Firm ${i}`, industry: i % 3 === 0 ? "Logistics" : "Retail", employees: 100 + (i % 2) } };
    await t.send({ type: "identify", userId: `u${i}`, traits });
  }
  await t.send({ type: "track", event: "Webinar Attended", userId: "u1" }, { type: "page", anonymousId: "nobody", name: "/pricing", properties: { path: "/pricing" } });
  await t.db.query("update contact set custom = jsonb_build_object('interests', case when email < 'p3' then '[\"Freight\", \"Rail\"]'::jsonb else '[\"Rail\"]'::jsonb end, 'budget', 5000)");
  await t.db.query("update company set custom = '{\"tier\": \"Gold\"}'");
});

const values = async (field: string, text = "", limit = 20) => must(await t.call(listValues, { query: { field, text, limit } }, t.priya));

describe("values for criteria", () => {
  test("are real ones with how many have them, most frequent first", async () => {
    expect(await values("contact.title")).toEqual({ values: [{ value: "Head of Operations", count: 7 }, { value: "Straßenmeister", count: 5 }], sampled: false, looked: 12 });
    expect((await values("contact.title", "STRAßENM")).values).toEqual([{ value: "Straßenmeister", count: 5 }]);
    expect((await values("company.industry")).values.slice(0, 2)).toEqual([{ value: "Retail", count: 8 }, { value: "Logistics", count: 4 }]);
    expect((await values("company.employees", "", 1)).values).toEqual([{ value: 100, count: 6 }]);
  });

  test("of the company's own fields too, a list's entries each by themselves, and choices nobody has", async () => {
    expect((await values("contact.custom.interests")).values).toEqual([{ value: "Rail", count: 12 }, expect.objectContaining({ value: "Freight" }), { value: "Air", count: 0 }]);
    expect((await values("company.custom.tier", "go")).values).toEqual([{ value: "Gold", count: 12 }]);
    expect((await values("contact.custom.budget")).values).toEqual([{ value: 5000, count: 12 }]);
  });

  test("name nobody to who may not look at people", async () => {
    expect((await values("contact.email")).values).toHaveLength(12);
    for (const field of ["contact.email", "company.name", "company.domain"]) expect([field, must(await t.call(listValues, { query: { field } }, t.workspace.administrator)).values]).toEqual([field, []]);
    expect((await values("company.name")).values.length).toBeGreaterThan(0);
    expect(must(await t.call(listValues, { query: { field: "contact.title" } }, t.workspace.administrator)).values).toHaveLength(2);
  });

  test("are refused for what is no field", async () => {
    expect((await t.call(listValues, { query: { field: "contact.custom.nothing" } }, t.priya)).problem.code).toBe("no-such-field");
    expect((await t.call(listValues, { query: { field: "contact.password_hash'; drop" } }, t.priya)).status).toBe(400);
    expect((await t.call(listValues, { query: { field: "contact.field_source" } }, t.priya)).problem.code).toBe("no-such-field");
    expect((await t.call(listValues, { query: { field: "contact.title" } })).status).toBe(401);
  });

  test("the list of terms names fields, events, teams and people", async () => {
    const terms = must(await t.call(listTerms, {}, t.tomas));
    expect(terms.fields).toEqual(expect.arrayContaining([expect.objectContaining({ ref: "contact.custom.interests", type: "multi-choice", options: ["Freight", "Rail", "Air"], custom: true }), expect.objectContaining({ ref: "company.employees", type: "number" })]));
    expect(terms.events).toEqual(expect.arrayContaining([{ type: "track", name: "Webinar Attended", count: 1 }, { type: "page", name: "/pricing", count: 1 }]));
    expect(terms.teams).toEqual(expect.arrayContaining([expect.objectContaining({ key: "sales", side: "sales", receivers: 1 })]));
    expect(terms.people.map(({ name }) => name)).toEqual(["Ada Admin", "Priya Raman", "Tomas Ferreira"]);
  });
});
