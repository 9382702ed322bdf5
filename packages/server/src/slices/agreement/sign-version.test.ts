import { createApiKey } from "@tandem/contract/access/api-keys";
import { listAudit } from "@tandem/contract/access/audit";
import { listVersions, readAgreement, readText, signVersion } from "@tandem/contract/agreement/versions";
import { agreement as shape } from "@tandem/domain/agreement/agreement";
import { beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { agreementHash } from "../../spine/agreement-hash.ts";
import { accessApp, addPerson, setUp, type AccessApp, type Workspace } from "../access/access.fixture.ts";
import { access } from "../access/slice.ts";
import { agreement } from "./slice.ts";

let t: AccessApp;
let workspace: Workspace;
let priya: { id: string; cookie: string };
let tomas: { id: string; cookie: string };
let hash: string;

beforeEach(async () => {
  t = await accessApp({ slices: [access, agreement] });
  workspace = await setUp(t);
  priya = await addPerson(t, workspace, "marketing", "Priya Raman");
  tomas = await addPerson(t, workspace, "sales-manager", "Tomas Ferreira");
  await maySign(priya.id, "marketing");
  await maySign(tomas.id, "sales");
  hash = (await read(priya)).hash;
});

const maySign = (id: string, side: "marketing" | "sales" | null) => t.db.query("update app_user set signs_for = $2 where id = $1", [id, side]);
const read = async (person: { cookie: string }) => (await t.call(readAgreement, {}, { cookie: person.cookie })).body;
const sign = (person: { cookie: string }, body: { hash: string } = { hash }, version = 1) => t.call(signVersion, { params: { version }, body }, { cookie: person.cookie });

describe("signing", () => {
  test("the founding exception ends with the second side, not with the first", async () => {
    const before = await read(priya);
    expect(before).toMatchObject({ version: 1, title: "Founding agreement", founding: true, inForce: true, signatures: [], maySignFor: "marketing" });
    expect(before.signatories).toEqual([{ side: "marketing", userId: priya.id, name: "Priya Raman" }, { side: "sales", userId: tomas.id, name: "Tomas Ferreira" }]);
    const first = await sign(priya);
    expect(first).toMatchObject({ status: 200, body: { founding: true, signatures: [{ side: "marketing", userId: priya.id, signedAt: t.clock.now().toISOString() }] } });
    expect(await read(priya)).toMatchObject({ founding: true, maySignFor: null });
    t.clock.advance(60_000);
    const second = await sign(tomas);
    expect(second.body).toMatchObject({ founding: false, signatures: [{ side: "marketing" }, { side: "sales", userId: tomas.id, name: "Tomas Ferreira" }] });
    expect(await read(tomas)).toMatchObject({ founding: false, maySignFor: null });
    const audit = await t.call(listAudit, {}, { cookie: workspace.administrator.cookie });
    expect(audit.body.rows.filter(({ act }) => act === "agreement.signed")).toHaveLength(2);
  });

  test("is refused to whoever is no signatory, administrators included, and to those who left", async () => {
    const rep = await addPerson(t, workspace, "sales-rep", "Maya Lindqvist", [workspace.teams.sales]);
    for (const person of [rep, workspace.administrator]) {
      expect((await sign(person)).problem).toMatchObject({ status: 403, code: "not-a-signatory" });
      expect((await read(person)).maySignFor).toBeNull();
    }
    await t.db.query("update app_user set active = false where id = $1", [tomas.id]);
    expect((await sign(tomas)).status).toBe(401);
    expect((await read(priya)).signatories.map(({ userId }) => userId)).toEqual([priya.id]);
    expect((await read(priya)).signatures).toEqual([]);
  });

  test("binds to exactly the text that was read", async () => {
    expect((await sign(priya, { hash: "0".repeat(64) })).problem).toMatchObject({ status: 409, code: "other-text" });
    expect((await sign(priya, { hash: "short" })).status).toBe(400);
    expect((await sign(priya, { hash }, 2)).problem).toMatchObject({ status: 404, code: "no-such-version" });
    expect((await read(priya)).signatures).toEqual([]);
  });

  test("one side signs once, also when two of its signatories do so at once", async () => {
    const second = await addPerson(t, workspace, "marketing", "Second Signer");
    await maySign(second.id, "marketing");
    const answers = await Promise.all([sign(priya), sign(second), sign(priya), sign(second)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    expect(answers.filter(({ status }) => status === 409).map(({ problem }) => problem.code)).toEqual(Array(3).fill("side-has-signed"));
    expect((await read(priya)).signatures).toHaveLength(1);
    expect((await read(second)).maySignFor).toBeNull();
  });

  test("one person can't sign for both sides, even after changing sides", async () => {
    await sign(priya);
    await maySign(priya.id, "sales");
    expect((await read(priya)).maySignFor).toBeNull();
    expect((await sign(priya)).problem).toMatchObject({ status: 409, code: "person-has-signed" });
    // The database holds the same promise by itself.
    await expect(t.db.query("insert into signature (version, side, user_id, hash, signed_at) values (1, 'sales', $1, $2, $3)", [priya.id, hash, t.clock.now()])).rejects.toThrow(/unique/);
    expect((await read(tomas)).founding).toBe(true);
    expect((await sign(tomas)).body.founding).toBe(false);
  });

  test("an API key of a signatory may read and not sign", async () => {
    const { key } = (await t.call(createApiKey, { body: { name: "Script", readOnly: false } }, { cookie: priya.cookie })).body;
    expect((await t.call(signVersion, { params: { version: 1 }, body: { hash } }, { key })).problem).toMatchObject({ status: 403, code: "key-may-not-sign" });
    expect((await t.call(readAgreement, {}, { key })).body).toMatchObject({ hash, maySignFor: null, signatures: [] });
  });

  test("a request from another website does not sign", async () => {
    expect((await t.call(signVersion, { params: { version: 1 }, body: { hash } }, { cookie: priya.cookie, origin: "https://evil.example" })).status).toBe(403);
    expect((await read(priya)).signatures).toEqual([]);
  });

  test("browsers of everybody are told", async () => {
    const told: string[] = [];
    await t.app.live.start();
    const stop = t.app.live.subscribe(["everyone"], ({ kind }) => told.push(kind));
    await sign(priya);
    await expect.poll(() => told).toContain("agreement.changed");
    stop();
  });
});

describe("the text", () => {
  test("as YAML it is the same agreement: its hash can be checked", async () => {
    const { body } = await t.call(readText, { params: { version: 1 } }, { cookie: tomas.cookie });
    expect(body.fileName).toBe("agreement-v1.yaml");
    expect(body.text).toContain(`# sha256 ${hash}`);
    expect(agreementHash(shape.parse(parse(body.text)))).toBe(hash);
    expect(body.text.split("\n").filter((line) => /^\w/.test(line)).map((line) => line.split(":")[0])).toEqual(Object.keys(shape.shape).filter((part) => part in (parse(body.text) as object)));
    expect((await t.call(readText, { params: { version: 9 } }, { cookie: tomas.cookie })).problem.code).toBe("no-such-version");
  });

  test("every rule and clause of the document stands in words, and figures say what they count", async () => {
    const { sections } = await read(tomas);
    const document = (await t.db.one<{ document: ReturnType<typeof shape.parse> }>("select document from agreement_version where version = 1")).document;
    const keysOf = (section: string) => sections.find(({ key }) => key === section)!.lines.map(({ key }) => key);
    expect(keysOf("fit")).toEqual(document.fit.rules.map(({ key }) => key));
    expect(keysOf("engagement")).toEqual(document.engagement.rules.map(({ key }) => key));
    expect(keysOf("sla-sales")).toEqual(document.sla.sales.map(({ key }) => key));
    expect(keysOf("sla-marketing")).toEqual(document.sla.marketing.map(({ key }) => key));
    expect(keysOf("reasons")).toEqual(document.rejectionReasons.map(({ code }) => code));
    expect(keysOf("stages")).toEqual([...document.stages.map(({ stage }) => stage), "ageing"]);
    const lines = sections.flatMap((section) => section.lines.map((line) => ({ section: section.key, ...line })));
    expect(lines.filter(({ words, name }) => words.trim() === "" || name.trim() === "")).toEqual([]);
    expect(lines.filter(({ figure, unit }) => (figure === null) !== (unit === null))).toEqual([]);
    const units = new Map(lines.filter(({ unit }) => unit).map(({ section, unit }) => [section, unit]));
    expect(Object.fromEntries(units)).toMatchObject({ fit: "points", engagement: "points", mql: "bound", "sla-sales": "percent" });
  });

  test("is for those who are signed in", async () => {
    for (const operation of [readAgreement, listVersions]) expect((await t.call(operation as typeof readAgreement, {})).status).toBe(401);
    expect((await t.call(listVersions, {}, { cookie: tomas.cookie })).body.versions.map(({ version, inForce }) => [version, inForce])).toEqual([[1, true]]);
  });
});
