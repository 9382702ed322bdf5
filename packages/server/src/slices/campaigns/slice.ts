import type { Slice } from "../../platform/slice.ts";
import { readClosedLoopRoute } from "./closed-loop.ts";
import { archiveCampaignRoute, createCampaignRoute, editCampaignRoute } from "./edit-campaign.ts";
import { listCampaignsRoute, readCampaignRoute } from "./list-campaigns.ts";
import { listClosedLoopRowsRoute } from "./list-closed-loop-rows.ts";
import { listTouchesRoute, listUnmatchedUtmRoute } from "./list-touches.ts";
import { addMembersRoute, listMembersRoute, removeMembersRoute } from "./members.ts";
import { listOutcomesRoute } from "./outcomes.ts";
import { readResultsRoute } from "./read-results.ts";
import { addSpendRoute, deleteSpendRoute, editSpendRoute, listSpendRoute } from "./spend.ts";

export const campaigns: Slice = {
  name: "campaigns",
  routes: [
    listCampaignsRoute, createCampaignRoute, readCampaignRoute, editCampaignRoute, archiveCampaignRoute,
    listMembersRoute, addMembersRoute, removeMembersRoute,
    listSpendRoute, addSpendRoute, editSpendRoute, deleteSpendRoute,
    listTouchesRoute, listUnmatchedUtmRoute,
    readClosedLoopRoute, listClosedLoopRowsRoute, readResultsRoute, listOutcomesRoute,
  ],
};
