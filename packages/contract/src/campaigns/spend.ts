import { z } from "zod";
import { badCursor, operation, pageOf, type RefusalKind } from "../operation.ts";
import { campaignEditors, campaignReaders, currency, cursor, day, id, limit, minorUnits, money, noSuchCampaign } from "./parts.ts";

/** What a campaign cost, day by day. The conversion uses the rate of the day and stays as it was. */

const campaign = z.strictObject({ campaignId: id });
const entry = z.strictObject({ campaignId: id, spendId: id });

export const spendRow = z.object({
  id,
  day: z.string(),
  amount: money,
  /** In the company's currency; null where there is no rate for the day. */
  converted: money.nullable(),
  rate: z.string().nullable(),
  note: z.string(),
  by: z.object({ id, name: z.string() }).nullable(),
});
export type SpendRow = z.infer<typeof spendRow>;

const noSuchSpend: RefusalKind = { code: "no-such-spend", status: 404, title: "There is no such entry; somebody may have deleted it." };
const spendExists: RefusalKind = { code: "spend-exists", status: 409, title: "This campaign has an entry with the same day and note. Change that one, or write another note." };
const amountTooLarge: RefusalKind = { code: "amount-too-large", status: 422, title: "The amount cannot be converted exactly. Check the amount and its currency." };

const values = { day, amount: minorUnits, currency, note: z.string().trim().max(300).default("") };

export const listSpend = operation({
  name: "campaigns.list-spend",
  method: "GET",
  path: "/campaigns/:campaignId/spend",
  summary: "The spend of a campaign, the latest day first.",
  who: campaignReaders,
  params: campaign,
  query: z.strictObject({ cursor: cursor.optional(), limit }),
  response: pageOf(spendRow),
  refusals: [noSuchCampaign, badCursor],
});

export const addSpend = operation({
  name: "campaigns.add-spend",
  method: "POST",
  path: "/campaigns/:campaignId/spend",
  summary: "Records spend of a day. A negative amount is a credit note.",
  who: campaignEditors,
  params: campaign,
  body: z.strictObject(values),
  response: spendRow,
  refusals: [noSuchCampaign, spendExists, amountTooLarge],
});

export const editSpend = operation({
  name: "campaigns.edit-spend",
  method: "PUT",
  path: "/campaigns/:campaignId/spend/:spendId",
  summary: "Corrects an entry; what it was is kept in the change history.",
  who: campaignEditors,
  params: entry,
  body: z.strictObject(values),
  response: spendRow,
  refusals: [noSuchSpend, spendExists, amountTooLarge],
});

export const deleteSpend = operation({
  name: "campaigns.delete-spend",
  method: "DELETE",
  path: "/campaigns/:campaignId/spend/:spendId",
  summary: "Deletes an entry; what it was is kept in the change history.",
  who: campaignEditors,
  params: entry,
  refusals: [noSuchSpend],
});
