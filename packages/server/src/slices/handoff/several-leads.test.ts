import { rejectHandoffs, reassignHandoffs, listReceivers, acceptHandoff, acceptHandoffs } from "@tandem/contract/handoff/acts";
import { getHandoff } from "@tandem/contract/handoff/handoff";
import { whoHolds } from "@tandem/contract/handoff/who-holds";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { handoffWorld, type HandoffWorld } from "./handoff.fixture.ts";

let world: HandoffWorld;
beforeAll(async () => {
  world = await handoffWorld({ reps: 2 });
});
afterAll(() => world.close());
const stateOf = async (id: string) => (await world.db.one<{ state: string }>("select state from handoff where id = $1", [id])).state;
const holderOf = async (id: string) => (await world.db.one<{ assignee_id: string | null }>("select assignee_id from handoff where id = $1", [id])).assignee_id;

describe("several leads at once", () => {
  test("one reason for several: what is not theirs to reject is named, the rest is rejected", async () => {
    const leads = [await world.lead("Mia"), await world.lead("Noa"), await world.lead("Ole")];
    const rep = world.as.rep.find((one) => one.id === leads[0]!.assignee_id)!;
    const mine = leads.filter((lead) => lead.assignee_id === rep.id).map((lead) => lead.id);
    const theirs = leads.filter((lead) => lead.assignee_id !== rep.id).map((lead) => lead.id);
    expect([mine.length, theirs.length].sort()).toEqual([1, 2]);
    const answer = await world.call(rejectHandoffs, { body: { ids: [...mine, ...theirs, mine[0]!, world.app.ids.next()], to: "unqualified", reason: "spam", words: "A list somebody bought." } }, rep);
    expect(answer.status).toBe(200);
    expect(answer.body.done.sort()).toEqual(mine.sort());
    expect(answer.body.failed.map((one) => one.code)).toEqual([...theirs.map(() => "lead-not-yours"), "no-such-handoff"]);
    expect(answer.body.failed[0]!.detail).toMatch(/holds this lead/);
    for (const id of mine) expect(await stateOf(id)).toBe("rejected-unqualified");
    for (const id of theirs) expect(await stateOf(id)).toBe("open");
    expect((await world.call(rejectHandoffs, { body: { ids: theirs, to: "nurture", reason: "not-reached", words: "x" } }, world.as.manager)).body.failed[0]).toMatchObject({ code: "attempts-missing", detail: "Needs 5 attempts on 2 channels, 0 so far." });
    expect((await world.call(rejectHandoffs, { body: { ids: theirs, to: "unqualified", reason: "spam", words: "x" } }, world.as.stranger)).body).toMatchObject({ done: [], failed: theirs.map(() => ({ code: "no-such-handoff" })) });
    expect((await world.call(rejectHandoffs, { body: { ids: theirs, to: "unqualified", reason: "spam", words: "x" } }, world.as.marketing)).status).toBe(403);
  });

  test("several are accepted: each is judged by itself, and what is not theirs stays", async () => {
    const leads = [await world.lead("Sia"), await world.lead("Tom"), await world.lead("Udo")];
    const rep = world.as.rep.find((one) => one.id === leads[0]!.assignee_id)!;
    const mine = leads.filter((lead) => lead.assignee_id === rep.id).map((lead) => lead.id);
    const theirs = leads.filter((lead) => lead.assignee_id !== rep.id).map((lead) => lead.id);
    const answer = (await world.call(acceptHandoffs, { body: { ids: [...mine, ...theirs] } }, rep)).body;
    expect(answer.done.sort()).toEqual(mine.sort());
    expect(answer.failed.map((one) => one.code)).toEqual(theirs.map(() => "lead-not-yours"));
    for (const id of mine) expect(await stateOf(id)).toBe("accepted");
    for (const id of theirs) expect(await stateOf(id)).toBe("open");
    expect((await world.call(acceptHandoffs, { body: { ids: [mine[0]!] } }, rep)).body.failed[0]!.code).toBe("already-accepted");
    expect((await world.call(acceptHandoffs, { body: { ids: mine } }, world.as.marketing)).status).toBe(403);
  });

  test("a manager gives several to one person, a rep to their queue only", async () => {
    const leads = [await world.lead("Pia"), await world.lead("Quy")];
    const ids = leads.map((lead) => lead.id);
    const to = world.as.rep[0]!;
    expect((await world.call(listReceivers, {}, world.as.manager)).body.people.map((one) => one.name)).toEqual(expect.arrayContaining(world.as.rep.map((one) => one.name)));
    expect((await world.call(listReceivers, {}, to)).body).toMatchObject({ people: [], queues: [{ id: world.teamId }] });
    const given = await world.call(reassignHandoffs, { body: { ids, to: { userId: to.id }, why: "Holiday cover" } }, world.as.manager);
    expect(given.body.done.sort()).toEqual(ids.sort());
    for (const id of ids) expect(await holderOf(id)).toBe(to.id);
    expect((await world.call(reassignHandoffs, { body: { ids, to: { userId: world.as.rep[1]!.id }, why: "x" } }, to)).body.failed.map((one) => one.code)).toEqual(["only-to-queue", "only-to-queue"]);
    expect((await world.call(reassignHandoffs, { body: { ids, to: { teamId: world.teamId }, why: "Too many" } }, to)).body.done).toHaveLength(2);
  });
});

test("everybody who may see the person sees who holds them, and only who may see the handoff opens it", async () => {
  const lead = await world.lead("Ray");
  const rep = world.as.rep.find((one) => one.id === lead.assignee_id)!;
  const about = { params: { contactId: lead.contact_id } };
  const seen = (await world.call(whoHolds, about, world.as.stranger)).body.handoff;
  expect(seen).toEqual({ id: lead.id, state: "open", assignee: { id: rep.id, name: rep.name }, team: { id: world.teamId, name: expect.any(String) }, openedAt: lead.opened_at.toISOString(), acceptedAt: null, closedAt: null, mayOpen: false });
  expect((await world.call(whoHolds, about, world.as.marketing)).body.handoff).toMatchObject({ id: lead.id, mayOpen: true });
  await world.call(acceptHandoff, { params: { handoffId: lead.id } }, rep);
  expect((await world.call(whoHolds, about, world.as.stranger)).body.handoff).toMatchObject({ state: "accepted", acceptedAt: expect.any(String) });
  expect((await world.call(whoHolds, { params: { contactId: world.app.ids.next() } }, rep)).body).toEqual({ handoff: null });
});

test("an owner who is full gets their lead all the same, and the page says so", async () => {
  const first = await world.lead("Sam");
  const rep = world.as.rep.find((one) => one.id === first.assignee_id)!;
  await world.db.query("update team_member set capacity = 1 where user_id = $1", [rep.id]);
  await world.send(
    { type: "identify", anonymousId: "second", traits: { email: "second@samworks.example", firstName: "Tom", lastName: "Second", title: "Head of Operations", company: { name: "Sam Works", employees: 1240, industry: "Logistics", country: "DE" } } },
    { type: "identify", anonymousId: "third", traits: { email: "third@samworks.example", firstName: "Uwe", lastName: "Third", title: "Head of Operations" } },
  );
  await world.db.query("update company set owner_id = $1", [rep.id]);
  await world.send({ type: "track", event: "Form Submitted", anonymousId: "third", properties: { form: "demo" } });
  const { id } = await world.db.one<{ id: string }>("select h.id from handoff h join contact c on c.id = h.contact_id where c.email_folded = 'third@samworks.example'");
  const page = (await world.call(getHandoff, { params: { handoffId: id } }, world.as.manager)).body;
  expect(page.trace).toEqual([`${rep.name} is the owner of the company and gets the lead although at capacity, ${page.load!.open - 1} open of 1.`]);
  expect(page).toMatchObject({ assignee: { id: rep.id }, load: { capacity: 1 } });
  expect(page.load!.open).toBeGreaterThan(1);
});
