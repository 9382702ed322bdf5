import { listOutcomes, type OutcomeRow } from "@tandem/contract/campaigns/closed-loop";
import { handle } from "../../platform/http/route.ts";
import { handoffScope, opportunityScope } from "../../spine/row-scope.ts";
import { bound, openReport, segmentOfHandoffs, type Bound, type Report } from "../insights/door.ts";
import { contactName } from "./contact-name.ts";
import { peopleTouchedBy } from "./credit.ts";
import { pageOfRows, readPlace } from "./cursor.ts";

/** Handoffs of the period, of one campaign's people or of all: `h` is the alias of `handoff`. */
export function outcomesIn(report: Report, q: Bound, campaignId: string | undefined): string {
  const { counted } = report;
  const span = `h.opened_at >= ${q.bind(new Date(counted.fromMs).toISOString())}::timestamptz and h.opened_at < ${q.bind(new Date(counted.toMs).toISOString())}::timestamptz`;
  return `${span}${segmentOfHandoffs(report.segment, q)}${campaignId === undefined ? "" : ` and h.contact_id in (${peopleTouchedBy(q.bind(campaignId))})`}`;
}

interface FoundOutcome {
  readonly id: string;
  readonly place: string;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
  readonly state: OutcomeRow["state"];
  readonly grade: string;
  readonly reason: string | null;
  readonly words: string | null;
  readonly owner_id: string | null;
  readonly owner_name: string | null;
  readonly team: string;
  readonly contact_id: string;
  readonly contact_name: string;
  readonly company: string | null;
  readonly stage: string;
  readonly deal: { id: string; name: string; state: string; amount: number | null } | null;
}

export const listOutcomesRoute = handle(listOutcomes, async ({ app, principal }, { query }) => {
  const { campaign, state, reason, cursor, limit, ...filter } = query;
  const report = await openReport(app, filter);
  const after = readPlace(cursor);
  const q = bound();
  const conditions = [
    outcomesIn(report, q, campaign),
    handoffScope(principal, q),
    ...(state === "rejected" ? ["h.state in ('rejected-nurture', 'rejected-unqualified')"] : state ? [`h.state = ${q.bind(state)}`] : []),
    ...(reason === undefined ? [] : [`h.reason = ${q.bind(reason)}`]),
    ...(after ? [`(h.opened_at, h.id) < (${q.bind(after[0])}::timestamptz, ${q.bind(after[1])}::uuid)`] : []),
  ];
  const found = await app.db.query<FoundOutcome>(
    `select h.id, h.opened_at::text as place, h.opened_at, h.closed_at, h.state, h.grade, h.reason, h.words, u.id as owner_id, u.name as owner_name, t.name as team,
       c.id as contact_id, ${contactName("c")} as contact_name, y.name as company, c.stage,
       (select jsonb_build_object('id', o.id, 'name', o.name, 'state', o.state, 'amount', o.amount_company) from opportunity_contact oc join opportunity o on o.id = oc.opportunity_id
        where oc.contact_id = c.id and o.created_at >= h.opened_at and ${opportunityScope(principal, q)} order by o.created_at desc, o.id desc limit 1) as deal
     from (select * from handoff h where ${conditions.join(" and ")} order by h.opened_at desc, h.id desc limit ${q.bind(limit + 1)}) h
     join contact self on self.id = h.contact_id join contact c on c.id = self.survivor_id left join company y on y.id = c.company_id
     left join app_user u on u.id = h.assignee_id join team t on t.id = h.team_id
     order by h.opened_at desc, h.id desc`,
    q.params,
  );
  const reasons = new Map(report.inForce.agreement.rejectionReasons.map((one) => [one.code, one.name]));
  const { rows, next } = pageOfRows(found, limit);
  return { rows: rows.map((row) => present(row, reasons, report.currency)), next };
});

function present(row: FoundOutcome, reasons: ReadonlyMap<string, string>, currency: string): OutcomeRow {
  return {
    handoffId: row.id,
    contact: { id: row.contact_id, name: row.contact_name, company: row.company },
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    state: row.state,
    grade: row.grade,
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name! },
    team: row.team,
    reason: row.reason === null ? null : { code: row.reason, name: reasons.get(row.reason) ?? row.reason },
    words: row.words,
    opportunity: row.deal && { id: row.deal.id, name: row.deal.name, state: row.deal.state, amount: row.deal.amount === null ? null : { amount: row.deal.amount, currency } },
    stage: row.stage,
  };
}
