import type { Agreement } from "@tandem/domain/agreement/agreement";
import { canonicalText } from "@tandem/domain/agreement/canonical";
import { foundingAgreement as base } from "@tandem/domain/agreement/founding-agreement";
import { diffAgreements } from "@tandem/domain/agreement/diff";
import { expect, test } from "vitest";
import { mergeDocuments } from "./merge-documents.ts";

const change = (edit: (draft: Agreement) => void, from = base): Agreement => {
  const draft = structuredClone(from);
  edit(draft);
  return draft;
};
const said = (from: Agreement, to: Agreement) => diffAgreements(from, to).map((one) => one.words);

test("what only one of both changed is kept of each, also in the same rule and list", () => {
  const mine = change((d) => {
    d.engagement.rules[6]!.points = 12;
    d.mql.grid.A = 45;
    d.fit.rules.splice(1, 1);
  });
  const theirs = change((d) => {
    d.engagement.rules[6]!.windowDays = 14;
    d.fit.rules.push({ key: "big", name: "Big", points: 3, when: { all: [] } });
    d.reviews = [];
  });
  const merged = mergeDocuments(base, mine, theirs, "mine");
  expect(canonicalText(mergeDocuments(base, mine, theirs, "theirs"))).toBe(canonicalText(merged));
  expect(said(base, merged).toSorted()).toEqual([...said(base, change((d) => {
    Object.assign(d.engagement.rules[6]!, { points: 12, windowDays: 14 });
    d.mql.grid.A = 45;
    d.fit.rules.splice(1, 1);
    d.fit.rules.push({ key: "big", name: "Big", points: 3, when: { all: [] } });
    d.reviews = [];
  }))].toSorted());
});

test("where both changed the same part, the one asked for stands and the other reading is the other merge", () => {
  const mine = change((d) => Object.assign(d.engagement.rules[6]!, { points: 12, cap: 30 }));
  const theirs = change((d) => (d.engagement.rules[6]!.points = 5));
  const [kept, other] = [mergeDocuments(base, mine, theirs, "mine"), mergeDocuments(base, mine, theirs, "theirs")];
  expect([kept.engagement.rules[6]!.points, other.engagement.rules[6]!.points, other.engagement.rules[6]!.cap]).toEqual([12, 5, 30]);
  expect(said(kept, other)).toEqual(["Viewed pricing: +12 → +5"]);
});

test("an order that one of both changed is kept, with what the other added where it stood", () => {
  const mine = change((d) => d.tiers.reverse());
  const theirs = change((d) => d.tiers.splice(1, 0, { key: "t15", name: "T1.5", when: { all: [] } }));
  expect(mergeDocuments(base, mine, theirs, "mine").tiers.map(({ key }) => key)).toEqual(["t3", "t2", "t1", "t15"]);
  expect(mergeDocuments(base, theirs, mine, "mine").tiers.map(({ key }) => key)).toEqual(["t3", "t2", "t1", "t15"]);
});

test("one who removed a rule and one who changed it are asked; nothing changed twice stays as it is", () => {
  const mine = change((d) => d.fit.rules.shift());
  const theirs = change((d) => (d.fit.rules[0]!.points = 1));
  expect(mergeDocuments(base, mine, theirs, "mine").fit.rules[0]!.key).toBe(base.fit.rules[1]!.key);
  expect(mergeDocuments(base, mine, theirs, "theirs").fit.rules[0]!.points).toBe(1);
  expect(mergeDocuments(base, base, theirs, "mine")).toEqual(theirs);
  expect(mergeDocuments(base, theirs, base, "mine")).toEqual(theirs);
});
