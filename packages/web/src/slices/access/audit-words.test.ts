import type { AuditLine } from "@tandem/contract/access/audit";
import { expect, test } from "vitest";
import { actInWords, actorInWords, summaryInWords } from "./audit-words.ts";

test.each([
  ["access.user-changed", "User changed"],
  ["access.api-key-created", "API key created"],
  ["handoff.accepted", "Handoff accepted"],
  ["contact.contact-merged", "Contact merged"],
])("%s reads as %s", (act, words) => expect(actInWords(act)).toBe(words));

const line = (over: Partial<AuditLine>): AuditLine => ({ id: "1", at: "2026-01-05T08:00:00.000Z", actor: { kind: "user", id: null, name: "Ada" }, act: "access.user-changed", entity: { kind: "user", id: null }, summary: {}, ...over });

test("ids of people read as names, empty parts are left out", () => {
  const names = new Map([["u1", "Rhea Rep"], ["u2", "Max"]]);
  const about = line({ entity: { kind: "user", id: "u1" }, summary: { fields: ["name", "role"], role: "marketing", by: "u2", signsFor: null, teamIds: [] } });
  expect(summaryInWords(about, names)).toBe("Rhea Rep · name, role · role marketing · by Max");
  expect(actorInWords(line({ actor: { kind: "api-key", id: "u1", name: "Ada" } }))).toBe("Ada, by API key");
  expect(actorInWords(line({ actor: { kind: "engine", id: null, name: null } }))).toBe("Tandem");
});
