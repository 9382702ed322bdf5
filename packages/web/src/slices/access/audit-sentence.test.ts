import type { AuditLine } from "@tandem/contract/access/audit";
import { expect, test } from "vitest";
import { pathOf, recordKinds, sentenceOf, textOf } from "./audit-sentence.ts";

const anna = "01890a5d-ac96-774b-bcce-b302099a8057";
const rex = "01890a5d-ac96-774b-bcce-b302099a8058";
const line = (over: Partial<AuditLine>): AuditLine => ({
  id: "1", at: "2026-01-05T08:00:00.000Z", actor: { kind: "user", id: null, name: "Ada" }, act: "contact.assigned", entity: { kind: "contact", id: anna }, summary: { from: null, to: rex },
  records: [{ id: anna, kind: "contact", name: "Anna Adler", about: null }, { id: rex, kind: "user", name: "Rex Rep", about: null }], ...over,
});
const say = (over: Partial<AuditLine>) => textOf(sentenceOf(line(over), new Map(), () => "5 Jan"));

test("a line names its record and opens it", () => {
  expect(sentenceOf(line({}), new Map(), () => "")).toEqual(["gave ", { text: "Anna Adler", to: `/people/${anna}` }, " to ", { text: "Rex Rep", to: `/settings/users?user=${rex}` }]);
});

test.each([
  [{ summary: { from: rex, to: null } }, "gave Anna Adler from Rex Rep to nobody"],
  [{ act: "contact.edited", summary: { fields: ["last_name", "custom.segment"] } }, "changed last name, segment of Anna Adler"],
  [{ act: "handoff.rejected-nurture", entity: { kind: "handoff", id: anna }, summary: { reason: "no-budget" } }, "sent Anna Adler back to nurture, no budget"],
  [{ act: "handoff.rejected-nurture", entity: { kind: "handoff", id: anna }, summary: { reason: null } }, "sent Anna Adler back to nurture"],
  [{ act: "contact.edited", records: [], summary: { fields: ["email"] } }, "changed email of somebody (9a8057)"],
  [{ act: "import.finished", entity: { kind: "import", id: anna }, records: [], summary: { created: 3, updated: 1, refused: 0 } }, "imported a file (9a8057): 3 new, 1 updated, 0 refused"],
  [{ act: "opportunity.opened", entity: { kind: "opportunity", id: anna }, records: [] }, "opened a deal (9a8057)"],
  [{ act: "handoff.accepted", entity: { kind: "handoff", id: anna }, records: [] }, "accepted the handoff of somebody (9a8057)"],
  [{ act: "view.shared", entity: { kind: "view", id: anna }, records: [] }, "shared a saved view (9a8057)"],
  [{ act: "agreement.draft-begun", entity: { kind: "agreement-draft", id: anna }, records: [{ id: anna, kind: "agreement-draft", name: "draft 4 “Fewer, better”", about: null }], summary: { number: 4 } }, "began draft 4 “Fewer, better”"],
  [{ act: "agreement.draft-begun", entity: { kind: "agreement-draft", id: anna }, records: [], summary: { number: 4 } }, "began a draft of the agreement (9a8057)"],
  [{ act: "agreement.draft-changed", entity: { kind: "agreement-draft", id: anna }, records: [], summary: { number: 4 } }, "saved changes to a draft of the agreement (9a8057)"],
  [{ act: "agreement.draft-signed", entity: { kind: "agreement-draft", id: anna }, records: [], summary: { side: "sales" } }, "signed a draft of the agreement (9a8057) for sales"],
  [{ act: "agreement.draft-dated", entity: { kind: "agreement-draft", id: anna }, records: [], summary: { effectiveFrom: null } }, "set a draft of the agreement (9a8057) to take effect once signed"],
  [{ act: "agreement.took-effect", entity: { kind: "agreement", id: null }, summary: { version: 3 } }, "put version 3 of the agreement into force"],
  [{ act: "agreement.draft-withdrawn", entity: { kind: "agreement-draft", id: anna }, records: [] }, "withdrew a draft of the agreement (9a8057)"],
  [{ act: "agreement.glass-broken", entity: { kind: "agreement-draft", id: anna }, records: [], summary: { version: 3 } }, "broke the glass and put a draft of the agreement (9a8057) in force as version 3"],
  [{ act: "agreement.commented", entity: { kind: "agreement", id: null }, summary: { version: 2, section: "sla-sales" } }, "commented on version 2 of the agreement"],
  [{ act: "lab.calibration-started", entity: { kind: "calibration", id: anna }, records: [], summary: { from: "contacts" } }, "started a calibration (9a8057)"],
  [{ act: "lab.leak-confirmed", entity: { kind: "field", id: null }, summary: { ref: "contact.custom.segment" } }, "said that the field contact.custom.segment leaks the outcome"],
  [{ act: "lab.something-new", entity: { kind: "contact", id: anna } }, "lab something new: Anna Adler"],
  [{ act: "access.absence-created", entity: { kind: "user", id: rex }, summary: { from: "2026-01-05T08:00:00.000Z", to: "2026-01-06T08:00:00.000Z" } }, "noted an absence of Rex Rep from 5 Jan to 5 Jan"],
] as [Partial<AuditLine>, string][])("%j", (over, words) => expect(say(over)).toBe(words));

test("a record without a page of its own is opened on the page of what it is about", () => {
  const activity = line({ act: "activity.logged", entity: { kind: "activity", id: rex }, summary: { kind: "call", private: true }, records: [{ id: rex, kind: "activity", name: "Anna Adler", about: { kind: "contact", id: anna } }] });
  expect(sentenceOf(activity, new Map(), () => "")).toEqual(["logged a ", "call", " with ", { text: "Anna Adler", to: `/people/${anna}` }]);
});

test("every kind but activity, spend and view has a page", () => {
  expect(Object.keys(recordKinds).filter((kind) => pathOf(kind, anna) === null)).toEqual(["activity", "spend", "view"]);
});
