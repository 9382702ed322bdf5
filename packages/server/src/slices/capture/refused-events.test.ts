import { countRejected, listRecentEvents, listRejected, readRejected, replayMatching, replayRejected } from "@tandem/contract/capture/events";
import { listAudit } from "@tandem/contract/access/audit";
import { beforeAll, describe, expect, test } from "vitest";
import { captureWorld, type CaptureWorld } from "./capture.fixture.ts";

let w: CaptureWorld;
beforeAll(async () => {
  w = await captureWorld();
});

const waiting = async (code?: string) => (await w.call(listRejected, { query: { show: "waiting", ...(code && { code }) } })).body.rows;
const replay = (id: string, raw: unknown) => w.call(replayRejected, { params: { id }, body: { raw: typeof raw === "string" ? raw : JSON.stringify(raw) } });

describe("refused events", () => {
  test("are repaired and taken in at the time they came, once", async () => {
    await w.take("/v1/batch", { batch: [{ type: "trak", event: "Demo Requested", anonymousId: "eva", messageId: "eva-1", timestamp: "2026-01-05T07:00:00Z", writeKey: "test-key" }] });
    const [row] = await waiting("unknown-type");
    expect(row).toMatchObject({ source: "Website", words: expect.stringContaining("type is one of"), replayedAt: null });
    const whole = (await w.call(readRejected, { params: { id: row!.id } })).body;
    expect(whole).toMatchObject({ cut: false, code: "unknown-type" });
    expect(whole.raw).not.toContain("test-key");
    w.clock.advance(3_600_000);
    const event = JSON.parse(whole.raw) as object;
    for (const [raw, words] of [[whole.raw, "type is one of"], ["{oops", "not JSON"], [{ ...event, type: "track", anonymousId: "" }, "userId or anonymousId"]] as const) {
      const answer = await replay(row!.id, raw);
      expect(answer.problem).toMatchObject({ status: 422, code: "still-refused", detail: expect.stringContaining(words) });
    }
    expect(await w.stored()).toEqual([]);
    const answers = await Promise.all([1, 2, 3].map(() => replay(row!.id, { ...event, type: "track" })));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect(await w.stored()).toMatchObject([{ type: "track", name: "Demo Requested", message_id: "eva-1", occurred_at: new Date("2026-01-05T07:00:00Z") }]);
    expect((await replay(row!.id, { ...event, type: "track" })).problem.code).toBe("replayed-already");
    expect(await waiting("unknown-type")).toEqual([]);
    expect((await w.call(listRejected, { query: { show: "replayed" } })).body.rows).toMatchObject([{ id: row!.id, replayedAt: w.clock.now().toISOString() }]);
    expect((await w.call(listAudit, {}, "administrator")).body.rows.filter(({ act }) => act === "capture.event-replayed")).toHaveLength(1);
  });

  test("keep what their request said for all of them: type, time of sending, context", async () => {
    const at = w.clock.now().getTime();
    await w.take("/v1/track", { anonymousId: "ida", messageId: "ida-1", originalTimestamp: new Date(at + 3_540_000).toISOString(), sentAt: new Date(at + 3_600_000).toISOString(), context: { locale: "de-DE" } });
    const [row] = await waiting("no-event-name");
    const { raw } = (await w.call(readRejected, { params: { id: row!.id } })).body;
    expect((await replay(row!.id, { ...JSON.parse(raw), event: "Clicked" })).status).toBe(200);
    expect((await w.stored()).find(({ message_id }) => message_id === "ida-1")).toMatchObject({ type: "track", occurred_at: new Date(at - 60_000), payload: { context: { locale: "de-DE" } } });
  });

  test("without a message id count once, replayed as often as one likes", async () => {
    await w.take("/v1/batch", { batch: [{ type: "page", properties: 1, anonymousId: "uma" }] });
    const [row] = await waiting("bad-properties");
    const repaired = { type: "page", anonymousId: "uma" };
    await replay(row!.id, repaired);
    await w.db.query("update rejected_event set replayed_at = null where id = $1", [row!.id]);
    await replay(row!.id, repaired);
    expect((await w.stored()).filter(({ message_id }) => message_id === row!.id)).toHaveLength(1);
  });

  test("that are too large stay so when they are replayed as they came, and are named when only a part is kept", async () => {
    await w.take("/v1/batch", { batch: [{ type: "track", event: "Big", anonymousId: "b", properties: { text: "x".repeat(40_000) } }, { type: "track", event: "Huge", anonymousId: "b", properties: { text: "x".repeat(200_000) } }] });
    const rows = await waiting("event-too-large");
    const read = await Promise.all(rows.map(async ({ id }) => (await w.call(readRejected, { params: { id } })).body));
    expect(read.map(({ cut }) => cut).toSorted()).toEqual([false, true]);
    const whole = read.find(({ cut }) => !cut)!;
    expect((await replay(whole.id, whole.raw)).problem).toMatchObject({ code: "still-refused", detail: expect.stringContaining("32 kB") });
    expect(rows.every(({ excerpt }) => excerpt.length <= 160)).toBe(true);
  });

  test("are counted by reason and listed page by page, newest first, each once", async () => {
    await w.db.query("delete from rejected_event");
    for (let n = 0; n < 5; n += 1) {
      await w.take("/v1/batch", { batch: Array.from({ length: 24 }, (_, i) => (i % 3 === 0 ? "text" : { type: "trak", n, i })) });
      w.clock.advance(1_000);
    }
    expect((await w.call(countRejected, {})).body).toMatchObject({ reasons: [{ code: "unknown-type", count: 80 }, { code: "not-an-object", count: 40 }], waiting: { value: 120, capped: false } });
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { rows: { id: string; receivedAt: string }[]; next: string | null } = (await w.call(listRejected, { query: cursor === null ? {} : { cursor } })).body;
      ids.push(...page.rows.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(ids).toHaveLength(120);
    expect(new Set(ids).size).toBe(120);
    expect((await w.call(listRejected, { query: { code: "not-an-object" } })).body.rows).toHaveLength(40);
  });

  test("of one reason are replayed together with one repair, page by page, each once; what is not right yet stays", async () => {
    await w.db.query("delete from rejected_event");
    await w.take("/v1/batch", { batch: [...Array.from({ length: 7 }, (_, i) => ({ type: "trak", event: "Clicked", anonymousId: `m${i}`, messageId: `many-${i}` })), { type: "trak", messageId: "many-nobody", event: "Clicked" }, "text"] });
    const before = (await w.stored()).length;
    const all = async (body: object) => {
      const totals = { replayed: 0, refused: [] as unknown[] };
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const answer = await w.call(replayMatching, { body: { code: "unknown-type", limit: 3, ...body, ...(cursor && { cursor }) } });
        expect(answer.status).toBe(200);
        totals.replayed += answer.body.replayed;
        totals.refused.push(...answer.body.refused);
        cursor = answer.body.next;
      }
      return totals;
    };
    expect(await all({})).toMatchObject({ replayed: 0 });
    expect(await all({ set: { type: "track" } })).toMatchObject({ replayed: 7, refused: [{ count: 1, words: expect.stringContaining("userId or anonymousId") }] });
    expect((await w.stored()).length).toBe(before + 7);
    expect(await all({ set: { type: "track" } })).toMatchObject({ replayed: 0 });
    expect((await w.stored()).length).toBe(before + 7);
    expect(await waiting()).toHaveLength(2);
    expect((await w.call(listAudit, { query: { act: "capture.events-replayed" } }, "administrator")).body.rows.map(({ summary }) => summary["replayed"])).toEqual([1, 3, 3]);
    expect((await w.call(replayMatching, { body: { code: "unknown-type" } }, "sales-rep")).status).toBe(403);
  });

  test("are for those who look after what comes in", async () => {
    for (const role of ["sales-rep", "sales-manager", "executive"] as const) for (const operation of [listRejected, countRejected, listRecentEvents]) expect((await w.call(operation as typeof countRejected, {}, role)).status).toBe(403);
    expect((await w.call(readRejected, { params: { id: w.app.ids.next() } })).status).toBe(404);
    expect((await replay(w.app.ids.next(), {})).status).toBe(404);
  });
});

test("the newest events are shown with their person, and with what still waits", async () => {
  await w.work();
  await w.batch({ type: "page", name: "Home", anonymousId: "new" }, { type: "identify", anonymousId: "new", traits: { email: "new@halvorsen.example", firstName: "Nia", lastName: "New" } });
  const before = (await w.call(listRecentEvents, { query: {} })).body;
  expect(before).toMatchObject({ waiting: 2, parked: 0 });
  expect(before.events.slice(0, 2).map(({ type, contact }) => [type, contact])).toEqual([["identify", null], ["page", null]]);
  await w.work();
  const after = (await w.call(listRecentEvents, { query: {} })).body;
  expect(after.waiting).toBe(0);
  expect(after.events.slice(0, 2).map(({ contact }) => contact?.name)).toEqual(["Nia New", "Nia New"]);
  // Administrators see that it is a person, not who.
  const unnamed = (await w.call(listRecentEvents, { query: {} }, "administrator")).body.events[0]!.contact;
  expect(unnamed).toEqual({ id: after.events[0]!.contact!.id, name: null, identified: true });
  expect((await w.call(listRecentEvents, { query: { source: 999 } })).body.events).toEqual([]);
});
