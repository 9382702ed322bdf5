import { getContact, recordConsent } from "@tandem/contract/people/contacts";
import { dismissDuplicate, listDuplicates, mergeContacts, previewMerge, unmergeContacts } from "@tandem/contract/people/merges";
import { listTimeline } from "@tandem/contract/people/timeline";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { drainReactions } from "../../platform/reactions.ts";
import { peopleApp, type PeopleApp } from "./people.fixture.ts";
import { people } from "./slice.ts";

let t: PeopleApp;
beforeAll(async () => {
  t = await peopleApp();
});

const page = async (contactId: string) => (await t.call(getContact, { params: { contactId } }, t.as.revops)).body;
const merge = (into: string, other: string) => t.call(mergeContacts, { params: { contactId: into }, body: { other, why: "same person" } }, t.as.revops);
const unmerge = (mergeId: string) => t.call(unmergeContacts, { params: { mergeId } }, t.as.revops);
const timeline = async (contactId: string) => (await t.call(listTimeline, { params: { contactId }, query: { limit: 200 } }, t.as.revops)).body.rows;

/** Everything of a contact that un-merge must restore; what records the merge itself (version, change history) is left out. */
async function standing(id: string): Promise<object> {
  const contact = await t.db.one(
    `select survivor_id, identified_at, last_seen_at, email, email_folded, email_kind, first_name, last_name, title, seniority, job_function, phone, country, city, language, source, custom, field_source,
       company_id, owner_id, stage, stage_since, episode_id, fit, grade, engagement, scored_on, score_changes_on, cool_off_until, first_touch, last_touch, flags, search from contact where id = $1`,
    [id],
  );
  const shown = await page(id);
  const events = (await timeline(id)).filter((entry) => entry.kind === "event").map((entry) => [entry.id, entry.at, entry.signals]);
  const assignments = await t.db.query("select subject_id, contact_id, from_at, to_at, retracted from assignment where contact_id = $1 order by id", [id]);
  return { contact, events, assignments, consents: shown.consents, score: { ...shown.score, history: [] }, identities: shown.identities, handoff: shown.openHandoff };
}

let made = 0;
async function someone(values: Record<string, string> = {}): Promise<{ id: string; userId: string }> {
  made += 1;
  const email = `person${made}x@example${made}.com`;
  const id = await t.contact({ email, first_name: "P", last_name: `Nr${made}`, ...values });
  await t.send([{ userId: `user ${made}`, type: "identify", at: t.clock.now(), traits: { email } }]);
  return { id, userId: `user ${made}` };
}

describe("two known contacts that one message speaks of as one person", () => {
  const proposals = async (contact: string) => (await t.call(listDuplicates, { query: { contact } }, t.as.revops)).body.rows;

  test.each([
    ["identify", "user-and-email-differ"],
    ["alias", "alias-of-known-user"],
  ] as const)("by %s are proposed for merging, not merged, and dismissed for good", async (how, kind) => {
    const [one, other] = [`meets-${how}-1`, `meets-${how}-2`];
    const mail = (key: string) => `${key}@${key}.example`;
    const at = t.clock.now();
    for (const key of [one, other]) await t.send([{ userId: key, type: "identify", at, traits: { email: mail(key), firstName: key } }]);
    const idOf = async (key: string) => (await t.db.one<{ id: string }>("select survivor_id as id from contact where email = $1", [mail(key)])).id;
    const [a, b] = [await idOf(one), await idOf(other)];
    const meet = async () => {
      await t.send([how === "identify" ? { userId: one, type: "identify", at, traits: { email: mail(other) } } : ({ userId: one, previousId: other, type: "alias", at } as never)]);
      await drainReactions(t.app, people.reactions!);
    };
    await meet();
    const [proposal] = await proposals(a);
    expect([proposal!.a.id, proposal!.b.id].toSorted()).toEqual([a, b].toSorted());
    expect(proposal!.evidence.map((one) => one.kind)).toContain(kind);
    expect(await t.db.query("select id from contact where id = any($1) and survivor_id = id", [[a, b]])).toHaveLength(2);
    const facts = async () => (await t.db.one<{ n: number }>("select count(*) as n from fact where kind = 'contact.seems-same'")).n;
    const told = await facts();
    await meet();
    expect(await facts()).toBe(told);
    await t.call(dismissDuplicate, { params: { duplicateId: proposal!.id } }, t.as.revops);
    await meet();
    expect(await proposals(a)).toEqual([]);
  });
});

describe("merge and un-merge", () => {
  const occurrence = fc.record({
    who: fc.constantFrom(0, 1),
    daysAgo: fc.integer({ min: 0, max: 80 }),
    what: fc.constantFrom("page /pricing", "page /product/a", "page /careers", "page /docs/x", "track Webinar Attended", "track Whitepaper Downloaded", "consent yes", "consent no"),
  });
  const fields = fc.record({ title: fc.constantFrom("Head of IT", "Student", ""), phone: fc.constantFrom("+43 1 555 0100", ""), city: fc.constantFrom("Graz", "") });

  test("restore both contacts, their events, scores and consents, whatever had happened (seed 20260105)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(occurrence, { maxLength: 12 }), fields, fields, async (happened, mine, theirs) => {
        const present = (values: Record<string, string>) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
        const pair = [await someone(present(mine)), await someone(present(theirs))];
        for (const { who, daysAgo, what } of happened) {
          const [kind, ...rest] = what.split(" ");
          const name = rest.join(" ");
          const at = new Date(t.clock.now().getTime() - daysAgo * 86_400_000);
          if (kind === "consent") await t.call(recordConsent, { params: { contactId: pair[who]!.id }, body: { purpose: "news", given: name === "yes", proof: "form" } }, t.as.revops);
          else await t.send([{ userId: pair[who]!.userId, type: kind as "page", at, ...(kind === "track" ? { name } : { context: { page: { path: name }, campaign: { source: "ads", medium: "cpc" } } }) }]);
          t.clock.advance(1_000);
        }
        const [a, b] = pair as [{ id: string; userId: string }, { id: string; userId: string }];
        const before = [await standing(a.id), await standing(b.id)];
        const merged = await merge(a.id, b.id);
        if (merged.status !== 200) {
          // Only that the other must survive may stand in the way of two contacts that both stand.
          expect(merged.problem.code).toBe("survivor-behind");
          return;
        }
        const together = await page(a.id);
        expect(await page(b.id)).toMatchObject({ id: a.id, mergedFrom: { id: b.id } });
        expect(together.events.value).toBe((before[0] as { events: unknown[] }).events.length + (before[1] as { events: unknown[] }).events.length);
        expect((await unmerge(merged.body.mergeId)).status).toBe(200);
        const qualified = together.stage !== (before[0] as { contact: { stage: string } }).contact.stage;
        const after = [await standing(a.id), await standing(b.id)];
        if (!qualified) expect(after).toEqual(before);
        else expect(after[1]).toEqual(before[1]);
      }),
      { numRuns: 12, seed: 20260105 },
    );
  }, 120_000);

  test("complete the survivor, keep what it has, and leave later work with it", async () => {
    const a = await someone({ title: "Head of IT" });
    const b = await someone({ title: "Student", phone: "+43 1 555 0199", city: "Linz" });
    const preview = (await t.call(previewMerge, { params: { contactId: a.id }, query: { other: b.id } }, t.as.revops)).body;
    expect(preview.completed.map((field) => field.field)).toEqual(["phone", "city"]);
    expect(preview.kept.map((field) => field.field)).toContain("title");
    const { mergeId } = (await merge(a.id, b.id)).body;
    expect((await page(a.id)).values).toMatchObject({ title: "Head of IT", phone: "+43 1 555 0199", city: "Linz" });
    expect((await merge(b.id, a.id)).problem.code).toBe("already-merged");
    await t.db.query("update contact set city = 'Wien' where id = $1", [a.id]);
    await unmerge(mergeId);
    expect((await page(a.id)).values).toMatchObject({ city: "Wien" });
    expect((await page(a.id)).values["phone"] ?? null).toBe(null);
    expect((await unmerge(mergeId)).problem.code).toBe("merge-undone");
  });

  test("a withdrawn consent beats a standing one, and is only the other's again afterwards", async () => {
    const [a, b] = [await someone(), await someone()];
    const say = (who: { id: string }, given: boolean) => t.call(recordConsent, { params: { contactId: who.id }, body: { purpose: "news", given, proof: "form" } }, t.as.revops);
    await say(b, false);
    t.clock.advance(60_000);
    await say(a, true);
    expect((await t.call(previewMerge, { params: { contactId: a.id }, query: { other: b.id } }, t.as.revops)).body.withdraws).toEqual(["news"]);
    const { mergeId } = (await merge(a.id, b.id)).body;
    expect((await page(a.id)).consents).toMatchObject([{ purpose: "news", given: false }]);
    await unmerge(mergeId);
    expect((await page(a.id)).consents).toMatchObject([{ given: true }]);
    expect((await page(b.id)).consents).toMatchObject([{ given: false }]);
  });

  test("a chain is answered for by its last survivor and comes apart from the end", async () => {
    const [a, b, c] = [await someone(), await someone(), await someone()];
    const first = (await merge(b.id, a.id)).body.mergeId;
    const second = (await merge(c.id, b.id)).body.mergeId;
    expect((await page(a.id)).id).toBe(c.id);
    expect((await unmerge(first)).problem.code).toBe("merged-further");
    await unmerge(second);
    expect((await page(a.id)).id).toBe(b.id);
    expect((await page(c.id)).id).toBe(c.id);
    await unmerge(first);
    expect((await page(a.id)).id).toBe(a.id);
  });

  test("of two open handoffs the later closes as merged, its clocks end, and un-merge sets both going again", async () => {
    const handRaiser = async () => {
      const one = await someone({ title: "Head of Operations" });
      await t.send([{ userId: one.userId, type: "track", name: "Demo Requested", at: t.clock.now() }]);
      t.clock.advance(600_000);
      return one;
    };
    const [early, late] = [await handRaiser(), await handRaiser()];
    const handoffs = () => t.db.query<{ contact_id: string; state: string; clocks: string[]; timers: number }>(
      `select h.contact_id, h.state, (select array_agg(k.state order by k.clause) from clock k where k.handoff_id = h.id) as clocks,
         (select count(*)::int from timer m join clock k on m.key like k.id || ':%' where k.handoff_id = h.id and m.kind = 'clock') as timers
       from handoff h where h.contact_id = any($1) order by h.opened_at`,
      [[early.id, late.id]],
    );
    const before = await handoffs();
    expect(before.map((h) => h.state)).toEqual(["open", "open"]);
    expect((await merge(late.id, early.id)).problem).toMatchObject({ code: "survivor-behind", data: { survivor: early.id } });
    const { mergeId } = (await merge(early.id, late.id)).body;
    const merged = await handoffs();
    expect(merged.map((h) => h.state)).toEqual(["open", "merged"]);
    expect(new Set(merged[1]!.clocks)).toEqual(new Set(["void"]));
    expect(merged[1]!.timers).toBe(0);
    await unmerge(mergeId);
    expect(await handoffs()).toEqual(before);
  });

  test("un-merge opens a handoff for who is there now and on the hours of now", async () => {
    const handRaiser = async () => {
      const one = await someone({ title: "Head of Operations" });
      await t.send([{ userId: one.userId, type: "track", name: "Demo Requested", at: t.clock.now() }]);
      return one;
    };
    const handoffOf = (contactId: string) =>
      t.db.one<{ assignee_id: string | null; due: Date; holders: string[] }>(
        `select h.assignee_id, (select due_at from clock k where k.handoff_id = h.id and k.kind = 'disposition') as due,
           (select array_agg(distinct coalesce(k.machine -> 'holder' ->> 'userId', k.machine -> 'holder' ->> 'teamId')) from clock k where k.handoff_id = h.id) as holders
         from handoff h where h.contact_id = $1`,
        [contactId],
      );
    const mergedPair = async () => {
      const [early, late] = [await handRaiser(), await handRaiser()];
      return { late, before: await handoffOf(late.id), mergeId: (await merge(early.id, late.id)).body.mergeId };
    };
    const away = await mergedPair();
    const absence = t.app.ids.next();
    await t.db.query("insert into absence (id, user_id, from_at, to_at, created_at) values ($1, $2, $3, $4, $3)", [absence, away.before.assignee_id, t.clock.now(), new Date(t.clock.now().getTime() + 20 * 86_400_000)]);
    expect((await unmerge(away.mergeId)).status).toBe(200);
    expect((await handoffOf(away.late.id)).due.getTime()).toBeGreaterThan(away.before.due.getTime() + 10 * 86_400_000);
    await t.db.query("delete from absence where id = $1", [absence]);

    const left = await mergedPair();
    await t.db.query("update app_user set active = false where id = $1", [left.before.assignee_id]);
    expect((await unmerge(left.mergeId)).status).toBe(200);
    const after = await handoffOf(left.late.id);
    expect(after.assignee_id).not.toBe(left.before.assignee_id);
    expect(after.holders).not.toContain(left.before.assignee_id);
    await t.db.query("update app_user set active = true where id = $1", [left.before.assignee_id]);
  });

  test("a merge that commits while the engine waits for it is known to the engine, and a visitor is linked to nobody else", async () => {
    await t.send([{ anonymousId: "meanwhile", type: "page", at: t.clock.now() }]);
    const { contact_id: visitor } = await t.db.one<{ contact_id: string }>("select contact_id from assignment a join subject s on s.id = a.subject_id where s.key = 'meanwhile'");
    const [into, said] = [await someone(), await someone()];
    const waiting = (n: number) => expect.poll(async () => (await t.db.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).length, { interval: 10 }).toBe(n);
    const acts: Promise<unknown>[] = [];
    await t.db.transaction(async (tx) => {
      await tx.query("select from contact where id = $1 for update", [into.id]);
      // The merge has the visitor and waits for the other; the engine has read whose the device is and waits for the visitor.
      acts.push(merge(into.id, visitor));
      await waiting(1);
      acts.push(t.send([{ anonymousId: "meanwhile", userId: said.userId, type: "identify", at: t.clock.now() }]));
      await waiting(2);
    });
    await Promise.all(acts);
    expect(await t.db.query("select into_id from merge where from_id = $1", [visitor])).toEqual([{ into_id: into.id }]);
    // The device is that of the one merged into until now, and from now on that of who says so.
    const stretches = await t.db.query<{ contact_id: string }>("select contact_id from assignment a join subject s on s.id = a.subject_id where s.key = 'meanwhile' and a.retracted is null order by from_at");
    expect(stretches.map((row) => row.contact_id)).toEqual([visitor, said.id]);
  });

  test("are RevOps' to do", async () => {
    const [a, b] = [await someone(), await someone()];
    expect((await t.call(mergeContacts, { params: { contactId: a.id }, body: { other: b.id, why: "x" } }, t.as.rep)).problem.code).toBe("not-allowed");
    expect((await merge(a.id, a.id)).problem.code).toBe("same-contact");
    expect((await unmerge(a.id)).problem.code).toBe("no-such-merge");
  });
});

describe("duplicates", () => {
  test("are proposed with evidence, found by the engine's own contacts too, and stay dismissed", async () => {
    const company = (await t.db.one<{ id: string }>("insert into company (id, name, created_at) values ($1, 'Acme Works', $2) returning id", [t.app.ids.next(), t.clock.now()])).id;
    const a = await t.contact({ first_name: "Jörg", last_name: "Groß", email: "joerg.gross@acmeworks.example" }, company);
    const b = await t.contact({ first_name: "JÖRG", last_name: "GROß", email: "j.g@private.example" }, company);
    const list = async (contact: string) => (await t.call(listDuplicates, { query: { contact } }, t.as.revops)).body;
    const found = await list(a);
    expect(found.rows).toHaveLength(1);
    expect(found.rows[0]!.evidence.map((e) => e.kind)).toEqual(["same-name", "same-company"]);
    expect([found.rows[0]!.a.id, found.rows[0]!.b.id].sort()).toEqual([a, b].sort());
    expect((await page(a)).duplicates).toBe(1);
    await t.call(dismissDuplicate, { params: { duplicateId: found.rows[0]!.id } }, t.as.revops);
    await t.db.transaction(async (tx) => void (await (await import("./duplicates.ts")).proposeDuplicates(t.app, tx, [a, b], t.clock.now())));
    expect((await list(a)).rows).toEqual([]);

    await t.send([{ userId: "ext 1", type: "identify", at: t.clock.now(), traits: { email: "joergGross+news@acmeworks.example", firstName: "Jörg", lastName: "Groß" } }]);
    await drainReactions(t.app, people.reactions!);
    const again = await list(a);
    expect(again.rows[0]!.evidence.map((e) => e.kind)).toEqual(["same-name", "same-domain", "similar-email"]);
    expect(again.count).toEqual({ value: 1, capped: false });
  });

  test("do not bother anyone with namesakes", async () => {
    const a = await t.contact({ first_name: "Maria", last_name: "Huber", email: "maria@one.example" });
    await t.contact({ first_name: "Maria", last_name: "Huber", email: "huber@two.example" });
    expect((await t.call(listDuplicates, { query: { contact: a } }, t.as.revops)).body.rows).toEqual([]);
  });
});
