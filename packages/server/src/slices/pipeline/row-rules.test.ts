import { editActivity, listActivities, logActivity, removeActivity } from "@tandem/contract/pipeline/activities";
import { saveGroupMember } from "@tandem/contract/pipeline/buying-group";
import { editOpportunity, getOpportunity, listOpportunities, listOpportunityTimeline, loseOpportunity, moveOpportunity, readBoard, reopenOpportunity, winOpportunity } from "@tandem/contract/pipeline/opportunities";
import { listTasks } from "@tandem/contract/pipeline/tasks";
import { listTimeline } from "@tandem/contract/people/timeline";
import { beforeAll, describe, expect, test } from "vitest";
import { pipelineApp, type PipelineApp } from "./pipeline.fixture.ts";

type Who = keyof PipelineApp["as"];
const everyone: Who[] = ["rep", "colleague", "manager", "otherRep", "otherManager", "marketing", "revops", "executive"];

let t: PipelineApp;
let contactId: string;
/** A deal of the rep in Sales, and one of the other team. */
let mine: string;
let theirs: string;
beforeAll(async () => {
  t = await pipelineApp();
  contactId = await t.contact({ first_name: "Anna", email: "anna@firm.example" });
  mine = await t.deal({ contactId, name: "Ours" });
  theirs = await t.deal({ contactId: await t.contact({ email: "ben@other.example" }), name: "Theirs" }, t.as.otherRep);
});

describe("whose deals one sees", () => {
  const sees: Record<Who, string[]> = {
    rep: ["Ours"], colleague: ["Ours"], manager: ["Ours"], otherRep: ["Theirs"], otherManager: ["Theirs"], marketing: ["Ours", "Theirs"], revops: ["Ours", "Theirs"], executive: ["Ours", "Theirs"],
  };
  test.each(everyone)("%s", async (who) => {
    const by = t.as[who];
    expect((await t.call(listOpportunities, {}, by)).body.rows.map((row) => row.name).sort()).toEqual(sees[who]);
    expect((await t.call(readBoard, {}, by)).body.columns.flatMap((column) => column.cards.map((card) => card.name)).sort()).toEqual(sees[who]);
    const board = (await t.call(readBoard, {}, by)).body;
    expect(board.total.count).toBe(sees[who].length);
    // Who does not see every team's deals is told whose sums these are.
    expect(board.whose.all).toBe(sees[who].length === 2);
    expect(board.whose.teams.length > 0).toBe(sees[who].length === 1);
    for (const [id, name] of [[mine, "Ours"], [theirs, "Theirs"]] as const) {
      const seen = sees[who].includes(name);
      for (const operation of [getOpportunity, listOpportunityTimeline]) expect((await t.call(operation, { params: { opportunityId: id } }, by)).status).toBe(seen ? 200 : 404);
      expect((await t.call(listActivities, { query: { opportunityId: id } }, by)).status).toBe(seen ? 200 : 404);
      if (who !== "executive") expect((await t.call(listTasks, { query: { opportunityId: id } }, by)).status).toBe(seen ? 200 : 404);
    }
  });
});

describe("whose deals one changes", () => {
  const answers: Record<Who, string> = {
    rep: "changed-meanwhile", colleague: "not-your-opportunity", manager: "changed-meanwhile", otherRep: "no-such-opportunity", otherManager: "no-such-opportunity", marketing: "not-allowed", revops: "changed-meanwhile", executive: "not-allowed",
  };
  // A version nobody has: who may change the deal is told that it changed, and nothing happens.
  const acts = [
    [editOpportunity, { version: 99, name: "Hijacked" }], [winOpportunity, { version: 99, reason: "price" }], [loseOpportunity, { version: 99, reason: "price" }], [reopenOpportunity, { version: 99 }],
    [moveOpportunity, { from: "negotiation", to: "offer" }],
  ] as const;
  test.each(everyone)("%s", async (who) => {
    for (const [operation, body] of acts) {
      const answer = await t.call(operation, { params: { opportunityId: mine }, body: body as never }, t.as[who]);
      expect([operation.name, answer.problem.code]).toEqual([operation.name, answers[who]]);
    }
    const group = await t.call(saveGroupMember, { params: { opportunityId: mine, contactId }, body: {} }, t.as[who]);
    expect(group.problem.code ?? "changed-meanwhile").toBe(answers[who]);
  });
});

describe("a private note", () => {
  /** Its author and the managers of the author; nobody else, whatever their role. */
  const reads: Record<Who, boolean> = { rep: true, colleague: false, manager: true, otherRep: false, otherManager: false, marketing: false, revops: false, executive: false };
  let onDeal: string;
  let onContact: string;
  beforeAll(async () => {
    onDeal = (await t.call(logActivity, { body: { kind: "note", opportunityId: mine, body: "SECRET deal", private: true } }, t.as.rep)).body.id;
    onContact = (await t.call(logActivity, { body: { kind: "note", contactId, body: "SECRET person", private: true } }, t.as.rep)).body.id;
    await t.call(logActivity, { body: { kind: "note", contactId, opportunityId: mine, body: "open word" } }, t.as.rep);
  });

  test.each(everyone)("%s", async (who) => {
    const by = t.as[who];
    const texts = async (answer: Promise<{ status: number; body: unknown }>) => JSON.stringify((await answer).body).match(/SECRET \w+/g) ?? [];
    const ofTheirs = who === "otherRep" || who === "otherManager";
    expect(await texts(t.call(listActivities, { query: { contactId } }, by))).toEqual(reads[who] ? ["SECRET person"] : []);
    expect(await texts(t.call(listTimeline, { params: { contactId } }, by))).toEqual(reads[who] ? ["SECRET person"] : []);
    if (!ofTheirs) {
      expect(await texts(t.call(listActivities, { query: { opportunityId: mine } }, by))).toEqual(reads[who] ? ["SECRET deal"] : []);
      expect(await texts(t.call(listOpportunityTimeline, { params: { opportunityId: mine } }, by))).toEqual(reads[who] ? ["SECRET deal"] : []);
      expect(JSON.stringify((await t.call(listOpportunityTimeline, { params: { opportunityId: mine } }, by)).body)).toContain("open word");
    }
    for (const activityId of [onDeal, onContact]) {
      const edit = await t.call(editActivity, { params: { activityId }, body: { version: 99, body: "x" } }, by);
      expect(edit.problem.code).toBe(who === "executive" ? "not-allowed" : who === "rep" ? "changed-meanwhile" : reads[who] ? "not-your-activity" : "no-such-activity");
      const remove = who === "rep" ? null : await t.call(removeActivity, { params: { activityId } }, by);
      if (remove) expect(remove.problem.code).toBe(edit.problem.code);
    }
  });

  test("is a note, and of Sales", async () => {
    const log = (body: object, by = t.as.rep) => t.call(logActivity, { body: { contactId, body: "x", private: true, ...body } as never }, by);
    expect((await log({ kind: "call" })).problem.code).toBe("private-is-a-sales-note");
    expect((await log({ kind: "note" }, t.as.marketing)).problem.code).toBe("private-is-a-sales-note");
    expect((await log({ kind: "note" }, t.as.manager)).status).toBe(200);
  });
});
