import { z } from "zod";
import { badCursor, operation, pageOf } from "../operation.ts";
import { campaignEditors, campaignReaders, contactLink, cursor, id, limit, memberStatus, noSuchCampaign } from "./parts.ts";

/** Who was invited to, answered or attended a campaign. Having responded or attended is a touch of the campaign. */

const campaign = z.strictObject({ campaignId: id });

export const memberRow = z.object({ contact: contactLink, status: memberStatus, at: z.string(), addedAt: z.string(), stage: z.string() });
export type MemberRow = z.infer<typeof memberRow>;

export const listMembers = operation({
  name: "campaigns.list-members",
  method: "GET",
  path: "/campaigns/:campaignId/members",
  summary: "The members of a campaign, the latest first.",
  who: campaignReaders,
  params: campaign,
  query: z.strictObject({ status: memberStatus.optional(), cursor: cursor.optional(), limit }),
  response: pageOf(memberRow),
  refusals: [noSuchCampaign, badCursor],
});

export const addMembers = operation({
  name: "campaigns.add-members",
  method: "POST",
  path: "/campaigns/:campaignId/members",
  summary: "Adds contacts as members, or changes the status of those who are; a merged contact is added as the one that answers for it.",
  who: campaignEditors,
  params: campaign,
  body: z.strictObject({ contactIds: z.array(id).min(1).max(1_000), status: memberStatus, /** When they answered or attended; now where left out. */ at: z.iso.datetime().optional() }),
  response: z.object({ added: z.number().int(), changed: z.number().int(), unchanged: z.number().int(), unknown: z.array(z.string()) }),
  refusals: [noSuchCampaign],
});

export const removeMembers = operation({
  name: "campaigns.remove-members",
  method: "POST",
  path: "/campaigns/:campaignId/members/remove",
  summary: "Takes contacts out of a campaign.",
  who: campaignEditors,
  params: campaign,
  body: z.strictObject({ contactIds: z.array(id).min(1).max(1_000) }),
  response: z.object({ removed: z.number().int() }),
  refusals: [noSuchCampaign],
});
