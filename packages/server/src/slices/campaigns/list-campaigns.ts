import { listCampaigns, readCampaign } from "@tandem/contract/campaigns/campaigns";
import { fold } from "@tandem/domain/people/fold";
import { dayPlace, readCursor, textPlace } from "../../platform/cursor.ts";
import { handle } from "../../platform/http/route.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { campaignOrders, loadCampaign, presentCampaign, selectCampaigns } from "./campaign-store.ts";
import { pageOfRows } from "./cursor.ts";

export const listCampaignsRoute = handle(listCampaigns, async ({ app }, { query }) => {
  const order = campaignOrders[query.sort];
  const after = readCursor(query.sort === "days" ? dayPlace : textPlace, query.cursor);
  const params: unknown[] = [];
  // $1 is the page's length.
  const bind = (value: unknown) => `$${params.push(value) + 1}`;
  const where = [
    query.show === "all" ? "true" : `c.archived_at is ${query.show === "active" ? "" : "not "}null`,
    ...(query.search ? [`strpos(c.name_folded, ${bind(fold(query.search))}) > 0`] : []),
    ...(query.channel ? [`c.channel = ${bind(query.channel)}`] : []),
    ...(after ? [`(${order.by}, c.id) ${order.descends ? "<" : ">"} (${bind(after[0])}::${order.type}, ${bind(after[1])}::uuid)`] : []),
  ].join(" and ");
  const [{ agreement }, found] = await Promise.all([agreementInForce(app.db, app.clock.now()), selectCampaigns(app.db, where, params, query.limit + 1, order)]);
  const { rows, next } = pageOfRows(found, query.limit);
  return { rows: rows.map((row) => presentCampaign(row, agreement.currency)), next, count: null };
});

export const readCampaignRoute = handle(readCampaign, ({ app }, { params }) => loadCampaign(app.db, params.campaignId, app.clock.now()));
