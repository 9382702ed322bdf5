import { changeDraft, effectiveInPast, effectiveTooEarly, effectiveTooLate, farthestDays, listDrafts, readDraft, rebaseDraft, saveDraft, withdrawDraft } from "@tandem/contract/agreement/drafts";
import { agreement as shape, type Agreement } from "@tandem/domain/agreement/agreement";
import type { Json } from "@tandem/domain/capture/text";
import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { setTimers } from "../../platform/timers.ts";
import { actorOf } from "../../spine/actor.ts";
import { agreementHash } from "../../spine/agreement-hash.ts";
import { recordAudit } from "../../spine/audit.ts";
import { draftToChange, followedVersion, listDraftLines, readWhole, versionDocument, type DraftRow } from "./draft-store.ts";
import { dropSignatures } from "./draft-signatures.ts";
import { readDocument } from "./knowledge.ts";
import { preparationTimer } from "./prepare-signals.ts";
import { mergeDocuments } from "./three-way.ts";

export const listDraftsRoute = handle(listDrafts, async ({ app }, { query }) => ({ drafts: await listDraftLines(app.db, app.clock.now(), query.state) }));

export const readDraftRoute = handle(readDraft, async ({ app, principal }, { params }) => readWhole(app, app.db, principal, params.id));

export const saveDraftRoute = handle(saveDraft, async ({ app, principal }, { params, body }) => {
  // Judged before anything is locked: a bad document costs nobody a wait.
  const read = readDocument(body.document);
  return app.db.transaction(async (tx) => {
    const row = await draftToChange(app, tx, principal, params.id, body.version);
    if ("problems" in read) throw new Refusal(saveDraft.refusals.find(({ code }) => code === "bad-document")!, read.problems[0]?.words, { problems: read.problems });
    await writeText(app, tx, principal, row, { document: read.ok, baseVersion: row.base_version }, "text-changed");
    return readWhole(app, tx, principal, params.id);
  });
});

/** Writes another text; the same text writes nothing, so that an autosave of no change costs no signature. */
async function writeText(app: App, tx: Transaction, principal: Principal, row: DraftRow, to: { document: Agreement; baseVersion: number }, why: "text-changed" | "rebased"): Promise<void> {
  const hash = agreementHash(to.document);
  if (hash === row.hash && to.baseVersion === row.base_version) return;
  const at = app.clock.now();
  await tx.query("update agreement_draft set document = $2, hash = $3, base_version = $4, changed_by = $5, updated_at = $6, version = version + 1 where id = $1", [row.id, JSON.stringify(to.document), hash, to.baseVersion, principal.userId, at]);
  if (hash !== row.hash) await dropSignatures(app, tx, row.id, at, actorOf(principal), why);
  // The signatures stand: if both are there, nothing but the older base was in the way.
  else await setTimers(tx, [{ ...preparationTimer, dueAt: at }]);
  await recordAudit(tx, [{ at, actor: actorOf(principal), act: why === "rebased" ? "agreement.draft-rebased" : "agreement.draft-changed", entityKind: "agreement-draft", entityId: row.id, summary: { number: row.number, hash, before: row.hash, base: to.baseVersion } }]);
  app.live.publish(tx, ["everyone"], { kind: "agreement.changed", data: { draft: row.id } });
}

export const changeDraftRoute = handle(changeDraft, async ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const row = await draftToChange(app, tx, principal, params.id, body.version);
    const at = app.clock.now();
    const title = body.title ?? row.title;
    const effectiveFrom = body.effectiveFrom === undefined ? row.effective_from : body.effectiveFrom === null ? null : new Date(body.effectiveFrom);
    const redated = effectiveFrom?.getTime() !== row.effective_from?.getTime();
    if (title === row.title && !redated) return readWhole(app, tx, principal, params.id);
    if (redated) await checkDate(tx, effectiveFrom, at);
    await tx.query("update agreement_draft set title = $2, effective_from = $3, changed_by = $4, updated_at = $5, version = version + 1 where id = $1", [row.id, title, effectiveFrom, principal.userId, at]);
    // Since when it holds is part of what was agreed to.
    if (redated) await dropSignatures(app, tx, row.id, at, actorOf(principal), "date-changed");
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: redated ? "agreement.draft-dated" : "agreement.draft-renamed", entityKind: "agreement-draft", entityId: row.id, summary: { number: row.number, effectiveFrom: effectiveFrom?.toISOString() ?? null } }]);
    app.live.publish(tx, ["everyone"], { kind: "agreement.changed", data: { draft: row.id } });
    return readWhole(app, tx, principal, params.id);
  }),
);

/** A version takes effect now or later, and after every version that has taken effect. `null` is now. */
export async function checkDate(tx: Transaction, effectiveFrom: Date | null, at: Date): Promise<void> {
  if (effectiveFrom !== null && effectiveFrom < at) throw new Refusal(effectiveInPast);
  if (effectiveFrom !== null && effectiveFrom.getTime() > at.getTime() + farthestDays * 86_400_000) throw new Refusal(effectiveTooLate);
  const { begun } = await tx.one<{ begun: Date }>("select max(effective_from) as begun from agreement_version where effective_from <= $1", [at]);
  if ((effectiveFrom ?? at) <= begun) throw new Refusal(effectiveTooEarly);
}

export const withdrawDraftRoute = handle(withdrawDraft, async ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const row = await draftToChange(app, tx, principal, params.id, body.version);
    const at = app.clock.now();
    await tx.query("update agreement_draft set state = 'withdrawn', changed_by = $2, updated_at = $3, version = version + 1 where id = $1", [row.id, principal.userId, at]);
    await dropSignatures(app, tx, row.id, at, actorOf(principal), "withdrawn");
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "agreement.draft-withdrawn", entityKind: "agreement-draft", entityId: row.id, summary: { number: row.number } }]);
    app.live.publish(tx, ["everyone"], { kind: "agreement.changed", data: { draft: row.id } });
    return readWhole(app, tx, principal, params.id);
  }),
);

const conflictsRefusal = rebaseDraft.refusals.find(({ code }) => code === "conflicts")!;

export const rebaseDraftRoute = handle(rebaseDraft, async ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const row = await draftToChange(app, tx, principal, params.id, body.version);
    const at = app.clock.now();
    const { version: newest } = await followedVersion(tx, row.effective_from && row.effective_from > at ? row.effective_from : at);
    const [base, ours, theirs] = [(await versionDocument(tx, row.base_version))!, shape.parse(row.document), (await versionDocument(tx, newest))!];
    const { merged, conflicts } = mergeDocuments(asJson(base), asJson(ours), asJson(theirs), body.take);
    if (conflicts.length > 0) throw new Refusal(conflictsRefusal, `Decide about ${conflicts.length === 1 ? "one place" : `${conflicts.length} places`}: ${conflicts.slice(0, 5).map((c) => c.name).join(", ")}${conflicts.length > 5 ? " …" : ""}.`, { conflicts });
    const read = readDocument(merged);
    if ("problems" in read) throw new Error(`The merged agreement has no good shape: ${JSON.stringify(read.problems.slice(0, 3))}`);
    await writeText(app, tx, principal, row, { document: read.ok, baseVersion: newest }, "rebased");
    return readWhole(app, tx, principal, params.id);
  }),
);

function asJson(agreement: Agreement): Json {
  return agreement as unknown as Json;
}
