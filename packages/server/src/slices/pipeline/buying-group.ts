import { removeGroupMember, saveGroupMember } from "@tandem/contract/pipeline/buying-group";
import { noSuchContact } from "@tandem/contract/pipeline/parts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { joinOpportunity, noteGroup } from "../../spine/join-opportunity.ts";
import { readGroup } from "./opportunity-page.ts";
import { workOnOpportunity } from "./work-on-opportunity.ts";

const mainStays = removeGroupMember.refusals.find((refusal) => refusal.code === "main-contact-stays")!;

export const saveGroupMemberRoute = handle(saveGroupMember, async (call, { params, body }) => {
  await workOnOpportunity(call, params.opportunityId, { contacts: false }, async ({ work, deal }) => {
    const contact = await work.tx.find<{ id: string }>("select survivor_id as id from contact where id = $1", [params.contactId]);
    if (!contact) throw new Refusal(noSuchContact);
    if (body.main) await work.tx.query("update opportunity_contact set main = false where opportunity_id = $1 and main", [deal.id]);
    joinOpportunity(work, { opportunityId: deal.id, contactId: contact.id, role: body.role, ...(body.main !== undefined && { main: body.main }) });
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
    noteGroup(work, deal.id, "removed", params.contactId, {});
    return null;
  });
  return { group: await readGroup(call.app.db, params.opportunityId) };
});
