import { channels } from "@tandem/domain/capture/touch";
import { z } from "zod";
import type { RefusalKind, Role } from "../operation.ts";

/** The shapes every operation of campaigns shares. Money is minor units; a budget is in the company's currency. */

export const campaignReaders: readonly Role[] = ["marketing", "sales-rep", "sales-manager", "revops", "executive"];
export const campaignEditors: readonly Role[] = ["marketing", "revops"];

export const id = z.uuid();
export const day = z.iso.date();
export const channel = z.enum(channels);
export const currency = z.string().regex(/^[A-Z]{3}$/, "a currency code such as EUR");
export const minorUnits = z.number().int().min(-1_000_000_000_000).max(1_000_000_000_000);
export const money = z.object({ amount: z.number().int(), currency: z.string() });
export const limit = z.coerce.number().int().min(1).max(200).default(50);
export const cursor = z.string().max(1_000);

export const memberStatuses = ["invited", "responded", "attended", "declined"] as const;
export const memberStatus = z.enum(memberStatuses);
export type MemberStatus = z.infer<typeof memberStatus>;

export const contactLink = z.object({ id, name: z.string(), company: z.string().nullable() });

export const noSuchCampaign: RefusalKind = { code: "no-such-campaign", status: 404, title: "There is no such campaign. Look for it in the list, archived ones included." };
export const nameTaken: RefusalKind = { code: "name-taken", status: 409, title: "Another campaign has this name. Choose a name of its own." };
export const utmTaken: RefusalKind = { code: "utm-taken", status: 409, title: "A utm_campaign value belongs to another campaign. Take it out there first, or leave it out here." };
export const changedMeanwhile: RefusalKind = { code: "changed-meanwhile", status: 409, title: "Someone changed this campaign meanwhile. Look at what is there now, then save again." };
export const endsBeforeStart: RefusalKind = { code: "ends-before-start", status: 422, title: "The last day lies before the first. Correct one of them." };
