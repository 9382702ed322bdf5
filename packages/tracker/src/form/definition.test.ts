import { expect, test } from "vitest";
import { autocompleteOf, problemsOf, refusalsOf, texts, type FieldDefinition } from "./definition.ts";

const fields: FieldDefinition[] = [
  { name: "email", label: "E-mail", type: "email", required: true },
  { name: "topics", label: "Topics", type: "checkboxes", required: true, options: ["a"] },
  { name: "terms", label: "Terms", type: "checkbox", required: true },
  { name: "utm_source", label: "", type: "hidden", required: true },
  { name: "note", label: "Note", type: "textarea" },
];

test("required fields want an answer, an e-mail its shape, hidden fields nothing", () => {
  expect(Object.fromEntries(problemsOf(fields, { email: " ", topics: [], terms: false, note: "" }, texts))).toEqual({
    email: texts.required, topics: texts.required, terms: texts.required,
  });
  expect(Object.fromEntries(problemsOf(fields, { email: "jane@", topics: ["a"], terms: true }, texts))).toEqual({
    email: texts.email,
  });
  expect(problemsOf(fields, { email: "jane@a.example", topics: ["a"], terms: true }, texts).size).toBe(0);
});

test("the server's refusals find their fields", () => {
  const errors = [
    { path: "values.email", message: "one" },
    { path: "note", message: "two" },
    { path: "values.unknown", message: "three" },
  ];
  expect(Object.fromEntries(refusalsOf({ errors }, fields))).toEqual({ email: "one", note: "two" });
  expect(refusalsOf(null, fields).size).toBe(0);
  expect(refusalsOf({ errors: "no" }, fields).size).toBe(0);
});

test("usual names may be filled in by the browser", () => {
  expect(autocompleteOf({ name: "First_Name", label: "", type: "text" })).toBe("given-name");
  expect(autocompleteOf({ name: "budget", label: "", type: "text" })).toBeUndefined();
});
