import { foundingAgreement } from "@tandem/domain/agreement/founding-agreement";
import { epochDayFromIso } from "@tandem/domain/kit/epoch-day";
import { expect, it } from "vitest";
import { accessApp, addPerson, setUp } from "../access/access.fixture.ts";
import { access } from "../access/slice.ts";
import { loadSurroundings } from "./surroundings.ts";

class Undone extends Error {}

it("counts by company days, not by those of the database", async () => {
  const t = await accessApp({ slices: [access] });
  const workspace = await setUp(t);
  const rep = await addPerson(t, workspace, "sales-rep", "Rex Rep", [workspace.teams.sales]);
  const span = { from: epochDayFromIso("2026-01-01")!, to: epochDayFromIso("2026-01-02")! };
  const seen: unknown[] = [];
  // In Vienna: the last minutes before the period, its first, and its last; the middle two are of one day.
  for (const instants of [["2025-12-31T22:50:00Z"], ["2025-12-31T23:10:00Z", "2026-01-01T10:00:00Z"], ["2026-01-02T22:50:00Z"], ["2026-01-02T23:10:00Z"]]) {
    const look = t.db.transaction(async (tx) => {
      for (const at of instants) {
        const id = t.app.ids.next();
        await tx.query("insert into handoff (id, contact_id, episode_id, agreement_version, tier, state, team_id, assignee_id, captured_at, scored_at, opened_at, closed_at, fit, grade, engagement) values ($1, $1, $1, 1, 'standard', 'qualified', $2, $3, $4, $4, $4, $4, 0, 'D', 0)", [id, workspace.teams.sales, rep.id, at]);
        await tx.query("insert into clock (id, handoff_id, clause, kind, state, agreement_version, started_at, allowed_ms) values ($1, $1, 'first', 'first-attempt', 'met', 1, $2, 1)", [id, at]);
      }
      const { settledPerSellerAndDay, slaMetPercent } = await loadSurroundings(tx, span, { ...foundingAgreement, timeZone: "Europe/Vienna" });
      seen.push([settledPerSellerAndDay, slaMetPercent]);
      throw new Undone();
    });
    await expect(look).rejects.toThrow(Undone);
  }
  expect(seen).toEqual([[null, null], [2, 100], [1, 100], [null, null]]);
});

it("takes a first attempt after its deadline for a miss", async () => {
  const t = await accessApp({ slices: [access] });
  const workspace = await setUp(t);
  const day = epochDayFromIso("2026-01-02")!;
  const at = "2026-01-02T10:00:00Z";
  const look = t.db.transaction(async (tx) => {
    for (const breachedAt of [null, null, null, at]) {
      const id = t.app.ids.next();
      await tx.query("insert into handoff (id, contact_id, episode_id, agreement_version, tier, state, team_id, captured_at, scored_at, opened_at, closed_at, fit, grade, engagement) values ($1, $1, $1, 1, 'standard', 'qualified', $2, $3, $3, $3, $3, 0, 'D', 0)", [id, workspace.teams.sales, at]);
      await tx.query("insert into clock (id, handoff_id, clause, kind, state, agreement_version, started_at, allowed_ms, stopped_at, breached_at) values ($1, $1, 'first', 'first-attempt', 'met', 1, $2, 1, $2, $3)", [id, at, breachedAt]);
    }
    expect((await loadSurroundings(tx, { from: day, to: day }, foundingAgreement)).slaMetPercent).toBe(75);
    throw new Undone();
  });
  await expect(look).rejects.toThrow(Undone);
});
