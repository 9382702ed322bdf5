import { changeDraft } from "@tandem/contract/agreement/drafts";
import { listVersions } from "@tandem/contract/agreement/versions";
import { breakGlass, signDraft } from "@tandem/contract/agreement/signing";
import { beforeEach, describe, expect, test } from "vitest";
import { brokenInvariants } from "../../platform/invariants.ts";
import type { Refusal } from "../../platform/refusal.ts";
import { agreementApp, must, type AgreementApp, type Draft } from "./agreement.fixture.ts";
import { giveSignature } from "./sign-draft.ts";

let t: AgreementApp;
beforeEach(async () => {
  t = await agreementApp();
});

async function changed(coolOffDays: number): Promise<Draft> {
  const begun = await t.begin(t.priya);
  return must(await t.save(t.priya, begun, { ...begun.document, nurture: { coolOffDays } }));
}

/** Marketing has signed it already. */
async function half(coolOffDays: number): Promise<Draft> {
  const draft = await changed(coolOffDays);
  must(await t.sign(t.priya, draft));
  return draft;
}

const glass = (draft: Draft) => t.call(breakGlass, { params: { id: draft.id }, body: { hash: draft.hash, reason: "Everything is routed to a team that is closed today." } }, t.workspace.administrator);
const versions = async () => must(await t.call(listVersions, {}, t.workspace.administrator)).versions;

/** What `act` comes to when it has begun, waits for a draft that somebody else writes, and `meanwhile` happens. */
async function whileWaiting<T>(draft: Draft, act: () => Promise<T>, meanwhile: () => Promise<unknown>): Promise<T> {
  let acting!: Promise<T>;
  await t.db.transaction(async (tx) => {
    await tx.query("select 1 from agreement_draft where id = $1 for update", [draft.id]);
    acting = act();
    await expect.poll(async () => (await t.db.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).length, { interval: 10, timeout: 5_000 }).toBe(1);
    await meanwhile();
  });
  return acting;
}

test("a signature given as one of two puts nothing in force where the other side has signed meanwhile", async () => {
  const draft = await half(7);
  const asFirst = () => t.call(signDraft, { params: { id: draft.id }, body: { hash: draft.hash, last: false } }, t.tomas);
  expect((await asFirst()).problem.code).toBe("is-last");
  expect(await versions()).toMatchObject([{ version: 1, inForce: true }]);
  must(await t.call(signDraft, { params: { id: draft.id }, body: { hash: draft.hash, last: true } }, t.tomas));
  expect(await versions()).toMatchObject([{ version: 2, inForce: true }, { version: 1 }]);
});

describe("a signature that had to wait", () => {
  test("does not undo the emergency that came before it", async () => {
    const [ordinary, urgent] = [await half(7), await changed(77)];
    const late = await whileWaiting(ordinary, () => t.sign(t.tomas, ordinary), async () => {
      t.clock.advance(5);
      must(await glass(urgent));
    });
    expect(late.problem.code).toBe("is-behind");
    expect(await versions()).toMatchObject([{ version: 2, inForce: true, overtaken: null }, { version: 1 }]);
    expect(await brokenInvariants(t.db)).toEqual([]);
  });

  test.each(["a signature", "broken glass"] as const)("does not undo a version whose date passed meanwhile: %s", async (what) => {
    const date = new Date(t.clock.now().getTime() + 60_000);
    const later = await changed(7);
    const dated = must(await t.call(changeDraft, { params: { id: later.id }, body: { version: later.version, effectiveFrom: date.toISOString() } }, t.priya));
    must(await t.sign(t.priya, dated));
    const other = await half(8);
    must(await t.sign(t.tomas, dated));
    t.clock.advance(59_000);
    const late = await whileWaiting(other, async () => (await (what === "a signature" ? t.sign(t.tomas, other) : glass(other))).problem, async () => {
      t.clock.set(date);
    });
    expect(late.code).toBe("is-behind");
    expect(await versions()).toMatchObject([{ version: 2, inForce: true, overtaken: null }, { version: 1 }]);
  });

  test("goes by the newest version's instant where another process's clock is ahead", async () => {
    const [ordinary, urgent] = [await half(7), await changed(77)];
    t.clock.advance(5);
    must(await glass(urgent));
    const slow = { ...t.app, clock: { now: () => new Date(t.clock.now().getTime() - 5) } };
    const refused = await giveSignature(slow, { userId: t.tomas.id, via: "session" }, ordinary.id, { hash: ordinary.hash }, null).catch((error: Refusal) => error.kind.code);
    expect(refused).toBe("is-behind");
    expect(await versions()).toMatchObject([{ version: 2, inForce: true, overtaken: null }, { version: 1 }]);
  });
});
