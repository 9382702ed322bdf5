import fc from "fast-check";
import { expect, it } from "vitest";
import { anyContact, anyCriteria, exampleToday, exampleTypeOf, exampleTypes, type ExampleContact } from "@tandem/domain/criteria/criteria.arbitrary";
import type { Criteria, FieldValue } from "@tandem/domain/criteria/criteria";
import { compileCriteria } from "@tandem/domain/criteria/evaluate";
import type { CriteriaSubject } from "@tandem/domain/criteria/subject";
import { criteriaToSql, type SqlDialect } from "@tandem/domain/criteria/to-sql";
import { fold } from "@tandem/domain/people/fold";
import { testDatabase } from "../../test/database.ts";

/**
 * Criteria mean the same in memory and in SQL: random trees over random contacts, asked both ways. The table is the
 * test's own, so that what is tested is the compiler; what columns the product has is the dialect's part.
 */
const { db } = await testDatabase({ migrated: true });

const contacts = fc.sample(anyContact, { numRuns: 120, seed: 7 });
const trees: Criteria[] = [
  // Absent is nothing, even where the empty text is asked for; an empty choice in a list is a choice.
  { field: "contact.title", is: "" },
  { field: "contact.title", isAnyOf: ["", "it"] },
  { field: "contact.custom.tags", is: "" },
  ...fc.sample(anyCriteria, { numRuns: 600, seed: 11 }),
];

const refs = [...exampleTypes.keys()];
const column = (ref: string) => ref.replaceAll(".", "_");
const sqlTypes: Record<string, string> = { number: "numeric", money: "bigint", date: "date", boolean: "boolean", "multi-choice": "text[]" };

const dialect: SqlDialect = {
  field: (ref) => {
    const type = exampleTypeOf(ref);
    return type === null ? null : { type, value: `e.${column(ref)}`, folded: `e.${column(ref)}_folded` };
  },
  signalCount: (key, from, to, param) => `(select coalesce(sum(d.count), 0) from example_day d where d.id = e.id and d.key = ${param(key)} ${from === null ? "" : `and d.day >= ${param(from)}::int`} and d.day <= ${param(to)}::int)`,
  member: (kind, key, param) => `${param(`${kind} ${key}`)} = any(e.members)`,
  stage: "e.stage",
  fit: "e.fit",
  engagement: "e.engagement",
  grade: "e.grade",
};

const folded = (value: FieldValue) => (typeof value === "string" ? fold(value) : typeof value === "object" && value !== null ? value.map(fold) : null);

function subjectOf({ fields, signals, members, ...rest }: ExampleContact): CriteriaSubject {
  return { ...rest, field: (ref) => fields[ref] ?? null, signalDays: (key) => signals[key] ?? [], isMember: (kind, key) => members.includes(`${kind} ${key}`) };
}

it("criteria hold for the same contacts in SQL as in memory", async () => {
  const seen = { all: 0, held: 0 };
  await db.transaction(async (tx) => {
    const columns = refs.flatMap((ref) => {
      const type = sqlTypes[exampleTypes.get(ref)!] ?? "text";
      return [`${column(ref)} ${type}`, `${column(ref)}_folded ${type === "text[]" ? type : "text"} collate "C"`];
    });
    await tx.query(`create temp table example (id int, ${columns.join(", ")}, members text[], stage text, fit int, engagement int, grade text) on commit drop`);
    await tx.query("create temp table example_day (id int, key text, day int, count int) on commit drop");
    for (const [id, contact] of contacts.entries()) {
      const values = [id, ...refs.flatMap((ref) => [contact.fields[ref] ?? null, folded(contact.fields[ref] ?? null)]), contact.members, contact.stage, contact.fit, contact.engagement, contact.grade];
      await tx.query(`insert into example values (${values.map((_, i) => `$${i + 1}`).join(", ")})`, values);
      for (const [key, days] of Object.entries(contact.signals)) for (const { day, count } of days) await tx.query("insert into example_day values ($1, $2, $3, $4)", [id, key, day, count]);
    }
    for (const tree of trees) {
      const test = compileCriteria(tree, exampleTypeOf);
      const inMemory = contacts.flatMap((contact, id) => (test(subjectOf(contact), exampleToday) ? [id] : []));
      const { text, values } = criteriaToSql(tree, dialect, exampleToday);
      const inSql = await tx.query<{ id: number }>(`select e.id from example e where ${text} order by e.id`, values);
      expect(inSql.map(({ id }) => id), JSON.stringify(tree)).toEqual(inMemory);
      seen.all += contacts.length;
      seen.held += inMemory.length;
    }
  });
  // Trees that hold for nobody would prove nothing.
  expect(seen.held / seen.all).toBeGreaterThan(0.15);
  expect(seen.held / seen.all).toBeLessThan(0.85);
});
