import { createCampaign, listCampaigns } from "@tandem/contract/campaigns/campaigns";
import { listOutcomes, readClosedLoop } from "@tandem/contract/campaigns/closed-loop";
import type { Slice } from "../../app/slices.ts";
import { BarsIcon, CampaignIcon, QualifiedIcon } from "../../ui/icons.ts";

/** Campaigns with what they cost and brought, the closed loop, and what became of Marketing's leads. */
export const slice: Slice = {
  name: "campaigns",
  pages: [
    { path: "/campaigns", title: "Campaigns", load: () => import("./campaigns-page.tsx"), needs: listCampaigns },
    { path: "/closed-loop", title: "Closed loop", load: () => import("./closed-loop-page.tsx"), needs: readClosedLoop },
    { path: "/outcomes", title: "What became of our leads", load: () => import("./outcomes-page.tsx"), needs: listOutcomes },
    { path: "/campaigns/$campaignId", title: "Campaign", load: () => import("./campaign-page.tsx"), needs: listCampaigns },
  ],
  navigation: [
    { section: "marketing", order: 10, label: "Campaigns", to: "/campaigns", icon: CampaignIcon, needs: listCampaigns },
    { section: "marketing", order: 11, label: "Closed loop", to: "/closed-loop", icon: BarsIcon, needs: readClosedLoop },
    { section: "marketing", order: 12, label: "Outcomes", to: "/outcomes", icon: QualifiedIcon, needs: listOutcomes },
  ],
  commands: [
    { id: "campaigns.create", label: "Create campaign…", keywords: "new utm budget", icon: CampaignIcon, needs: createCampaign, run: ({ go }) => go("/campaigns?add=yes") },
    { id: "campaigns.closed-loop", label: "Look at the closed loop", keywords: "attribution roi revenue source channel", icon: BarsIcon, needs: readClosedLoop, run: ({ go }) => go("/closed-loop") },
    { id: "campaigns.outcomes", label: "See what became of our leads", keywords: "rejections reasons marketing", icon: QualifiedIcon, needs: listOutcomes, run: ({ go }) => go("/outcomes") },
  ],
};
