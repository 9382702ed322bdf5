import { z } from "zod";
import { badCursor, operation, pageOf } from "../operation.ts";
import { campaignEditors, campaignReaders, changedMeanwhile, channel, cursor, day, endsBeforeStart, id, limit, money, nameTaken, noSuchCampaign, utmTaken } from "./parts.ts";

/** Campaigns as a list and one by one. A campaign is archived, never deleted: its touches and spend are history. */

export const campaignRow = z.object({
  id,
  name: z.string(),
  channel,
  goal: z.string(),
  startsOn: z.string().nullable(),
  endsOn: z.string().nullable(),
  budget: money.nullable(),
  /** In the company's currency at the rates of their days. */
  spent: money,
  /** Entries whose currency has no rate: not in `spent`. */
  spentWithoutRate: z.number().int(),
  /** utm_campaign values that belong to it, as they were typed. */
  utm: z.array(z.string()),
  /** People this campaign touched: by a visit with its utm_campaign, or by having answered or attended; visitors not known by name among them. */
  people: z.object({ value: z.number().int(), capped: z.boolean() }),
  /** Those who were put on its list by hand or by import: invited, responded, attended, declined. */
  members: z.number().int(),
  touches: z.object({ value: z.number().int(), capped: z.boolean() }),
  lastTouchAt: z.string().nullable(),
  archivedAt: z.string().nullable(),
  version: z.number().int(),
});
export type CampaignRow = z.infer<typeof campaignRow>;

const utm = z.array(z.string().trim().min(1).max(300)).max(50);
const details = {
  name: z.string().trim().min(1).max(200),
  channel,
  goal: z.string().trim().max(2_000).default(""),
  startsOn: day.nullable().default(null),
  endsOn: day.nullable().default(null),
  /** Minor units of the company's currency. */
  budget: z.number().int().min(0).max(1_000_000_000_000).nullable().default(null),
  /** A value matches whatever its case, also for touches that happened before. */
  utm: utm.default([]),
};

export const listCampaigns = operation({
  name: "campaigns.list",
  method: "GET",
  path: "/campaigns",
  summary: "Lists campaigns by name, or the latest first day first and those without one last, with budget, spend, members and touches.",
  who: campaignReaders,
  query: z.strictObject({ show: z.enum(["active", "archived", "all"]).default("active"), search: z.string().trim().max(200).optional(), channel: channel.optional(), sort: z.enum(["name", "days"]).default("name"), cursor: cursor.optional(), limit }),
  response: pageOf(campaignRow),
  refusals: [badCursor],
});

export const createCampaign = operation({
  name: "campaigns.create",
  method: "POST",
  path: "/campaigns",
  summary: "Makes a campaign. Touches that carried its utm_campaign values before belong to it at once.",
  who: campaignEditors,
  body: z.strictObject(details),
  response: campaignRow,
  refusals: [nameTaken, utmTaken, endsBeforeStart],
});

export const readCampaign = operation({
  name: "campaigns.read",
  method: "GET",
  path: "/campaigns/:campaignId",
  summary: "One campaign.",
  who: campaignReaders,
  params: z.strictObject({ campaignId: id }),
  response: campaignRow,
  refusals: [noSuchCampaign],
});

export const editCampaign = operation({
  name: "campaigns.edit",
  method: "PUT",
  path: "/campaigns/:campaignId",
  summary: "Replaces a campaign's details, guarded by the version that was read.",
  who: campaignEditors,
  params: z.strictObject({ campaignId: id }),
  body: z.strictObject({ ...details, version: z.number().int() }),
  response: campaignRow,
  refusals: [noSuchCampaign, nameTaken, utmTaken, endsBeforeStart, changedMeanwhile],
});

export const archiveCampaign = operation({
  name: "campaigns.archive",
  method: "POST",
  path: "/campaigns/:campaignId/archive",
  summary: "Takes a campaign out of the list, or puts it back. Its touches and spend keep counting.",
  who: campaignEditors,
  params: z.strictObject({ campaignId: id }),
  body: z.strictObject({ archived: z.boolean(), version: z.number().int() }),
  response: campaignRow,
  refusals: [noSuchCampaign, changedMeanwhile],
});
