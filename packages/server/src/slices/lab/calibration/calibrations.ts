import { cancelCalibration, draftCalibration, listCalibrations, listOutcomes, readCalibration, startCalibration, type CalibrationReport } from "@tandem/contract/lab/calibration";
import { agreement as shape } from "@tandem/domain/agreement/agreement";
import { nothingWords } from "@tandem/domain/calibration/words";
import { handle } from "../../../platform/http/route.ts";
import { Refusal } from "../../../platform/refusal.ts";
import { actorOf } from "../../../spine/actor.ts";
import { agreementInForce } from "../../../spine/agreement-in-force.ts";
import { recordAudit } from "../../../spine/audit.ts";
import { createDraft } from "../../agreement/door.ts";
import { neededOutcomes, stageChoices, tooFewOf } from "./choices.ts";
import { teachable } from "./load-table.ts";
import { beginCalibration, stopCalibration } from "./run-calibration.ts";
import { findCalibration, finishCalibration, insertCalibration, listCalibrationLines } from "./store.ts";
import { listVerdicts } from "./verdicts.ts";

const [noSuchCalibration] = readCalibration.refusals as [never];
const [noSuchField, alreadyRunning, tooLittle] = startCalibration.refusals as [never, never, never];
const nothingToDraft = draftCalibration.refusals.find(({ code }) => code === "nothing-to-draft")!;

export const listOutcomesRoute = handle(listOutcomes, async ({ app }) => {
  const at = app.clock.now();
  const [inForce, row] = await Promise.all([
    agreementInForce(app.db, at),
    app.db.one<{ sql: number; opportunity: number; customer: number }>(
      `select count(distinct contact_id) filter (where stage in ('sql', 'opportunity', 'customer', 'advocate'))::int as sql,
         count(distinct contact_id) filter (where stage in ('opportunity', 'customer', 'advocate'))::int as opportunity,
         count(distinct contact_id) filter (where stage in ('customer', 'advocate'))::int as customer
       from episode where stage in ('sql', 'opportunity', 'customer', 'advocate')`,
    ),
  ]);
  const fields = teachable(inForce);
  return {
    stages: await stageChoices(app.db, row, at),
    needed: neededOutcomes(inForce.agreement),
    // Where somebody lives or works is no success: only fields of one's own can tell one.
    fields: fields.filter(({ ref, type }) => ref.includes(".custom.") && (type === "boolean" || type === "choice" || type === "number" || type === "text")),
    ages: fields.filter(({ type }) => type === "number").map(({ ref, name }) => ({ ref, name })),
  };
});

export const listCalibrationsRoute = handle(listCalibrations, async ({ app }) => ({ calibrations: await listCalibrationLines(app.db) }));

export const startCalibrationRoute = handle(startCalibration, async ({ app, principal }, { body }) => {
  const at = app.clock.now();
  const { fields, agreement } = await agreementInForce(app.db, at);
  const named = [...("field" in body.outcome ? [body.outcome.field] : []), ...(body.age !== null && typeof body.age === "object" ? [body.age.field] : [])];
  if (named.some((ref) => !fields.has(ref))) throw new Refusal(noSuchField);
  const few = "stage" in body.outcome ? await tooFewOf(app.db, agreement, { ...body, stage: body.outcome.stage }, at) : null;
  if (few) throw new Refusal(tooLittle, nothingWords(few));
  const id = app.ids.next();
  await app.db.transaction(async (tx) => {
    if (!(await insertCalibration(tx, { id, ask: body, userId: principal.userId, at }))) throw new Refusal(alreadyRunning);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "lab.calibration-started", entityKind: "calibration", entityId: id, summary: { from: body.from } }]);
    app.live.publish(tx, ["everyone"], { kind: "calibration.changed", data: { id } });
  });
  beginCalibration(app, id, body);
  return (await findCalibration(app.db, id))!;
});

export const readCalibrationRoute = handle(readCalibration, async ({ app }, { params }) => {
  const found = await findCalibration(app.db, params.id);
  if (!found) throw new Refusal(noSuchCalibration);
  return { ...found, report: found.report && { ...found.report, fields: withVerdicts(found.report.fields, await listVerdicts(app.db)) } };
});

/** What people have said since stands beside what was found then. */
function withVerdicts(fields: CalibrationReport["fields"], verdicts: Awaited<ReturnType<typeof listVerdicts>>): CalibrationReport["fields"] {
  return fields.map((field) => ({ ...field, verdict: verdicts.get(field.ref) ?? null }));
}

export const cancelCalibrationRoute = handle(cancelCalibration, async ({ app }, { params }) => {
  await finishCalibration(app, params.id, { state: "cancelled" });
  stopCalibration(params.id);
  const found = await findCalibration(app.db, params.id);
  if (!found) throw new Refusal(noSuchCalibration);
  return found;
});

export const draftCalibrationRoute = handle(draftCalibration, ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const row = await tx.find<{ document: unknown; base_version: number | null; draft_id: string | null }>("select document, base_version, draft_id from calibration where id = $1 for update", [params.id]);
    if (!row) throw new Refusal(noSuchCalibration);
    // Asked twice, it is the same draft.
    if (row.draft_id !== null) return { draftId: row.draft_id };
    if (row.document === null) throw new Refusal(nothingToDraft);
    const draft = await createDraft(app, tx, { userId: principal.userId, actor: actorOf(principal) }, { title: body.title, document: shape.parse(row.document), ...(row.base_version === null ? {} : { baseVersion: row.base_version }) });
    await tx.query("update calibration set draft_id = $2 where id = $1", [params.id, draft.id]);
    return { draftId: draft.id };
  }),
);
