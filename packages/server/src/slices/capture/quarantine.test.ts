import { setQuarantine } from "@tandem/contract/capture/events";
import { beforeAll, expect, test } from "vitest";
import { pageView } from "../../test/world.ts";
import { captureWorld, type CaptureWorld } from "./capture.fixture.ts";

let w: CaptureWorld;
beforeAll(async () => {
  w = await captureWorld();
});

const quarantine = (eventId: string, quarantined: boolean, role: "marketing" | "sales-rep" = "marketing") => w.call(setQuarantine, { params: { eventId }, body: { quarantined } }, role);
const scoreOf = (email: string) => w.db.one<{ engagement: number; stage: string }>("select c.engagement, c.stage from contact c where c.email_folded = $1 and c.survivor_id = c.id", [email]);
const eventNamed = async (name: string) => (await w.stored()).find((event) => event.name === name)!.id;

test("a signal set aside takes its points back at once, and gives them again when it is released", async () => {
  await w.send({ type: "identify", anonymousId: "ann", traits: { email: "ann@halvorsen.example", firstName: "Ann" } }, pageView("ann", "/docs/start"));
  const before = await scoreOf("ann@halvorsen.example");
  await w.send({ type: "track", event: "Webinar Attended", anonymousId: "ann" });
  const after = await scoreOf("ann@halvorsen.example");
  expect(after.engagement).toBeGreaterThan(before.engagement);
  const eventId = await eventNamed("Webinar Attended");
  expect((await quarantine(eventId, true)).body).toEqual({ signals: 1 });
  expect(await scoreOf("ann@halvorsen.example")).toEqual(before);
  expect((await quarantine(eventId, true)).status).toBe(200);
  expect(await scoreOf("ann@halvorsen.example")).toEqual(before);
  await quarantine(eventId, false);
  expect(await scoreOf("ann@halvorsen.example")).toEqual(after);
});

test("one signal of several is set aside alone", async () => {
  await w.send({ type: "identify", anonymousId: "bob", traits: { email: "bob@halvorsen.example" } }, { type: "track", event: "ROI Calculator Completed", anonymousId: "bob" });
  const only = await scoreOf("bob@halvorsen.example");
  await w.send({ type: "track", event: "Stand Visited", anonymousId: "bob" });
  await quarantine(await eventNamed("Stand Visited"), true);
  expect((await scoreOf("bob@halvorsen.example")).engagement).toBe(only.engagement);
});

test("the change is kept in the contact's history and the audit trail", async () => {
  const eventId = await eventNamed("Webinar Attended");
  await quarantine(eventId, true);
  expect(await w.db.query("select act from audit where entity_kind = 'event' and entity_id = $1 order by id desc limit 1", [eventId])).toEqual([{ act: "capture.quarantined" }]);
});

test("what is no signal can't be set aside, and Sales does not decide it", async () => {
  await w.send({ type: "track", event: "Something Else", anonymousId: "ann" });
  expect((await quarantine(await eventNamed("Something Else"), true)).problem.code).toBe("no-signal");
  expect((await quarantine(w.app.ids.next(), true)).status).toBe(404);
  expect((await quarantine(await eventNamed("Webinar Attended"), false, "sales-rep")).status).toBe(403);
});
