import { restoreBackup } from "@tandem/server/platform/backup/restore-backup";
import { readConfig } from "@tandem/server/platform/config";
import { createLog } from "@tandem/server/platform/log";
import { openApp } from "@tandem/server/platform/open-app";
import { environmentWith } from "./arguments.ts";
import type { Run } from "./commands.ts";

export const restore: Run = async (given) => {
  const folder = given.words[0];
  if (!folder) throw new Error("Name the backup's folder: tandem restore <folder>");
  const config = readConfig(environmentWith(given));
  const log = createLog(config.logLevel);
  const opened = await openApp({ config, log, migrations: "leave" });
  try {
    const restored = await restoreBackup({ connection: opened.connections.owner, folder, log, now: new Date() });
    const rows = restored.tables.reduce((sum, table) => sum + table.rows, 0);
    process.stdout.write(`${rows.toLocaleString("en")} rows of ${restored.tables.length} tables are back, as they were on ${restored.takenAt}\n`);
    return 0;
  } finally {
    await opened.close();
  }
};
