import { listApiKeys } from "@tandem/contract/access/api-keys";
import { listAudit } from "@tandem/contract/access/audit";
import { listSources } from "@tandem/contract/access/sources";
import { createUser, listUsers } from "@tandem/contract/access/users";
import { changeWorkspace } from "@tandem/contract/access/workspace";
import type { Slice } from "../../app/slices.ts";
import { CalendarIcon, CompanyIcon, GroupIcon, HistoryIcon, KeyIcon, PeopleIcon, PersonAddIcon, SiteIcon, UserIcon } from "../../ui/icons.ts";

/** Who works here and what they may do; one's own profile; where events come from; who changed what. */
export const slice: Slice = {
  name: "access",
  pages: [
    { path: "/settings/profile", title: "Your profile", load: () => import("./profile-page.tsx") },
    { path: "/settings/users", title: "Users", load: () => import("./users-page.tsx"), needs: listUsers },
    { path: "/settings/teams", title: "Teams", load: () => import("./teams-page.tsx") },
    { path: "/settings/calendar", title: "Absences and closures", load: () => import("./calendar-page.tsx") },
    { path: "/settings/sources", title: "Sources", load: () => import("./sources-page.tsx"), needs: listSources },
    { path: "/settings/api-keys", title: "API keys", load: () => import("./api-keys-page.tsx"), needs: listApiKeys },
    { path: "/settings/audit", title: "Audit trail", load: () => import("./audit-page.tsx"), needs: listAudit },
    { path: "/settings/workspace", title: "Workspace", load: () => import("./workspace-page.tsx"), needs: changeWorkspace },
    { path: "/invitation", title: "Invitation", load: () => import("./invitation-page.tsx"), open: true },
  ],
  navigation: [
    { section: "settings", order: 10, label: "Your profile", detail: "Name, business hours, theme, password", to: "/settings/profile", icon: UserIcon },
    { section: "settings", order: 20, label: "Users", detail: "Who signs in, with which role", to: "/settings/users", icon: PeopleIcon, needs: listUsers },
    { section: "settings", order: 21, label: "Teams", detail: "Members, managers, queues and capacity", to: "/settings/teams", icon: GroupIcon },
    { section: "settings", order: 22, label: "Absences and closures", detail: "When clocks pause: away days and company holidays", to: "/settings/calendar", icon: CalendarIcon },
    { section: "settings", order: 70, label: "Sources", detail: "Sites and systems that send events, with their keys", to: "/settings/sources", icon: SiteIcon, needs: listSources },
    { section: "settings", order: 80, label: "API keys", detail: "What your own programs may do", to: "/settings/api-keys", icon: KeyIcon, needs: listApiKeys },
    { section: "settings", order: 90, label: "Audit trail", detail: "Who changed what, and when", to: "/settings/audit", icon: HistoryIcon, needs: listAudit },
    { section: "settings", order: 95, label: "Workspace", detail: "The company’s name", to: "/settings/workspace", icon: CompanyIcon, needs: changeWorkspace },
  ],
  commands: [
    { id: "access.add-user", label: "Add user…", keywords: "invite person colleague", icon: PersonAddIcon, needs: createUser, run: ({ go }) => go("/settings/users?add=yes") },
    { id: "access.record-absence", label: "Record absence…", keywords: "vacation holiday sick out of office", icon: CalendarIcon, run: ({ go }) => go("/settings/calendar?add=yes") },
  ],
};
