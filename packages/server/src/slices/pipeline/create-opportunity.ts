import { createOpportunity } from "@tandem/contract/pipeline/opportunities";
import { noSuchCompany, noSuchContact, noSuchStage } from "@tandem/contract/pipeline/parts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { loadCompanies, lockContacts } from "../../spine/lock-contacts.ts";
import { openOpportunity } from "../../spine/open-opportunity.ts";
import { settle } from "../../spine/settle.ts";
import { beginWork } from "../../spine/work.ts";
import { requireColleague } from "./colleagues.ts";

const handoffOpen = createOpportunity.refusals.find((refusal) => refusal.code === "handoff-open")!;

export const createOpportunityRoute = handle(createOpportunity, ({ app, principal }, { body }) =>
  app.db.transaction(async (tx) => {
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) });
    const [contact = null] = body.contactId === null ? [] : await lockContacts(work, [body.contactId]);
    if (body.contactId !== null && !contact) throw new Refusal(noSuchContact);
    // A deal opened beside its handoff would leave the lead waiting in two places.
    if (contact && contact.openHandoffId !== null) throw new Refusal(handoffOpen, undefined, { handoffId: contact.openHandoffId });
    await loadCompanies(tx, work.companies, [body.companyId]);
    if (body.companyId !== null && !work.companies.has(body.companyId)) throw new Refusal(noSuchCompany);
    const ownerId = body.ownerId === undefined ? principal.userId : body.ownerId;
    await requireColleague(tx, principal, ownerId);
    if (body.stage !== undefined && !(await tx.find("select 1 from pipeline_stage where key = $1", [body.stage]))) throw new Refusal(noSuchStage);
    const id = await openOpportunity(work, {
      contactId: contact?.id ?? null, companyId: body.companyId, name: body.name, amount: body.amount, currency: body.currency ?? work.inForce.agreement.currency, closeOn: body.closeOn, ownerId,
      // Without an owner it waits in the caller's team.
      teamId: ownerId === null ? (principal.teamIds[0] ?? principal.managedTeamIds[0] ?? null) : null,
      ...(body.stage !== undefined && { stage: body.stage }),
    });
    await settle(work);
    return { id };
  }),
);
