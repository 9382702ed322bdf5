import { cancelPreview, listCrossings, readPreview, startPreview } from "@tandem/contract/agreement/crossings";
import { noSuchDraft } from "@tandem/contract/agreement/drafts";
import type { OutputOf } from "@tandem/contract/operation";
import { agreement as shape } from "@tandem/domain/agreement/agreement";
import type { Sql } from "../../platform/sql.ts";
import { numberPlace, readCursor, writeCursor } from "../../platform/cursor.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { setTimers } from "../../platform/timers.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { nameOf } from "../people/door.ts";
import { prepareSignals } from "./prepare-signals.ts";
import { noCounts, previewDay, previewTimer, type PreviewRow } from "./preview-crossings.ts";
import { mostCounted } from "./read-going-live.ts";

type Preview = OutputOf<typeof startPreview>;

const noPreview = cancelPreview.refusals.find(({ code }) => code === "no-preview")!;

const shown = (row: PreviewRow): Preview => ({
  draftId: row.draft_id,
  hash: row.hash,
  inForceVersion: row.in_force_version,
  state: row.state,
  done: row.done,
  total: row.total,
  counts: row.counts,
  startedAt: row.started_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
});

async function findPreview(sql: Sql, draftId: string): Promise<PreviewRow | null> {
  if (!(await sql.find("select 1 as one from agreement_draft where id = $1", [draftId]))) throw new Refusal(noSuchDraft);
  return sql.find<PreviewRow>("select * from agreement_preview where draft_id = $1", [draftId]);
}

async function needPreview(sql: Sql, draftId: string): Promise<PreviewRow> {
  const row = await findPreview(sql, draftId);
  if (!row) throw new Refusal(noPreview);
  return row;
}

export const startPreviewRoute = handle(startPreview, async ({ app }, { params }) => {
  const draft = await app.db.find<{ document: unknown; hash: string }>("select document, hash from agreement_draft where id = $1", [params.id]);
  if (!draft) throw new Refusal(noSuchDraft);
  const prepared = await prepareSignals(app, shape.parse(draft.document));
  return app.db.transaction(async (tx) => {
    const at = app.clock.now();
    const inForce = await agreementInForce(tx, at);
    const day = previewDay(inForce, at);
    // Two who ask at once get one answer.
    await tx.query("select 1 from agreement_draft where id = $1 for update", [params.id]);
    const known = await tx.find<PreviewRow>("select * from agreement_preview where draft_id = $1 and hash = $2 and in_force_version = $3 and day = $4 and state in ('recognising', 'running', 'done')", [params.id, draft.hash, inForce.version, day]);
    if (known) return shown(known);
    await tx.query("delete from agreement_preview where draft_id = $1", [params.id]);
    const id = app.ids.next();
    const row = await tx.one<PreviewRow>(
      `insert into agreement_preview (id, draft_id, hash, in_force_version, day, state, total, counts, started_at)
       values ($1, $2, $3, $4, $5, $6, (select count(*) from contact where survivor_id = id and identified_at is not null), $7, $8) returning *`,
      [id, params.id, draft.hash, inForce.version, day, prepared ? "running" : "recognising", JSON.stringify(noCounts()), at],
    );
    await setTimers(tx, [{ kind: previewTimer, key: id, dueAt: at }]);
    return shown(row);
  });
});

export const readPreviewRoute = handle(readPreview, async ({ app }, { params }) => {
  const row = await findPreview(app.db, params.id);
  return row ? shown(row) : null;
});

export const cancelPreviewRoute = handle(cancelPreview, async ({ app }, { params }) => {
  await needPreview(app.db, params.id);
  await app.db.query("update agreement_preview set state = 'cancelled', finished_at = $2 where draft_id = $1 and state in ('recognising', 'running')", [params.id, app.clock.now()]);
  return shown(await needPreview(app.db, params.id));
});

type Crossing = OutputOf<typeof listCrossings>["rows"][number];

interface Row {
  contact_id: string;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  company: string | null;
  stage: string;
  engagement: number;
  before: Crossing["before"];
  after: Crossing["after"];
  handed_over: boolean;
}

export const listCrossingsRoute = handle(listCrossings, async ({ app }, { params, query }) => {
  const { id, counts } = await needPreview(app.db, params.id);
  const after = readCursor(numberPlace, query.cursor);
  const rows = await app.db.query<Row>(
    `select x.contact_id, s.first_name, s.last_name, s.email, co.name as company, s.stage, x.engagement, x.before, x.after, x.handed_over
     from agreement_crossing x join contact c on c.id = x.contact_id join contact s on s.id = c.survivor_id left join company co on co.id = s.company_id
     where x.preview_id = $1 and x.way = $2 and ($3::int is null or (x.engagement, x.contact_id) < ($3, $4::uuid)) order by x.engagement desc, x.contact_id desc limit $5`,
    [id, query.way, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1],
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    rows: page.map((row) => ({ contactId: row.contact_id, name: nameOf(row), company: row.company, stage: row.stage, before: row.before, after: row.after, handedOver: row.handed_over })),
    next: rows.length > query.limit && last ? writeCursor([last.engagement, last.contact_id]) : null,
    count: { value: Math.min(counts[query.way], mostCounted), capped: counts[query.way] > mostCounted },
  };
});
