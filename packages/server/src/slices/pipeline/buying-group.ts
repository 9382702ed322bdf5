import { removeGroupMember, saveGroupMember } from "@tandem/contract/pipeline/buying-group";
import { noSuchContact } from "@tandem/contract/pipeline/parts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { tell, type Work } from "../../spine/work.ts";
import { readGroup } from "./opportunity-page.ts";
import { workOnOpportunity, type OpportunityWork } from "./work-on-opportunity.ts";

const mainStays = removeGroupMember.refusals.find((refusal) => refusal.code === "main-contact-stays")!;

export const saveGroupMemberRoute = handle(saveGroupMember, async (call, { params, body }) => {
  await workOnOpportunity(call, params.opportunityId, { contacts: false }, async ({ work, deal }) => {
    const contact = await work.tx.find<{ id: string }>("select survivor_id as id from contact where id = $1", [params.contactId]);
    if (!contact) throw new Refusal(noSuchContact);
    if (body.main) await work.tx.query("update opportunity_contact set main = false where opportunity_id = $1 and main", [deal.id]);
    await work.tx.query(
      `insert into opportunity_contact (opportunity_id, contact_id, role, main, added_at, added_by) values ($1, $2, $3, $4, $5, $6)
       on conflict (opportunity_id, contact_id) do update set role = excluded.role, main = opportunity_contact.main or excluded.main`,
      [deal.id, contact.id, body.role, body.main ?? false, work.at, call.principal.userId],
    );
    noteGroup(work, deal, "saved", contact.id, { role: body.role, main: body.main ?? false });
    return null;
  });
  return { group: await readGroup(call.app.db, params.opportunityId) };
});

export const removeGroupMemberRoute = handle(removeGroupMember, async (call, { params }) => {
  await workOnOpportunity(call, params.opportunityId, { contacts: false }, async ({ work, deal }) => {
    const members = await work.tx.query<{ contact_id: string; main: boolean }>(
      "select m.contact_id, m.main from opportunity_contact m join contact c on c.id = m.contact_id where m.opportunity_id = $1 and c.survivor_id = (select survivor_id from contact where id = $2)",
      [deal.id, params.contactId],
    );
    if (members.some((member) => member.main)) throw new Refusal(mainStays);
    if (members.length === 0) return null;
    await work.tx.query("delete from opportunity_contact where opportunity_id = $1 and contact_id = any($2)", [deal.id, members.map((member) => member.contact_id)]);
    noteGroup(work, deal, "removed", params.contactId, {});
    return null;
  });
  return { group: await readGroup(call.app.db, params.opportunityId) };
});

/** Who takes part changes whose touches count, so it is a fact; the deal's own version stays. */
function noteGroup(work: Work, deal: OpportunityWork["deal"], what: "saved" | "removed", contactId: string, summary: Record<string, unknown>): void {
  work.facts.push({ kind: "opportunity.group-changed", at: work.at, subject: { kind: "opportunity", id: deal.id }, payload: { what, contactId, ...summary } });
  work.audit.push({ at: work.at, actor: work.actor, act: `opportunity.group-${what}`, entityKind: "opportunity", entityId: deal.id, summary: { contactId, ...summary } });
  tell(work, ["everyone"], "opportunity.changed", deal.id);
}
