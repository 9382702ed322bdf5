import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEvent, type CapturedEvent } from "./event.ts";
import { deepestJson, repairJson, repairText, type Json } from "./text.ts";
import { decideTimestamp, parseInstant } from "./timestamps.ts";

const receivedAt = Date.UTC(2026, 10, 21, 12);
const around = { receivedAt, messageId: "given" };
const read = (raw: unknown): CapturedEvent => {
  const reading = readEvent(raw, around);
  if ("refused" in reading) throw new Error(reading.refused.code);
  return reading.ok;
};
const codeOf = (raw: unknown) => {
  const reading = readEvent(raw, around);
  return "refused" in reading ? reading.refused.code : null;
};
const track = { type: "track", event: "Pricing", anonymousId: "a1" };

describe("a raw event", () => {
  it("is read into its parts", () => {
    expect(read({ ...track, messageId: "m1", userId: 42, properties: { plan: "pro" }, timestamp: "2026-11-21T11:59:00.000Z" })).toEqual({
      type: "track", messageId: "m1", anonymousId: "a1", userId: "42", previousId: null, groupId: null, name: "Pricing",
      at: receivedAt - 60_000, timeDoubtful: false, properties: { plan: "pro" }, traits: {}, context: {},
    });
  });
  it("gets an id, a type and a context where it has none of its own", () => {
    const reading = readEvent({ event: "X", userId: "u" }, { ...around, type: "track", context: { library: { name: "x" } } });
    expect("ok" in reading && reading.ok).toMatchObject({ messageId: "given", type: "track", context: { library: { name: "x" } } });
  });
  it.each([
    ["not-an-object", [track]], ["not-an-object", null], ["not-an-object", "x"],
    ["unknown-type", { ...track, type: "purchase" }],
    ["bad-message-id", { ...track, messageId: "x".repeat(101) }], ["bad-message-id", { ...track, messageId: 7 }], ["bad-message-id", { ...track, messageId: "" }],
    ["no-identity", { type: "page", anonymousId: " ", userId: null }],
    ["bad-id", { ...track, userId: { $ne: 1 } }], ["bad-id", { ...track, anonymousId: "x".repeat(256) }],
    ["no-previous-id", { type: "alias", userId: "u" }], ["no-group-id", { type: "group", userId: "u" }],
    ["no-event-name", { type: "track", userId: "u" }], ["bad-name", { ...track, event: 5 }], ["bad-name", { ...track, event: "x".repeat(201) }],
    ["bad-properties", { ...track, properties: [1] }], ["bad-properties", { ...track, traits: "x" }],
    ["bad-timestamp", { ...track, timestamp: "yesterday" }], ["event-too-old", { ...track, timestamp: "1999-12-31T23:59:59Z" }],
    ["bad-content", { ...track, properties: JSON.parse('{"__proto__": {"admin": true}}') as Json }],
    ["bad-content", { ...track, properties: JSON.parse(`${"[".repeat(100)}${"]".repeat(100)}`) as Json }],
    ["bad-content", { ...track, properties: { list: new Array(10_001).fill(0) } }],
  ])("is refused as %s", (code, raw) => {
    expect(codeOf(raw)).toBe(code);
  });
  it("keeps emoji and right-to-left names, and loses what cannot be stored", () => {
    const event = read({ ...track, event: "a\u0000b", properties: { name: "שלום 🙂", "bad\ud800key": ["x\udc00"] } });
    expect(event.name).toBe("ab");
    expect(event.properties).toEqual({ name: "שלום 🙂", "bad\ufffdkey": ["x\ufffd"] });
  });
  it("never throws and never lets unstorable text through, whatever comes", () => {
    const piece = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("a\u0000", "\ud83d", "\ude42\ud83d"), fc.integer(), fc.constant(null));
    const anything = fc.record({ type: fc.constantFrom("track", "page", "identify"), event: piece, anonymousId: piece, userId: piece, properties: fc.oneof(piece, fc.dictionary(fc.string({ unit: "binary" }), piece), fc.anything()), timestamp: piece }, { requiredKeys: ["type"] });
    fc.assert(
      fc.property(anything, (raw) => {
        const reading = readEvent(raw, around);
        if ("ok" in reading) expect(/\\u0000|\\ud[89a-f]/.test(JSON.stringify(reading.ok).replaceAll("\\\\", ""))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("text", () => {
  it("is the very same where nothing is wrong", () => {
    const value: Json = { a: ["ok", { b: "🙂" }] };
    expect(repairJson(value)).toEqual({ ok: value });
    expect((repairJson(value) as { ok: Json }).ok).toBe(value);
    expect(repairText("🙂\ud83d")).toBe("🙂\ufffd");
  });
  it("is refused below the deepest level only", () => {
    const nested = (levels: number): Json => (levels === 0 ? "x\u0000" : [nested(levels - 1)]);
    expect("ok" in repairJson(nested(deepestJson))).toBe(true);
    expect("refused" in repairJson(nested(deepestJson + 1))).toBe(true);
  });
});

describe("the time of an event", () => {
  const hour = 3_600_000;
  const times = (rest: object) => decideTimestamp({ receivedAt, timestamp: null, originalTimestamp: null, sentAt: null, ...rest });
  it("is corrected by the error of the client's clock", () => {
    const skewed = receivedAt + 5 * hour;
    expect(times({ timestamp: skewed - 1_000, sentAt: skewed })).toEqual({ at: receivedAt - 1_000, doubtful: false });
    expect(times({ originalTimestamp: skewed - 1_000, sentAt: skewed })).toEqual({ at: receivedAt - 1_000, doubtful: false });
  });
  it("stands as given by a server, and where another collector has corrected it", () => {
    expect(times({ timestamp: receivedAt - hour })).toEqual({ at: receivedAt - hour, doubtful: false });
    expect(times({ timestamp: receivedAt - 72 * hour, originalTimestamp: receivedAt - 71 * hour, sentAt: receivedAt - 71 * hour })).toEqual({ at: receivedAt - 72 * hour, doubtful: false });
  });
  it("is never in the future", () => {
    expect(times({ timestamp: receivedAt + 5 * 60_000 })).toEqual({ at: receivedAt, doubtful: false });
    expect(times({ timestamp: receivedAt + hour })).toEqual({ at: receivedAt, doubtful: true });
    expect(times({})).toEqual({ at: receivedAt, doubtful: false });
  });
  it.each([
    ["2026-11-21T12:00:00.000Z", receivedAt], ["2026-11-21T12:00:00", receivedAt], ["2026-11-21T13:00:00+01:00", receivedAt], ["2026-11-21", Date.UTC(2026, 10, 21)],
    [receivedAt, receivedAt], ["", null], [null, null], ["21.11.2026", NaN], ["2026-13-01T00:00:00Z", NaN], [{}, NaN], ["12", NaN],
  ])("reads %s", (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });
});
