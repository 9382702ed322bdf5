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

test("ids of people read as names, others and empty parts are left out", () => {
  const names = new Map([["u1", "Rhea Rep"], ["u2", "Max"]]);
  const about = line({
    entity: { kind: "user", id: "u1" },
    summary: { fields: ["name", "jobTitle"], role: "marketing", userId: "u2", signsFor: null, teamIds: [], absenceId: "01890a5d-ac96-774b-bcce-b302099a8057", from: "2026-01-05T08:00:00.000Z", readOnly: true, receives: false },
  });
  expect(summaryInWords(about, names, () => "5 Jan")).toBe("Rhea Rep · name, job title · role marketing · Max · from 5 Jan · read only · not receives");
  expect(summaryInWords(line({ actor: { kind: "user", id: "u1", name: "Rhea Rep" }, entity: { kind: "user", id: "u1" } }), names, () => "")).toBe("");
});

test("who acted through what is said", () => {
  expect(actorInWords(line({ actor: { kind: "api-key", id: "u1", name: "Ada" } }))).toBe("Ada, by API key");
  expect(actorInWords(line({ actor: { kind: "engine", id: null, name: null } }))).toBe("Tandem");
});
