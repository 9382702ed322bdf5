import { createCompany } from "@tandem/contract/people/companies";
import { listTimeline } from "@tandem/contract/people/timeline";
import { removeGroupMember, saveGroupMember } from "@tandem/contract/pipeline/buying-group";
import {
  createOpportunity, editOpportunity, getOpportunity, listOpportunities, listOpportunityTimeline, loseOpportunity, moveOpportunity, readBoard, reopenOpportunity, winOpportunity,
} from "@tandem/contract/pipeline/opportunities";
import { addExchangeRate, listExchangeRates, listPipelineStages, savePipelineStages } from "@tandem/contract/pipeline/stages";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pipelineApp, type PipelineApp } from "./pipeline.fixture.ts";

let t: PipelineApp;
beforeAll(async () => {
  t = await pipelineApp();
});
beforeEach(() => t.clock.advance(60_000));

const about = (opportunityId: string) => ({ params: { opportunityId } });
const get = async (id: string, by = t.as.rep) => (await t.call(getOpportunity, about(id), by)).body;
let count = 0;
const somebody = () => t.contact({ first_name: "Anna", last_name: `Person ${(count += 1)}`, email: `anna${count}@firm${count}.example` });

describe("a deal", () => {
  test("opened by hand moves its contact to opportunity, with one first move and its history", async () => {
    const contactId = await somebody();
    const id = await t.deal({ contactId, name: "Firm, 20 seats", amount: 64_200_00, closeOn: "2026-03-31" });
    const page = await get(id);
    expect(page).toMatchObject({ name: "Firm, 20 seats", state: "open", stage: { key: "discovery", position: 1, of: 4 }, owner: { name: "Rex Rep" }, team: { id: t.workspace.teams.sales }, amount: { amount: 64_200_00, currency: "CHF", company: 64_200_00, rate: null }, mayEdit: true });
    expect(page.group).toMatchObject([{ contact: { id: contactId, stage: "opportunity" }, main: true }]);
    expect(page.qualification.questions.map((question) => question.answer)).toEqual([null, null, null, null]);
    expect(await t.way(contactId)).toEqual(["visitor", "lead", "opportunity"]);
    const timeline = await t.call(listOpportunityTimeline, about(id), t.as.rep);
    expect(timeline.body.rows).toMatchObject([{ kind: "move", from: null, to: "Discovery", toState: "open", by: { name: "Rex Rep" } }]);
    expect(await t.db.query("select field, new from change where entity_id = $1 order by id", [id])).toContainEqual({ field: "amount", new: { amount: 64_200_00, currency: "CHF" } });
    expect(await t.db.query("select kind from fact where subject_id = $1", [id])).toEqual([{ kind: "opportunity.opened" }]);
  });

  test("is refused beside an open handoff, without anybody, and for strangers", async () => {
    const contactId = await somebody();
    const episode = await t.db.one<{ id: string }>("select episode_id as id from contact where id = $1", [contactId]);
    const handoffId = t.app.ids.next();
    await t.db.query(
      "insert into handoff (id, contact_id, episode_id, agreement_version, tier, state, team_id, captured_at, scored_at, opened_at, fit, grade, engagement) values ($1, $2, $3, 1, 't1', 'open', $4, $5, $5, $5, 0, 'A', 0)",
      [handoffId, contactId, episode.id, t.workspace.teams.sales, t.clock.now()],
    );
    expect((await t.call(createOpportunity, { body: { name: "X", contactId } }, t.as.rep)).problem).toMatchObject({ code: "handoff-open", data: { handoffId } });
    await t.db.query("delete from handoff where id = $1", [handoffId]);
    expect((await t.call(createOpportunity, { body: { name: "X" } }, t.as.rep)).problem.code).toBe("invalid-input");
    expect((await t.call(createOpportunity, { body: { name: "X", contactId, ownerId: t.as.otherRep.id } }, t.as.rep)).problem.code).toBe("not-in-your-teams");
    expect((await t.call(createOpportunity, { body: { name: "X", contactId, stage: "nowhere" } }, t.as.rep)).problem.code).toBe("no-such-stage");
    expect((await t.call(createOpportunity, { body: { name: "X", contactId } }, t.as.marketing)).problem.code).toBe("not-allowed");
  });

  test("of a company alone has no main contact and can be won", async () => {
    const company = await t.call(createCompany, { body: { values: { name: "Alone Ltd" } } }, t.as.revops);
    const id = await t.deal({ companyId: company.body.id });
    expect((await get(id)).group).toEqual([]);
    const won = await t.call(winOpportunity, { ...about(id), body: { version: 0, reason: "product" } }, t.as.rep);
    expect(won.body).toMatchObject({ state: "won", contact: null, company: { name: "Alone Ltd" } });
  });

  test("changes amount, date, name and owner with a history, guarded by its version", async () => {
    const id = await t.deal({ contactId: await somebody(), amount: 100 });
    const edit = (body: object, by = t.as.rep) => t.call(editOpportunity, { ...about(id), body: { version: 0, ...body } as never }, by);
    expect((await edit({ amount: 250, closeOn: "2026-02-28", name: "Renamed" })).body).toMatchObject({ version: 1, amount: { amount: 250 }, closeOn: "2026-02-28", name: "Renamed" });
    const stale = await edit({ amount: 999 });
    expect(stale.problem).toMatchObject({ code: "changed-meanwhile", status: 409, data: { version: 1, amount: { amount: 250 } } });
    expect((await edit({ version: 1, ownerId: t.as.colleague.id })).body.owner).toMatchObject({ id: t.as.colleague.id });
    expect(await t.db.query("select kind from notification where user_id = $1", [t.as.colleague.id])).toContainEqual({ kind: "opportunity.assigned" });
    const { rows } = (await t.call(listOpportunityTimeline, about(id), t.as.rep)).body;
    expect(rows.filter((row) => row.kind === "change").map((row) => row.kind === "change" && [row.field, row.old, row.new])).toEqual(
      expect.arrayContaining([["owner_id", "Rex Rep", "Cora Colleague"], ["amount", { amount: 100, currency: "CHF" }, { amount: 250, currency: "CHF" }], ["close_on", null, "2026-02-28"], ["name", "A deal", "Renamed"]]),
    );
    expect((await t.call(listOpportunities, { query: { q: "renam" } }, t.as.rep)).body.rows.map((row) => row.id)).toEqual([id]);
    expect((await edit({ version: 2, name: "Taken back" })).problem.code).toBe("not-your-opportunity");
    expect((await edit({ version: 2, name: "The manager's" }, t.as.manager)).status).toBe(200);
  });
});

describe("the way of a deal", () => {
  test("moves by the stage that was seen, so an edit of something else does not stand in the way", async () => {
    const id = await t.deal({ contactId: await somebody(), amount: 100 });
    await t.call(editOpportunity, { ...about(id), body: { version: 0, amount: 200 } }, t.as.rep);
    t.clock.advance(3_600_000);
    const moved = await t.call(moveOpportunity, { ...about(id), body: { from: "discovery", to: "offer" } }, t.as.rep);
    expect(moved.body).toMatchObject({ stage: { key: "offer", position: 3 }, version: 2 });
    expect(await t.db.query("select from_stage, to_stage, stayed_ms from opportunity_move where opportunity_id = $1 order by at", [id])).toEqual([
      { from_stage: null, to_stage: "discovery", stayed_ms: null },
      { from_stage: "discovery", to_stage: "offer", stayed_ms: 3_600_000 },
    ]);
    expect((await t.call(moveOpportunity, { ...about(id), body: { from: "discovery", to: "offer" } }, t.as.rep)).body.version).toBe(2);
    expect((await t.call(moveOpportunity, { ...about(id), body: { from: "offer", to: "nowhere" } }, t.as.rep)).problem.code).toBe("no-such-stage");
  });

  test("a move taken back within a minute never was a stay", async () => {
    const id = await t.deal({ contactId: await somebody() });
    const began = t.clock.now().toISOString();
    t.clock.advance(5 * 3_600_000);
    const move = (from: string, to: string) => t.call(moveOpportunity, { ...about(id), body: { from, to } }, t.as.rep);
    await move("discovery", "offer");
    t.clock.advance(9_000);
    expect((await move("offer", "discovery")).body).toMatchObject({ stage: { key: "discovery" }, stageSince: began });
    const stays = () => t.db.query("select from_stage, stayed_ms from opportunity_move where opportunity_id = $1 order by at", [id]);
    expect(await stays()).toEqual([{ from_stage: null, stayed_ms: null }, { from_stage: "discovery", stayed_ms: null }, { from_stage: "offer", stayed_ms: null }]);
    await move("discovery", "offer");
    t.clock.advance(61_000);
    expect((await move("offer", "discovery")).body.stageSince).toBe(t.clock.now().toISOString());
    expect((await stays()).slice(3)).toEqual([{ from_stage: "discovery", stayed_ms: 5 * 3_600_000 + 9_000 }, { from_stage: "offer", stayed_ms: 61_000 }]);
  });

  test("of two drags at once one wins and the other is refused with the deal as it is", async () => {
    const id = await t.deal({ contactId: await somebody() });
    const both = await Promise.all(["evaluation", "negotiation"].map((to, i) => t.call(moveOpportunity, { ...about(id), body: { from: "discovery", to } }, i === 0 ? t.as.rep : t.as.manager)));
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const won = both.find((answer) => answer.status === 200)!.body.stage.key;
    expect(both.find((answer) => answer.status === 409)!.problem).toMatchObject({ code: "changed-meanwhile", data: { stage: { key: won } } });
    expect(await t.db.query("select 1 from opportunity_move where opportunity_id = $1", [id])).toHaveLength(2);
  });

  test("won makes a customer, and undone an opportunity again; both stay in the history", async () => {
    const contactId = await somebody();
    const id = await t.deal({ contactId, amount: 100 });
    const won = await t.call(winOpportunity, { ...about(id), body: { version: 0, reason: "references", words: "Saw it at a neighbour's", amount: 120 } }, t.as.rep);
    expect(won.body).toMatchObject({ state: "won", amount: { amount: 120 }, version: 1 });
    expect((await get(id)).reasonName).toBe("References");
    expect(await t.way(contactId)).toEqual(["visitor", "lead", "opportunity", "customer"]);
    expect((await t.call(editOpportunity, { ...about(id), body: { version: 1, amount: 1 } }, t.as.rep)).problem.code).toBe("already-closed");
    expect((await t.call(moveOpportunity, { ...about(id), body: { from: "discovery", to: "offer" } }, t.as.rep)).problem.code).toBe("already-closed");
    expect((await t.call(winOpportunity, { ...about(id), body: { version: 0, reason: "references" } }, t.as.rep)).problem.code).toBe("changed-meanwhile");
    t.clock.advance(1_000);
    const open = await t.call(reopenOpportunity, { ...about(id), body: { version: 1 } }, t.as.rep);
    expect(open.body).toMatchObject({ state: "open", closedAt: null, version: 2 });
    expect(await t.way(contactId)).toEqual(["visitor", "lead", "opportunity", "customer", "opportunity"]);
    // What reports count: nobody became a customer by a win that was taken back.
    expect(await t.db.query("select stage, customer_at from journey where contact_id = $1", [contactId])).toEqual([{ stage: "opportunity", customer_at: null }]);
    expect((await t.call(reopenOpportunity, { ...about(id), body: { version: 2 } }, t.as.rep)).problem.code).toBe("not-closed");
    const facts = await t.db.query<{ kind: string }>("select kind from fact where subject_id = $1 order by id", [id]);
    expect(facts.map((fact) => fact.kind)).toEqual(["opportunity.opened", "opportunity.won", "opportunity.reopened"]);
  });

  test("lost moves the person to lost, on to nurture where asked, and reopening brings them back", async () => {
    const contactId = await somebody();
    const id = await t.deal({ contactId });
    expect((await t.call(loseOpportunity, { ...about(id), body: { version: 0, reason: "product" } }, t.as.rep)).problem.code).toBe("no-such-reason");
    const lost = await t.call(loseOpportunity, { ...about(id), body: { version: 0, reason: "competitor", words: "Cheaper", competitor: "Rival", nurture: true } }, t.as.rep);
    expect(lost.body.state).toBe("lost");
    expect(await t.way(contactId)).toEqual(["visitor", "lead", "opportunity", "lost", "nurture"]);
    expect((await get(id)).competitor).toBe("Rival");
    t.clock.advance(1_000);
    await t.call(reopenOpportunity, { ...about(id), body: { version: 1 } }, t.as.rep);
    expect((await t.way(contactId)).at(-1)).toBe("opportunity");
    const episodes = await t.db.query<{ predecessor_id: string | null }>("select predecessor_id from episode where contact_id = $1", [contactId]);
    expect(new Set(episodes.map((e) => e.predecessor_id)).size).toBe(episodes.length);
  });

  test("one lost of two open deals leaves the person with the other, and one undone of two won ones a customer", async () => {
    const contactId = await somebody();
    const [a, b] = [await t.deal({ contactId }), await t.deal({ contactId })];
    await t.call(loseOpportunity, { ...about(a), body: { version: 0, reason: "price" } }, t.as.rep);
    expect((await t.way(contactId)).at(-1)).toBe("opportunity");
    await t.call(winOpportunity, { ...about(b), body: { version: 0, reason: "price" } }, t.as.rep);
    const c = await t.deal({ contactId });
    await t.call(winOpportunity, { ...about(c), body: { version: 0, reason: "price" } }, t.as.rep);
    await t.call(reopenOpportunity, { ...about(c), body: { version: 1 } }, t.as.rep);
    expect((await t.way(contactId)).at(-1)).toBe("customer");
  });
});

describe("the buying group", () => {
  test("has roles, one main contact at a time, and never none", async () => {
    const [main, other] = [await somebody(), await somebody()];
    const id = await t.deal({ contactId: main });
    const save = (contactId: string, body: object) => t.call(saveGroupMember, { params: { opportunityId: id, contactId }, body: body as never }, t.as.rep);
    expect((await save(other, { role: "economic-buyer" })).body.group.map((m) => [m.contact.id, m.role, m.main])).toEqual([[main, "other", true], [other, "economic-buyer", false]]);
    expect((await t.call(removeGroupMember, { params: { opportunityId: id, contactId: main } }, t.as.rep)).problem.code).toBe("main-contact-stays");
    expect((await save(other, { role: "champion", main: true })).body.group.map((m) => [m.contact.id, m.role, m.main])).toEqual([[other, "champion", true], [main, "other", false]]);
    expect((await t.call(removeGroupMember, { params: { opportunityId: id, contactId: main } }, t.as.rep)).body.group).toHaveLength(1);
    expect((await save(t.app.ids.next(), {})).problem.code).toBe("no-such-contact");
  });

  test("who joins a deal that has begun is told of in its story and in their own; whom it began with, or was imported with, is not", async () => {
    const [main, other] = [await somebody(), await somebody()];
    const id = await t.deal({ contactId: main, name: "Grows" });
    t.clock.advance(60_000);
    await t.call(saveGroupMember, { params: { opportunityId: id, contactId: other }, body: { role: "user" } }, t.as.rep);
    const at = t.clock.now().toISOString();
    const ofDeal = async () => (await t.call(listOpportunityTimeline, about(id), t.as.rep)).body.rows.filter((entry) => entry.kind === "joined");
    const ofPerson = async (contactId: string) => (await t.call(listTimeline, { params: { contactId }, query: { show: "sales" } }, t.as.rep)).body.rows.filter((entry) => entry.kind === "joined");
    expect(await ofDeal()).toMatchObject([{ at, by: { name: "Rex Rep" }, contact: { id: other } }]);
    expect(await ofPerson(other)).toMatchObject([{ at, by: { name: "Rex Rep" }, opportunityId: id, name: "Grows" }]);
    expect(await ofPerson(main)).toEqual([]);
    await t.db.query("update opportunity_contact set added_at = $2 where opportunity_id = $1", [id, t.clock.now()]);
    await t.db.query("insert into external_ref (system, kind, external_id, entity_id) values ('elsewhere', 'opportunity', '1', $1)", [id]);
    expect(await ofDeal()).toMatchObject([{ contact: { id: other } }]);
    expect(await ofPerson(main)).toEqual([]);
  });

  test("a touch is called by the campaign its mark belongs to, however the mark was written, else only by its mark", async () => {
    const contactId = await somebody();
    const id = await t.deal({ contactId });
    const touch = (campaign: string) => JSON.stringify({ at: "2026-01-02T08:00:00Z", channel: "paid-social", source: "linkedin", campaign });
    await t.db.query("update contact set first_touch = $2::jsonb, last_touch = $3::jsonb where id = $1", [contactId, touch("PICK-Rate"), touch("unclaimed")]);
    const campaign = t.app.ids.next();
    await t.db.query("insert into campaign (id, name, name_folded, channel, created_at) values ($1, 'Pick rate benchmark', 'pick rate benchmark', 'paid-social', $2)", [campaign, t.clock.now()]);
    await t.db.query("insert into campaign_utm (utm_folded, utm, campaign_id) values ('pick-rate', 'pick-rate', $1)", [campaign]);
    expect((await get(id)).group).toMatchObject([{ firstTouch: { campaign: "PICK-Rate", campaignName: "Pick rate benchmark" }, lastTouch: { campaign: "unclaimed", campaignName: null } }]);
  });
});

describe("money", () => {
  test("without a rate is counted apart and never summed; a rate converts open deals, and won ones stay frozen", async () => {
    const contactId = await somebody();
    const before = (await t.call(readBoard, {}, t.as.revops)).body.total;
    const open = await t.deal({ contactId, amount: 100_00, currency: "GBP" });
    const won = await t.deal({ contactId, amount: 300_00, currency: "GBP" });
    let total = (await t.call(readBoard, {}, t.as.revops)).body.total;
    expect([total.amount - before.amount, total.withoutRate - before.withoutRate]).toEqual([0, 2]);
    expect((await t.call(listExchangeRates, {}, t.as.rep)).body.missing).toEqual([{ currency: "GBP", deals: 2 }]);
    const rate = (body: { currency: string; day: string; rate: string }, by = t.as.revops) => t.call(addExchangeRate, { body }, by);
    expect((await rate({ currency: "GBP", day: "2026-01-02", rate: "1.10" })).body).toEqual({ converted: 2 });
    total = (await t.call(readBoard, {}, t.as.revops)).body.total;
    expect([total.amount - before.amount, total.withoutRate - before.withoutRate]).toEqual([440_00, 0]);
    await t.call(winOpportunity, { ...about(won), body: { version: 1, reason: "price" } }, t.as.rep);
    expect((await rate({ currency: "GBP", day: "2026-01-03", rate: "1.20" })).body).toEqual({ converted: 1 });
    expect([(await get(open)).amount, (await get(won)).amount]).toEqual([
      { amount: 100_00, currency: "GBP", company: 120_00, rate: { rate: "1.2", day: "2026-01-03" } },
      { amount: 300_00, currency: "GBP", company: 330_00, rate: { rate: "1.1", day: "2026-01-02" } },
    ]);
    expect((await rate({ currency: "CHF", day: "2026-01-03", rate: "1" })).problem.code).toBe("company-currency");
    expect((await rate({ currency: "GBP", day: "2027-01-03", rate: "1" })).problem.code).toBe("rate-in-future");
    expect((await rate({ currency: "GBP", day: "2026-01-03", rate: "0" })).problem.code).toBe("invalid-input");
    expect((await rate({ currency: "GBP", day: "2026-01-03", rate: "1" }, t.as.rep)).problem.code).toBe("not-allowed");
    expect(await t.db.query("select old, new from change where entity_id = $1 and field = 'amount_company' order by id", [open])).toEqual([{ old: null, new: 110_00 }, { old: 110_00, new: 120_00 }]);
  });

  test("won without a rate is converted by a rate of its day later, not by one after it", async () => {
    const id = await t.deal({ contactId: await somebody(), amount: 100_00, currency: "USD" });
    await t.call(winOpportunity, { ...about(id), body: { version: 0, reason: "price" } }, t.as.rep);
    // Just before midnight where the company is: the day before by its own calendar.
    await t.db.query("update opportunity set created_at = '2026-01-03T10:00:00Z', closed_at = '2026-01-04T22:59:59Z' where id = $1", [id]);
    expect((await t.call(addExchangeRate, { body: { currency: "USD", day: "2026-01-05", rate: "0.5" } }, t.as.revops)).body).toEqual({ converted: 0 });
    expect((await t.call(addExchangeRate, { body: { currency: "USD", day: "2026-01-04", rate: "0.9" } }, t.as.revops)).body).toEqual({ converted: 1 });
    expect((await get(id)).amount?.company).toBe(90_00);
  });
});

describe("lists and the board", () => {
  test.each(["close", "amount", "created", "age"] as const)("page by %s without losing or doubling a deal, on the board's cursor too", async (sort) => {
    const all = (await t.call(listOpportunities, { query: { sort, state: "any", limit: 200 } }, t.as.revops)).body;
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await t.call(listOpportunities, { query: { sort, state: "any", limit: 3, ...(cursor && { cursor }) } }, t.as.revops);
      seen.push(...page.body.rows.map((row) => row.id));
      cursor = page.body.next ?? undefined;
    } while (cursor);
    expect(seen).toEqual(all.rows.map((row) => row.id));
    expect(all.count).toEqual({ value: all.rows.length, capped: false });
    const board = (await t.call(readBoard, { query: { sort, cards: 1 } }, t.as.revops)).body;
    const column = board.columns.find((one) => one.sums.count > 1)!;
    const rest = await t.call(listOpportunities, { query: { sort, stage: column.stage.key, cursor: column.next!, limit: 200 } }, t.as.revops);
    expect([...column.cards, ...rest.body.rows]).toHaveLength(column.sums.count);
  });

  test("a column's sum is the sum of its cards, weighted by its probability", async () => {
    const board = (await t.call(readBoard, { query: { cards: 100 } }, t.as.revops)).body;
    for (const column of board.columns) {
      const amounts = column.cards.map((card) => card.amount?.company ?? 0);
      expect(column.sums.amount).toBe(amounts.reduce((a, b) => a + b, 0));
      expect(column.sums.weighted).toBe(Math.round((column.sums.amount * column.stage.probability) / 100));
      expect(column.sums.count).toBe(column.cards.length);
    }
    expect(board.total.amount).toBe(board.columns.reduce((sum, column) => sum + column.sums.amount, 0));
  });

  test("filter by owner, team, close date, amount and words alike on list and board", async () => {
    const id = await t.deal({ contactId: await somebody(), name: "Zebra", amount: 77_777_00, closeOn: "2026-01-01" }, t.as.colleague);
    const queries = [{ owner: "me" }, { owner: t.as.colleague.id }, { team: t.workspace.teams.sales, q: "zebra" }, { close: "overdue" }, { closeFrom: "2026-01-01", closeTo: "2026-01-01" }, { amountFrom: 77_777_00 }, { q: "ZEB" }] as const;
    for (const query of queries) {
      const rows = (await t.call(listOpportunities, { query }, t.as.colleague)).body.rows.map((row) => row.id);
      expect([query, rows.includes(id)]).toEqual([query, true]);
      const board = (await t.call(readBoard, { query: { ...query, cards: 100 } }, t.as.colleague)).body;
      expect([query, board.columns.flatMap((column) => column.cards.map((card) => card.id)).sort()]).toEqual([query, rows.sort()]);
      expect(board.total.count).toBe(rows.length);
    }
    for (const query of [{ owner: "none" }, { close: "next-quarter" }, { amountTo: 77_776_00 }, { q: "zebra", owner: t.as.rep.id }] as const)
      expect([query, (await t.call(listOpportunities, { query: { ...query, limit: 200 } }, t.as.colleague)).body.rows.some((row) => row.id === id)]).toEqual([query, false]);
    expect((await t.call(listOpportunities, { query: { cursor: "nonsense" } }, t.as.rep)).problem.code).toBe("bad-cursor");
  });

  test("a deal stands out once it is longer in its stage than half of all were", async () => {
    const id = await t.deal({ contactId: await somebody(), stage: "negotiation" });
    for (const days of [1, 2, 3, 4, 5]) {
      const other = await t.deal({ contactId: await somebody(), stage: "negotiation" });
      await t.call(moveOpportunity, { ...about(other), body: { from: "negotiation", to: "offer" } }, t.as.rep);
      await t.db.query("update opportunity_move set stayed_ms = $2 where opportunity_id = $1 and from_stage is not null", [other, days * 86_400_000]);
    }
    expect((await get(id)).stuck).toBe(false);
    await t.db.query("update opportunity set stage_since = stage_since - interval '3 days 1 second' where id = $1", [id]);
    const page = await get(id);
    expect([page.stuck, page.stages.find((stage) => stage.key === "negotiation")!.median]).toEqual([true, { ms: 3 * 86_400_000, of: 5 }]);
  });
});

describe("the stages of the pipeline", () => {
  test("are named, ordered and weighted by RevOps; one with deals stays", async () => {
    const before = (await t.call(listPipelineStages, {}, t.as.rep)).body.rows;
    const stages = before.map(({ key, name, probability }) => ({ key, name, probability }));
    const save = (list: { key?: string; name: string; probability: number }[], by = t.as.revops) => t.call(savePipelineStages, { body: { stages: list } }, by);
    expect((await save(stages, t.as.manager)).problem.code).toBe("not-allowed");
    expect((await save([...stages, { name: "Verträge", probability: 90 }].reverse())).body.rows.map((row) => [row.key, row.position])).toEqual([["vertrage", 1], ["negotiation", 2], ["offer", 3], ["evaluation", 4], ["discovery", 5]]);
    expect((await save(stages)).body.rows.map((row) => row.key)).toEqual(["discovery", "evaluation", "offer", "negotiation"]);
    expect((await save(stages.slice(1))).problem).toMatchObject({ code: "stage-in-use", data: { stages: ["discovery"] } });
    expect((await save([...stages, { name: "DISCOVERY", probability: 1 }])).problem.code).toBe("stage-named-twice");
    expect((await save([...stages, { key: "x", name: "X", probability: 1 }])).problem.code).toBe("no-such-stage");
  });
});
