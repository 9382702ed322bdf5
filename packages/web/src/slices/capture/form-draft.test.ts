import { changeForm, createForm } from "@tandem/contract/capture/forms";
import { expect, test } from "vitest";
import { draftOf, emptyDraft, inputOf, keyOf, moved, nameOf, problemsOf, type DraftField, type FormDraft } from "./form-draft.ts";

const filled = (): FormDraft => ({ ...emptyDraft(), title: "Ask for a demo", key: "demo" });
const withField = (field: Partial<DraftField>): FormDraft => ({ ...filled(), fields: [...filled().fields, { id: 900, name: "size", ownName: true, label: "Size", type: "select", required: false, options: "", ...field }] });

test("a new form is right but for its title and key", () => {
  expect([...problemsOf(emptyDraft()).keys()]).toEqual(["title", "key"]);
  expect(problemsOf(filled()).size).toBe(0);
});

test("whatever has no problem here is taken by the contract, and the rest is not", () => {
  for (const draft of [filled(), withField({ options: "1 to 9\n\n 10 and more " }), withField({ type: "hidden", required: true })]) {
    expect(problemsOf(draft).size).toBe(0);
    expect(createForm.body!.safeParse({ key: draft.key, ...inputOf(draft) }).success).toBe(true);
  }
  for (const draft of [withField({ name: "email", options: "a" }), withField({ name: "9", options: "a" }), { ...filled(), fields: filled().fields.filter(({ type }) => type !== "email") }, { ...filled(), title: " " }]) {
    expect(problemsOf(draft).size).toBeGreaterThan(0);
    expect(changeForm.body!.safeParse(inputOf(draft)).success).toBe(false);
  }
});

test("a list without choices is refused, and empty lines are none", () => {
  expect(problemsOf(withField({ options: " \n" })).get("fields.900.options")).toBe("Write one choice per line.");
  expect(inputOf(withField({ options: " a \n\nb" })).fields.at(-1)).toEqual({ name: "size", label: "Size", type: "select", required: false, options: ["a", "b"] });
});

test("a form comes back as it was", () => {
  const input = inputOf(withField({ options: "a\nb" }));
  const form = { id: "0", key: "demo", createdAt: "", snippet: "", ...input };
  expect(inputOf(draftOf(form))).toEqual(input);
});

test("names and keys are made from what people write, in any script", () => {
  expect(nameOf("Größe der Firma?")).toBe("grosseDerFirma");
  expect(nameOf("2nd choice")).toBe("field2ndChoice");
  expect(nameOf("会社")).toBe("field");
  expect(nameOf("Size", new Set(["size", "size2"]))).toBe("size3");
  expect(keyOf("Ask for a Demo!")).toBe("ask-for-a-demo");
  expect(keyOf("会社")).toBe("");
});

test("fields move one place, and not beyond the ends", () => {
  const { fields } = filled();
  const names = (list: readonly DraftField[]) => list.map(({ name }) => name).join();
  expect(names(moved(fields, fields[0]!.id, 1))).toBe("lastName,firstName,email,company");
  expect(names(moved(fields, fields[0]!.id, -1))).toBe(names(fields));
  expect(names(moved(fields, fields[3]!.id, 1))).toBe(names(fields));
});
