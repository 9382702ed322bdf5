import { draftCalibration, judgeField, listOutcomes, readCalibration, startCalibration, cancelCalibration, type CalibrationAsk } from "@tandem/contract/lab/calibration";
import { readDraft } from "@tandem/contract/agreement/drafts";
import type { InputOf, Operation, OutputOf, Problem } from "@tandem/contract/operation";
import { generatedLeads, seededDice } from "@tandem/domain/calibration/calibration.fixture";
import { countLeftOut } from "@tandem/domain/calibration/people-table";
import { foundingAgreement } from "@tandem/domain/agreement/founding-agreement";
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, test } from "vitest";
import { createHttpServer } from "../../../platform/http/server.ts";
import { ensureFoundingAgreement } from "../../../spine/founding.ts";
import { access } from "../../access/slice.ts";
import { addPerson, type Caller } from "../../access/access.fixture.ts";
import { agreement } from "../../agreement/slice.ts";
import { importsApp, type ImportsApp, type Targets } from "../../imports/imports.fixture.ts";
import { loadTable } from "./load-table.ts";
import { agreementInForce } from "../../../spine/agreement-in-force.ts";
import { calibration } from "./slice.ts";

let t: ImportsApp;
let server: FastifyInstance;
let marketing: Caller & { id: string };

/** Leads of a file with a running number in place of dates: newest first, as such files come. */
const leads = generatedLeads(1_500, 7);
function file(): string {
  const cell = (name: string, row: number) => {
    const column = leads.columns.find((one) => one.name === name)!;
    return column.kind === "number" ? String(Math.round(column.values[row]!)) : String(column.levels[column.codes[row]!] ?? "Select");
  };
  const names = leads.columns.map(({ name }) => name);
  const rows = Array.from({ length: leads.people }, (_, row) => [`p${row}@leads.example`, `${4_000 + row}`, leads.outcome[row] === 1 ? "Yes" : "No", ...names.map((name) => cell(name, row))].join(","));
  return [["E-mail", "No.", "came", ...names].join(","), ...rows.toReversed()].join("\n");
}

beforeAll(async () => {
  t = await importsApp();
  await ensureFoundingAgreement(t.app);
  server = await createHttpServer(t.app, [access, agreement, calibration]);
  marketing = await addPerson(t, t.workspace, "marketing", "Priya Raman");
  const custom = (name: string, type: "choice" | "number" | "boolean") => ({ to: `contact.custom.${name === "No." ? "no" : name}`, name, type });
  const targets: Targets = { "E-mail": "contact.email", "No.": custom("No.", "number"), came: custom("came", "boolean"), ...Object.fromEntries(leads.columns.map(({ name, kind }) => [name, custom(name, kind === "number" ? "number" : "choice")])) };
  expect(await t.bring("contacts", file(), { targets, options: { missing: ["Select"] } })).toMatchObject({ created: 1_500, refused: 0 });
});

async function call<O extends Operation>(operation: O, input: Partial<InputOf<O>>, caller: Caller = marketing): Promise<{ status: number; body: OutputOf<O>; problem: Problem }> {
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => String((input.params as Record<string, unknown>)[name]));
  const response = await server.inject({ method: operation.method, url: `/api/v1${path}`, ...(input.body === undefined ? {} : { payload: input.body as object }), headers: { origin: "http://localhost:3210", cookie: `tandem_session=${caller.cookie}` } });
  return { status: response.statusCode, body: response.json() as never, problem: response.json() as never };
}

const came = { outcome: { field: "contact.custom.came", is: true }, from: "fields", precision: 0.6 } as const;

async function finished(ask: InputOf<typeof startCalibration>["body"]): Promise<OutputOf<typeof readCalibration>> {
  const started = await call(startCalibration, { body: ask });
  if (started.status !== 200) throw new Error(JSON.stringify(started.problem));
  for (;;) {
    const { body } = await call(readCalibration, { params: { id: started.body.id } });
    if (body.state !== "running") return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("from fields", () => {
  let found: OutputOf<typeof readCalibration>;
  beforeAll(async () => {
    found = await finished(came);
  });

  test("what leaks is under suspicion, what counts is suggested, and it is held out by age", () => {
    expect(found).toMatchObject({ state: "finished", failure: null, progress: { share: 1 } });
    const report = found.report!;
    expect(report).toMatchObject({ people: 1_500, tooYoung: 0, cameBefore: 0, noValue: 0, agedBy: "No.", nothing: null, became: "have came: yes", horizonDays: null });
    expect(report.fields.filter(({ suspected }) => suspected).map(({ name }) => name).sort()).toEqual(["note", "status"]);
    expect(report.rules.map(({ name }) => name)).toEqual(expect.arrayContaining(["source is Referral"]));
    expect(report.rules.filter(({ name }) => /^(status|note|colour|height|No\.)/.test(name))).toEqual([]);
    expect(report.rules.find(({ name }) => name === "source is Referral")!.words).toMatch(/^source is Referral: \+\d+; \d+ people, \d+ % have came: yes, lift \d\.\d \(\d\.\d–\d\.\d\)$/);
    expect(report.heldOut!.learnedOn).toBe(1_125);
    expect(report.heldOut!.proposed.auc!.auc).toBeGreaterThan(0.65);
    expect(report.heldOut!.proposed.auc!.auc).toBeLessThan(0.9);
    expect(report.thresholds.every(({ aMonth }) => aMonth === null)).toBe(true);
  });

  test("it becomes one ordinary draft that differs from the version in force by its fit rules", async () => {
    const made = await call(draftCalibration, { params: { id: found.id }, body: {} });
    const again = await call(draftCalibration, { params: { id: found.id }, body: {} });
    expect(again.body.draftId).toBe(made.body.draftId);
    const draft = (await call(readDraft, { params: { id: made.body.draftId } })).body;
    expect(draft).toMatchObject({ title: "Points from outcomes", state: "open", signatures: [] });
    expect(draft.document.fit.rules.map(({ name }) => name)).toEqual(found.report!.rules.map(({ name }) => name));
    expect(draft.document.engagement).toEqual(foundingAgreement.engagement);
    expect(draft.problems.filter(({ severity }) => severity === "problem")).toEqual([]);
  });

  test("a person clears a suspicion or confirms a leak, and the next calibration follows", async () => {
    const rep = await addPerson(t, t.workspace, "sales-rep", "Maya Lindqvist", [t.workspace.teams.sales]);
    const clear = { params: { ref: "contact.custom.note" }, body: { leak: false, why: "The form asks for it." } };
    expect((await call(judgeField, clear, rep)).status).toBe(403);
    expect((await call(judgeField, { ...clear, params: { ref: "contact.custom.nowhere" } })).problem.code).toBe("no-such-field");
    expect((await call(judgeField, clear)).body).toEqual({ ref: "contact.custom.note", leak: false });
    await call(judgeField, { params: { ref: "contact.custom.source" }, body: { leak: true } });
    const after = await finished(came);
    expect(after.report!.fields.filter(({ suspected }) => suspected).map(({ name }) => name).sort()).toEqual(["source", "status"]);
    expect(after.report!.fields.find(({ name }) => name === "note")!.verdict).toMatchObject({ leak: false, by: { name: "Priya Raman" }, why: "The form asks for it." });
    expect(after.report!.rules.some(({ name }) => name.startsWith("source"))).toBe(false);
    for (const name of ["note", "source"]) await call(judgeField, { params: { ref: `contact.custom.${name}` }, body: { leak: null } });
  });

  test("what the import says about when a field is filled is believed", async () => {
    await t.db.query("update field set filled = 'after-contact' where key = 'visits'");
    const { report } = await finished(came);
    expect(report!.fields.find(({ name }) => name === "visits")).toMatchObject({ filled: "after-contact", suspected: true, suspicions: [{ kind: "said-so" }] });
    expect(report!.rules.some(({ name }) => name.startsWith("visits"))).toBe(false);
    await t.db.query("update field set filled = 'unknown' where key = 'visits'");
  });
});

describe("the change history", () => {
  test("knows what Sales recorded, and what came on the day of the outcome or later", async () => {
    const sam = await addPerson(t, t.workspace, "sales-manager", "Tomas Ferreira", [t.workspace.teams.sales]);
    await t.db.query(
      `insert into change (entity_kind, entity_id, field, old, new, happened_at, applied_at, applied, actor_kind, actor_id)
       select 'contact', id, 'custom.colour', null, custom->'colour', $1, $1, 0, 'user', $2 from contact where email like 'p%@leads.example'`,
      [t.app.clock.now(), sam.id],
    );
    const { report } = await finished(came);
    expect(report!.fields.find(({ name }) => name === "colour")!.suspicions.map(({ kind }) => kind)).toContain("filled-by-sales");
    await t.db.query("delete from change where field = 'custom.colour' and actor_id = $1", [sam.id]);
  });
});

describe("towards a stage", () => {
  test("with too few outcomes it says so and drafts nothing", async () => {
    const refused = await call(startCalibration, { body: { outcome: { stage: "customer" }, from: "rules" } });
    expect(refused.problem).toMatchObject({ status: 409, code: "too-little", detail: expect.stringMatching(/^Too little data: 0 on the rarer side of the outcome/) });
    // How many have a value is known once they are read.
    const found = await finished({ outcome: { field: "contact.custom.source", is: "nobody's" }, from: "fields" });
    expect(found.report!.nothing).toEqual({ code: "too-little", words: expect.stringMatching(/^Too little data: 0 on the rarer side of the outcome/) });
    expect((await call(draftCalibration, { params: { id: found.id }, body: {} })).problem.code).toBe("nothing-to-draft");
    const { stages, needed, fields } = (await call(listOutcomes, {})).body;
    // Where people live is no success; what a company records of its own may be.
    expect(fields.map(({ ref }) => ref)).toContain("contact.custom.came");
    expect(fields.filter(({ ref }) => !ref.includes(".custom."))).toEqual([]);
    expect(stages.find(({ stage }) => stage === "customer")).toEqual({ stage: "customer", people: 0, usable: 0 });
    // What is said beforehand is what the calibration says afterwards.
    expect(needed).toEqual({ rules: (foundingAgreement.fit.rules.length + foundingAgreement.engagement.rules.length) * 10, fields: 50 });
  });

  test("outcomes come from episodes; what happened on its day or later is not held against or for anybody", async () => {
    const day = 86_400_000;
    const now = t.app.clock.now().getTime();
    const at = (days: number) => new Date(now - days * day);
    const { rows } = await t.db.query<{ id: string }>("select id from contact where email like 'p%@leads.example' order by email limit 40").then((rows) => ({ rows }));
    const chosen = rows.map(({ id }) => id);
    await t.db.query("update contact set created_at = $2 where id = any($1)", [chosen, at(100)]);
    await t.db.query("insert into episode (id, contact_id, stage, entered_at, predecessor_id, cause, actor_kind, applied, applied_at, left_at) select gen_random_uuid(), id, 'opportunity', $2, null, 'won', 'engine', 0, $2, $2 from unnest($1::uuid[]) e(id)", [chosen.slice(0, 15), at(90)]);
    // A late one: it counts as not come within the horizon.
    await t.db.query("insert into episode (id, contact_id, stage, entered_at, predecessor_id, cause, actor_kind, applied, applied_at, left_at) select gen_random_uuid(), id, 'customer', $2, null, 'won', 'engine', 0, $2, $2 from unnest($1::uuid[]) e(id)", [chosen.slice(15, 17), at(20)]);
    const inForce = await agreementInForce(t.db, t.app.clock.now());
    const ask = { outcome: { stage: "opportunity" }, from: "rules", precision: 0.5, volume: null, age: null, horizonDays: 30 } satisfies CalibrationAsk;
    const { table } = await loadTable(t.db, { inForce, ask, at: t.app.clock.now(), onPage: () => undefined });
    const tally = (value: number) => table.outcome.filter((outcome) => outcome === value).length;
    expect([tally(1), tally(0), countLeftOut(table)]).toEqual([15, 25, { tooYoung: table.people - 40, cameBefore: 0, noValue: 0 }]);
    const outcomes = (await call(listOutcomes, {})).body;
    expect(outcomes.stages.find(({ stage }) => stage === "opportunity")!.people).toBe(17);
    await t.db.query("delete from episode where contact_id = any($1) and cause = 'won'", [chosen]);
  });

  test("rules in force are weighed on what people did before the outcome, never on what they did after it", async () => {
    const day = 86_400_000;
    const now = t.app.clock.now().getTime();
    const people = await t.db.query<{ id: string }>("select id from contact where email like 'p%@leads.example' order by email");
    const dice = seededDice(3);
    const made = people.map(({ id }) => {
      const seen = now - (120 + Math.floor(dice() * 200)) * day;
      const priced = dice() < 0.3;
      const won = dice() < (priced ? 0.5 : 0.15);
      return { id, seen, priced, won };
    });
    await t.db.query("update contact c set created_at = r.at from unnest($1::uuid[], $2::timestamptz[]) r(id, at) where c.id = r.id", [made.map(({ id }) => id), made.map(({ seen }) => new Date(seen))]);
    const winners = made.filter(({ won }) => won);
    await t.db.query("insert into episode (id, contact_id, stage, entered_at, cause, actor_kind, applied, applied_at, left_at) select gen_random_uuid(), r.id, 'opportunity', r.at, 'test', 'engine', 0, r.at, r.at from unnest($1::uuid[], $2::timestamptz[]) r(id, at)", [winners.map(({ id }) => id), winners.map(({ seen }) => new Date(seen + 20 * day))]);
    // Prices were looked at before; a demo was asked for by every winner, after.
    const signals = [...made.filter(({ priced }) => priced).map(({ id, seen }) => ({ id, key: "pricing-viewed", at: seen + 3 * day })), ...winners.map(({ id, seen }) => ({ id, key: "demo-requested", at: seen + 25 * day }))];
    await t.db.query(
      `insert into signal (subject_id, event_id, revision_id, occurred_at, day, applied)
       select (select a.subject_id from assignment a where a.contact_id = r.id and a.retracted is null and a.from_at <= r.at and a.to_at > r.at limit 1), gen_random_uuid(), (select max(id) from signal_revision where key = r.key), r.at, r.at::date, 0
       from unnest($1::uuid[], $2::text[], $3::timestamptz[]) r(id, key, at)`,
      [signals.map(({ id }) => id), signals.map(({ key }) => key), signals.map(({ at }) => new Date(at))],
    );
    const found = await finished({ outcome: { stage: "opportunity" }, from: "rules", horizonDays: 60 });
    const of = (key: string) => found.report!.rules.find((rule) => rule.key === key)!;
    expect(found.report).toMatchObject({ nothing: null, people: 1_500, outcomes: winners.length, agedBy: "First sight", became: "became opportunities" });
    const usable = (await call(listOutcomes, {})).body.stages.find(({ stage }) => stage === "opportunity")!.usable;
    expect(usable).toBe(Math.min(found.report!.outcomes, found.report!.people - found.report!.outcomes));
    expect(of("pricing")).toMatchObject({ finding: "counts", people: made.filter(({ priced }) => priced).length });
    expect(of("pricing").suggested!.points).toBeGreaterThan(0);
    expect(of("demo")).toMatchObject({ finding: "too-few", people: 0 });
    expect(of("senior-decider").finding).toBe("too-few");
    const { draftId } = (await call(draftCalibration, { params: { id: found.id }, body: { title: "Points from won" } })).body;
    const draft = (await call(readDraft, { params: { id: draftId } })).body;
    expect(draft.document.engagement.rules.find(({ key }) => key === "pricing")!.points).toBe(of("pricing").suggested!.points);
    expect(draft.document.engagement.rules.find(({ key }) => key === "demo")).toEqual(foundingAgreement.engagement.rules.find(({ key }) => key === "demo"));
    // The same signal makes a rule of its own where rules are looked for in what there is.
    const fresh = await finished({ outcome: { stage: "opportunity" }, from: "fields", horizonDays: 60 });
    expect(fresh.report!.rules.map(({ name }) => name)).toEqual(expect.arrayContaining([expect.stringMatching(/^Pricing page viewed is /)]));
    expect(fresh.report!.rules.filter(({ name }) => /^Demo requested/.test(name))).toEqual([]);
  });

  test("one that another process cancelled while it learned is stopped, not only forgotten", async () => {
    const ended: Promise<unknown>[] = [];
    const begun = new Promise<void>((resolve) => process.once("worker", (worker) => {
      ended.push(new Promise((done) => worker.once("exit", done)));
      resolve();
    }));
    const { id } = (await call(startCalibration, { body: came })).body;
    await begun;
    await t.db.query("update calibration set state = 'cancelled', finished_at = now() where id = $1", [id]);
    // Called off it ends with 1; what comes to its own end leaves with 0.
    expect(await ended[0]).toBe(1);
    expect((await call(readCalibration, { params: { id } })).body).toMatchObject({ state: "cancelled", report: null });
  });

  test("one at a time; a cancelled one stays cancelled", async () => {
    const first = (await call(startCalibration, { body: came })).body;
    expect((await call(startCalibration, { body: came })).problem.code).toBe("already-running");
    expect((await call(cancelCalibration, { params: { id: first.id } })).body.state).toBe("cancelled");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await call(readCalibration, { params: { id: first.id } })).body).toMatchObject({ state: "cancelled", report: null });
    expect((await call(startCalibration, { body: { ...came, outcome: { field: "contact.custom.nowhere", is: true } } })).problem.code).toBe("no-such-field");
  });
});
