import { writeBackup } from "@tandem/server/platform/backup/write-backup";
import { readConfig } from "@tandem/server/platform/config";
import { createLog } from "@tandem/server/platform/log";
import { openApp } from "@tandem/server/platform/open-app";
import { environmentWith } from "./arguments.ts";
import type { Run } from "./commands.ts";

export const backup: Run = async (given) => {
  const config = readConfig(environmentWith(given));
  const now = new Date();
  const folder = given.words[0] ?? `tandem-backup-${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
  const opened = await openApp({ config, log: createLog(config.logLevel), ifRunning: "adopt", migrations: "check" });
  try {
    const written = await writeBackup({ connection: opened.connections.owner, folder, now });
    const rows = written.tables.reduce((sum, table) => sum + table.rows, 0);
    process.stdout.write(`${rows.toLocaleString("en")} rows of ${written.tables.length} tables are in ${folder}\n`);
    return 0;
  } finally {
    await opened.close();
  }
};
