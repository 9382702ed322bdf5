import { readConfig } from "@tandem/server/platform/config";
import { createLog } from "@tandem/server/platform/log";
import { openApp } from "@tandem/server/platform/open-app";
import { environmentWith } from "./arguments.ts";
import type { Run } from "./commands.ts";
import { untilAskedToStop } from "./until-asked-to-stop.ts";

export const start: Run = async (given) => {
  const env = environmentWith(given);
  // A person at a terminal wants the address, not a log.
  const config = readConfig({ ...env, LOG_LEVEL: env["LOG_LEVEL"] || (process.stdout.isTTY ? "warn" : "info") });
  const log = createLog(config.logLevel);
  const opened = await openApp({
    config,
    log,
    // Reading is work for this process, starting for that of Postgres: both at once.
    onSpawned: () => void import("@tandem/server/main"),
    onLost(error) {
      log.error({ error: error.message }, "the database is lost; Tandem ends");
      process.exit(1);
    },
  });
  const { serve } = await import("@tandem/server/main");
  const running = await serve(opened, {});
  process.stdout.write(running.url ? `Tandem is at ${config.port === 0 ? running.url : config.baseUrl}\n` : `Tandem runs (${config.roles.join(", ")})\n`);
  await untilAskedToStop();
  await running.stop();
  return 0;
};
