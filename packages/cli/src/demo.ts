import { startDemo } from "@tandem/server/demo/demo";
import { demoPassword } from "@tandem/server/demo/found-company";
import { people } from "@tandem/server/demo/cast";
import { readConfig } from "@tandem/server/platform/config";
import { createLog } from "@tandem/server/platform/log";
import { environmentWith } from "./arguments.ts";
import type { Run } from "./commands.ts";
import { untilAskedToStop } from "./until-asked-to-stop.ts";

/** The product with a demo company's year in it, on data of its own. */
export const demo: Run = async (given) => {
  const env = environmentWith(given);
  const read = readConfig({ ...env, LOG_LEVEL: env["LOG_LEVEL"] || "warn" });
  // Never beside real data by accident.
  const config = env["TANDEM_DATA_DIR"] ? read : { ...read, dataDir: `${read.dataDir}-demo` };
  const say = (words: string): void => void process.stdout.write(`${words}\n`);
  say(`Tandem's demo is at ${config.baseUrl}`);
  const running = await startDemo({
    config,
    log: createLog(config.logLevel),
    say,
    onLost(error) {
      process.stderr.write(`The database is lost: ${error.message}\n`);
      process.exit(1);
    },
  });
  const roles = people.filter((p, i) => people.findIndex((other) => other.role === p.role) === i);
  say(`\nReady at ${config.baseUrl}\nOne sign-in per role, password ${demoPassword}:`);
  for (const person of roles) say(`  ${person.role.padEnd(14)} ${person.key}@northwind-robotics.example  (${person.name}, ${person.jobTitle})`);
  await untilAskedToStop();
  await running.stop();
  return 0;
};
