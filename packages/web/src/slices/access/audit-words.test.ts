import type { AuditLine } from "@tandem/contract/access/audit";
import { expect, test } from "vitest";
import { actInWords, actorInWords } from "./audit-words.ts";

test.each([
  ["access.user-changed", "User changed"],
  ["access.api-key-created", "API key created"],
  ["handoff.accepted", "Handoff accepted"],
  ["contact.contact-merged", "Contact merged"],
])("%s reads as %s", (act, words) => expect(actInWords(act)).toBe(words));

const line = (over: Partial<AuditLine>): AuditLine => ({ id: "1", at: "2026-01-05T08:00:00.000Z", actor: { kind: "user", id: null, name: "Ada" }, act: "access.user-changed", entity: { kind: "user", id: null }, summary: {}, records: [], ...over });

test("who acted through what is said", () => {
  expect(actorInWords(line({ actor: { kind: "api-key", id: "u1", name: "Ada" } }))).toBe("Ada, by API key");
  expect(actorInWords(line({ actor: { kind: "engine", id: null, name: null } }))).toBe("Tandem");
});
