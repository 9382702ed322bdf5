import { expect, test } from "vitest";
import { nameBeside, ownFieldName, ownerWords } from "./names.ts";

test("two people of one name are told apart", () => {
  expect(nameBeside({ name: "Alice Abel", email: "alice@a.example", createdAt: "2026-01-05" }, () => "5 Jan")).toBe("Alice Abel (alice@a.example)");
  expect(nameBeside({ name: "Alice Abel", email: null, createdAt: "2026-01-05" }, () => "5 Jan")).toBe("Alice Abel (made 5 Jan)");
  expect(nameBeside({ name: "alice@a.example", email: "alice@a.example", createdAt: "2026-01-05" }, () => "5 Jan")).toBe("alice@a.example (made 5 Jan)");
});

test("a company's page calls its fields by their own names", () => {
  expect(["Company country", "Company name", "Domain"].map(ownFieldName)).toEqual(["Country", "Name", "Domain"]);
});

test("whom nobody owns is with whoever works on the open handoff", () => {
  const [ada, deniz] = [{ name: "Ada" }, { name: "Deniz Kaya" }];
  expect([ownerWords({ owner: ada, holder: deniz }), ownerWords({ owner: null, holder: deniz }), ownerWords({ owner: null, holder: null })]).toEqual(["Ada", "with Deniz Kaya", "Nobody"]);
});
