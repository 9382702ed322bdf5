import { archiveCampaign, createCampaign, editCampaign } from "@tandem/contract/campaigns/campaigns";
import { changedMeanwhile, endsBeforeStart, nameTaken, noSuchCampaign, utmTaken } from "@tandem/contract/campaigns/parts";
import { fold } from "@tandem/domain/people/fold";
import type { Sql } from "../../platform/sql.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { loadCampaign } from "./campaign-store.ts";

interface Details {
  readonly name: string;
  readonly channel: string;
  readonly goal: string;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly budget: number | null;
  readonly utm: readonly string[];
}

const columns = (d: Details) => [d.name, fold(d.name), d.channel, d.goal, d.startsOn, d.endsOn, d.budget];

export const createCampaignRoute = handle(createCampaign, async ({ app, principal }, { body }) => {
  const id = app.ids.next();
  const now = app.clock.now();
  await app.db.transaction(async (tx) => {
    await refuseConflicts(tx, id, body);
    const made = await tx.find(
      `insert into campaign (id, name, name_folded, channel, goal, starts_on, ends_on, budget, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (name_folded) do nothing returning id`,
      [id, ...columns(body), principal.userId, now],
    );
    if (!made) throw new Refusal(nameTaken);
    await saveUtm(tx, id, body.utm);
    await recordAudit(tx, [{ at: now, actor: actorOf(principal), act: "campaign.created", entityKind: "campaign", entityId: id }]);
  });
  return loadCampaign(app.db, id, now);
});

export const editCampaignRoute = handle(editCampaign, async ({ app, principal }, { params: { campaignId }, body }) => {
  const now = app.clock.now();
  await app.db.transaction(async (tx) => {
    await guard(tx, campaignId, body.version, now);
    await refuseConflicts(tx, campaignId, body);
    await tx.query("update campaign set name = $2, name_folded = $3, channel = $4, goal = $5, starts_on = $6, ends_on = $7, budget = $8, version = version + 1 where id = $1", [campaignId, ...columns(body)]);
    await saveUtm(tx, campaignId, body.utm);
    await recordAudit(tx, [{ at: now, actor: actorOf(principal), act: "campaign.changed", entityKind: "campaign", entityId: campaignId }]);
  });
  return loadCampaign(app.db, campaignId, now);
});

export const archiveCampaignRoute = handle(archiveCampaign, async ({ app, principal }, { params: { campaignId }, body }) => {
  const now = app.clock.now();
  await app.db.transaction(async (tx) => {
    await guard(tx, campaignId, body.version, now);
    await tx.query("update campaign set archived_at = $2, version = version + 1 where id = $1", [campaignId, body.archived ? now : null]);
    await recordAudit(tx, [{ at: now, actor: actorOf(principal), act: body.archived ? "campaign.archived" : "campaign.restored", entityKind: "campaign", entityId: campaignId }]);
  });
  return loadCampaign(app.db, campaignId, now);
});

/** Locks the campaign and refuses what was read before somebody else's change. */
async function guard(tx: Transaction, id: string, version: number, now: Date): Promise<void> {
  const row = await tx.find<{ version: number }>("select version from campaign where id = $1 for update", [id]);
  if (!row) throw new Refusal(noSuchCampaign);
  if (row.version !== version) throw new Refusal(changedMeanwhile, undefined, await loadCampaign(tx, id, now));
}

async function refuseConflicts(sql: Sql, id: string, details: Details): Promise<void> {
  if (details.startsOn && details.endsOn && details.endsOn < details.startsOn) throw new Refusal(endsBeforeStart);
  if (await sql.find("select 1 as taken from campaign where name_folded = $1 and id <> $2", [fold(details.name), id])) throw new Refusal(nameTaken);
  const [taken] = await sql.query<{ utm: string; name: string }>(
    "select u.utm, c.name from campaign_utm u join campaign c on c.id = u.campaign_id where u.utm_folded = any($1) and u.campaign_id <> $2 order by u.utm_folded limit 1",
    [details.utm.map(fold), id],
  );
  if (taken) throw new Refusal(utmTaken, `“${taken.utm}” belongs to ${taken.name}.`);
}

/** Replaces a campaign's values. Two that differ in case only are one. */
async function saveUtm(tx: Transaction, id: string, utm: readonly string[]): Promise<void> {
  const byFolded = new Map(utm.map((value) => [fold(value), value]));
  await tx.query("delete from campaign_utm where campaign_id = $1 and utm_folded <> all($2)", [id, [...byFolded.keys()]]);
  const saved = await tx.query<{ campaign_id: string }>(
    `insert into campaign_utm (utm_folded, utm, campaign_id) select folded, utm, $3 from unnest($1::text[], $2::text[]) r(folded, utm) order by folded
     on conflict (utm_folded) do update set utm = case when campaign_utm.campaign_id = excluded.campaign_id then excluded.utm else campaign_utm.utm end returning campaign_id`,
    [[...byFolded.keys()], [...byFolded.values()], id],
  );
  // Somebody took one between the check and here.
  if (saved.some((row) => row.campaign_id !== id)) throw new Refusal(utmTaken);
}
