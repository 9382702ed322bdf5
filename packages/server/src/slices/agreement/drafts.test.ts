import { createApiKey } from "@tandem/contract/access/api-keys";
import { listAudit } from "@tandem/contract/access/audit";
import { changeDraft, compareAgreements, createDraft, listDrafts, readVersion, rebaseDraft, saveDraft, withdrawDraft } from "@tandem/contract/agreement/drafts";
import { listVersions, readAgreement, signVersion } from "@tandem/contract/agreement/versions";
import { breakGlass, signDraft } from "@tandem/contract/agreement/signing";
import { beforeEach, describe, expect, test } from "vitest";
import { brokenInvariants } from "../../platform/invariants.ts";
import { alteredVersions } from "../../spine/check-versions.ts";
import { checkPromises } from "../../spine/nightly-check.ts";
import { addPerson } from "../access/access.fixture.ts";
import { agreementApp, must, type AgreementApp, type Draft } from "./agreement.fixture.ts";

let t: AgreementApp;
beforeEach(async () => {
  t = await agreementApp();
});

/** Another figure in one rule: the smallest change that is one. */
function worth(draft: Draft, points: number): Draft["document"] {
  const rules = draft.document.engagement.rules.map((rule, i) => (i === 0 ? { ...rule, points } : rule));
  return { ...draft.document, engagement: { ...draft.document.engagement, rules } };
}

async function changed(points = 7): Promise<Draft> {
  const draft = await t.begin(t.priya);
  return must(await t.save(t.priya, draft, worth(draft, points)));
}

async function inForce(points = 7): Promise<Draft> {
  const draft = await changed(points);
  must(await t.sign(t.priya, draft));
  t.clock.advance(1_000);
  return must(await t.sign(t.tomas, draft));
}

describe("a draft", () => {
  test("is begun, changed, compared and listed by anyone", async () => {
    const rep = await addPerson(t, t.workspace, "sales-rep", "Maya Lindqvist", [t.workspace.teams.sales]);
    const draft = await t.begin(rep);
    expect(draft).toMatchObject({ number: 1, state: "open", baseVersion: 1, newestVersion: 1, version: 0, problems: expect.not.arrayContaining([expect.objectContaining({ severity: "problem" })]), changesFromBase: [], maySignFor: null });
    const before = draft.document.engagement.rules[0]!;
    const saved = must(await t.save(rep, draft, worth(draft, before.points + 4)));
    expect(saved.hash).not.toBe(draft.hash);
    expect(saved.changesFromInForce).toEqual([expect.objectContaining({ section: "engagement", key: before.key, kind: "changed", words: expect.stringContaining(`→ +${before.points + 4}`) })]);
    const listed = must(await t.call(listDrafts, {}, t.tomas)).drafts;
    expect(listed).toEqual([expect.objectContaining({ id: draft.id, title: "Raise the bar", proposedBy: { userId: rep.id, name: "Maya Lindqvist" }, version: 1, hash: saved.hash })]);
    const { changes } = must(await t.call(compareAgreements, { query: { before: "version:1", after: `draft:${draft.id}` } }, t.priya));
    expect(changes).toEqual(saved.changesFromInForce);
    expect((await t.call(compareAgreements, { query: { before: "version:1", after: "version:9" } }, t.priya)).problem.code).toBe("no-such-version");
    expect(must(await t.call(readVersion, { params: { version: 1 } }, rep)).document).toEqual(draft.document);
  });

  test("says what is wrong with it, where, and is kept all the same", async () => {
    const draft = await t.begin(t.priya);
    const saved = must(await t.save(t.priya, draft, { ...draft.document, currency: "USD", mql: { ...draft.document.mql, fastLanes: [{ key: "ghost", name: "Ghost", signal: "no-such-signal" }] } }));
    expect(saved.problems).toEqual(expect.arrayContaining([expect.objectContaining({ severity: "problem", path: "mql.fastLanes.0.signal" }), expect.objectContaining({ severity: "problem", path: "currency", code: "fixed-term" })]));
    expect((await t.sign(t.priya, saved)).problem).toMatchObject({ status: 422, code: "has-problems", data: { problems: expect.arrayContaining([expect.objectContaining({ path: "currency" })]) } });
  });

  test("with a rule that is never true is not signed, and the refusal calls the place as people do", async () => {
    const draft = await t.begin(t.priya);
    const [rule, ...rest] = draft.document.fit.rules;
    const when = { all: [{ field: "contact.seniority" as const, is: "head" }, { field: "contact.seniority" as const, is: "intern" }] };
    const saved = must(await t.save(t.priya, draft, { ...draft.document, fit: { ...draft.document.fit, rules: [{ ...rule!, when }, ...rest] } }));
    const [problem] = saved.problems.filter((one) => one.severity === "problem");
    expect(problem).toMatchObject({ path: "fit.rules.0.when", code: "holds-for-nobody", words: "This is never true: the conditions on seniority exclude each other. Loosen it, or leave it out." });
    expect((await t.sign(t.priya, saved)).problem).toMatchObject({ status: 422, code: "has-problems", detail: `Fit: ${rule!.name}. ${problem!.words}` });
  });

  test("refuses what is no agreement, with the place, and writes nothing", async () => {
    const draft = await t.begin(t.priya);
    let nested: unknown = { stageIsAnyOf: ["lead"] };
    for (let i = 0; i < 40; i++) nested = { not: nested };
    const bad: [Record<string, unknown>, string][] = [
      [{ ...draft.document, surprise: 1 }, "surprise"],
      [{ ...draft.document, idealCustomer: { prose: "", when: nested } }, "idealCustomer.when"],
      [{ ...draft.document, engagement: { ...draft.document.engagement, rules: [{ ...draft.document.engagement.rules[0], points: "many" }] } }, "engagement.rules.0.points"],
    ];
    for (const [document, path] of bad) {
      const answer = await t.call(saveDraft, { params: { id: draft.id }, body: { version: draft.version, document } }, t.priya);
      expect(answer.problem).toMatchObject({ status: 422, code: "bad-document", data: { problems: [expect.objectContaining({ path })] } });
      expect((await t.call(createDraft, { body: { title: "Bad", from: { document } } }, t.priya)).problem.code).toBe("bad-document");
    }
    for (const name of ["half \ud800 of one", "nothing \u0000 at all"]) {
      const answer = await t.call(saveDraft, { params: { id: draft.id }, body: { version: draft.version, document: { ...draft.document, name } } }, t.priya);
      expect(answer.problem).toMatchObject({ status: 422, code: "bad-document", data: { problems: [{ path: "name", code: "bad-character" }] } });
    }
    // Ten thousand levels overflow whoever walks them, the test's own writer too.
    const marked = JSON.stringify({ version: draft.version, document: { ...draft.document, idealCustomer: { prose: "", when: "HERE" } } });
    const payload = marked.replace('"HERE"', '{"not":'.repeat(10_000) + '{"stageIsAnyOf":["lead"]}' + "}".repeat(10_000));
    const deep = await t.server.inject({ method: "PUT", url: `/api/v1/agreement/drafts/${draft.id}`, payload, headers: { "content-type": "application/json", origin: "http://localhost:3210", cookie: `tandem_session=${t.priya.cookie}` } });
    expect(deep.json()).toMatchObject({ status: 422, code: "bad-document", data: { problems: [{ path: "idealCustomer.when", code: "too-deep" }] } });
    expect(await t.read(draft)).toMatchObject({ version: 0, hash: draft.hash });
  });

  test("is guarded: of two who save at once one is told what the other wrote", async () => {
    const draft = await t.begin(t.priya);
    const answers = await Promise.all([t.save(t.priya, draft, worth(draft, 7)), t.save(t.tomas, draft, worth(draft, 9))]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const [won, lost] = answers[0]!.status === 200 ? answers : answers.toReversed();
    expect(lost!.problem).toMatchObject({ code: "changed-meanwhile", data: { hash: won!.body.hash, version: 1 } });
    // Saving the same text again is no change.
    expect(must(await t.save(t.priya, won!.body, won!.body.document))).toMatchObject({ version: 1 });
  });

  test("is renamed, dated and withdrawn; then it stands still and another begins from it", async () => {
    const draft = await changed();
    const change = (body: object, version = draft.version) => t.call(changeDraft, { params: { id: draft.id }, body: { version, ...body } }, t.tomas);
    expect((await change({ effectiveFrom: "2026-01-05T07:59:59Z" })).problem.code).toBe("effective-in-past");
    expect((await change({ effectiveFrom: "soon" })).status).toBe(400);
    const dated = must(await change({ title: "Second quarter", effectiveFrom: "2026-04-01T00:00:00+02:00" }));
    expect(dated).toMatchObject({ title: "Second quarter", effectiveFrom: "2026-03-31T22:00:00.000Z" });
    expect(must(await t.call(withdrawDraft, { params: { id: draft.id }, body: { version: dated.version } }, t.priya)).state).toBe("withdrawn");
    expect((await t.save(t.priya, await t.read(draft), draft.document)).problem.code).toBe("not-open");
    expect((await t.sign(t.priya, draft)).problem.code).toBe("not-open");
    expect(await t.begin(t.tomas, { draft: draft.id })).toMatchObject({ number: 2, state: "open", hash: draft.hash });
    expect(must(await t.call(listDrafts, {}, t.priya)).drafts).toHaveLength(1);
    expect(must(await t.call(listDrafts, { query: { state: "all" } }, t.priya)).drafts).toHaveLength(2);
  });
});

describe("signing a draft", () => {
  test("makes it the next version with the second side, and nothing with the first", async () => {
    const draft = await changed();
    expect((await t.read(draft)).maySignFor).toBe("marketing");
    const first = must(await t.sign(t.priya, draft));
    expect(first).toMatchObject({ state: "open", maySignFor: null, signatures: [{ side: "marketing", userId: t.priya.id }] });
    expect(must(await t.call(readAgreement, {}, t.priya)).version).toBe(1);
    expect(await t.db.query("select user_id from notification where kind = 'agreement.asks-signature'")).toEqual([{ user_id: t.tomas.id }]);
    t.clock.advance(60_000);
    const second = must(await t.sign(t.tomas, first));
    expect(second).toMatchObject({ state: "in-force", becameVersion: 2, signatures: [{ side: "marketing" }, { side: "sales", userId: t.tomas.id }] });
    const agreed = must(await t.call(readAgreement, {}, t.tomas));
    expect(agreed).toMatchObject({ version: 2, title: "Raise the bar", hash: draft.hash, founding: false, inForce: true, effectiveFrom: t.clock.now().toISOString(), breakGlass: null, signatures: [{ side: "marketing" }, { side: "sales" }] });
    const rows = await t.db.query<{ place: number; address: string; chain: string }>("select place, address, chain from signature order by place");
    expect(rows.map(({ place }) => place)).toEqual([1, 2]);
    expect(rows.every(({ address }) => address === "127.0.0.1")).toBe(true);
    const { rows: audit } = must(await t.call(listAudit, {}, t.workspace.administrator));
    expect(audit.map(({ act }) => act)).toEqual(expect.arrayContaining(["agreement.draft-signed", "agreement.version-made"]));
    expect(await t.db.query("select 1 from notification where kind = 'agreement.version-made'")).toHaveLength(3);
  });

  test("is of exactly the text: any change of it, or of its date, lets the signature fall", async () => {
    const draft = must(await t.sign(t.priya, await changed()));
    expect((await t.sign(t.tomas, { ...draft, hash: "0".repeat(64) })).problem.code).toBe("other-text");
    const edited = must(await t.save(t.tomas, draft, worth(draft, 9)));
    expect(edited).toMatchObject({ signatures: [], fellAway: [{ side: "marketing", why: "text-changed" }] });
    expect((await t.sign(t.tomas, draft)).problem).toMatchObject({ code: "other-text", data: { hash: edited.hash } });
    expect(await t.db.query("select user_id from notification where kind = 'agreement.signature-fell'")).toEqual([{ user_id: t.priya.id }]);
    const again = must(await t.sign(t.priya, edited));
    const dated = must(await t.call(changeDraft, { params: { id: draft.id }, body: { version: again.version, effectiveFrom: "2026-02-01T00:00:00Z" } }, t.tomas));
    expect(dated).toMatchObject({ signatures: [], fellAway: [{ why: "date-changed" }, { why: "text-changed" }] });
    // Back to the text once signed: it is signed anew.
    expect(must(await t.save(t.priya, dated, draft.document)).signatures).toEqual([]);
    expect(must(await t.call(readAgreement, {}, t.priya)).version).toBe(1);
  });

  test("at once by both, and twice by each, makes one version", async () => {
    const draft = await changed();
    const answers = await Promise.all([t.sign(t.priya, draft), t.sign(t.tomas, draft), t.sign(t.priya, draft), t.sign(t.tomas, draft)]);
    const made = answers.filter(({ status }) => status === 200);
    expect(made.map(({ body }) => body.becameVersion).toSorted()).toEqual([2, null]);
    for (const { status, problem } of answers) if (status !== 200) expect(["side-has-signed", "not-open"]).toContain(problem.code);
    expect(await t.db.query("select version from agreement_version order by 1")).toEqual([{ version: 1 }, { version: 2 }]);
    expect(await t.db.query("select side from signature order by side")).toEqual([{ side: "marketing" }, { side: "sales" }]);
  });

  test("while the other edits: the version has the text both signed, or there is none", async () => {
    for (let round = 0; round < 4; round++) {
      t.clock.advance(1_000);
      const begun = await t.begin(t.priya);
      const draft = must(await t.sign(t.priya, must(await t.save(t.priya, begun, worth(begun, 20 + round)))));
      t.clock.advance(1_000);
      const [signed, edited] = await Promise.all([t.sign(t.tomas, draft), t.save(t.priya, draft, worth(draft, 40 + round))]);
      expect([signed!.status, edited!.status].toSorted()).toEqual([200, 409]);
      const now = await t.read(draft);
      if (signed!.status === 200) expect(now).toMatchObject({ state: "in-force", hash: draft.hash });
      else expect(now).toMatchObject({ state: "open", signatures: [], hash: edited!.body.hash });
    }
  });

  test("of two drafts at once makes the versions follow: the second has to be rebased", async () => {
    const [one, two] = [await changed(7), await changed(9)];
    must(await t.sign(t.priya, one));
    must(await t.sign(t.priya, two));
    t.clock.advance(1_000);
    const answers = await Promise.all([t.sign(t.tomas, one), t.sign(t.tomas, two)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)!.problem).toMatchObject({ code: "is-behind", data: { newestVersion: 2, baseVersion: 1 } });
  });

  test("is for the signatories who work here, in person, one for each side", async () => {
    const draft = await changed();
    expect((await t.sign(t.workspace.administrator, draft)).problem.code).toBe("not-a-signatory");
    const { key } = must(await t.call(createApiKey, { body: { name: "Script", readOnly: false } }, t.priya));
    expect((await t.call(signDraft, { params: { id: draft.id }, body: { hash: draft.hash } }, { key })).problem.code).toBe("key-may-not-sign");
    must(await t.sign(t.priya, draft));
    expect((await t.sign(t.priya, draft)).problem.code).toBe("side-has-signed");
    await t.maySign(t.priya.id, "sales");
    const changedSides = await t.sign(t.priya, draft);
    expect(changedSides.problem.code).toBe("person-has-signed");
  });

  test("by somebody who left since counts no more: their side signs again", async () => {
    const draft = must(await t.sign(t.priya, await changed()));
    const successor = await addPerson(t, t.workspace, "marketing", "Noor Haddad");
    await t.db.query("update app_user set active = false where id = $1", [t.priya.id]);
    await t.maySign(successor.id, "marketing");
    expect(await t.read(draft, successor)).toMatchObject({ maySignFor: "marketing", signatures: [{ name: "Priya Raman", gone: "left" }] });
    const after = must(await t.sign(t.tomas, draft));
    expect(after).toMatchObject({ state: "open", signatures: [{ side: "sales" }], fellAway: [{ side: "marketing", name: "Priya Raman", why: "signatory-left" }] });
    t.clock.advance(1_000);
    expect(must(await t.sign(successor, draft))).toMatchObject({ state: "in-force", becameVersion: 2 });
    // Under a version a signature stands, whatever becomes of who gave it.
    await t.maySign(t.tomas.id, null);
    expect(must(await t.call(readAgreement, {}, successor))).toMatchObject({ version: 2, signatures: [{ side: "sales", gone: "no-longer-signs" }, { side: "marketing", gone: null }] });
  });

  test("is never dated so far away that nothing could be agreed on before", async () => {
    const draft = await changed();
    const far = await t.call(changeDraft, { params: { id: draft.id }, body: { version: draft.version, effectiveFrom: "2126-01-06T00:00:00Z" } }, t.tomas);
    expect(far.problem).toMatchObject({ status: 409, code: "effective-too-late" });
    expect(await t.read(draft)).toMatchObject({ version: draft.version, effectiveFrom: null });
    must(await t.call(changeDraft, { params: { id: draft.id }, body: { version: draft.version, effectiveFrom: "2027-01-05T00:00:00Z" } }, t.tomas));
  });

  test("takes effect at its date, never in the past, and after every version there is", async () => {
    const draft = await changed();
    const dated = must(await t.call(changeDraft, { params: { id: draft.id }, body: { version: draft.version, effectiveFrom: "2026-01-06T00:00:00Z" } }, t.tomas));
    must(await t.sign(t.priya, dated));
    t.clock.set(new Date("2026-01-06T00:00:01Z"));
    expect((await t.sign(t.tomas, dated)).problem.code).toBe("effective-in-past");
    expect(await t.db.query("select 1 from agreement_version")).toHaveLength(1);
    expect((await t.read(draft)).signatures).toHaveLength(1);
    const later = must(await t.call(changeDraft, { params: { id: draft.id }, body: { version: (await t.read(draft)).version, effectiveFrom: "2026-02-01T00:00:00Z" } }, t.tomas));
    must(await t.sign(t.priya, later));
    must(await t.sign(t.tomas, later));
    expect(must(await t.call(readAgreement, {}, t.priya)).version).toBe(1);
    t.clock.set(new Date("2026-02-01T00:00:00Z"));
    expect(must(await t.call(readAgreement, {}, { cookie: (await freshCookie(t.priya.id)) })).version).toBe(2);
  });

  test("of a text that changes nothing is refused", async () => {
    expect((await t.sign(t.priya, await t.begin(t.priya))).problem.code).toBe("nothing-to-change");
  });
});

/** Sessions end after a day of a steered clock. */
async function freshCookie(userId: string): Promise<string> {
  await t.db.query("update session set expires_at = $2, last_seen_at = $3 where user_id = $1", [userId, new Date(t.clock.now().getTime() + 86_400_000), t.clock.now()]);
  return userId === t.priya.id ? t.priya.cookie : t.tomas.cookie;
}

describe("a version signed for later", () => {
  const february = "2026-02-01T00:00:00.000Z";
  /** Version 2, signed by both, from February on. */
  async function waiting(points = 7): Promise<Draft> {
    const draft = await changed(points);
    const dated = must(await t.call(changeDraft, { params: { id: draft.id }, body: { version: draft.version, effectiveFrom: february } }, t.tomas));
    must(await t.sign(t.priya, dated));
    t.clock.advance(1_000);
    return must(await t.sign(t.tomas, dated));
  }
  const version = async (n: number) => must(await t.call(listVersions, {}, t.priya)).versions.find((one) => one.version === n)!;
  const glass = (draft: Draft) => t.call(breakGlass, { params: { id: draft.id }, body: { hash: draft.hash, reason: "Everything is routed to a team that is closed today." } }, t.workspace.administrator);

  test("does not hold up an emergency: overtaken, it is a draft again and its signers are told", async () => {
    const later = await waiting();
    t.clock.advance(60_000);
    const begun = await t.begin(t.priya);
    // What runs now is changed, not what will.
    expect(begun).toMatchObject({ baseVersion: 1, newestVersion: 1 });
    const urgent = must(await t.save(t.priya, begun, { ...begun.document, nurture: { coolOffDays: 77 } }));
    expect(must(await glass(urgent))).toMatchObject({ becameVersion: 3 });
    expect(must(await t.call(readAgreement, {}, t.priya)).version).toBe(3);
    const [again] = must(await t.call(listDrafts, {}, t.priya)).drafts;
    expect(again).toMatchObject({ title: later.title, wasVersion: 2, hash: later.hash, effectiveFrom: february, baseVersion: 1, newestVersion: 3, signatures: [] });
    expect((await t.read(again!)).fellAway).toMatchObject([{ side: "sales", why: "overtaken" }, { side: "marketing", why: "overtaken" }]);
    expect(await version(2)).toMatchObject({ overtaken: { by: 3, draft: { id: again!.id, number: again!.number } }, inForce: false });
    const told = await t.db.query<{ user_id: string }>("select user_id from notification where kind = 'agreement.version-overtaken'");
    expect(told.map((one) => one.user_id).toSorted()).toEqual([t.priya.id, t.tomas.id].toSorted());
    // Its day comes, and nothing happens by itself.
    t.clock.set(new Date(february));
    const cookie = await freshCookie(t.priya.id);
    await freshCookie(t.tomas.id);
    await t.timers();
    expect(must(await t.call(readAgreement, {}, { cookie })).version).toBe(3);
    t.clock.advance(1_000);
    expect((await t.sign(t.priya, again!)).problem.code).toBe("is-behind");
    const undated = must(await t.call(changeDraft, { params: { id: again!.id }, body: { version: again!.version, effectiveFrom: null } }, t.priya));
    const rebased = must(await t.call(rebaseDraft, { params: { id: undated.id }, body: { version: undated.version } }, t.priya));
    expect([rebased.document.nurture.coolOffDays, rebased.document.engagement.rules[0]!.points]).toEqual([77, 7]);
    must(await t.sign(t.priya, rebased));
    t.clock.advance(1_000);
    expect(must(await t.sign(t.tomas, rebased))).toMatchObject({ becameVersion: 4 });
    expect(await brokenInvariants(t.db)).toEqual([]);
  });

  test("is followed by what is dated after it, and overtaken by what both sign for before", async () => {
    await waiting();
    const after = await t.begin(t.priya);
    const dated = must(await t.call(changeDraft, { params: { id: after.id }, body: { version: after.version, effectiveFrom: "2026-03-01T00:00:00Z" } }, t.priya));
    expect(dated).toMatchObject({ baseVersion: 1, newestVersion: 2 });
    const onTop = must(await t.call(rebaseDraft, { params: { id: dated.id }, body: { version: dated.version } }, t.priya));
    expect(onTop.document.engagement.rules[0]!.points).toBe(7);
    const third = must(await t.save(t.priya, onTop, worth(onTop, 21)));
    must(await t.sign(t.priya, third));
    t.clock.advance(1_000);
    expect(must(await t.sign(t.tomas, third))).toMatchObject({ becameVersion: 3 });
    expect(await version(2)).toMatchObject({ overtaken: null });
    const soon = await t.begin(t.tomas);
    const between = must(await t.call(changeDraft, { params: { id: soon.id }, body: { version: must(await t.save(t.tomas, soon, worth(soon, 9))).version, effectiveFrom: "2026-02-15T00:00:00Z" } }, t.tomas));
    const ready = must(await t.call(rebaseDraft, { params: { id: between.id }, body: { version: between.version, take: { [`engagement.rules.${between.document.engagement.rules[0]!.key}`]: "draft" } } }, t.tomas));
    must(await t.sign(t.priya, ready));
    t.clock.advance(1_000);
    expect(must(await t.sign(t.tomas, ready))).toMatchObject({ becameVersion: 4 });
    expect([(await version(2)).overtaken, (await version(3)).overtaken?.by]).toEqual([null, 4]);
    for (const [day, runs] of [["2026-02-02", 2], ["2026-02-16", 4], ["2026-03-02", 4]] as const) {
      t.clock.set(new Date(`${day}T00:00:00Z`));
      expect(must(await t.call(readAgreement, {}, { cookie: await freshCookie(t.priya.id) })).version).toBe(runs);
    }
    expect(await brokenInvariants(t.db)).toEqual([]);
  });

  test("is done with where what comes before says the same", async () => {
    const later = await waiting();
    t.clock.advance(60_000);
    must(await glass(await t.begin(t.priya, { version: 2 })));
    expect(await version(2)).toMatchObject({ hash: later.hash, overtaken: { by: 3, draft: null } });
    expect(must(await t.call(listDrafts, {}, t.priya)).drafts).toEqual([]);
    expect(await t.db.query("select version from agreement_going_live")).toEqual([{ version: 3 }]);
  });
});

describe("rebasing", () => {
  test("keeps what one side changed, names what both changed, and lets signatures fall", async () => {
    const draft = await changed(9);
    const gone = draft.document.fit.rules.at(-1)!;
    const mine = must(await t.save(t.priya, draft, { ...worth(draft, 9), fit: { ...draft.document.fit, rules: draft.document.fit.rules.slice(0, -1) }, reviews: [...draft.document.reviews, { key: "standing", name: "Standing", every: "week" }] }));
    const other = await t.begin(t.tomas);
    const theirs = must(await t.save(t.tomas, other, { ...worth(other, 12), nurture: { coolOffDays: 77 } }));
    must(await t.sign(t.tomas, theirs));
    t.clock.advance(1_000);
    must(await t.sign(t.priya, theirs));
    const key = mine.document.engagement.rules[0]!.key;
    const rebase = (take = {}, version = mine.version) => t.call(rebaseDraft, { params: { id: mine.id }, body: { version, take } }, t.priya);
    const refused = await rebase();
    expect(refused.problem).toMatchObject({ code: "conflicts", data: { conflicts: [{ path: `engagement.rules.${key}`, section: "engagement", key, draft: { points: 9 }, newest: { points: 12 } }] } });
    expect(await t.read(mine)).toMatchObject({ baseVersion: 1, version: mine.version, newestVersion: 2 });
    const done = must(await rebase({ [`engagement.rules.${key}`]: "draft" }));
    expect(done).toMatchObject({ baseVersion: 2, newestVersion: 2 });
    expect(done.document.engagement.rules[0]!.points).toBe(9);
    expect(done.document.nurture.coolOffDays).toBe(77);
    expect(done.document.fit.rules.map((rule) => rule.key)).not.toContain(gone.key);
    expect(done.document.reviews.map((review) => review.key)).toContain("standing");
    t.clock.advance(1_000);
    t.clock.advance(1_000);
    must(await t.sign(t.priya, done));
    t.clock.advance(1_000);
    expect(must(await t.sign(t.tomas, done))).toMatchObject({ becameVersion: 3 });
  });

  test("a draft from an older version goes back on top of the newest", async () => {
    await inForce();
    const back = await t.begin(t.priya, { version: 1 });
    expect(back).toMatchObject({ baseVersion: 2, changesFromBase: [expect.objectContaining({ section: "engagement" })] });
  });
});

describe("break-glass", () => {
  const reason = "The signatory is in hospital and the routing sends everything to a closed team.";
  const shatter = (person: { cookie: string }, draft: Draft, body: object = { hash: draft.hash, reason }) => t.call(breakGlass, { params: { id: draft.id }, body: body as never }, person);

  test("is for administrators and RevOps, in person and with a reason", async () => {
    const draft = await changed();
    expect((await shatter(t.priya, draft)).problem.code).toBe("not-allowed");
    expect((await shatter(t.workspace.administrator, draft, { hash: draft.hash, reason: "because" })).status).toBe(400);
    const { key } = must(await t.call(createApiKey, { body: { name: "Script", readOnly: false } }, t.workspace.administrator));
    expect((await t.call(breakGlass, { params: { id: draft.id }, body: { hash: draft.hash, reason } }, { key })).problem.code).toBe("key-may-not-break-glass");
    expect(await t.db.query("select 1 from agreement_version")).toHaveLength(1);
  });

  test("shows until both sides have signed after all, is audited, and everybody is told", async () => {
    const revops = await addPerson(t, t.workspace, "revops", "Ines Duarte");
    const draft = await changed();
    expect(must(await shatter(revops, draft))).toMatchObject({ state: "in-force", becameVersion: 2 });
    const read = async () => must(await t.call(readAgreement, {}, { cookie: await freshCookie(t.priya.id) }));
    expect(await read()).toMatchObject({ version: 2, signatures: [], maySignFor: "marketing", breakGlass: { by: { name: "Ines Duarte" }, reason, overdue: false, at: t.clock.now().toISOString() } });
    const everybody = await t.db.one<{ count: number }>("select count(*)::int as count from app_user where active");
    expect(await t.db.query("select 1 from notification where kind = 'agreement.glass-broken'")).toHaveLength(everybody.count);
    expect(must(await t.call(listAudit, {}, t.workspace.administrator)).rows.map(({ act }) => act)).toContain("agreement.glass-broken");
    t.clock.set(new Date((await read()).breakGlass!.untilReview));
    expect((await read()).breakGlass).toMatchObject({ overdue: true });
    const sign = async (id: string) => must(await t.call(signVersion, { params: { version: 2 }, body: { hash: draft.hash } }, { cookie: await freshCookie(id) }));
    expect((await sign(t.priya.id)).breakGlass).not.toBeNull();
    expect((await sign(t.tomas.id)).breakGlass).toBeNull();
  });
});

describe("what is written once", () => {
  test("versions, signatures and broken glass refuse every change, the server's own included", async () => {
    await inForce();
    for (const sql of [
      "update agreement_version set document = '{}' where version = 2",
      "update agreement_version set hash = 'x' where version = 1",
      "update agreement_version set effective_from = now() where version = 2",
      "delete from agreement_version where version = 2",
      "update signature set signed_at = now()",
      "delete from signature",
    ])
      await expect(t.db.query(sql)).rejects.toThrow(/never change|written once/);
    await expect(t.db.query("insert into agreement_version (version, document, hash, effective_from, created_at) select 3, document, hash, effective_from, created_at from agreement_version where version = 2")).rejects.toThrow(/does not follow/);
  });

  test("a version altered behind the server's back is found by its hash", async () => {
    await inForce();
    expect(await alteredVersions(t.db)).toEqual([]);
    const [kept] = await t.asSuperuser<{ document: object }>("select document from tandem.agreement_version where version = 2");
    const write = async (document: object) => {
      await t.asSuperuser("alter table tandem.agreement_version disable trigger all");
      await t.asSuperuser("update tandem.agreement_version set document = $1 where version = 2", [JSON.stringify(document)]);
      await t.asSuperuser("alter table tandem.agreement_version enable trigger all");
    };
    await write({ ...kept!.document, nurture: { coolOffDays: 1 } });
    expect(await alteredVersions(t.db)).toEqual([2]);
    expect((await checkPromises(t.app, [])).join(" ")).toContain("what was signed: 2 is not");
    await write(kept!.document);
    expect(await alteredVersions(t.db)).toEqual([]);
  });

  test("a signature altered behind the server's back is found", async () => {
    await inForce();
    const tampered = async (sql: string) => {
      const promises: string[] = [];
      await t.asSuperuser("alter table tandem.signature disable trigger all");
      const [kept] = await t.asSuperuser<{ rows: object[] }>("select jsonb_agg(s) as rows from tandem.signature s");
      await t.asSuperuser(sql);
      promises.push(...(await brokenInvariants(t.db)).map(({ promise }) => promise));
      await t.asSuperuser("delete from tandem.signature");
      await t.asSuperuser("insert into tandem.signature select * from jsonb_populate_recordset(null::tandem.signature, $1)", [JSON.stringify(kept!.rows)]);
      await t.asSuperuser("alter table tandem.signature enable trigger all");
      return promises.join(" ");
    };
    expect(await tampered("update tandem.signature set signed_at = signed_at - interval '1 day' where side = 'sales'")).toContain("hangs on the one before it");
    expect(await tampered("update tandem.signature set address = '10.0.0.1' where side = 'marketing'")).toContain("hangs on the one before it");
    expect(await tampered("delete from tandem.signature where place = 1")).toContain("hangs on the one before it");
    expect(await brokenInvariants(t.db)).toEqual([]);
  });
});
