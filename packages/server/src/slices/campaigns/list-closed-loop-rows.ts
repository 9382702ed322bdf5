import { listClosedLoopRows, type CreditRow } from "@tandem/contract/campaigns/closed-loop";
import { handle } from "../../platform/http/route.ts";
import { opportunityScope } from "../../spine/row-scope.ts";
import { bound, openReport } from "../insights/door.ts";
import { contactName } from "./contact-name.ts";
import { creditSql, type CreditQuestion } from "./credit.ts";
import { pageOfRows, readPlace } from "./cursor.ts";

interface FoundCredit {
  readonly id: string;
  readonly place: string;
  readonly at: Date;
  readonly contact_id: string | null;
  readonly contact_name: string | null;
  readonly company: string | null;
  readonly opportunity_id: string | null;
  readonly opportunity_name: string | null;
  readonly state: string | null;
  readonly credit: number;
  readonly amount: number;
}

export const listClosedLoopRowsRoute = handle(listClosedLoopRows, async ({ app, principal }, { query }) => {
  const { figure, key, by, model, basis, cursor, limit, ...filter } = query;
  const report = await openReport(app, filter);
  const question: CreditQuestion = { report, figure, model: model ?? report.inForce.agreement.attribution.official, by, basis };
  const isDeals = figure === "opportunities" || figure === "won";
  const after = readPlace(cursor);
  const q = bound();
  // Without a key, each lead or deal once: the total's rows.
  const text = `${creditSql(question, q)}, wanted as (
      ${key === undefined ? "select id, contact_id, opportunity_id, at, 10000 as credit, amount, owner_id, team_id from entity" : `select * from credit where key = ${q.bind(key)}`}
    ), seen as (select * from wanted w where ${isDeals ? opportunityScope(principal, q, "w") : "true"}),
    page as (select * from seen ${after ? `where (at, id) < (${q.bind(after[0])}::timestamptz, ${q.bind(after[1])}::uuid)` : ""} order by at desc, id desc limit ${q.bind(limit + 1)})
    select p.id, p.at, p.at::text as place, p.credit, p.amount, o.id as opportunity_id, o.name as opportunity_name, o.state, c.id as contact_id, ${contactName("c")} as contact_name, y.name as company
    from page p left join opportunity o on o.id = p.opportunity_id left join contact self on self.id = p.contact_id left join contact c on c.id = self.survivor_id left join company y on y.id = c.company_id
    order by p.at desc, p.id desc`;
  const sums = bound();
  const totals = `${creditSql(question, sums)}, wanted as (
      ${key === undefined ? "select id, 10000 as credit, amount, owner_id, team_id from entity" : `select id, credit, amount, owner_id, team_id from credit where key = ${sums.bind(key)}`}
    ) select count(*) as count, coalesce(sum(credit), 0)::bigint as credit, coalesce(sum(amount), 0)::bigint as amount, count(*) filter (where not coalesce(${isDeals ? opportunityScope(principal, sums, "w") : "true"}, false)) as hidden from wanted w`;
  const [found, all] = await Promise.all([app.db.query<FoundCredit>(text, q.params), app.db.one<{ count: number; credit: number; amount: number; hidden: number }>(totals, sums.params)]);
  const { rows, next } = pageOfRows(found, limit);
  return { rows: rows.map((row) => present(row, isDeals)), next, ...all };
});

function present(row: FoundCredit, isDeal: boolean): CreditRow {
  return {
    id: row.id,
    at: row.at.toISOString(),
    contact: row.contact_id === null ? null : { id: row.contact_id, name: row.contact_name!, company: row.company },
    opportunity: row.opportunity_id === null ? null : { id: row.opportunity_id, name: row.opportunity_name!, state: row.state! },
    credit: row.credit,
    amount: isDeal ? row.amount : null,
  };
}
