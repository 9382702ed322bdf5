import { compareAgreements, createDraft, listDrafts, readDraft } from "@tandem/contract/agreement/drafts";
import { readAgreement } from "@tandem/contract/agreement/versions";
import type { Slice } from "../../app/slices.ts";
import { AgreementIcon } from "../../ui/icons.ts";

/** The one document both teams sign, as people read it. */
export const slice: Slice = {
  name: "agreement",
  pages: [
    { path: "/agreement", title: "Agreement", load: () => import("./agreement-page.tsx"), needs: readAgreement },
    { path: "/agreement/drafts", title: "Drafts of the agreement", load: () => import("./drafts-page.tsx"), needs: listDrafts },
    { path: "/agreement/drafts/$id", title: "Draft of the agreement", load: () => import("./draft/draft-page.tsx"), needs: readDraft },
    { path: "/agreement/compare", title: "Compare agreements", load: () => import("./compare-page.tsx"), needs: compareAgreements },
  ],
  navigation: [{ section: "shared", order: 20, label: "Agreement", to: "/agreement", icon: AgreementIcon, needs: readAgreement }],
  commands: [
    { id: "agreement.propose", label: "Propose a change to the agreement…", keywords: "draft edit new version", icon: AgreementIcon, needs: createDraft, run: ({ go }) => go("/agreement/drafts?propose=newest") },
    { id: "agreement.drafts", label: "Show drafts of the agreement", keywords: "proposals open sign", icon: AgreementIcon, needs: listDrafts, run: ({ go }) => go("/agreement/drafts") },
    { id: "agreement.compare", label: "Compare versions of the agreement…", keywords: "diff changes", icon: AgreementIcon, needs: compareAgreements, run: ({ go }) => go("/agreement/compare") },
    { id: "agreement.export", label: "Export the agreement as text…", keywords: "yaml download git copy", icon: AgreementIcon, needs: readAgreement, run: ({ go }) => go("/agreement?show=text") },
    { id: "agreement.versions", label: "Show versions of the agreement", keywords: "history hash signatures", icon: AgreementIcon, needs: readAgreement, run: ({ go }) => go("/agreement?show=versions") },
  ],
};
