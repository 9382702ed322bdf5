import { cancelPreview, listCrossings, listQualified, readGoingLive, readPreview, startPreview } from "@tandem/contract/agreement/crossings";
import { changeDraft, rebaseDraft } from "@tandem/contract/agreement/drafts";
import { beforeEach, describe, expect, test } from "vitest";
import { reproduceScores } from "../../spine/reproduce-scores.ts";
import { turnCompanyDay } from "../../spine/turn-company-day.ts";
import { runDueTimers } from "../../platform/timers.ts";
import { digestOf } from "../access/secret.ts";
import { agreementApp, must, type AgreementApp, type Draft, type Person } from "./agreement.fixture.ts";

let t: AgreementApp;
beforeEach(async () => {
  t = await agreementApp();
});

/** People of grade A with a few points of engagement: leads under the founding text. */
async function people(count: number, from = 0): Promise<void> {
  for (let i = from; i < from + count; i++)
    await t.send(
      { type: "identify", userId: `u${i}`, traits: { email: `p${i}@firm${i}.example`, firstName: `P${i}`, title: "Head of Operations", company: { name: `Firm ${i}`, employees: 1200, industry: "Logistics", country: "DE" } } },
      ...Array.from({ length: 1 + (i % 3) }, () => ({ type: "page", userId: `u${i}`, name: "/pricing", properties: { path: "/pricing" } })),
    );
}

const stages = async () => Object.fromEntries((await t.db.query<{ stage: string; n: number }>("select stage, count(*)::int as n from contact where survivor_id = id and identified_at is not null group by 1 order by 1")).map((row) => [row.stage, row.n]));

/** The grid from which grade A qualifies; the founding text asks for more than anybody here has. */
function gridA(draft: Draft, from: number): Draft["document"] {
  return { ...draft.document, mql: { ...draft.document.mql, grid: { A: from, B: 260, C: 270, D: null } } };
}

/** A grid that is reached sooner, and scores that rise by the definition alone. */
function easier(draft: Draft): Draft["document"] {
  return { ...gridA(draft, 5), engagement: { ...draft.document.engagement, rules: draft.document.engagement.rules.map((rule) => ({ ...rule, points: rule.points + 1 })) } };
}

async function signed(change: (draft: Draft) => Draft["document"], effectiveFrom: string | null = null): Promise<Draft> {
  let draft = must(await t.save(t.priya, await t.begin(t.priya), change(await t.begin(t.priya))));
  if (effectiveFrom) draft = must(await t.call(changeDraft, { params: { id: draft.id }, body: { version: draft.version, effectiveFrom } }, t.priya));
  must(await t.sign(t.priya, draft));
  t.clock.advance(1_000);
  return must(await t.sign(t.tomas, draft));
}

async function stayIn(...who: Person[]): Promise<void> {
  const now = t.clock.now();
  for (const { cookie } of who) await t.db.query("update session set last_seen_at = $2, expires_at = $3 where token_hash = $1", [digestOf(cookie), now, new Date(now.getTime() + 86_400_000)]);
}

const goingLive = async () => must(await t.call(readGoingLive, {}, t.priya)).goingLive;

describe("a preview", () => {
  test("counts who would cross which way, with the engine's own functions, and writes nothing about anybody", async () => {
    await people(9);
    const draft = must(await t.save(t.priya, await t.begin(t.priya), gridA(await t.begin(t.priya), 5)));
    const state = () => t.db.query("select id, stage, fit, engagement, version, (select count(*) from score) as scores from contact order by id");
    const before = await state();
    expect((await t.call(readPreview, { params: { id: draft.id } }, t.tomas)).body).toBeNull();
    expect((await t.call(cancelPreview, { params: { id: draft.id } }, t.tomas)).problem.code).toBe("no-preview");
    expect(must(await t.call(startPreview, { params: { id: draft.id } }, t.tomas))).toMatchObject({ state: "running", total: 9, done: 0 });
    await t.timers();
    const done = must(await t.call(readPreview, { params: { id: draft.id } }, t.tomas));
    expect(done).toMatchObject({ state: "done", done: 9, total: 9, hash: draft.hash, counts: { people: 9, in: 9, out: 0, handedOver: 9, grade: 0 } });
    const first = must(await t.call(listCrossings, { params: { id: draft.id }, query: { way: "in", limit: 5 } }, t.tomas));
    const rest = must(await t.call(listCrossings, { params: { id: draft.id }, query: { way: "in", limit: 5, cursor: first.next! } }, t.tomas));
    expect(new Set([...first.rows, ...rest.rows].map((row) => row.contactId)).size).toBe(9);
    expect(first.rows[0]).toMatchObject({ company: expect.stringContaining("Firm"), stage: "lead", before: { qualifies: false }, after: { qualifies: true }, handedOver: true });
    expect(first.rows[0]!.after.engagement).toBeGreaterThanOrEqual(rest.rows[0]!.after.engagement);
    expect(await state()).toEqual(before);
    // Asked again, it is there; of another text, it is reckoned anew.
    expect(must(await t.call(startPreview, { params: { id: draft.id } }, t.priya)).state).toBe("done");
    const harder = must(await t.save(t.priya, await t.read(draft), gridA(draft, 250)));
    expect(must(await t.call(startPreview, { params: { id: draft.id } }, t.priya))).toMatchObject({ state: "running", hash: harder.hash });
    expect(must(await t.call(cancelPreview, { params: { id: draft.id } }, t.priya)).state).toBe("cancelled");
    await t.timers();
    expect(must(await t.call(readPreview, { params: { id: draft.id } }, t.priya))!.state).toBe("cancelled");
    expect((await t.call(listCrossings, { params: { id: draft.id }, query: { way: "in" } }, t.workspace.administrator)).problem.code).toBe("not-allowed");
  });

  test("names who would fall out, though nobody is moved by that", async () => {
    await people(3);
    await signed((draft) => gridA(draft, 5));
    await t.timers();
    expect(await stages()).toEqual({ mql: 3 });
    const draft = must(await t.save(t.priya, await t.begin(t.priya), gridA(await t.begin(t.priya), 200)));
    must(await t.call(startPreview, { params: { id: draft.id } }, t.tomas));
    await t.timers();
    expect(must(await t.call(readPreview, { params: { id: draft.id } }, t.tomas))!.counts).toMatchObject({ in: 0, out: 3, handedOver: 0 });
    t.clock.advance(1_000);
    must(await t.sign(t.priya, draft));
    t.clock.advance(1_000);
    must(await t.sign(t.tomas, draft));
    await t.timers();
    expect(await stages()).toEqual({ mql: 3 });
    expect(await goingLive()).toMatchObject({ version: 3, state: "done", qualified: 0 });
  });
});

describe("a version that takes effect", () => {
  test("evaluates everybody, moves nobody at once, and hands over some a day with its cause", async () => {
    await people(24);
    expect(await stages()).toEqual({ lead: 24 });
    await signed((draft) => easier(draft));
    expect(await goingLive()).toMatchObject({ version: 2, state: "waiting" });
    await t.timers();
    const now = await goingLive();
    expect(now).toMatchObject({ state: "handing-over", done: 24, total: 24, changed: 24, qualified: 24, handedOver: 10, lapsed: 0, perDay: 10 });
    expect(await stages()).toEqual({ lead: 14, mql: 10 });
    const episodes = await t.db.query<{ cause: string; agreement_version: number; actor_kind: string }>("select distinct cause, agreement_version, actor_kind from episode where stage = 'mql'");
    expect(episodes).toEqual([{ cause: "agreement", agreement_version: 2, actor_kind: "engine" }]);
    expect(await t.db.query("select distinct agreement_version from handoff")).toEqual([{ agreement_version: 2 }]);
    expect(await t.db.query("select contact_id from score where agreement_version = 2 group by 1")).toHaveLength(24);
    expect(await t.db.query("select 1 from handoff_package where package ->> 'whyNow' like '%Nothing new was done: they qualify by version 2 of the agreement.%'")).toHaveLength(10);
    const { rows } = must(await t.call(listQualified, { params: { version: 2 }, query: { state: "handed-over" } }, t.tomas));
    expect(rows).toHaveLength(10);
    // The most engaged went first.
    const waiting = must(await t.call(listQualified, { params: { version: 2 }, query: { state: "waiting" } }, t.tomas)).rows;
    expect(Math.min(...rows.map((row) => row.engagement))).toBeGreaterThanOrEqual(Math.max(...waiting.map((row) => row.engagement)));
    // Whoever does something meanwhile qualifies by that, as ever.
    const busy = waiting.at(-1)!;
    await t.send({ type: "page", userId: `u${busy.name.slice(1)}`, name: "/pricing", properties: { path: "/pricing" } });
    expect(await t.db.one("select cause from episode where contact_id = $1 and stage = 'mql'", [busy.contactId])).toEqual({ cause: "qualified" });
    for (const day of ["2026-01-06T08:00:00Z", "2026-01-07T08:00:00Z"]) {
      t.clock.set(new Date(day));
      await t.timers();
    }
    await stayIn(t.priya);
    expect(await stages()).toEqual({ mql: 24 });
    expect(await goingLive()).toMatchObject({ state: "done", handedOver: 23, lapsed: 1 });
    expect(await reproduceScores(t.db, t.clock.now())).toMatchObject({ compared: 24, differing: [] });
  });

  test("at midnight hands nobody over by the turn of the day, which comes first", async () => {
    await people(15);
    await signed((draft) => easier(draft), "2026-01-06T00:00:00+01:00");
    t.clock.set(new Date("2026-01-05T23:00:00Z"));
    await t.db.query("update contact set score_changes_on = '2026-01-06', score_falls = null");
    await runDueTimers(t.app, [turnCompanyDay]);
    await t.db.query("insert into timer (kind, key, due_at) values ('company-day', 'turn', $1) on conflict do nothing", [t.clock.now()]);
    await runDueTimers(t.app, [turnCompanyDay]);
    expect(await stages()).toEqual({ lead: 15 });
    expect(await t.db.query("select distinct agreement_version from contact where identified_at is not null")).toEqual([{ agreement_version: 2 }]);
    await t.timers();
    await stayIn(t.priya);
    expect(await goingLive()).toMatchObject({ qualified: 15, handedOver: 10 });
  });

  test("waits for its date, and history that was imported hands nobody over under it either", async () => {
    await people(2);
    await t.db.query("update contact set cool_off_until = '2026-01-05'");
    await signed((draft) => gridA(draft, 5), "2026-02-01T00:00:00Z");
    await t.timers();
    expect(await goingLive()).toMatchObject({ state: "waiting", effectiveFrom: "2026-02-01T00:00:00.000Z" });
    t.clock.set(new Date("2026-02-01T00:00:00Z"));
    await t.timers();
    await stayIn(t.priya);
    expect(await goingLive()).toMatchObject({ state: "done", done: 2, qualified: 0 });
    expect(await stages()).toEqual({ lead: 2 });
  });
});

describe("a version signed for later", () => {
  test("does not hide the one whose people are still being handed over", async () => {
    await people(12);
    await signed((draft) => easier(draft));
    await t.timers();
    expect(await goingLive()).toMatchObject({ version: 2, state: "handing-over" });
    await signed((draft) => gridA(draft, 200), "2026-03-01T00:00:00Z");
    expect(await goingLive()).toMatchObject({ version: 2, state: "handing-over", handedOver: 10 });
  });
});

describe("a draft both have signed", () => {
  test("that another version overtook becomes one with the rebase, where its text is the same", async () => {
    const draft = must(await t.save(t.priya, await t.begin(t.priya), { ...gridA(await t.begin(t.priya), 200), name: "Both changes" }));
    must(await t.sign(t.priya, draft));
    // As if it had waited for its signals when the other version came.
    await t.db.query("insert into agreement_draft_signature (id, draft_id, side, user_id, hash, signed_at) values ($1, $2, 'sales', $3, $4, $5)", [t.app.ids.next(), draft.id, t.tomas.id, draft.hash, t.clock.now()]);
    await signed((other) => gridA(other, 200));
    const behind = await t.read(draft);
    expect(behind).toMatchObject({ state: "open", baseVersion: 1, newestVersion: 2 });
    t.clock.advance(1_000);
    expect(must(await t.call(rebaseDraft, { params: { id: draft.id }, body: { version: behind.version } }, t.priya))).toMatchObject({ hash: draft.hash, baseVersion: 2, signatures: [{ side: "marketing" }, { side: "sales" }] });
    await t.timers();
    expect(await t.read(draft)).toMatchObject({ state: "in-force", becameVersion: 3 });
  });
});

describe("a signal defined anew", () => {
  const pricing = (draft: Draft, path: string): Draft["document"] => ({
    ...gridA(draft, 20),
    signals: [...draft.document.signals, { key: "read-legal", name: "Read legal", recognise: [{ type: "page", pathIs: path }], handRaise: false }],
    engagement: { ...draft.document.engagement, rules: [...draft.document.engagement.rules, { key: "legal", name: "Legal", signal: "read-legal", points: 40, per: "occurrence" }] },
  });

  test("is recognised over the past before the version takes effect, and in what comes in from then on", async () => {
    await people(3);
    await t.send({ type: "page", userId: "u0", name: "/legal", properties: { path: "/legal" } });
    await t.send({ type: "page", userId: "u1", name: "/legal", properties: { path: "/legal" }, context: { userAgent: "Googlebot/2.1 (+http://www.google.com/bot.html)" } });
    const recognised = () => t.db.query<{ quarantined: string | null }>("select s.quarantined from signal s join signal_revision r on r.id = s.revision_id where r.key = 'read-legal' order by s.quarantined nulls first");
    const draft = must(await t.save(t.priya, await t.begin(t.priya), pricing(await t.begin(t.priya), "/legal")));
    expect(await recognised()).toEqual([]);
    must(await t.sign(t.priya, draft));
    expect(await recognised()).toEqual([{ quarantined: null }, { quarantined: "known-agent" }]);
    // Between the signatures it comes in already recognised.
    await t.send({ type: "page", userId: "u2", name: "/legal", properties: { path: "/legal" } });
    expect(await recognised()).toHaveLength(3);
    expect(await stages()).toEqual({ lead: 3 });
    t.clock.advance(1_000);
    must(await t.sign(t.tomas, draft));
    await t.timers();
    expect(await stages()).toEqual({ lead: 1, mql: 2 });
    expect(await reproduceScores(t.db, t.clock.now())).toMatchObject({ differing: [] });
  });

  test("over a long past holds the version back: signed by both it becomes one when that is done", async () => {
    await people(1);
    await t.send({ type: "page", userId: "u0", name: "/legal", properties: { path: "/legal" } });
    // Streams of a past too long for a request to wait for.
    await t.db.query("insert into subject (id, kind, key, first_seen_at) select gen_random_uuid(), 'anonymous', 'past-' || n, $1 from generate_series(1, 5000) n", [t.clock.now()]);
    const draft = must(await t.save(t.priya, await t.begin(t.priya), pricing(await t.begin(t.priya), "/legal")));
    must(await t.sign(t.priya, draft));
    // Each request does its share; what is left is put back to the beginning for the test's sake.
    await t.db.query("update signal_preparation set after_subject = null, done = 0");
    expect(await t.db.query("select 1 from signal_preparation")).toHaveLength(1);
    t.clock.advance(1_000);
    const both = must(await t.sign(t.tomas, draft));
    expect(both).toMatchObject({ state: "open", becameVersion: null, preparing: { total: expect.any(Number), done: expect.any(Number) } });
    expect(both.preparing!.done).toBeLessThan(both.preparing!.total);
    t.clock.advance(1_000);
    await t.timers();
    expect(await t.read(draft)).toMatchObject({ state: "in-force", becameVersion: 2, preparing: null });
    expect(await goingLive()).toMatchObject({ version: 2, effectiveFrom: t.clock.now().toISOString() });
    expect(await stages()).toEqual({ mql: 1 });
  });

  test("whose past was read to its end while the second was signing becomes a version all the same", async () => {
    await people(1);
    const draft = must(await t.save(t.priya, await t.begin(t.priya), pricing(await t.begin(t.priya), "/legal")));
    must(await t.sign(t.priya, draft));
    t.clock.advance(1_000);
    // The second signature waits for the draft; when it gets it, the past is unread to it, and nothing else will look at it again.
    const signing = await t.db.transaction(async (tx) => {
      await tx.query("select 1 from agreement_draft where id = $1 for update", [draft.id]);
      const begun = t.sign(t.tomas, draft);
      await expect.poll(() => t.db.query("select 1 from pg_locks where not granted")).toHaveLength(1);
      await tx.query("update signal_revision set recognised_at = null where key = 'read-legal'");
      await tx.query("delete from timer where kind = 'signal-preparation'");
      return { begun };
    });
    expect(must(await signing.begun)).toMatchObject({ state: "open", signatures: [{ side: "marketing" }, { side: "sales" }] });
    await t.db.query("update signal_revision set recognised_at = $1 where recognised_at is null", [t.clock.now()]);
    await t.timers();
    expect(await t.read(draft)).toMatchObject({ state: "in-force", becameVersion: 2 });
  });

  test("is let go of at night once no version and no draft of late has it, and nothing else is", async () => {
    await people(1);
    await t.send({ type: "page", userId: "u0", name: "/legal", properties: { path: "/legal" } });
    await t.db.query("insert into subject (id, kind, key, first_seen_at) select gen_random_uuid(), 'anonymous', 'past-' || n, $1 from generate_series(1, 3000) n", [t.clock.now()]);
    const draft = must(await t.save(t.priya, await t.begin(t.priya), pricing(await t.begin(t.priya), "/legal")));
    must(await t.sign(t.priya, draft));
    await t.timers();
    const of = () => t.db.query<{ key: string; n: number }>("select coalesce(r.key, 'gone') as key, count(*)::int as n from signal s left join signal_revision r on r.id = s.revision_id where r.key is distinct from 'page-visited' group by 1 order by 1");
    expect(await of()).toEqual([{ key: "pricing-viewed", n: 1 }, { key: "read-legal", n: 1 }]);
    // However long it is open.
    t.clock.advance(40 * 86_400_000);
    await t.timers();
    expect(await of()).toHaveLength(2);
    await t.db.query("update agreement_draft set state = 'withdrawn', updated_at = $1", [t.clock.now()]);
    t.clock.advance(29 * 86_400_000);
    await t.timers();
    expect(await of()).toHaveLength(2);
    t.clock.advance(3 * 86_400_000);
    await t.timers();
    expect(await of()).toEqual([{ key: "pricing-viewed", n: 1 }]);
    expect(await t.db.query("select 1 from signal_revision where key = 'read-legal'")).toEqual([]);
    // The engine has stopped; it goes on with what is agreed, and the next night is set.
    await t.send({ type: "page", userId: "u0", name: "/legal", properties: { path: "/legal" } }, { type: "page", userId: "u0", name: "/pricing", properties: { path: "/pricing" } });
    expect(await of()).toEqual([{ key: "pricing-viewed", n: 2 }]);
    expect(await t.db.query("select payload from timer where kind = 'signal-letting-go' and due_at > $1", [t.clock.now()])).toEqual([{ payload: {} }]);
  });
});
