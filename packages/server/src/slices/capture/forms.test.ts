import { countRejected, listRejected, replayRejected } from "@tandem/contract/capture/events";
import { changeForm, createForm, listForms } from "@tandem/contract/capture/forms";
import { beforeAll, describe, expect, test } from "vitest";
import { captureWorld, type CaptureWorld } from "./capture.fixture.ts";

let w: CaptureWorld;
let formId: string;
const definition = {
  title: "Ask for a demo", submitLabel: "Ask", thanks: "We call you.",
  fields: [
    { name: "firstName", label: "First name", type: "text" as const, required: true },
    { name: "workMail", label: "Work e-mail", type: "email" as const, required: true },
    { name: "terms", label: "Terms", type: "checkbox" as const, required: true },
    { name: "topics", label: "Topics", type: "checkboxes" as const, required: false, options: ["Sales", "Marketing"] },
  ],
};
beforeAll(async () => {
  w = await captureWorld();
  formId = (await w.call(createForm, { body: { ...definition, key: "demo" } })).body.id;
});

let count = 0;
const filled = (values: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => {
  count += 1;
  return { messageId: `form-${count}`, anonymousId: `visitor-${count}`, values: { firstName: "Zoë", workMail: `Zoe${count}@Halvorsen.example`, terms: true, ...values }, startedAt: w.clock.now().getTime() - 20_000, ...more };
};
const submit = (body: unknown, key = "demo") => w.take(`/forms/${key}`, body, { "content-type": "application/json" });
const eventsOf = async (messageId: string) => (await w.stored()).filter(({ message_id }) => message_id.split(":")[0] === messageId);

describe("a submission", () => {
  test("is who they are and what they did: the person is known and asks for a handoff at once", async () => {
    const body = filled({ topics: ["Sales"], injected: "x", isAdmin: true });
    expect((await submit(body)).body).toEqual({ ok: true, thanks: "We call you." });
    const [identify, track] = await eventsOf(body.messageId);
    expect(identify).toMatchObject({ type: "identify", payload: { anonymousId: body.anonymousId, traits: { firstName: "Zoë", email: "zoe1@halvorsen.example" }, context: { form: "demo" } } });
    expect(track).toMatchObject({ type: "track", name: "Form Submitted", payload: { properties: { form: "demo", fields: { topics: ["Sales"] } } } });
    expect(JSON.stringify([identify, track])).not.toMatch(/injected|isAdmin/);
    await w.work();
    const contact = await w.db.one<{ id: string; first_name: string }>("select id, first_name from contact where email_folded = 'zoe1@halvorsen.example'");
    expect(contact.first_name).toBe("Zoë");
    expect(await w.db.query("select state from handoff where contact_id = $1", [contact.id])).toHaveLength(1);
  });

  test("sent again counts once, however often and at once", async () => {
    const body = filled();
    const answers = await Promise.all([submit(body), submit(body), submit(body)]);
    await submit(body);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await eventsOf(body.messageId)).toHaveLength(2);
  });

  test("with a missing or wrong answer is told at its field, and nothing is stored", async () => {
    for (const [values, path] of [[{ firstName: "" }, "firstName"], [{ workMail: undefined }, "workMail"], [{ workMail: "zoe@" }, "workMail"], [{ workMail: ["a@b.example"] }, "workMail"], [{ terms: false }, "terms"]] as const) {
      const body = filled(values);
      const answer = await submit(body);
      expect(answer).toMatchObject({ status: 422, body: { code: "bad-input", errors: [{ path: `values.${path}`, message: expect.stringMatching(/\.$/) }] } });
      expect(await eventsOf(body.messageId)).toEqual([]);
    }
    expect((await submit({ values: {} })).status).toBe(422);
    expect((await submit({ ...filled(), messageId: "" })).status).toBe(422);
    expect((await submit("{oops")).status).toBe(400);
    expect((await submit(filled(), "unknown")).status).toBe(404);
  });

  test("may be made by anybody's site, without a cookie and in every script", async () => {
    const body = filled({ firstName: "مريم 🦊 \u0000 \ud800" });
    const answer = await w.take("/forms/demo", body, { "content-type": "application/json", origin: "https://www.example.com" });
    expect(answer).toMatchObject({ status: 200, headers: { "access-control-allow-origin": "*" } });
    expect(answer.headers["set-cookie"]).toBeUndefined();
    const [identify] = await eventsOf(body.messageId);
    expect(identify!.payload["traits"].firstName).toBe("مريم 🦊  \ufffd");
    const preflight = await w.server.inject({ method: "OPTIONS", url: "/forms/demo", headers: { origin: "https://www.example.com" } });
    expect(preflight).toMatchObject({ statusCode: 204, headers: { "access-control-allow-headers": "content-type" } });
  });
});

describe("a machine", () => {
  const waiting = async () => (await w.call(listRejected, { query: { show: "waiting" } })).body.rows;

  test.each([
    ["spam-trap", () => ({ trap: "buy now" })],
    ["filled-too-fast", () => ({ startedAt: w.clock.now().getTime() - 900 })],
  ])("is caught by %s, is not told, and is kept to be looked at", async (code, more) => {
    const body = filled({}, more());
    expect((await submit(body)).body).toEqual({ ok: true, thanks: "We call you." });
    expect(await eventsOf(body.messageId)).toEqual([]);
    expect((await waiting())[0]).toMatchObject({ code, source: "Form: Ask for a demo" });
  });

  test("is not suspected where the visitor's clock is wrong", async () => {
    for (const startedAt of [w.clock.now().getTime() + 600_000, 0, w.clock.now().getTime() - 90 * 86_400_000]) {
      const body = filled({}, { startedAt });
      await submit(body);
      expect(await eventsOf(body.messageId)).toHaveLength(2);
    }
  });

  test("that was a person is taken in after all, once, as if it had never been refused", async () => {
    const body = filled({}, { trap: "Autofill" });
    await submit(body);
    const [row] = await waiting();
    const raw = JSON.stringify(body);
    expect((await w.call(replayRejected, { params: { id: row!.id }, body: { raw } })).body).toEqual({ accepted: true });
    expect((await eventsOf(body.messageId)).map(({ type }) => type)).toEqual(["identify", "track"]);
    await w.work();
    expect(await w.db.find("select 1 as one from contact where email_folded = $1", [String(body.values.workMail).toLowerCase()])).toEqual({ one: 1 });
    expect((await w.call(replayRejected, { params: { id: row!.id }, body: { raw } })).problem.code).toBe("replayed-already");
    expect((await w.call(countRejected, {})).body.replayed.value).toBe(1);
  });
});

describe("forms", () => {
  test("are made and changed by Marketing, RevOps and administrators; their key stays and is theirs alone", async () => {
    expect((await w.call(createForm, { body: { ...definition, key: "demo" } }, "revops")).problem.code).toBe("form-key-taken");
    expect((await w.call(createForm, { body: { ...definition, key: "demo2" } }, "sales-rep")).status).toBe(403);
    // Seen before and so remembered, yet shown as it is from now on.
    expect((await w.server.inject({ url: "/forms/demo" })).json()).toMatchObject({ title: definition.title });
    const changed = await w.call(changeForm, { params: { id: formId }, body: { ...definition, title: "Talk to us", thanks: "Soon." } }, "administrator");
    expect(changed.body).toMatchObject({ key: "demo", title: "Talk to us", snippet: expect.stringContaining('data-tandem-embed="demo"') });
    const seen = await w.server.inject({ url: "/forms/demo" });
    expect(seen.json()).toMatchObject({ key: "demo", title: "Talk to us", thanks: "Soon.", fields: definition.fields });
    expect(JSON.stringify(seen.json())).not.toMatch(/source/);
    expect((await w.call(changeForm, { params: { id: w.app.ids.next() }, body: definition })).status).toBe(404);
    expect((await w.call(listForms, {})).body.forms.map(({ key }) => key)).toEqual(["demo"]);
  });

  test.each([
    ["two fields of one name", { fields: [...definition.fields, definition.fields[0]!] }],
    ["no e-mail field", { fields: [definition.fields[0]!] }],
    ["no field", { fields: [] }],
    ["a name with a space", { fields: [{ ...definition.fields[1]!, name: "work mail" }] }],
    ["a key with a slash", { key: "a/b" }],
  ])("with %s are refused", async (_, part) => {
    expect((await w.call(createForm, { body: { ...definition, key: "other", ...part } as never })).status).toBe(400);
  });
});
