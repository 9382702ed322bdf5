import { readDashboard } from "@tandem/contract/insights/dashboard";
import { listKpis, readConservation } from "@tandem/contract/insights/figures";
import type { Slice } from "../../app/slices.ts";
import { DashboardIcon, ShieldIcon } from "../../ui/icons.ts";

/** The shared dashboard, the rows behind its figures, the KPI catalogue and the conservation report. */
export const slice: Slice = {
  name: "insights",
  pages: [
    { path: "/dashboard", title: "Dashboard", load: () => import("./dashboard-page.tsx"), needs: readDashboard },
    { path: "/dashboard/conservation", title: "Conservation report", load: () => import("./conservation-page.tsx"), needs: readConservation },
    { path: "/dashboard/kpis", title: "KPI catalogue", load: () => import("./kpis-page.tsx"), needs: listKpis },
  ],
  navigation: [{ section: "shared", order: 10, label: "Dashboard", to: "/dashboard", icon: DashboardIcon, needs: readDashboard, phone: true }],
  commands: [
    { id: "insights.dashboard", label: "Look at the dashboard", keywords: "revenue funnel numbers report win rate velocity", icon: DashboardIcon, needs: readDashboard, run: ({ go }) => go("/dashboard") },
    { id: "insights.conservation", label: "Check that no lead fell through", keywords: "conservation report lost leads", icon: ShieldIcon, needs: readConservation, run: ({ go }) => go("/dashboard/conservation") },
    { id: "insights.kpis", label: "Read how a number is counted", keywords: "kpi catalogue definition formula", icon: DashboardIcon, needs: listKpis, run: ({ go }) => go("/dashboard/kpis") },
  ],
};
