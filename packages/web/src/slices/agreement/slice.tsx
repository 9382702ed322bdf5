import { readAgreement } from "@tandem/contract/agreement/versions";
import type { Slice } from "../../app/slices.ts";
import { AgreementIcon } from "../../ui/icons.ts";

/** The one document both teams sign, as people read it. */
export const slice: Slice = {
  name: "agreement",
  pages: [{ path: "/agreement", title: "Agreement", load: () => import("./agreement-page.tsx"), needs: readAgreement }],
  navigation: [{ section: "shared", order: 20, label: "Agreement", to: "/agreement", icon: AgreementIcon, needs: readAgreement }],
  commands: [
    { id: "agreement.export", label: "Export the agreement as text…", keywords: "yaml download git copy", icon: AgreementIcon, needs: readAgreement, run: ({ go }) => go("/agreement?show=text") },
    { id: "agreement.versions", label: "Show versions of the agreement", keywords: "history hash signatures", icon: AgreementIcon, needs: readAgreement, run: ({ go }) => go("/agreement?show=versions") },
  ],
};
