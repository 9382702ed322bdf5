import { expect, it } from "vitest";
import type { Agreement } from "./agreement.ts";
import { foundingAgreement } from "./founding-agreement.ts";
import { wordsAndRules } from "./words-and-rules.ts";

const small = { field: "company.employees" as const, between: [50, 199] as [number, number] };
const lead = { stageIsAnyOf: ["lead" as const] };
/** A version whose stages and exclusions are written both ways. */
const before = change(foundingAgreement, (text) => {
  text.idealCustomer.exclusions = { prose: "Students.", when: { field: "contact.seniority", is: "student" } };
  text.stages[1]!.entry = lead;
});

function change(text: Agreement, edit: (text: Agreement) => void): Agreement {
  const copy = JSON.parse(JSON.stringify(text)) as Agreement;
  edit(copy);
  return copy;
}

it.each<[string, (text: Agreement) => void, string[]]>([
  ["nothing", () => {}, []],
  ["the rule alone", (t) => (t.idealCustomer.when = small), ["idealCustomer.prose words-left-behind"]],
  ["the words alone", (t) => (t.idealCustomer.prose = "Companies of 50 to 199 people."), ["idealCustomer.when rule-left-behind"]],
  ["both", (t) => Object.assign(t.idealCustomer, { prose: "Companies of 50 to 199 people.", when: small }), []],
  ["the rule of the exclusions", (t) => (t.idealCustomer.exclusions!.when = small), ["idealCustomer.exclusions.prose words-left-behind"]],
  ["the words of the exclusions, which now have no rule", (t) => (t.idealCustomer.exclusions = { prose: "Interns." }), []],
  ["no exclusions any more", (t) => delete t.idealCustomer.exclusions, []],
  ["the words of a stage that moved", (t) => { t.stages[1]!.prose = "Somebody we may write to."; t.stages.reverse(); }, [`stages.${foundingAgreement.stages.length - 2}.entry rule-left-behind`]],
  ["a stage that gets a rule to its words", (t) => (t.stages[2]!.entry = small), []],
])("says which of words and rule was left behind when a draft changes %s", (_, edit, found) => {
  expect(wordsAndRules(change(before, edit), before).map((one) => `${one.path} ${one.code}`)).toEqual(found);
});

it("is a doubt, and does not stand in the way of a signature", () => {
  expect(wordsAndRules(change(before, (t) => (t.idealCustomer.when = small)), before)).toMatchObject([{ severity: "doubt", words: "The rule changed, the words did not. Read them beside each other." }]);
});
