import { notOpen } from "@tandem/contract/agreement/drafts";
import { breakGlass, signDraft } from "@tandem/contract/agreement/signing";
import type { InputOf } from "@tandem/contract/operation";
import { agreement as shape } from "@tandem/domain/agreement/agreement";
import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { setTimers } from "../../platform/timers.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { lockDraft, readWhole, type DraftRow } from "./draft-store.ts";
import { dropSignatures, standingSignatures } from "./draft-signatures.ts";
import { arePrepared, preparationTimer, prepareSignals } from "./prepare-signals.ts";
import { checkReady, lockVersions, putInForce } from "./put-in-force.ts";
import { tellPeople } from "./tell-people.ts";

type Side = "marketing" | "sales";

const refusal = (code: string) => signDraft.refusals.find((one) => one.code === code)!;

export const signDraftRoute = handle(signDraft, async ({ app, principal, request }, { params, body }) => {
  if (principal.via === "api-key") throw new Refusal(refusal("key-may-not-sign"));
  await giveSignature(app, principal, params.id, body, request.ip);
  return readWhole(app, app.db, principal, params.id);
});

/** A person signs exactly the text with this hash; the second side's signature makes it the next version. Refuses as the operation says. */
export async function giveSignature(app: App, person: Pick<Principal, "userId" | "via">, id: string, { hash, last }: InputOf<typeof signDraft>["body"], address: string | null): Promise<void> {
  const { signs_for: may } = await app.db.one<{ signs_for: Side | null }>("select signs_for from app_user where id = $1", [person.userId]);
  if (may !== null) await beginPreparing(app, id, hash);
  await app.db.transaction(async (tx) => {
    const actor = actorOf(person);
    const row = await openDraft(tx, id);
    // Asked again under the lock, and held: whoever takes the right away meanwhile comes after this signature or before it.
    const side = (await tx.find<{ signs_for: Side | null }>("select signs_for from app_user where id = $1 and active for share", [person.userId]))?.signs_for ?? null;
    if (side === null) throw new Refusal(refusal("not-a-signatory"));
    if (row.hash !== hash) throw new Refusal(refusal("other-text"), undefined, { hash: row.hash });
    const given = await standingSignatures(tx, row.id);
    if (given.some((one) => one.user_id === person.userId && one.side !== side)) throw new Refusal(refusal("person-has-signed"));
    if (given.some((one) => one.side === side && one.may_sign)) throw new Refusal(refusal("side-has-signed"));
    const gone = given.filter((one) => !one.may_sign);
    const isLast = given.length > gone.length;
    if (isLast && last === false) throw new Refusal(refusal("is-last"));
    const at = await lockVersions(app, tx);
    await checkReady(tx, row, row.effective_from, at);
    if (gone.length > 0) await dropSignatures(app, tx, row.id, at, actor, "signatory-left", gone.map((one) => one.id));
    await tx.query("insert into agreement_draft_signature (id, draft_id, side, user_id, hash, signed_at, address) values ($1, $2, $3, $4, $5, $6, $7)", [app.ids.next(), row.id, side, person.userId, row.hash, at, address]);
    await tx.query("update agreement_draft set version = version + 1 where id = $1", [row.id]);
    await recordAudit(tx, [{ at, actor, act: "agreement.draft-signed", entityKind: "agreement-draft", entityId: row.id, summary: { number: row.number, side, hash: row.hash } }]);
    app.live.publish(tx, ["everyone"], { kind: "agreement.changed", data: { draft: row.id } });
    if (!isLast) return askOtherSide(app, tx, row, side);
    if (await arePrepared(tx, shape.parse(row.document))) await putInForce(app, tx, row, { at, actor, effectiveFrom: row.effective_from });
    // The past may have been read to its end while this was being signed: then nobody else would look at the draft again.
    else await setTimers(tx, [{ ...preparationTimer, dueAt: at }]);
  });
}

async function askOtherSide(app: App, tx: Transaction, row: DraftRow, signed: Side): Promise<void> {
  const others = await tx.query<{ id: string }>("select id from app_user where signs_for is not null and signs_for <> $1 and active", [signed]);
  const whole = signed === "marketing" ? "Marketing" : "Sales";
  await tellPeople(app, tx, others.map(({ id }) => id), { kind: "agreement.asks-signature", title: `${whole} has signed: ${row.title}`, body: `Draft ${row.number} waits for your side's signature. It becomes the next version with it.`, link: `/agreement/drafts/${row.id}`, cause: `agreement draft ${row.id} asks ${row.hash} ${row.version}` });
}

/** Changed signals begin to be recognised over the past with the first signature, so that the second need not wait long. */
async function beginPreparing(app: App, id: string, hash: string): Promise<boolean> {
  const row = await app.db.find<DraftRow>("select * from agreement_draft where id = $1", [id]);
  return row?.state === "open" && row.hash === hash && prepareSignals(app, shape.parse(row.document));
}

async function openDraft(tx: Transaction, id: string): Promise<DraftRow> {
  const row = await lockDraft(tx, id);
  if (row.state !== "open") throw new Refusal(notOpen);
  return row;
}

export const breakGlassRoute = handle(breakGlass, async ({ app, principal }, { params, body }) => {
  if (principal.via === "api-key") throw new Refusal(breakGlass.refusals.find((one) => one.code === "key-may-not-break-glass")!);
  await beginPreparing(app, params.id, body.hash);
  return app.db.transaction(async (tx) => {
    const row = await openDraft(tx, params.id);
    if (row.hash !== body.hash) throw new Refusal(refusal("other-text"), undefined, { hash: row.hash });
    const gone = (await standingSignatures(tx, row.id)).filter((one) => !one.may_sign);
    const at = await lockVersions(app, tx);
    // In an emergency it is now, whatever date the draft had.
    const { agreement } = await checkReady(tx, row, null, at);
    if (!(await arePrepared(tx, agreement))) throw new Refusal(breakGlass.refusals.find((one) => one.code === "signals-unprepared")!);
    if (gone.length > 0) await dropSignatures(app, tx, row.id, at, actorOf(principal), "signatory-left", gone.map((one) => one.id));
    await putInForce(app, tx, row, { at, actor: actorOf(principal), effectiveFrom: null, brokenBy: { userId: principal.userId, reason: body.reason } });
    return readWhole(app, tx, principal, row.id);
  });
});

