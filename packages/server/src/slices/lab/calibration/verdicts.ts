import { judgeField, type CalibrationReport } from "@tandem/contract/lab/calibration";
import type { Sql } from "../../../platform/sql.ts";
import { handle } from "../../../platform/http/route.ts";
import { Refusal } from "../../../platform/refusal.ts";
import { actorOf } from "../../../spine/actor.ts";
import { agreementInForce } from "../../../spine/agreement-in-force.ts";
import { recordAudit } from "../../../spine/audit.ts";

/** What people say of fields under suspicion: evidence suspects, a person who knows how the company works decides. */

const [noSuchField] = judgeField.refusals as [never];

export async function listVerdicts(sql: Sql): Promise<Map<string, NonNullable<CalibrationReport["fields"][number]["verdict"]>>> {
  const rows = await sql.query<{ ref: string; leak: boolean; why: string; said_by: string; name: string; said_at: Date }>("select v.ref, v.leak, v.why, v.said_by, u.name, v.said_at from field_verdict v join app_user u on u.id = v.said_by");
  return new Map(rows.map((row) => [row.ref, { leak: row.leak, why: row.why, by: { id: row.said_by, name: row.name }, at: row.said_at.toISOString() }]));
}

export const judgeFieldRoute = handle(judgeField, ({ app, principal }, { params: { ref }, body: { leak, why } }) =>
  app.db.transaction(async (tx) => {
    const at = app.clock.now();
    if (!(await agreementInForce(tx, at)).fields.has(ref)) throw new Refusal(noSuchField);
    if (leak === null) await tx.query("delete from field_verdict where ref = $1", [ref]);
    else await tx.query("insert into field_verdict (ref, leak, why, said_by, said_at) values ($1, $2, $3, $4, $5) on conflict (ref) do update set leak = $2, why = $3, said_by = $4, said_at = $5", [ref, leak, why, principal.userId, at]);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: leak === null ? "lab.field-verdict-withdrawn" : leak ? "lab.leak-confirmed" : "lab.leak-cleared", entityKind: "field", entityId: null, summary: { ref } }]);
    return { ref, leak };
  }),
);
