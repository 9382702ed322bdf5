import { epochDayAt } from "@tandem/domain/kit/zone";
import { fold } from "@tandem/domain/people/fold";
import { convertAt } from "./exchange-rates.ts";
import { loadCompanies } from "./lock-contacts.ts";
import { moveStage } from "./move-stage.ts";
import { nameOf } from "./notify.ts";
import type { ContactState } from "./states.ts";
import { tell, type Work } from "./work.ts";

export interface NewOpportunity {
  /** Locked already. Becomes the main contact of the buying group; null for a deal of which only the company is known. */
  readonly contactId: string | null;
  readonly companyId?: string | null;
  readonly handoffId?: string | null;
  readonly name: string;
  /** Minor units. */
  readonly amount: number | null;
  readonly currency: string;
  /** YYYY-MM-DD, company-local. */
  readonly closeOn: string | null;
  readonly ownerId: string | null;
  /** The owner's Sales team where left out. */
  readonly teamId?: string | null;
  /** A key of `pipeline_stage`; the first one where left out. */
  readonly stage?: string;
  readonly source?: string | null;
  /** When it happened, where that is not now. */
  readonly at?: Date;
  /** History that is brought in: stages move as of then, nothing is told to anybody. */
  readonly imported?: boolean;
}

/**
 * Opens a deal in a command whose contact is locked: the opportunity with its main contact and first move, the contact's
 * stage, history, fact and audit line. The rows are written at once, the rest by `settle`. Answers the deal's id.
 */
export async function openOpportunity(work: Work, deal: NewOpportunity): Promise<string> {
  const { tx, app } = work;
  const at = deal.at ?? work.at;
  const contact = deal.contactId === null ? null : (work.contacts.get(deal.contactId) ?? null);
  if (deal.contactId !== null && !contact) throw new Error(`The contact ${deal.contactId} is not locked.`);
  const companyId = deal.companyId ?? contact?.companyId ?? null;
  await loadCompanies(tx, work.companies, [companyId]);
  const companyName = companyId === null ? null : (work.companies.get(companyId)?.values["name"] ?? null);
  const { timeZone, currency } = work.inForce.agreement;
  const converted = await convertAt(tx, { minor: deal.amount, currency: deal.currency }, currency, epochDayAt(timeZone, at.getTime()));
  const id = app.ids.next();
  const { stage } = await tx.one<{ stage: string }>(
    `with deal as (
       insert into opportunity (id, name, company_id, owner_id, team_id, handoff_id, stage, state, amount, currency, amount_company, rate, rate_day, close_on, created_at, stage_since, source, history, search)
       select $1, $2, $3, $4::uuid,
         coalesce($5::uuid, (select h.team_id from handoff h where h.id = $6), (select m.team_id from team_member m join team t on t.id = m.team_id where m.user_id = $4 order by t.side = 'sales' desc, t.created_at, t.id limit 1)),
         $6::uuid, coalesce($7::text, (select key from pipeline_stage order by position limit 1)), 'open', $8, $9, $10, $11, $12, $13, $14, $14, $15, $16, $17
       returning id, stage),
     main as (insert into opportunity_contact (opportunity_id, contact_id, main, added_at, added_by) select id, $18, true, $19, $20::uuid from deal where $18::uuid is not null),
     move as (insert into opportunity_move (id, opportunity_id, to_stage, to_state, at, by_id) select $21, id, stage, 'open', $14, $20 from deal)
     select stage from deal`,
    [
      id, deal.name, companyId, deal.ownerId, deal.teamId ?? null, deal.handoffId ?? null, deal.stage ?? null, deal.amount, deal.currency, converted?.minor ?? null, converted?.rate?.rate ?? null,
      converted?.rate?.day ?? null, deal.closeOn, at, deal.source ?? (contact?.values["source"] as string | null | undefined) ?? null, deal.imported ?? false,
      opportunitySearch(deal.name, companyName, contact), contact?.id ?? null, work.at, work.actor.id, app.ids.next(),
    ],
  );
  const first: Record<string, unknown> = { stage, amount: deal.amount === null ? null : { amount: deal.amount, currency: deal.currency }, close_on: deal.closeOn, owner_id: deal.ownerId };
  for (const [field, value] of Object.entries(first)) if (value !== null) work.changes.push({ entityKind: "opportunity", entityId: id, field, old: null, new: value, happenedAt: at });
  if (contact) moveStage(work, contact.id, { kind: "opportunity-opened", at, ...(deal.imported && { imported: true }) });
  work.facts.push({ kind: "opportunity.opened", at, subject: { kind: "opportunity", id }, payload: { contactId: contact?.id ?? null, companyId, ownerId: deal.ownerId, handoffId: deal.handoffId ?? null, stage, history: deal.imported ?? false } });
  work.audit.push({ at: work.at, actor: work.actor, act: "opportunity.opened", entityKind: "opportunity", entityId: id, summary: { contactId: contact?.id ?? null, handoffId: deal.handoffId ?? null, stage } });
  tell(work, ["everyone"], "opportunity.changed", id);
  return id;
}

/** What a substring search over deals looks through: folded in the one place that folds. */
export function opportunitySearch(name: string, companyName: unknown, contact: ContactState | null): string {
  const parts = [name, typeof companyName === "string" ? companyName : "", contact ? nameOf(contact) : ""];
  return fold(parts.filter((part) => part !== "").join(" "));
}
