import { createImport, listImports } from "@tandem/contract/imports/imports";
import type { Slice } from "../../app/slices.ts";
import { ImportIcon } from "../../ui/icons.ts";

/** Files of other systems: chosen, mapped, tried, imported, repaired. */
export const slice: Slice = {
  name: "imports",
  pages: [
    { path: "/settings/imports", title: "Imports", load: () => import("./imports-page.tsx"), needs: listImports },
    { path: "/settings/imports/$importId", title: "Import", load: () => import("./import-page.tsx"), needs: listImports },
  ],
  navigation: [{ section: "settings", order: 74, label: "Imports", detail: "Contacts, companies, deals and spend from CSV", to: "/settings/imports", icon: ImportIcon, needs: listImports }],
  commands: [{ id: "imports.create", label: "Import a file…", keywords: "csv upload contacts companies deals spend events excel", icon: ImportIcon, needs: createImport, run: ({ go }) => go("/settings/imports?add=yes") }],
};
