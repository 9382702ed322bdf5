import { z } from "zod";
import { badCursor, operation, pageOf } from "../operation.ts";
import { campaignReaders, contactLink, cursor, id, limit, noSuchCampaign } from "./parts.ts";

export const touchRow = z.object({
  id,
  at: z.string(),
  /** Null for a visitor who has not said who they are. */
  contact: contactLink.nullable(),
  channel: z.string(),
  source: z.string().nullable(),
  medium: z.string().nullable(),
  term: z.string().nullable(),
  content: z.string().nullable(),
  landingPage: z.string().nullable(),
});

export const listTouches = operation({
  name: "campaigns.list-touches",
  method: "GET",
  path: "/campaigns/:campaignId/touches",
  summary: "The touches that carried one of the campaign's utm_campaign values, the latest first.",
  who: campaignReaders,
  params: z.strictObject({ campaignId: id }),
  query: z.strictObject({ cursor: cursor.optional(), limit }),
  response: pageOf(touchRow),
  refusals: [noSuchCampaign, badCursor],
});

export const listUnmatchedUtm = operation({
  name: "campaigns.list-unmatched-utm",
  method: "GET",
  path: "/campaigns/unmatched-utm",
  summary: "utm_campaign values that arrived and belong to no campaign, those seen last first.",
  who: campaignReaders,
  response: z.array(z.object({ utm: z.string(), touches: z.object({ value: z.number().int(), capped: z.boolean() }), channel: z.string(), lastAt: z.string() })),
});
