import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pageView, testWorld, type World } from "../test/world.ts";
import { assignHandoff } from "./assign-handoff.ts";
import { engineLock, workComing } from "./engine.ts";
import { lockHandoffs } from "./handoffs.ts";
import { settle } from "./settle.ts";
import { onAccepted, type Coming } from "./wake.ts";
import { beginWork } from "./work.ts";

let world: World;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const contactOf = async (email: string) =>
  world.db.one<{ id: string; stage: string; engagement: number; fit: number; grade: string; company_id: string | null; first_touch: { campaign: string } | null; identified_at: Date | null }>(
    "select id, stage, engagement, fit, grade, company_id, first_touch, identified_at from contact where email_folded = $1 and survivor_id = id",
    [email],
  );

describe("the way of a lead", () => {
  it("goes from a page view to a routed handoff with a running clock", async () => {
    await world.send(pageView("anna", "/pricing", { query: "?utm_source=google&utm_medium=cpc&utm_campaign=Spring%20launch" }), pageView("anna", "/product"));
    const visitors = await world.db.query<{ stage: string; engagement: number }>("select stage, engagement from contact");
    expect(visitors).toHaveLength(1);
    expect(visitors[0]!.stage).toBe("visitor");
    expect(visitors[0]!.engagement).toBeGreaterThan(0);

    await world.send(
      { type: "identify", anonymousId: "anna", traits: { email: "Anna.Berg@Halvorsen.example", firstName: "Anna", lastName: "Berg", title: "Head of Operations", company: { name: "Halvorsen Pike", employees: 1240, industry: "Logistics", country: "DE" } } },
      { type: "track", event: "Form Submitted", anonymousId: "anna", properties: { form: "demo" } },
    );
    const anna = await contactOf("anna.berg@halvorsen.example");
    expect(anna.stage).toBe("mql");
    expect(anna.grade).toBe("A");
    expect(anna.first_touch?.campaign).toBe("Spring launch");
    expect(anna.company_id).not.toBeNull();

    const episodes = await world.db.query<{ stage: string; predecessor_id: string | null; left_at: Date | null }>("select stage, predecessor_id, left_at from episode where contact_id = $1 order by applied, entered_at", [anna.id]);
    expect(episodes.map((e) => e.stage)).toEqual(["visitor", "lead", "mql"]);
    expect(episodes.filter((e) => e.left_at === null)).toHaveLength(1);

    const handoff = await world.db.one<{ id: string; assignee_id: string; tier: string; lane: string; trace: unknown[]; package: { whyNow: string; engagement: { points: number } } }>(
      "select h.*, p.package from handoff h join handoff_package p on p.handoff_id = h.id where contact_id = $1",
      [anna.id],
    );
    expect(world.reps.map((r) => r.id)).toContain(handoff.assignee_id);
    expect(handoff.lane).not.toBeNull();
    expect(handoff.trace.length).toBeGreaterThan(0);
    expect(handoff.package.whyNow).toContain("Anna asked to be contacted");
    expect(handoff.package.engagement.points).toBe(anna.engagement);

    const clocks = await world.db.query<{ kind: string; state: string; due_at: Date }>("select kind, state, due_at from clock where handoff_id = $1 order by kind", [handoff.id]);
    expect(clocks.map((c) => c.kind)).toEqual(["attempts", "disposition", "first-attempt"]);
    // 08:00 UTC is 09:00 in Berlin: an hour of business time later it is 10:00.
    expect(clocks[2]!.due_at.toISOString()).toBe("2026-01-05T09:00:00.000Z");
    const told = await world.db.query("select 1 from notification where user_id = $1 and kind = 'handoff.assigned'", [handoff.assignee_id]);
    expect(told).toHaveLength(1);
  });

  it("warns, breaches and takes the lead from a silent owner, each level once", async () => {
    const { id, assignee_id: first } = await world.db.one<{ id: string; assignee_id: string }>("select id, assignee_id from handoff");
    const [clock] = await world.db.query<{ id: string }>("select id from clock where handoff_id = $1 and kind = 'first-attempt'", [id]);
    world.clock.advance(31 * 60_000);
    await world.timers();
    await world.timers();
    expect(await world.db.query("select level from clock_level where clock_id = $1", [clock!.id])).toEqual([{ level: "50" }]);
    world.clock.advance(30 * 60_000);
    await world.timers();
    const levels = await world.db.query<{ level: string }>("select level from clock_level where clock_id = $1 order by level::int", [clock!.id]);
    expect(levels.map((l) => l.level).slice(0, 3)).toEqual(["50", "80", "100"]);
    const state = await world.db.one<{ state: string }>("select state from clock where id = $1", [clock!.id]);
    expect(state.state).toBe("breached");
    world.clock.advance(8 * 60 * 60_000);
    await world.timers();
    const after = await world.db.one<{ assignee_id: string | null }>("select assignee_id from handoff where id = $1", [id]);
    expect(after.assignee_id).not.toBe(first);
  });

  it("counts an event once for ever, whatever the client retries", async () => {
    const event = pageView("ben", "/docs", { messageId: "fixed-1" });
    await world.send(event);
    await world.send(event, event);
    const { count } = await world.db.one<{ count: number }>("select count(*) as count from event where payload->>'messageId' = 'fixed-1'");
    expect(count).toBe(1);
  });

  it("takes no number for a company's that no company could have", async () => {
    await world.send({ type: "identify", anonymousId: "boast", traits: { email: "boast@boast.example", company: { name: "Boast", employees: 3_000_000_000, annualRevenue: 1e300, industry: "Retail" } } });
    expect(await world.db.one("select name, employees, annual_revenue, industry from company where domain_folded = 'boast.example'")).toEqual({ name: "Boast", employees: null, annual_revenue: null, industry: "Retail" });
    expect((await world.db.one<{ parked: number }>("select count(*)::int as parked from parked_intake")).parked).toBe(0);
  });

  it("keeps two people on one device apart", async () => {
    await world.send(pageView("shared", "/pricing"));
    await world.send({ type: "identify", anonymousId: "shared", userId: "u1", traits: { email: "first@one.example" } });
    world.clock.advance(60_000);
    await world.send({ type: "identify", anonymousId: "shared", userId: "u2", traits: { email: "second@two.example" } });
    world.clock.advance(60_000);
    await world.send(pageView("shared", "/docs"));
    const [one, two] = [await contactOf("first@one.example"), await contactOf("second@two.example")];
    expect(one.id).not.toBe(two.id);
    const eventsOf = async (id: string) =>
      (await world.db.query<{ name: string }>("select e.name from event e join assignment a on a.subject_id = e.subject_id and a.retracted is null and e.occurred_at >= a.from_at and e.occurred_at < a.to_at where a.contact_id = $1 and e.type = 'page' order by 1", [id])).map((e) => e.name);
    expect(await eventsOf(one.id)).toEqual(["/pricing"]);
    expect(await eventsOf(two.id)).toEqual(["/docs"]);
  });

  it("links a visitor to the person the device turns out to be, retractably", async () => {
    await world.send({ type: "identify", userId: "u9", traits: { email: "nina@three.example" } });
    await world.send(pageView("nina-laptop", "/pricing"));
    await world.send({ type: "identify", anonymousId: "nina-laptop", userId: "u9" });
    const nina = await contactOf("nina@three.example");
    expect(nina.engagement).toBeGreaterThan(0);
    const merges = await world.db.query<{ into_id: string; why: string }>("select into_id, why from merge where into_id = $1", [nina.id]);
    expect(merges).toEqual([{ into_id: nina.id, why: "joined-device" }]);
  });

  it("carries what brought a visitor over to the person they turn out to be", async () => {
    await world.send({ type: "identify", userId: "u10", traits: { email: "tara@four.example" } });
    await world.send(pageView("tara-phone", "/pricing", { query: "?utm_source=google&utm_medium=cpc&utm_campaign=pick-rate" }));
    await world.send({ type: "identify", anonymousId: "tara-phone", userId: "u10" });
    const tara = await world.db.one<{ first_touch: { campaign: string } | null }>("select first_touch from contact where email_folded = 'tara@four.example'");
    expect(tara.first_touch?.campaign).toBe("pick-rate");
  });

  it("reckons the first person again when a second one on the device turns up late", async () => {
    const early = world.clock.now().toISOString();
    world.clock.advance(60_000);
    await world.send({ type: "identify", anonymousId: "late", userId: "alice", traits: { email: "alice@five.example" }, timestamp: new Date(Date.parse(early) - 600_000).toISOString() });
    await world.send(pageView("late", "/pricing"), pageView("late", "/pricing"));
    expect((await contactOf("alice@five.example")).engagement).toBeGreaterThan(0);
    // Bob had signed in before those pages; his browser only says so now.
    await world.send({ type: "identify", anonymousId: "late", userId: "bob", traits: { email: "bob@five.example" }, timestamp: new Date(Date.parse(early) - 300_000).toISOString() });
    expect((await contactOf("alice@five.example")).engagement).toBe(0);
    expect((await contactOf("bob@five.example")).engagement).toBeGreaterThan(0);
  });

  it("hands nobody over because of history, not even at a later edit; a new demo request does", async () => {
    const history = [{ type: "identify", userId: "old", traits: { email: "old@six.example" }, timestamp: "2024-03-01T10:00:00Z" }, { type: "track", event: "Demo Requested", userId: "old", timestamp: "2024-03-01T10:01:00Z" }];
    await world.accept(...history);
    await world.db.query("update intake set live = false");
    await world.work();
    expect((await contactOf("old@six.example")).stage).toBe("lead");
    await world.send({ type: "identify", userId: "old", traits: { email: "old@six.example", phone: "123" } });
    expect((await contactOf("old@six.example")).stage).toBe("lead");
    await world.send({ type: "track", event: "Demo Requested", userId: "old" });
    expect((await contactOf("old@six.example")).stage).toBe("mql");
  });

  it("links a visitor known before to somebody who is new in the same batch", async () => {
    await world.send(pageView("tablet", "/pricing"));
    world.clock.advance(60_000);
    const identify = (anonymousId: string, back: number) => ({ type: "identify", anonymousId, userId: "ulla", traits: { email: "ulla@both.example" }, timestamp: new Date(world.clock.now().getTime() - back).toISOString() });
    await world.send(identify("phone", 2_000), identify("tablet", 1_000));
    const links = await world.db.query("select visitor.survivor_id = m.into_id as answers from merge m join contact visitor on visitor.id = m.from_id join contact c on c.id = m.into_id where c.email_folded = 'ulla@both.example'");
    expect(links).toEqual([{ answers: true }]);
  });

  it("answers for levels that fired before a reassignment reached the clock", async () => {
    await world.send({ type: "identify", anonymousId: "slow", traits: { email: "slow@seven.example" } }, { type: "track", event: "Demo Requested", anonymousId: "slow" });
    const { id, assignee_id } = await world.db.one<{ id: string; assignee_id: string }>("select h.id, h.assignee_id from handoff h join contact c on c.id = h.contact_id where c.email_folded = 'slow@seven.example'");
    world.clock.advance(14 * 24 * 3_600_000);
    const other = world.reps.find((rep) => rep.id !== assignee_id)!;
    await world.db.transaction(async (tx) => {
      const work = await beginWork(world.app, tx, { at: world.clock.now(), actor: { kind: "user", id: other.id } });
      const [handoff] = await lockHandoffs(work, [id]);
      await assignHandoff(work, handoff!, { userId: other.id }, { why: "by hand" });
      await settle(work);
    });
    const levels = await world.db.query("select 1 from clock_level l join clock k on k.id = l.clock_id where k.handoff_id = $1", [id]);
    const facts = await world.db.query("select 1 from fact where kind in ('clock.warned', 'clock.breached', 'clock.escalated') and subject_id = $1", [id]);
    expect(levels.length).toBeGreaterThan(3);
    expect(facts).toHaveLength(levels.length);
    // The step that takes a lead from a silent owner does not take it from who just got it.
    expect((await world.db.one<{ assignee_id: string }>("select assignee_id from handoff where id = $1", [id])).assignee_id).toBe(other.id);
  });

});

/** Has what is accepted worked while it is stored, as the engine does when it rests; answers how many events were. */
async function acceptAndWork(meanwhile: (coming: Coming) => Promise<number>, ...events: Record<string, unknown>[]): Promise<number> {
  const worked: Promise<number>[] = [];
  onAccepted(world.app, (offer) => void (offer && worked.push(meanwhile(offer()))));
  await world.accept(...events);
  onAccepted(world.app, () => {});
  expect(worked).toHaveLength(1);
  return worked[0]!;
}

const submission = (who: string): Record<string, unknown>[] => [
  { type: "identify", anonymousId: who, messageId: `${who} 1`, traits: { title: "Head of Operations", email: `${who}@coming.example`, jobTitle: "Intern" } },
  { type: "track", event: "Form Submitted", anonymousId: who, messageId: `${who} 2`, properties: { form: "demo" } },
];

describe("a lead worked while it is stored", () => {
  it.each<[string, number, (coming: Coming) => Promise<number>]>([
    ["it comes as announced", 2, (coming) => workComing(world.app, coming)],
    ["it could not be stored at first", 0, (coming) => workComing(world.app, { ...coming, stored: Promise.resolve(null) })],
    ["it takes too long to be stored", 0, (coming) => workComing(world.app, { ...coming, stored: new Promise(() => {}) })],
    ["another commit came before it", 0, (coming) => workComing(world.app, coming)],
    ["another engine is at work", 0, (coming) => world.db.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(${engineLock})`);
      return workComing(world.app, coming);
    })],
    ["it can't be worked", 0, (coming) => workComing({ ...world.app, db: { ...world.app.db, transaction: ((work) => world.app.db.transaction(async (tx) => {
      await work(tx);
      throw new Error("stumbled");
    })) as typeof world.app.db.transaction } }, coming)],
  ])("comes to the same when %s", async (words, most, meanwhile) => {
    const who = words.replaceAll(/[ ']/g, "-");
    await world.send(pageView(who, "/product"));
    if (words.includes("before")) await world.accept(pageView(`before ${who}`, "/product"));
    expect(await acceptAndWork(meanwhile, ...submission(who))).toBe(most);
    expect(await world.db.query("select 1 from intake")).toHaveLength(most === 2 ? 0 : words.includes("before") ? 2 : 1);
    await world.work();
    const lead = await world.db.query("select stage, title, engagement > 0 as is_warm, (select count(*)::int from assignment a where a.contact_id = any(select id from contact m where m.survivor_id = c.id) and retracted is null) as keys, (select count(*)::int from handoff h where h.contact_id = c.id) as handoffs from contact c where email_folded = $1", [`${who}@coming.example`]);
    expect(lead).toEqual([{ stage: "mql", title: "Head of Operations", is_warm: true, keys: 2, handoffs: 1 }]);
    expect(await world.db.query("select jsonb_array_length(package -> 'recent') as recent from handoff_package p join handoff h on h.id = p.handoff_id join contact c on c.id = h.contact_id where c.email_folded = $1", [`${who}@coming.example`])).toEqual([{ recent: 3 }]);
  });

  it("takes over no company that somebody changes meanwhile", async () => {
    const [id, at] = [world.app.ids.next(), world.clock.now()];
    await world.db.query("insert into company (id, name, domain, domain_folded, created_at, search) values ($1, 'Meanwhile', 'meanwhile.example', 'meanwhile.example', $2, 'meanwhile')", [id, at]);
    const edit = async () => {
      await new Promise((resolve) => setTimeout(resolve, 80));
      await world.db.query("update company set industry = 'Logistics', field_source = $2, owner_id = $3, version = version + 1 where id = $1", [id, JSON.stringify({ industry: ["person", at.toISOString()] }), world.reps[0]!.id]);
    };
    const traits = { email: "mia@meanwhile.example", title: "Head of Operations", company: { domain: "meanwhile.example", employees: 1_240, industry: "Fishing" } };
    expect(await acceptAndWork((coming) => workComing(world.app, { ...coming, stored: edit().then(() => coming.stored) }), { type: "identify", anonymousId: "mia", traits })).toBe(0);
    await world.work();
    expect(await world.db.query("select industry, employees, owner_id from company where id = $1", [id])).toEqual([{ industry: "Logistics", employees: 1_240, owner_id: world.reps[0]!.id }]);
  });

  it("tells of somebody nobody knew what they have just done", async () => {
    expect(await acceptAndWork((coming) => workComing(world.app, coming), ...submission("unknown"))).toBe(2);
    await world.send(...submission("stored-first"));
    for (const who of ["unknown", "stored-first"])
      expect(await world.db.query("select r ->> 'name' as name from handoff_package p join handoff h on h.id = p.handoff_id join contact c on c.id = h.contact_id, jsonb_array_elements(package -> 'recent') r where c.email_folded = $1", [`${who}@coming.example`])).toEqual([{ name: "Demo requested" }]);
  });

  it("leaves out what was known before", async () => {
    await world.send(...submission("twice"));
    const before = await contactOf("twice@coming.example");
    const [known, fresh] = [submission("twice")[0]!, pageView("twice", "/product")];
    expect(await acceptAndWork((coming) => workComing(world.app, coming), known, fresh)).toBe(0);
    expect(await acceptAndWork((coming) => workComing(world.app, coming), known)).toBe(0);
    await world.work();
    expect((await contactOf("twice@coming.example")).engagement).toBeGreaterThan(before.engagement);
    expect(await world.db.query("select 1 from score s join contact c on c.id = s.contact_id where c.email_folded = 'twice@coming.example'")).toHaveLength(2);
  });

  it("reads what is known of its people before it is there, and takes its place afterwards", async () => {
    const asked: string[] = [];
    const { transaction } = world.app.db;
    const listening = { ...world.app, db: { ...world.app.db, transaction: ((work, options) => transaction((tx) => work({ ...tx, query: (text, params) => (asked.push(typeof text === "string" ? text : text.name), tx.query(text, params)) } as typeof tx), options)) as typeof transaction } };
    let stored: () => void = () => {};
    const held = new Promise<void>((resolve) => (stored = resolve));
    const working = acceptAndWork((coming) => workComing(listening, { ...coming, stored: held.then(() => coming.stored) }), ...submission("early"));
    await expect.poll(() => asked).toEqual(["may-work", "begin-work", "known-assignments", "load-companies"]).finally(stored);
    expect(await working).toBe(2);
    expect(asked[4]).toBe("take-place");
    // Nobody knew them: what they did is what has just been recognised, and their company was asked for.
    expect(asked).not.toContain("load-signals");
    expect(asked).toContain("lock-rotations");
    expect(asked).not.toContain("claim-intake");
  });
});
