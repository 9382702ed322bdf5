import { readConfig } from "@tandem/server/platform/config";
import { createLog } from "@tandem/server/platform/log";
import { openApp } from "@tandem/server/platform/open-app";
import { environmentWith } from "./arguments.ts";
import type { Run } from "./commands.ts";

export const migrateDatabase: Run = async (given) => {
  const config = readConfig(environmentWith(given));
  const opened = await openApp({ config, log: createLog(config.logLevel) });
  const { count } = await opened.app.db.one<{ count: number }>("select count(*) as count from migration");
  await opened.close();
  process.stdout.write(`The database is up to date (${count} migrations).\n`);
  return 0;
};
