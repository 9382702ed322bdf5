import { acceptHandoff, claimHandoff, claimNext, recordAttempt, reassignHandoff, rejectHandoff, listAssignees } from "@tandem/contract/handoff/acts";
import { getHandoff } from "@tandem/contract/handoff/handoff";
import { readInbox } from "@tandem/contract/handoff/inbox";
import { foundingAgreement } from "@tandem/domain/agreement/founding-agreement";
import { describe, expect, test } from "vitest";
import { appendFacts } from "../../platform/facts.ts";
import { engine } from "../../spine/actor.ts";
import { lockContacts } from "../../spine/lock-contacts.ts";
import { rejectersOf } from "../../spine/route-handoff.ts";
import { beginWork } from "../../spine/work.ts";
import { handoffWorld, type HandoffWorld } from "./handoff.fixture.ts";
import { onRoomMade } from "./on-room-made.ts";

const about = (handoffId: string) => ({ params: { handoffId } });
const capacity = (world: HandoffWorld, limit: number | null) => world.db.query("update team_member set capacity = $1", [limit]);
const holder = async (world: HandoffWorld, id: string) => (await world.db.one<{ assignee_id: string | null }>("select assignee_id from handoff where id = $1", [id])).assignee_id;
/** What somebody was told of leads that became theirs, in order. */
const titles = async (world: HandoffWorld, userId: string) => (await world.db.query<{ title: string }>("select title from notification where user_id = $1 and kind = 'handoff.assigned' order by id", [userId])).map((row) => row.title);
const toQueue = { ...foundingAgreement, routing: { rules: [{ key: "all", name: "All", to: { queue: "sales" } }], fallbackTeam: "sales" } };

describe("routing", () => {
  test("a burst of fifty leads is dealt fairly, each with one owner", async () => {
    const world = await handoffWorld();
    const events = Array.from({ length: 50 }, (_, i) => [
      { type: "identify", anonymousId: `b${i}`, traits: { email: `b${i}@burst${i}.example`, firstName: `B${i}`, lastName: "Lead", title: "Head of Operations", company: { name: `Burst ${i}`, employees: 900, industry: "Logistics", country: "DE" } } },
      { type: "track", event: "Form Submitted", anonymousId: `b${i}`, properties: { form: "demo" } },
    ]).flat();
    await world.send(...events);
    const shares = await world.db.query<{ count: number }>("select count(*)::int as count from handoff where closed_at is null group by assignee_id order by 1");
    expect(shares.map((row) => row.count)).toEqual([16, 17, 17]);
    expect(await world.db.one("select count(*)::int as open, count(distinct contact_id)::int as people from handoff where closed_at is null")).toEqual({ open: 50, people: 50 });
    const inbox = await world.call(readInbox, { query: { limit: 10 } }, world.as.rep[0]!);
    expect(inbox.body.rows).toHaveLength(10);
    const seen = new Set(inbox.body.rows.map((row) => row.id));
    let next = inbox.body.next;
    while (next !== null) {
      const page = await world.call(readInbox, { query: { limit: 10, cursor: next } }, world.as.rep[0]!);
      for (const row of page.body.rows) expect(seen.has(row.id)).toBe(false);
      page.body.rows.forEach((row) => seen.add(row.id));
      next = page.body.next;
    }
    expect(seen.size).toBe(inbox.body.groups[0]!.count);
  });

  test("what nobody had room for drains by itself when a lead is settled, the soonest due at the front", async () => {
    const world = await handoffWorld({ reps: 1 });
    await capacity(world, 1);
    const rep = world.as.rep[0]!;
    const first = await world.lead("One");
    const second = await world.lead("Two");
    await world.minutes(5);
    const third = await world.lead("Three");
    await world.react();
    expect(await Promise.all([first, second, third].map((lead) => holder(world, lead.id)))).toEqual([rep.id, null, null]);
    await world.call(rejectHandoff, { ...about(first.id), body: { to: "unqualified", reason: "spam", words: "A test." } }, rep);
    await world.react();
    expect(await Promise.all([second, third].map((lead) => holder(world, lead.id)))).toEqual([rep.id, null]);
    // A lead that a person put into the queue waits for a person.
    await world.call(reassignHandoff, { ...about(second.id), body: { to: { teamId: world.teamId }, why: "Somebody closer to them." } }, rep);
    await world.react();
    expect(await Promise.all([second, third].map((lead) => holder(world, lead.id)))).toEqual([null, rep.id]);
    expect(await titles(world, rep.id)).toEqual(["New lead: One Lead, One Works", "From the queue to you: Two Lead, Two Works", "From the queue to you: Three Lead, Three Works"]);
    await capacity(world, 5);
    await world.db.transaction((tx) => appendFacts(tx, [{ kind: "team.changed", at: world.clock.now(), subject: { kind: "team", id: world.teamId } }]));
    await world.react();
    expect(await holder(world, second.id)).toBeNull();
  });

  test("queues of two teams drain beside a command that holds a contact and then wants the teams", async () => {
    const rules = [
      { key: "north", name: "North", when: { field: "company.country", is: "SE" } as const, to: { team: "nordics", by: "weighted" } as const },
      { key: "all", name: "All", to: { team: "sales", by: "weighted" } as const },
    ];
    const world = await handoffWorld({ reps: 1, agreement: { routing: { rules, fallbackTeam: "sales" } } });
    await capacity(world, 1);
    const north = { company: { name: "North Works", employees: 1240, industry: "Logistics", country: "SE" } };
    for (const [name, traits] of [["A", {}], ["B", north]] as const) expect((await world.lead(name, traits)).assignee_id).not.toBeNull();
    const waiting = await Promise.all([await world.lead("C"), await world.lead("D", north)].map(({ id }) => world.db.one<{ id: string; contact_id: string; team_id: string; assignee_id: string | null }>("select id, contact_id, team_id, assignee_id from handoff where id = $1", [id])));
    expect(new Set(waiting.map((one) => `${one.team_id} ${one.assignee_id}`))).toEqual(new Set([`${world.teamId} null`, `${world.otherTeamId} null`]));
    await capacity(world, 5);
    const last = waiting.toSorted((a, b) => (a.team_id < b.team_id ? -1 : 1)).at(-1)!;
    let drained: Promise<unknown> = Promise.resolve();
    await world.db.transaction(async (tx) => {
      await tx.query("select from contact where id = $1 for update", [last.contact_id]);
      drained = world.db.transaction((other) => onRoomMade.handle(world.app, other, [])).catch((error: unknown) => error);
      await expect.poll(() => world.db.query("select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"), { timeout: 10_000 }).not.toEqual([]);
      await tx.query("select from team order by id for update");
    });
    expect(await drained).toBeUndefined();
    for (const { id } of waiting) expect(await holder(world, id)).not.toBeNull();
  });

  test("drains when an absence ends, without anybody doing anything", async () => {
    const world = await handoffWorld({ reps: 1 });
    const rep = world.as.rep[0]!;
    const now = world.clock.now().getTime();
    await world.db.query("insert into absence (id, user_id, from_at, to_at, created_at) values ($1, $2, $3, $4, $3)", [world.app.ids.next(), rep.id, new Date(now - 1), new Date(now + 3 * 3_600_000)]);
    const lead = await world.lead("Away");
    await world.react();
    expect(await holder(world, lead.id)).toBeNull();
    await world.minutes(179);
    expect(await holder(world, lead.id)).toBeNull();
    await world.minutes(2);
    expect(await holder(world, lead.id)).toBe(rep.id);
  });

  test("whoever rejected a lead does not get it when it comes back, whichever of two merged contacts it was", async () => {
    const world = await handoffWorld({ reps: 2 });
    const lead = await world.lead("Back");
    const rejecter = world.as.rep.find((rep) => rep.id === lead.assignee_id)!;
    const rejected = await world.call(rejectHandoff, { ...about(lead.id), body: { to: "nurture", reason: "no-budget", words: "Next year." } }, rejecter);
    expect(rejected.body.state).toBe("rejected-nurture");
    // By turns it would be the rejecter's again after this one.
    const other = await world.lead("Other");
    expect(other.assignee_id).not.toBe(rejecter.id);
    await world.minutes(40 * 24 * 60);
    await world.send({ type: "track", event: "Form Submitted", anonymousId: "back1@lead1.example", properties: { form: "demo" } });
    const again = await world.db.one<{ assignee_id: string | null }>("select assignee_id from handoff where contact_id = $1 and closed_at is null", [lead.contact_id]);
    expect(again.assignee_id).toBe(other.assignee_id);
    const merged = world.db.transaction(async (tx) => {
      await tx.query("update contact set survivor_id = $1 where id = $2", [other.contact_id, lead.contact_id]);
      const work = await beginWork(world.app, tx, { at: world.clock.now(), actor: engine });
      const found = await rejectersOf(work, await lockContacts(work, [other.contact_id]));
      throw Object.assign(new Error("looked at"), { found });
    });
    await expect(merged).rejects.toMatchObject({ found: new Map([[other.contact_id, new Set([rejecter.id])]]) });
  });

  test("whoever is deactivated leaves no lead behind", async () => {
    const world = await handoffWorld();
    const lead = await world.lead("Left");
    await world.db.query("update app_user set active = false where id = $1", [lead.assignee_id]);
    await world.db.transaction((tx) => appendFacts(tx, [{ kind: "user.deactivated", at: world.clock.now(), subject: { kind: "user", id: lead.assignee_id! } }]));
    await world.react();
    const now = await holder(world, lead.id);
    expect(now).not.toBeNull();
    expect(now).not.toBe(lead.assignee_id);
  });
});

describe("queues", () => {
  test("two who claim at once: exactly one has it, the other gets the next or nothing", async () => {
    const world = await handoffWorld({ agreement: toQueue });
    const [a, b] = world.as.rep as [HandoffWorld["as"]["rep"][0], HandoffWorld["as"]["rep"][0]];
    const only = await world.lead("Only");
    const one = await Promise.all([world.call(claimHandoff, about(only.id), a), world.call(claimHandoff, about(only.id), b)]);
    expect(one.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(one.find((answer) => answer.status === 409)!.problem.code).toBe("already-claimed");
    await world.lead("Next");
    await world.lead("Then");
    const two = await Promise.all([world.call(claimNext, { body: {} }, a), world.call(claimNext, { body: {} }, b)]);
    expect(two.map((answer) => answer.status)).toEqual([200, 200]);
    expect(two[0]!.body.id).not.toBe(two[1]!.body.id);
    expect((await world.call(claimNext, { body: {} }, a)).problem.code).toBe("queue-empty");
    expect((await world.call(claimNext, { body: {} }, world.as.stranger)).problem.code).toBe("queue-empty");
  });

  test("a claim respects the room, also when asked twice at once", async () => {
    const world = await handoffWorld({ agreement: toQueue });
    await capacity(world, 1);
    const rep = world.as.rep[0]!;
    for (const name of ["Q1", "Q2", "Q3"]) await world.lead(name);
    const inbox = await world.call(readInbox, { query: { scope: "queue" } }, rep);
    expect(inbox.body).toMatchObject({ scopes: { mine: 0, queue: 3 }, room: { open: 0, capacity: 1 }, queues: [{ team: { name: "Sales" }, unclaimed: 3, oldestWaitMs: 0 }] });
    // A double press gives the same lead again or is refused; never a second one.
    await Promise.all([world.call(claimNext, { body: {} }, rep), world.call(claimNext, { body: {} }, rep), world.call(claimNext, { body: {} }, rep)]);
    expect((await world.call(readInbox, { query: {} }, rep)).body.scopes).toMatchObject({ mine: 1, queue: 2 });
    expect((await world.call(claimNext, { body: {} }, rep)).problem).toMatchObject({ code: "at-capacity", detail: "You hold 1 of 1 open leads. Settle one first." });
  });

  test("a rep passes their lead to the queue and to nobody else; a manager to anybody in the team; time elapsed stays elapsed", async () => {
    const world = await handoffWorld();
    const lead = await world.lead("Moves");
    const rep = world.as.rep.find((one) => one.id === lead.assignee_id)!;
    const others = world.as.rep.filter((one) => one.id !== rep.id);
    const give = (to: { userId: string } | { teamId: string }, caller = rep) => world.call(reassignHandoff, { ...about(lead.id), body: { to, why: "Better there." } }, caller);
    await world.minutes(20);
    expect((await give({ userId: others[0]!.id })).problem.code).toBe("only-to-queue");
    expect((await give({ teamId: world.otherTeamId })).problem.code).toBe("not-in-your-teams");
    expect((await give({ userId: world.as.stranger.id }, world.as.manager)).problem.code).toBe("not-in-your-teams");
    expect((await give({ teamId: world.teamId })).status).toBe(200);
    await world.minutes(10);
    const choices = await world.call(listAssignees, about(lead.id), world.as.manager);
    expect(choices.body.people.map((person) => person.name)).toEqual(["Rep 1", "Rep 2", "Rep 3"]);
    expect((await give({ userId: others[0]!.id }, world.as.manager)).status).toBe(200);
    const clock = (await world.call(getHandoff, about(lead.id), others[0]!)).body.clocks.find((one) => one.kind === "first-attempt");
    expect(clock).toMatchObject({ usedMs: 30 * 60_000, queueMs: 10 * 60_000, state: "warning" });
    expect((await world.call(acceptHandoff, about(lead.id), rep)).problem).toMatchObject({ code: "lead-not-yours", detail: `${others[0]!.name} holds this lead. Ask them or their manager to hand it over.` });
    expect((await give({ userId: others[1]!.id }, world.as.manager)).status).toBe(200);
    expect(await Promise.all(others.map(({ id }) => titles(world, id)))).toEqual([["From the queue to you: Moves Lead, Moves Works"], ["Lead reassigned to you: Moves Lead, Moves Works"]]);
  });
});

describe("clocks", () => {
  test("each level fires once, also when the timers run twice and in two processes", async () => {
    const world = await handoffWorld();
    const lead = await world.lead("Levels");
    world.clock.advance(62 * 60_000);
    await Promise.all([world.ring(), world.ring()]);
    await world.ring();
    const levels = await world.db.query<{ level: string }>("select l.level from clock_level l join clock k on k.id = l.clock_id where k.handoff_id = $1 and k.kind = 'first-attempt' order by l.level::int", [lead.id]);
    expect(levels.map((row) => row.level)).toEqual(["50", "80", "100"]);
    const told = await world.db.query<{ kind: string; count: number }>("select kind, count(*)::int as count from fact where kind in ('clock.warned', 'clock.breached') and subject_id = $1 group by kind order by kind", [lead.id]);
    expect(told).toEqual([{ kind: "clock.breached", count: 1 }, { kind: "clock.warned", count: 2 }]);
    expect(await world.db.query("select 1 from notification where user_id = $1 and kind = 'clock.breached'", [world.as.manager.id])).toHaveLength(1);
  });

  test("in the week the clocks go back, a promise of business hours is kept by the wall clock", async () => {
    // Friday, 23 October 2026, 16:30 in Berlin (summer time); on Sunday the clocks go back.
    const world = await handoffWorld({ start: new Date("2026-10-23T14:30:00Z") });
    const lead = await world.lead("Autumn");
    const clocks = (await world.call(getHandoff, about(lead.id), world.as.rep.find((one) => one.id === lead.assignee_id)!)).body.clocks;
    // Half an hour on Friday, half an hour on Monday from 09:00 winter time.
    expect(clocks.find((clock) => clock.kind === "first-attempt")).toMatchObject({ dueAt: "2026-10-26T08:30:00.000Z" });
    world.clock.set(new Date("2026-10-26T08:29:59Z"));
    await world.ring();
    expect((await world.db.one<{ state: string }>("select state from clock where handoff_id = $1 and kind = 'first-attempt'", [lead.id])).state).toBe("warning");
    world.clock.advance(2_000);
    await world.ring();
    expect((await world.db.one<{ state: string }>("select state from clock where handoff_id = $1 and kind = 'first-attempt'", [lead.id])).state).toBe("breached");
  });

  test("the lead is taken from a silent owner and never comes back to them; whoever accepted keeps it", async () => {
    const world = await handoffWorld({ reps: 2 });
    const silent = await world.lead("Silent");
    const kept = await world.lead("Kept");
    await world.call(acceptHandoff, about(kept.id), world.as.rep.find((one) => one.id === kept.assignee_id)!);
    await world.minutes(60 + 4 * 60 + 1);
    const now = await holder(world, silent.id);
    expect(now).not.toBe(silent.assignee_id);
    const { timeline, assignments } = (await world.call(getHandoff, about(silent.id), world.as.manager)).body;
    expect(assignments.at(-1)!.why).toBe("escalated by “T1: first attempt within 1 business hour”");
    expect(timeline.map((line) => line.title).join()).toContain(", escalated by “T1: first attempt within 1 business hour”");
    expect(await holder(world, kept.id)).toBe(kept.assignee_id);
    await world.minutes(3 * 24 * 60);
    expect(await holder(world, silent.id)).not.toBe(silent.assignee_id);
  });

  test("accepting and escalating at the same moment leaves one owner and one truth", async () => {
    const world = await handoffWorld();
    const lead = await world.lead("Race");
    const rep = world.as.rep.find((one) => one.id === lead.assignee_id)!;
    world.clock.advance((60 + 4 * 60 + 1) * 60_000);
    const [, accepted] = await Promise.all([world.ring(), world.call(acceptHandoff, about(lead.id), rep)]);
    await world.ring();
    const row = await world.db.one<{ assignee_id: string; state: string; team_id: string }>("select assignee_id, state, team_id from handoff where id = $1", [lead.id]);
    if (accepted.status === 200) expect(row).toMatchObject({ assignee_id: rep.id, state: "accepted" });
    else {
      expect(accepted.problem.code).toBe("lead-not-yours");
      expect(row.assignee_id).not.toBe(rep.id);
      expect(row.state).toBe("open");
    }
  });

  test("an absence moves what is due; one taken back does not bring its time down on the rep", async () => {
    const world = await handoffWorld({ reps: 1 });
    const lead = await world.lead("Absent");
    const rep = world.as.rep[0]!;
    const due = async () => (await world.db.one<{ due_at: Date }>("select due_at from clock where handoff_id = $1 and kind = 'first-attempt'", [lead.id])).due_at.toISOString();
    const id = world.app.ids.next();
    const span = { from: new Date(world.clock.now().getTime() + 10 * 60_000).toISOString(), to: new Date(world.clock.now().getTime() + 130 * 60_000).toISOString() };
    const fact = { kind: "absence.changed", at: world.clock.now(), subject: { kind: "user", id: rep.id }, payload: { absenceId: id, ...span } };
    await world.db.transaction(async (tx) => {
      await tx.query("insert into absence (id, user_id, from_at, to_at, created_at) values ($1, $2, $3, $4, $5)", [id, rep.id, span.from, span.to, world.clock.now()]);
      await appendFacts(tx, [fact]);
    });
    await world.react();
    // 10 minutes before it, 50 after it.
    expect(await due()).toBe("2026-01-05T11:00:00.000Z");
    await world.minutes(70);
    await world.db.transaction(async (tx) => {
      await tx.query("delete from absence where id = $1", [id]);
      await appendFacts(tx, [fact]);
    });
    await world.react();
    expect(await due()).toBe("2026-01-05T10:00:00.000Z");
    const clock = (await world.call(getHandoff, about(lead.id), rep)).body.clocks.find((one) => one.kind === "first-attempt");
    expect(clock).toMatchObject({ state: "running", usedMs: 10 * 60_000 });
  });
});

test("an attempt after a reassignment still counts for the lead", async () => {
  const world = await handoffWorld({ agreement: toQueue });
  const lead = await world.lead("Queued");
  const rep = world.as.rep[0]!;
  expect((await world.call(recordAttempt, { ...about(lead.id), body: { channel: "call", outcome: "no-answer" } }, rep)).problem.code).toBe("lead-not-claimed");
  await world.call(claimHandoff, about(lead.id), rep);
  expect((await world.call(recordAttempt, { ...about(lead.id), body: { channel: "call", outcome: "no-answer" } }, rep)).body.stopped).toEqual(["first-attempt"]);
});
