import { expect, test } from "vitest";
import { nameBeside, ownFieldName } from "./names.ts";

test("two people of one name are told apart", () => {
  expect(nameBeside({ name: "Alice Abel", email: "alice@a.example", createdAt: "2026-01-05" }, () => "5 Jan")).toBe("Alice Abel (alice@a.example)");
  expect(nameBeside({ name: "Alice Abel", email: null, createdAt: "2026-01-05" }, () => "5 Jan")).toBe("Alice Abel (made 5 Jan)");
  expect(nameBeside({ name: "alice@a.example", email: "alice@a.example", createdAt: "2026-01-05" }, () => "5 Jan")).toBe("alice@a.example (made 5 Jan)");
});

test("a company's page calls its fields by their own names", () => {
  expect(["Company country", "Company name", "Domain"].map(ownFieldName)).toEqual(["Country", "Name", "Domain"]);
});
