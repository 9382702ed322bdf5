import { readDrift } from "@tandem/contract/agreement/drift";
import { beforeAll, describe, expect, test } from "vitest";
import { agreementApp, must, type AgreementApp } from "./agreement.fixture.ts";
import { watchShare } from "./watch-share.ts";

const day = 86_400_000;

describe("a watched share", () => {
  const say = (now: string, range: string) => `${now} against ${range}`;
  test("leaves its range only with enough on both sides", () => {
    expect(watchShare("k", "K", { hits: 3, of: 19 }, { hits: 80, of: 100 }, say).standing).toBe("too-few");
    expect(watchShare("k", "K", { hits: 30, of: 60 }, { hits: 80, of: 100 }, say)).toMatchObject({ standing: "below", words: expect.stringMatching(/^50 % against less than the usual \d+ % to \d+ %$/) });
    expect(watchShare("k", "K", { hits: 46, of: 60 }, { hits: 80, of: 100 }, say).standing).toBe("usual");
    expect(watchShare("k", "K", { hits: 59, of: 60 }, { hits: 800, of: 1000 }, say)).toMatchObject({ standing: "above", words: expect.stringContaining("better than the usual") });
  });
  test("takes few for chance that it would not take many for", () => {
    expect(watchShare("k", "K", { hits: 14, of: 20 }, { hits: 800, of: 1000 }, say).standing).toBe("usual");
    expect(watchShare("k", "K", { hits: 700, of: 1000 }, { hits: 800, of: 1000 }, say).standing).toBe("below");
  });
});

describe("drift of the agreement", () => {
  let t: AgreementApp;
  beforeAll(async () => {
    t = await agreementApp();
    await t.send(
      { type: "identify", userId: "fits", traits: { email: "a@fits.example", title: "Head of Operations", company: { name: "Fits", employees: 1200, industry: "Logistics", country: "DE" } } },
      { type: "identify", userId: "other", traits: { email: "b@other.example", title: "Student", company: { name: "Other", employees: 2, industry: "Art", country: "BR" } } },
    );
    const idOf = async (email: string) => (await t.db.one<{ id: string }>("select id from contact where email_folded = $1", [email])).id;
    const [fits, other] = [await idOf("a@fits.example"), await idOf("b@other.example")];
    // Before: 60 won, 48 of them match. Now: 30 won, 12 of them match.
    for (const [count, matching, from] of [[60, 48, 300], [30, 12, 60]] as const)
      for (let i = 0; i < count; i++) {
        const id = t.app.ids.next();
        const closed = new Date(t.clock.now().getTime() - from * day + i * day);
        await t.db.query("insert into opportunity (id, name, stage, state, currency, created_at, stage_since, closed_at) values ($1, 'Deal', 'offer', 'won', 'CHF', $2, $3, $3)", [id, new Date(closed.getTime() - day), closed]);
        await t.db.query("insert into opportunity_move (id, opportunity_id, to_stage, to_state, at) values ($1, $2, 'offer', 'won', $3)", [t.app.ids.next(), id, closed]);
        await t.db.query("insert into opportunity_contact (opportunity_id, contact_id, added_at) values ($1, $2, $3)", [id, i < matching ? fits : other, closed]);
      }
  });

  test("says when winners stop looking like the ideal customer", async () => {
    const drift = must(await t.call(readDrift, {}, t.tomas));
    expect(drift).toMatchObject({ version: 1, drifting: true, winners: { standing: "below", now: { hits: 12, of: 30, share: 0.4 }, usual: { hits: 48, of: 60, share: 0.8 } } });
    expect(drift.winners.words).toMatch(/^40 % of the deals won in the last 13 weeks match the ideal customer, less than the usual \d+ % to \d+ %\.$/);
    expect(drift.weeks.reduce((sum, week) => sum + week.won, 0)).toBe(90);
    expect(drift.bands).toEqual([]);
    expect((await t.call(readDrift, {})).status).toBe(401);
  });

  test("says when Sales accepts a score band otherwise than usual", async () => {
    const { id: contactId } = await t.db.one<{ id: string }>("select id from contact where email_folded = 'a@fits.example'");
    // Four bands of ten points; all are accepted at four in five, until the highest falls to one in five.
    const rows = [300, 60].flatMap((ago) => [0, 1, 2, 3].flatMap((band) => Array.from({ length: 40 }, (_, i) => ({ opened: new Date(t.clock.now().getTime() - ago * day + i * 3_600_000), engagement: band * 10_000 + i, accepted: ago === 60 && band === 3 ? i % 5 === 0 : i % 5 !== 0 }))));
    await t.db.query(
      `insert into handoff (id, contact_id, episode_id, agreement_version, tier, state, team_id, captured_at, scored_at, opened_at, accepted_at, closed_at, fit, grade, engagement)
       select gen_random_uuid(), $1, gen_random_uuid(), 1, 't1', case when accepted then 'qualified' else 'rejected-nurture' end, $2, opened, opened, opened, case when accepted then opened end, opened, 0, 'A', engagement
       from unnest($3::timestamptz[], $4::int[], $5::boolean[]) r(opened, engagement, accepted)`,
      [contactId, t.workspace.teams.sales, rows.map((r) => r.opened), rows.map((r) => r.engagement), rows.map((r) => r.accepted)],
    );
    const { bands } = must(await t.call(readDrift, {}, t.tomas));
    // Rows that no engine wrote keep none of its promises.
    await t.db.query("delete from handoff");
    expect(bands.map(({ name, standing }) => [name, standing])).toEqual([["Below 1 point", "usual"], ["1 to below 11 points", "usual"], ["11 to below 21 points", "usual"], ["21 points and more", "below"]]);
    expect(bands[3]).toMatchObject({ now: { hits: 8, of: 40 }, usual: { hits: 32, of: 40 } });
  });
});
