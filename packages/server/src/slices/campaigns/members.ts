import { addMembers, listMembers, removeMembers, type MemberRow } from "@tandem/contract/campaigns/members";
import { handle } from "../../platform/http/route.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { requireCampaign } from "./campaign-store.ts";
import { contactName } from "./contact-name.ts";
import { pageOfRows, readPlace } from "./cursor.ts";

export const listMembersRoute = handle(listMembers, async ({ app }, { params, query }) => {
  await requireCampaign(app.db, params.campaignId);
  const after = readPlace(query.cursor);
  const found = await app.db.query<{ id: string; place: string; at: Date; added_at: Date; status: MemberRow["status"]; name: string; company: string | null; stage: string }>(
    `select m.contact_id as id, m.at::text as place, m.at, m.added_at, m.status, ${contactName("c")} as name, y.name as company, c.stage
     from campaign_member m join contact self on self.id = m.contact_id join contact c on c.id = self.survivor_id left join company y on y.id = c.company_id
     where m.campaign_id = $1 and ($2::text is null or m.status = $2) and ($3::timestamptz is null or (m.at, m.contact_id) < ($3, $4::uuid))
     order by m.at desc, m.contact_id desc limit $5`,
    [params.campaignId, query.status ?? null, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1],
  );
  const { rows, next } = pageOfRows(found, query.limit);
  return { rows: rows.map((row) => ({ contact: { id: row.id, name: row.name, company: row.company }, status: row.status, at: row.at.toISOString(), addedAt: row.added_at.toISOString(), stage: row.stage })), next, count: null };
});

export const addMembersRoute = handle(addMembers, async ({ app, principal }, { params: { campaignId }, body }) => {
  await requireCampaign(app.db, campaignId);
  const now = app.clock.now();
  const asked = [...new Set(body.contactIds)];
  return app.db.transaction(async (tx) => {
    const known = await tx.query<{ id: string; survivor_id: string }>("select id, survivor_id from contact where id = any($1::uuid[]) and identified_at is not null", [asked]);
    const contacts = [...new Set(known.map((row) => row.survivor_id))].sort();
    const saved = await tx.query<{ is_new: boolean }>(
      `insert into campaign_member (campaign_id, contact_id, status, at, added_at) select $1, id, $3, $4, $5 from unnest($2::uuid[]) r(id) order by id
       on conflict (campaign_id, contact_id) do update set status = excluded.status, at = excluded.at where campaign_member.status <> excluded.status
       returning (xmax = 0) as is_new`,
      [campaignId, contacts, body.status, body.at ?? now, now],
    );
    const added = saved.filter((row) => row.is_new).length;
    await recordAudit(tx, [{ at: now, actor: actorOf(principal), act: "campaign.members-added", entityKind: "campaign", entityId: campaignId, summary: { added, status: body.status } }]);
    const ids = new Set(known.map((row) => row.id));
    return { added, changed: saved.length - added, unchanged: contacts.length - saved.length, unknown: asked.filter((id) => !ids.has(id)) };
  });
});

export const removeMembersRoute = handle(removeMembers, async ({ app, principal }, { params: { campaignId }, body }) => {
  await requireCampaign(app.db, campaignId);
  return app.db.transaction(async (tx) => {
    const gone = await tx.query("delete from campaign_member where campaign_id = $1 and contact_id = any($2::uuid[]) returning contact_id", [campaignId, body.contactIds]);
    await recordAudit(tx, [{ at: app.clock.now(), actor: actorOf(principal), act: "campaign.members-removed", entityKind: "campaign", entityId: campaignId, summary: { removed: gone.length } }]);
    return { removed: gone.length };
  });
});
