import { editOpportunity } from "@tandem/contract/pipeline/opportunities";
import { alreadyClosed, noSuchCompany } from "@tandem/contract/pipeline/parts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { convertAt } from "../../spine/exchange-rates.ts";
import { loadCompanies } from "../../spine/lock-contacts.ts";
import { notify } from "../../spine/notify.ts";
import { opportunitySearch } from "../../spine/open-opportunity.ts";
import { written } from "./close-opportunity.ts";
import { requireColleague, salesTeamOf } from "./colleagues.ts";
import { recordChange, workOnOpportunity, type OpportunityChange, type OpportunityWork } from "./work-on-opportunity.ts";

type Body = Parameters<Parameters<typeof handle<typeof editOpportunity>>[1]>[1]["body"];

/** What a closed deal was worth and when it closed are results; only its names and people can still be corrected. */
export const editOpportunityRoute = handle(editOpportunity, (call, { params, body }) =>
  workOnOpportunity(call, params.opportunityId, { contacts: true, version: body.version }, async (on) => {
    const { work, deal } = on;
    if (deal.state !== "open" && (body.amount !== undefined || body.currency !== undefined || body.closeOn !== undefined)) throw new Refusal(alreadyClosed);
    const change: OpportunityChange = { ...(await amountChange(on, body)), ...plainChanges(on, body) };
    if (body.companyId !== undefined && body.companyId !== deal.company_id) {
      await loadCompanies(work.tx, work.companies, [body.companyId]);
      if (body.companyId !== null && !work.companies.has(body.companyId)) throw new Refusal(noSuchCompany);
      recordChange(work, deal, "company_id", deal.company_id, body.companyId);
      Object.assign(change, { company_id: body.companyId });
    }
    if (body.ownerId !== undefined && body.ownerId !== deal.owner_id) {
      await requireColleague(work.tx, call.principal, body.ownerId);
      recordChange(work, deal, "owner_id", deal.owner_id, body.ownerId);
      // A deal nobody owns stays with its team, so that somebody there can take it.
      Object.assign(change, { owner_id: body.ownerId, team_id: body.ownerId === null ? deal.team_id : ((await salesTeamOf(work.tx, body.ownerId)) ?? deal.team_id) });
      if (body.ownerId !== null && body.ownerId !== call.principal.userId)
        notify(work, body.ownerId, { kind: "opportunity.assigned", title: `Deal given to you: ${change.name ?? deal.name}`, body: "", link: `/pipeline/${deal.id}`, cause: `opportunity ${deal.id} owner ${work.applied}` });
    }
    if (Object.keys(change).length === 0) return null;
    if (change.name !== undefined || change.company_id !== undefined) Object.assign(change, { search: await searchOf(on, change) });
    work.audit.push({ at: work.at, actor: work.actor, act: "opportunity.edited", entityKind: "opportunity", entityId: deal.id, summary: { fields: Object.keys(change).filter((field) => field !== "search") } });
    work.facts.push({ kind: "opportunity.changed", at: work.at, subject: { kind: "opportunity", id: deal.id }, payload: { fields: Object.keys(change).filter((field) => field !== "search") } });
    return change;
  }),
);

async function amountChange({ work, deal }: OpportunityWork, body: Body): Promise<OpportunityChange> {
  const amount = body.amount === undefined ? deal.amount : body.amount;
  const currency = body.currency ?? deal.currency;
  if (amount === deal.amount && currency === deal.currency) return {};
  const converted = await convertAt(work.tx, { minor: amount, currency }, work.inForce.agreement.currency, work.today);
  recordChange(work, deal, "amount", written(deal.amount, deal.currency), written(amount, currency));
  if ((converted?.minor ?? null) !== deal.amount_company) recordChange(work, deal, "amount_company", deal.amount_company, converted?.minor ?? null);
  return { amount, currency, amount_company: converted?.minor ?? null, rate: converted?.rate?.rate ?? null, rate_day: converted?.rate?.day ?? null };
}

function plainChanges({ work, deal }: OpportunityWork, body: Body): OpportunityChange {
  const change: Record<string, string | null> = {};
  const wanted = { name: body.name, close_on: body.closeOn, competitor: body.competitor === "" ? null : body.competitor };
  for (const [field, value] of Object.entries(wanted)) {
    const before = deal[field as keyof typeof wanted];
    if (value === undefined || value === before) continue;
    recordChange(work, deal, field, before, value);
    change[field] = value;
  }
  return change as OpportunityChange;
}

async function searchOf({ work, deal, main }: OpportunityWork, change: OpportunityChange): Promise<string> {
  const companyId = change.company_id === undefined ? deal.company_id : change.company_id;
  await loadCompanies(work.tx, work.companies, [companyId]);
  return opportunitySearch(change.name ?? deal.name, companyId === null ? null : work.companies.get(companyId)?.values["name"], main);
}
