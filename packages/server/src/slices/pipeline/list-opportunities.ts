import { listOpportunities } from "@tandem/contract/pipeline/opportunities";
import { handle } from "../../platform/http/route.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { dayIn } from "../../spine/company-day.ts";
import { listOpportunityRows } from "./opportunity-list.ts";

export const listOpportunitiesRoute = handle(listOpportunities, async ({ app, principal }, { query }) => {
  const { state, stage: stages, sort, cursor, limit, ...filter } = query;
  const now = app.clock.now();
  const { agreement } = await agreementInForce(app.db, now);
  return listOpportunityRows(app.db, { principal, now, today: dayIn(agreement.timeZone, now) }, { filter, state, stages, sort, cursor, limit });
});
