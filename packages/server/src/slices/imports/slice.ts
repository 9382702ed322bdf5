import type { Slice } from "../../platform/slice.ts";
import { inspectImportRoute } from "./inspect-file.ts";
import { getImportRoute, listImportsRoute } from "./list-imports.ts";
import { exportImportRefusalsRoute, listImportRefusalsRoute, repairImportRowsRoute } from "./refusals.ts";
import { cancelImportRoute, removeImportRoute, runImportRoute, saveImportMappingRoute } from "./run-import.ts";
import { runImports } from "./runner.ts";
import { createImportRoute, forgetFiles, uploadChunkRoute } from "./upload-file.ts";

/** Brings files in: contacts, companies, deals, spend and events of other systems, as history unless chosen otherwise. */
export const imports: Slice = {
  name: "imports",
  routes: [
    listImportsRoute, createImportRoute, uploadChunkRoute, inspectImportRoute, saveImportMappingRoute, runImportRoute, getImportRoute, cancelImportRoute, removeImportRoute,
    listImportRefusalsRoute, repairImportRowsRoute, exportImportRefusalsRoute,
  ],
  timers: [forgetFiles],
  work: runImports,
};
