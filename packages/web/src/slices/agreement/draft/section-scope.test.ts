import { foundingAgreement } from "@tandem/domain/agreement/founding-agreement";
import { expect, it } from "vitest";
import type { DraftEditing } from "./draft-context.ts";
import { sectionScopes } from "./section-scope.ts";

const nothing = () => undefined;
const editing: DraftEditing = {
  document: foundingAgreement, againstVersion: 1, edit: nothing, readOnly: false, changes: [], problems: [], names: {}, teams: [], people: [], events: [], opened: null, open: nothing, openComments: [], commentsOn: () => 0, comment: nothing,
};

it("a section's view stays the same object until something it looks at changes", () => {
  const scope = sectionScopes();
  const tiers = scope("tiers", editing);
  expect(tiers.document.tiers).toBe(foundingAgreement.tiers);
  const renamed = { ...editing, document: { ...foundingAgreement, name: "Another" } };
  expect(scope("tiers", renamed)).toBe(tiers);
  // What was never looked at before is read as it is now, not as it was.
  expect(tiers.document.name).toBe("Another");
  const again = { ...renamed, document: { ...renamed.document, name: "A third" } };
  const looked = scope("tiers", again);
  expect(looked).not.toBe(tiers);
  expect(scope("tiers", { ...again, document: { ...again.document, tiers: [] } })).not.toBe(looked);
});

it("only what is said of a section concerns it", () => {
  const scope = sectionScopes();
  const fit = scope("fit", editing);
  const elsewhere = { ...editing, opened: "engagement.rules.0", problems: [{ path: "engagement.rules.0", words: "No.", severity: "doubt" as const }], openComments: [{ section: "engagement", key: null }] };
  expect(scope("fit", elsewhere)).toBe(fit);
  const engagement = scope("engagement", elsewhere);
  expect(engagement).toMatchObject({ opened: "engagement.rules.0", problems: [{ words: "No." }] });
  expect(scope("fit", { ...elsewhere, opened: "fit.rules.0" })).not.toBe(fit);
  expect(scope("fit", { ...elsewhere, openComments: [{ section: "fit", key: null }] })).not.toBe(fit);
});
