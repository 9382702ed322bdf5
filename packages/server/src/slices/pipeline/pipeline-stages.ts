import { listPipelineStages, savePipelineStages } from "@tandem/contract/pipeline/stages";
import type { PipelineStage } from "@tandem/contract/pipeline/parts";
import { fold } from "@tandem/domain/people/fold";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";

const [stageInUse, noSuchStage, namedTwice] = savePipelineStages.refusals as [never, never, never];

export const listPipelineStagesRoute = handle(listPipelineStages, async ({ app }) => ({
  rows: await app.db.query<PipelineStage & { open: number; closed: number }>(
    `select p.key, p.name, p.position, p.probability, coalesce(o.open, 0) as open, coalesce(o.closed, 0) as closed
     from pipeline_stage p left join (select stage, count(*) filter (where state = 'open') as open, count(*) filter (where state <> 'open') as closed from opportunity group by stage) o on o.stage = p.key order by p.position`,
  ),
}));

/** The whole row of stages at once, under a lock of its own: an order is only an order together. */
export const savePipelineStagesRoute = handle(savePipelineStages, ({ app, principal }, { body }) =>
  app.db.transaction(async (tx) => {
    const known = await tx.query<PipelineStage>("select key, name, position, probability from pipeline_stage order by position for update");
    if (new Set(body.stages.map((stage) => fold(stage.name))).size < body.stages.length) throw new Refusal(namedTwice);
    const keys = new Set(known.map((stage) => stage.key));
    if (body.stages.some((stage) => stage.key !== undefined && !keys.has(stage.key))) throw new Refusal(noSuchStage);
    const taken = new Set(keys);
    const rows = body.stages.map(({ key, name, probability }, i) => ({ key: key ?? newKey(name, taken), name, position: i + 1, probability }));
    const gone = known.filter((stage) => !rows.some((row) => row.key === stage.key));
    const used = await tx.query<{ stage: string }>("select distinct stage from opportunity where stage = any($1::text[])", [gone.map((stage) => stage.key)]);
    if (used.length > 0) throw new Refusal(stageInUse, undefined, { stages: used.map((row) => row.stage) });
    await tx.query("delete from pipeline_stage where key = any($1::text[])", [gone.map((stage) => stage.key)]);
    // Positions are unique at every moment, so they are first moved out of the way.
    await tx.query("update pipeline_stage set position = -position");
    await tx.query(
      `insert into pipeline_stage (key, name, position, probability) select key, name, position, probability from unnest($1::text[], $2::text[], $3::int[], $4::int[]) r(key, name, position, probability)
       on conflict (key) do update set name = excluded.name, position = excluded.position, probability = excluded.probability`,
      [rows.map((r) => r.key), rows.map((r) => r.name), rows.map((r) => r.position), rows.map((r) => r.probability)],
    );
    await recordAudit(tx, [{ at: app.clock.now(), actor: actorOf(principal), act: "pipeline.stages-saved", entityKind: "pipeline", entityId: null, summary: { before: known, after: rows } }]);
    app.live.publish(tx, ["everyone"], { kind: "opportunity.changed", data: { ids: null } });
    return { rows };
  }),
);

/** A key for a new stage from its name; it never changes afterwards, whatever the stage is called. */
function newKey(name: string, taken: Set<string>): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 50) || "stage";
  let key = plain;
  for (let n = 2; taken.has(key); n += 1) key = `${plain}-${n}`;
  taken.add(key);
  return key;
}
