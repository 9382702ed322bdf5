import { editActivity, removeActivity } from "@tandem/contract/pipeline/activities";
import { changedMeanwhile } from "@tandem/contract/pipeline/parts";
import { handle, type Call } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { settle } from "../../spine/settle.ts";
import { beginWork, type Work } from "../../spine/work.ts";
import { activityOf, findActivity, provesAttempt, type ActivityRow } from "./activity-store.ts";
import { readAt, requireOutcome, requirePrivacy, tellActivity } from "./log-activity.ts";

const refusalOf = (operation: typeof editActivity | typeof removeActivity, code: string) => operation.refusals.find((refusal) => refusal.code === code)!;

export const editActivityRoute = handle(editActivity, (call, { params, body }) =>
  workOnActivity(call, params.activityId, async (work, row) => {
    const { tx } = work;
    if (row.removed_at) throw new Refusal(refusalOf(editActivity, "no-such-activity"));
    if (row.version !== body.version) throw new Refusal(changedMeanwhile, undefined, activityOf(row, call.principal));
    if (provesAttempt(row) && ((body.at !== undefined && new Date(body.at).getTime() !== row.at.getTime()) || (body.outcome !== undefined && body.outcome !== row.outcome))) throw new Refusal(refusalOf(editActivity, "proves-an-attempt"));
    const next = {
      at: body.at === undefined ? row.at : readAt(work, body.at), outcome: body.outcome === undefined ? row.outcome : body.outcome, subject: body.subject === undefined ? row.subject : body.subject,
      body: body.body ?? row.body, private: body.private ?? row.private, minutes: body.minutes === undefined ? row.minutes : body.minutes,
    };
    requireOutcome(row.kind, next.outcome);
    requirePrivacy(call.principal, row.kind, next.private);
    await tx.query("update activity set at = $2, outcome = $3, subject = $4, body = $5, private = $6, minutes = $7, version = version + 1 where id = $1", [row.id, next.at, next.outcome, next.subject, next.body, next.private, next.minutes]);
    const changed = Object.entries(next).filter(([field, value]) => String(value) !== String(row[field as keyof typeof next])).map(([field]) => field);
    note(work, row, "edited", { fields: changed });
    await settle(work);
    return activityOf((await findActivity(tx, call.principal, row.id))!, call.principal);
  }),
);

export const removeActivityRoute = handle(removeActivity, (call, { params, query }) =>
  workOnActivity(call, params.activityId, async (work, row) => {
    if (provesAttempt(row)) throw new Refusal(refusalOf(removeActivity, "proves-an-attempt"));
    await work.tx.query("update activity set removed_at = $2, version = version + 1 where id = $1", [row.id, query.back ? null : work.at]);
    note(work, row, query.back ? "put-back" : "removed", {});
    await settle(work);
    return null;
  }),
);

/** One's own entry under its lock. Somebody else's that one may read is refused; one that one may not read does not exist. */
function workOnActivity<T>({ app, principal }: Call, id: string, act: (work: Work, row: ActivityRow) => Promise<T>): Promise<T> {
  return app.db.transaction(async (tx) => {
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) });
    await tx.query("select 1 from activity where id = $1 for update", [id]);
    const row = await findActivity(tx, principal, id);
    if (!row) throw new Refusal(refusalOf(editActivity, "no-such-activity"));
    if (row.by_id !== principal.userId) throw new Refusal(refusalOf(editActivity, "not-your-activity"));
    return act(work, row);
  });
}

function note(work: Work, row: ActivityRow, what: string, summary: Record<string, unknown>): void {
  work.audit.push({ at: work.at, actor: work.actor, act: `activity.${what}`, entityKind: "activity", entityId: row.id, summary });
  tellActivity(work, row.contact?.id ?? null, row.opportunity?.id ?? null);
}
