import { gzipSync } from "node:zlib";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { captureWorld, key, type CaptureWorld } from "./capture.fixture.ts";
import { largestBatch } from "./read-request.ts";

let w: CaptureWorld;
beforeAll(async () => {
  w = await captureWorld();
});
beforeEach(async () => {
  await w.work();
  await w.db.query("delete from rejected_event");
  seen = new Set((await w.stored()).map(({ id }) => id));
});

let seen = new Set<string>();
/** Events stored by the test that runs. */
const fresh = async () => (await w.stored()).filter(({ id }) => !seen.has(id));
const refused = () => w.db.query<{ code: string; raw: string }>("select code, raw from rejected_event order by id");
let count = 0;
const track = (more: Record<string, unknown> = {}) => ({ type: "track", event: "Clicked", anonymousId: "ann", messageId: `id-${(count += 1)}`, ...more });

describe("a request", () => {
  test.each([
    ["is not JSON", "{oops", 400], ["is empty", "", 400], ["is a list", "[]", 400], ["is null", "null", 400], ["has no batch", { events: [] }, 400],
    ["has a batch that is none", { batch: { 0: track() } }, 400],
  ])("that %s is answered with %3$s and stores nothing", async (_, body, status) => {
    const answer = await w.take("/v1/batch", body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ success: false, message: expect.stringMatching(/\w+ \w+/) });
    expect(await fresh()).toEqual([]);
  });

  test("of 500 kB is taken whole, of more is refused, whether or not it was small on the way", async () => {
    const filler = "x".repeat(30_000);
    const batch = Array.from({ length: 16 }, () => track({ properties: { filler } }));
    const body = Buffer.from(JSON.stringify({ batch }));
    const padded = Buffer.concat([body, Buffer.alloc(largestBatch - body.length, " ")]);
    expect(padded.length).toBe(500 * 1024);
    expect((await w.take("/v1/batch", padded)).status).toBe(200);
    expect(await fresh()).toHaveLength(16);
    const tooMuch = Buffer.concat([padded, Buffer.from(" ")]);
    expect((await w.take("/v1/batch", tooMuch)).status).toBe(413);
    expect((await w.take("/v1/batch", Buffer.concat([padded, Buffer.alloc(4_000, " ")]))).status).toBe(413);
    expect((await w.take("/v1/batch", gzipSync(tooMuch), { ...key, "content-encoding": "gzip" })).status).toBe(413);
    expect(await fresh()).toHaveLength(16);
  });

  test("may be gzipped, with or without saying so", async () => {
    const body = () => gzipSync(JSON.stringify({ batch: [track()] }));
    expect((await w.take("/v1/batch", body(), { ...key, "content-encoding": "gzip" })).status).toBe(200);
    expect((await w.take("/v1/batch", body())).status).toBe(200);
    expect(await fresh()).toHaveLength(2);
    expect((await w.take("/v1/batch", "plain", { ...key, "content-encoding": "gzip" })).status).toBe(400);
  });

  test("that is a gzip bomb costs neither memory nor time", async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, " "), { level: 9 });
    expect(bomb.length).toBeLessThan(largestBatch);
    const before = process.memoryUsage().rss;
    const began = performance.now();
    expect((await w.take("/v1/batch", bomb, { ...key, "content-encoding": "gzip" })).status).toBe(413);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
  });

  test("is known by its key wherever clients put it, and by nothing else", async () => {
    expect((await w.take("/v1/batch", { batch: [track()], writeKey: "test-key" }, {})).status).toBe(200);
    expect((await w.take("/v1/batch", { batch: [track({ writeKey: "test-key" })] }, {})).status).toBe(200);
    expect((await w.take("/v1/batch", { batch: [track()] }, { authorization: "Bearer test-key" })).status).toBe(200);
    expect(await fresh()).toHaveLength(3);
    for (const headers of [{}, { authorization: `Basic ${Buffer.from("other:").toString("base64")}` }, { authorization: "Basic %%%" }, { authorization: `Bearer ${"k".repeat(5_000)}` }]) {
      const answer = await w.take("/v1/batch", { batch: [track()] }, headers as Record<string, string>);
      expect(answer).toMatchObject({ status: 401, body: { success: false, message: expect.stringContaining("Settings, Sources") } });
    }
    expect(await fresh()).toHaveLength(3);
  });

  test("with a revoked key is refused within seconds", async () => {
    const hash = (await import("./sources.ts")).hashKey("brief-key");
    await w.db.query("insert into source (name, kind, write_key_hash, created_at, revoked_at) values ('Old', 'server', $1, $2, $2)", [hash, w.clock.now()]);
    expect((await w.take("/v1/batch", { batch: [track()], writeKey: "brief-key" }, {})).status).toBe(401);
  });

  test("may come from any website, is asked for first, and shows it nothing", async () => {
    const preflight = await w.server.inject({ method: "OPTIONS", url: "/v1/batch", headers: { origin: "https://www.example.com", "access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type" } });
    expect(preflight).toMatchObject({ statusCode: 204, headers: { "access-control-allow-origin": "https://www.example.com", "access-control-allow-methods": expect.stringContaining("POST"), "access-control-allow-headers": expect.stringContaining("authorization") } });
    expect(preflight.headers["access-control-allow-credentials"]).toBeUndefined();
    const answer = await w.take("/v1/track", track(), { ...key, origin: "https://www.example.com" });
    expect(answer.headers["access-control-allow-origin"]).toBe("https://www.example.com");
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });
});

describe("events", () => {
  test("of every path and its short form are stored under the type the path names", async () => {
    const bodies: Record<string, object> = {
      track: { event: "Clicked" }, identify: { traits: {} }, page: { name: "Home" }, screen: { name: "Main" }, group: { groupId: "g1" }, alias: { previousId: "old", userId: "new" },
    };
    for (const [verb, body] of Object.entries(bodies)) for (const path of [`/v1/${verb}`, `/v1/${verb[0]}`]) expect((await w.take(path, { anonymousId: "ann", ...body })).body).toEqual({ success: true });
    expect((await fresh()).map(({ type }) => type)).toEqual(Object.keys(bodies).flatMap((verb) => [verb, verb]));
    for (const path of ["/v1/b", "/v1/import", "/v1/batch/v1/batch"]) expect((await w.take(path, { batch: [track()] })).status).toBe(200);
    expect(await fresh()).toHaveLength(15);
  });

  test.each([
    ["not-an-object", "text"], ["not-an-object", null], ["not-an-object", [track()]], ["unknown-type", track({ type: "trak" })], ["unknown-type", track({ type: 7 })], ["no-event-name", track({ event: "  " })],
    ["no-event-name", track({ event: undefined })], ["bad-name", track({ event: 17 })], ["bad-name", track({ event: "n".repeat(201) })], ["no-identity", track({ anonymousId: undefined })], ["no-identity", track({ anonymousId: "" })],
    ["bad-id", track({ anonymousId: { id: 1 } })], ["bad-id", track({ userId: "u".repeat(256) })], ["bad-message-id", track({ messageId: 5 })], ["bad-message-id", track({ messageId: "m".repeat(101) })],
    ["bad-properties", track({ properties: "none" })], ["bad-properties", track({ properties: [1] })], ["bad-properties", track({ context: 3 })], ["bad-timestamp", track({ timestamp: "yesterday" })], ["bad-timestamp", track({ timestamp: {} })],
    ["event-too-old", track({ timestamp: "1970-01-01T00:00:00Z" })], ["no-group-id", { type: "group", anonymousId: "ann" }], ["no-previous-id", { type: "alias", userId: "u" }], ["event-too-large", track({ properties: { text: "ü".repeat(17_000) } })],
  ])("that are wrong are refused as %s, and the good ones beside them are taken", async (code, bad) => {
    const [first, last] = [track({ event: "Before" }), track({ event: "After" })];
    const answer = await w.batch(first, bad, last);
    expect(answer).toMatchObject({ status: 200, body: { success: true, rejected: [{ code, words: expect.stringMatching(/\.$/) }] } });
    expect((await fresh()).map(({ name }) => name)).toEqual(["Before", "After"]);
    expect(await refused()).toMatchObject([{ code }]);
  });

  test("deeply nested are refused or taken, and never bring the server down", async () => {
    for (const depth of [30, 5_000, 60_000]) {
      const nested = `{"type":"track","event":"Deep","anonymousId":"ann","properties":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;
      const answer = await w.take("/v1/batch", `{"batch":[${nested},${JSON.stringify(track())}]}`);
      expect([depth, answer.status, answer.body.rejected?.map(({ code }) => code)]).toEqual([depth, 200, depth > 30 ? ["bad-content"] : undefined]);
    }
    expect((await fresh()).map(({ name }) => name)).toEqual(["Deep", "Clicked", "Clicked", "Clicked"]);
    expect(await refused()).toHaveLength(2);
  });

  test("sent twice count once, within a batch, across batches and at once, but not across sources", async () => {
    const one = track();
    await w.batch(one, { ...one, event: "Changed" });
    await Promise.all([w.batch(one), w.batch(one, track()), w.batch(one)]);
    expect((await fresh()).map(({ name }) => name)).toEqual(["Clicked", "Clicked"]);
    const { hashKey } = await import("./sources.ts");
    await w.db.query("insert into source (name, kind, write_key_hash, created_at) values ('Server', 'server', $1, $2)", [hashKey("second-key"), w.clock.now()]);
    await w.take("/v1/track", one, { authorization: "Bearer second-key" });
    expect((await fresh()).filter(({ message_id }) => message_id === one.messageId)).toHaveLength(2);
  });

  test("without a message id each get one of their own", async () => {
    await w.batch(track({ messageId: undefined }), track({ messageId: null }));
    expect(new Set((await fresh()).map(({ message_id }) => message_id)).size).toBe(2);
  });

  test("keep emoji, right-to-left names and every script; what Postgres can't hold is repaired, not lost", async () => {
    const names = ["Zoë 🦊👩‍👩‍👧", "مريم الخطيب", "会社", "Ω≈ç√", "‮evil"];
    await w.batch(...names.map((event) => track({ event, properties: { event } })));
    await w.take("/v1/batch", `{"batch":[{"type":"track","event":"a\\u0000b","anonymousId":"an\\u0000n","messageId":"nul-${count}","properties":{"k\\u0000":"v\\u0000w","half":"x\\ud800y","pair":"\\ud83e\\udd8a"}}]}`);
    const stored = await fresh();
    expect(stored.map(({ name }) => name).slice(0, 5)).toEqual(names);
    expect(stored.slice(0, 5).map(({ payload }) => payload["properties"].event)).toEqual(names);
    expect(stored).toHaveLength(6);
    expect(JSON.stringify(stored[5]!.payload["properties"])).toContain("🦊");
    expect(JSON.stringify(stored[5])).not.toMatch(/\\u0000|\\ud800/);
    await w.work();
    expect(await w.db.one("select (select count(*)::int from intake) as waiting, (select count(*)::int from parked_intake) as parked")).toEqual({ waiting: 0, parked: 0 });
  });
});

describe("the time of an event", () => {
  const now = () => w.clock.now().getTime();
  const iso = (ms: number) => new Date(ms).toISOString();
  const at = async (more: Record<string, unknown>) => {
    await w.batch(track(more));
    const [event] = await fresh();
    return { at: event!.occurred_at.getTime(), doubtful: event!.payload["timeDoubtful"] === true };
  };

  test("is its own", async () => {
    expect(await at({ timestamp: iso(now() - 3_600_000) })).toEqual({ at: now() - 3_600_000, doubtful: false });
  });

  test("is corrected by the client's clock, which tells when it sent", async () => {
    // The client's clock is an hour ahead.
    expect(await at({ originalTimestamp: iso(now() + 3_600_000 - 60_000), sentAt: iso(now() + 3_600_000) })).toEqual({ at: now() - 60_000, doubtful: false });
  });

  test("is never in the future", async () => {
    for (const timestamp of ["2999-01-01T00:00:00Z", iso(now() + 86_400_000), "9999-12-31T23:59:59.999Z"]) {
      await w.batch(track({ timestamp }));
    }
    for (const event of await fresh()) expect(event.occurred_at.getTime()).toBeLessThanOrEqual(now());
    expect(await fresh()).toHaveLength(3);
  });

  test("may lie years back, but not before 2000", async () => {
    expect((await at({ timestamp: "2003-05-06T07:08:09Z" })).at).toBe(Date.parse("2003-05-06T07:08:09Z"));
    expect((await w.batch(track({ timestamp: "1999-12-31T23:59:59Z" }))).body.rejected).toMatchObject([{ code: "event-too-old" }]);
  });

  test("of whole years back is worked without trouble", async () => {
    await w.batch(track({ timestamp: "2001-01-01T00:00:00Z", anonymousId: "old" }), track({ anonymousId: "old" }));
    await w.work();
    expect(await w.db.one("select count(*)::int as parked from parked_intake")).toEqual({ parked: 0 });
  });
});
