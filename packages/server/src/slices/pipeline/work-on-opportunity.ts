import { changedMeanwhile, noSuchOpportunity, notYourOpportunity, type OpportunityRow } from "@tandem/contract/pipeline/parts";
import type { OpportunityState } from "@tandem/domain/pipeline/opportunity";
import type { Call } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { lockContacts } from "../../spine/lock-contacts.ts";
import { settle } from "../../spine/settle.ts";
import type { ContactState } from "../../spine/states.ts";
import { beginWork, tell, type Work } from "../../spine/work.ts";
import { bound } from "../../platform/bound.ts";
import { opportunityScope } from "../../spine/row-scope.ts";
import { readOpportunityRow } from "./opportunity-rows.ts";
import { mayEditOpportunity } from "./row-scope.ts";

/** A deal under its lock, as it is now. */
export interface OpportunityNow {
  readonly id: string; readonly name: string; readonly company_id: string | null; readonly owner_id: string | null; readonly team_id: string | null; readonly stage: string; readonly state: OpportunityState;
  readonly amount: number | null; readonly currency: string; readonly amount_company: number | null; readonly rate: string | null; readonly rate_day: string | null; readonly close_on: string | null;
  readonly stage_since: Date; readonly closed_at: Date | null; readonly competitor: string | null; readonly reason: string | null; readonly words: string | null; readonly version: number;
}
export type OpportunityChange = Partial<Omit<OpportunityNow, "id" | "version"> & { readonly search: string }>;

export interface OpportunityWork {
  readonly work: Work;
  readonly deal: OpportunityNow;
  /** The main contact, locked; null for a deal of which only the company is known, and unless contacts were asked for. */
  readonly main: ContactState | null;
}

/** Refuses with the deal as it is now, so that the screen can show it. */
export async function refuseChanged({ work, deal }: Pick<OpportunityWork, "work" | "deal">): Promise<never> {
  throw new Refusal(changedMeanwhile, undefined, await readOpportunityRow(work.tx, deal.id, work.at));
}

/**
 * A command on one deal: judged by the row rules, locked (its main contact first, as everywhere), decided by `decide`,
 * settled, answered as it is afterwards. What `decide` returns is what changes; null changes nothing.
 */
export function workOnOpportunity(call: Call, opportunityId: string, options: { readonly contacts: boolean; readonly version?: number }, decide: (on: OpportunityWork) => Promise<OpportunityChange | null>): Promise<OpportunityRow> {
  const { app, principal } = call;
  return app.db.transaction(async (tx) => {
    const b = bound();
    const visible = `select (select m.contact_id from opportunity_contact m where m.opportunity_id = o.id and m.main) as main from opportunity o where o.id = ${b.bind(opportunityId)} and ${opportunityScope(principal, b)}`;
    const [work, seen] = await Promise.all([beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) }), tx.find<{ main: string | null }>(visible, b.params)]);
    if (!seen) throw new Refusal(noSuchOpportunity);
    const [[main = null], deal] = await Promise.all([
      options.contacts && seen.main !== null ? lockContacts(work, [seen.main]) : [],
      tx.one<OpportunityNow & { main: string | null }>(
        `select o.id, o.name, o.company_id, o.owner_id, o.team_id, o.stage, o.state, o.amount, o.currency, o.amount_company, trim_scale(o.rate)::text as rate, o.rate_day, o.close_on, o.stage_since, o.closed_at, o.competitor,
           o.reason, o.words, o.version, (select m.contact_id from opportunity_contact m where m.opportunity_id = o.id and m.main) as main
         from opportunity o where o.id = $1 for update of o`,
        [opportunityId],
      ),
    ]);
    if (!mayEditOpportunity(principal, { ownerId: deal.owner_id, teamId: deal.team_id })) throw new Refusal(notYourOpportunity);
    // The wrong person would be moved if the main contact had changed while we waited for the lock.
    if ((options.version !== undefined && options.version !== deal.version) || (options.contacts && deal.main !== seen.main)) await refuseChanged({ work, deal });
    const change = await decide({ work, deal, main });
    if (change) saveOpportunity(work, deal, change);
    await settle(work);
    return readOpportunityRow(tx, opportunityId, work.at);
  });
}

const columns = ["name", "company_id", "owner_id", "team_id", "stage", "state", "amount", "currency", "amount_company", "rate", "rate_day", "close_on", "stage_since", "closed_at", "competitor", "reason", "words"] as const;

/** Writes a deal whole under its lock; open browsers are told at commit. */
function saveOpportunity(work: Work, deal: OpportunityNow, change: OpportunityChange): void {
  const row = { ...deal, ...change };
  work.tx.send(
    `update opportunity o set (${columns.join(", ")}) = (select ${columns.map((column) => `r.${column}`).join(", ")} from jsonb_populate_record(null::opportunity, $2) r), search = coalesce($3, o.search), version = version + 1 where o.id = $1`,
    [deal.id, JSON.stringify(row), change.search ?? null],
  );
  tell(work, ["everyone"], "opportunity.changed", deal.id);
}

/** A line of a deal's history. */
export function recordChange(work: Work, deal: Pick<OpportunityNow, "id">, field: string, before: unknown, after: unknown): void {
  work.changes.push({ entityKind: "opportunity", entityId: deal.id, field, old: before, new: after, happenedAt: work.at });
}

export interface Move {
  readonly stage: string;
  readonly state: OpportunityState;
  readonly reason?: string | null;
  readonly words?: string | null;
  /** Takes back the step before: what is left was no stay, so it has no length. */
  readonly undoes?: boolean;
}

/** A step of the deal's way: recorded with how long it had stood where it was, as a fact and in the audit. */
export function recordMove(work: Work, deal: OpportunityNow, to: Move): void {
  const { tx, at, app } = work;
  const stayed = deal.state === "open" && !to.undoes ? Math.max(0, at.getTime() - deal.stage_since.getTime()) : null;
  tx.send(
    `insert into opportunity_move (id, opportunity_id, from_stage, to_stage, from_state, to_state, at, by_id, stayed_ms, reason, words) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [app.ids.next(), deal.id, deal.stage, to.stage, deal.state, to.state, at, work.actor.id, stayed, to.reason ?? null, to.words || null],
  );
  if (deal.stage !== to.stage) recordChange(work, deal, "stage", deal.stage, to.stage);
  if (deal.state !== to.state) recordChange(work, deal, "state", deal.state, to.state);
  const kind = deal.state === to.state ? "moved" : to.state === "open" ? "reopened" : to.state;
  const payload = { from: deal.stage, to: to.stage, fromState: deal.state, toState: to.state, ownerId: deal.owner_id, companyId: deal.company_id, reason: to.reason ?? null };
  work.facts.push({ kind: `opportunity.${kind}`, at, subject: { kind: "opportunity", id: deal.id }, payload });
  work.audit.push({ at, actor: work.actor, act: `opportunity.${kind}`, entityKind: "opportunity", entityId: deal.id, summary: payload });
}
