import { existsSync } from "node:fs";
import { join } from "node:path";
import { readConfig, type Config } from "@tandem/server/platform/config";
import type { App } from "@tandem/server/platform/app";
import type { Sql } from "@tandem/server/platform/sql";
import { builtWebApp } from "@tandem/server/platform/http/web-files";
import { brokenInvariants, readInvariants } from "@tandem/server/platform/invariants";
import { silentLog } from "@tandem/server/platform/log";
import { checkMigrated } from "@tandem/server/platform/migrate";
import { openApp } from "@tandem/server/platform/open-app";
import { alteredVersions } from "@tandem/server/spine/check-versions";
import { reproduceRecorded } from "@tandem/server/spine/reproduce-recorded";
import { reproduceScores } from "@tandem/server/spine/reproduce-scores";
import { environmentWith } from "./arguments.ts";
import type { Run } from "./commands.ts";

/** One line of the report. What is only worth knowing does not make the doctor fail. */
interface Finding {
  readonly state: "good" | "note" | "wrong";
  readonly text: string;
}

export const doctor: Run = async (given) => {
  const config = readConfig(environmentWith(given));
  const findings: Finding[] = [];
  const report = (finding: Finding): void => {
    findings.push(finding);
    process.stdout.write(`${{ good: "ok   ", note: "note ", wrong: "WRONG" }[finding.state]} ${finding.text}\n`);
  };
  report({ state: "good", text: `Node ${process.versions.node} on ${process.platform} ${process.arch}` });
  report(existsSync(join(builtWebApp, "index.html")) ? { state: "good", text: "the web app is built" } : { state: "wrong", text: "the web app is not built: run npm run build" });
  report(config.smtpUrl ? { state: "good", text: "mail is configured" } : { state: "note", text: "no mail is sent: SMTP_URL is not set" });
  await examineDatabase(config, report);
  const wrong = findings.filter(({ state }) => state === "wrong").length;
  process.stdout.write(wrong === 0 ? "\nAll is well.\n" : `\n${wrong === 1 ? "One thing is" : `${wrong} things are`} wrong.\n`);
  return wrong === 0 ? 0 : 1;
};

async function examineDatabase(config: Config, report: (finding: Finding) => void): Promise<void> {
  let opened;
  try {
    opened = await openApp({ config, log: silentLog, ifRunning: "adopt", migrations: "leave" });
  } catch (error) {
    return report({ state: "wrong", text: (error as Error).message });
  }
  try {
    const { db } = opened.app;
    const { version } = await db.one<{ version: string }>("select current_setting('server_version') as version");
    report({ state: "good", text: `PostgreSQL ${version}${config.databaseUrl ? "" : ` in ${config.dataDir}`}, durable` });
    try {
      await checkMigrated(db);
    } catch (error) {
      return report({ state: "wrong", text: (error as Error).message });
    }
    report({ state: "good", text: "every migration is applied" });
    await examineQueues(db, report);
    await examineInvariants(db, report);
    await examineVersions(opened.app, report);
    await examineScores(opened.app, report);
  } finally {
    await opened.close();
  }
}

async function examineQueues(db: Sql, report: (finding: Finding) => void): Promise<void> {
  const is = await db.one<{ failing: number; parked: number; broke: number; refused: number; given_up: number }>(
    `select (select count(*) from timer where attempts > 0) as failing,
            (select count(*) from parked_fact) as parked,
            (select coalesce(sum(cardinality(event_ids)), 0) from parked_intake) as broke,
            (select count(*) from rejected_event where replayed_at is null) as refused,
            (select count(*) from mail_outbox where given_up_at is not null) as given_up`,
  );
  report(is.failing === 0 ? { state: "good", text: "no timer fails" } : { state: "wrong", text: `${is.failing} timers fail and are tried again (table timer, last_error)` });
  report(is.parked === 0 ? { state: "good", text: "no fact is parked" } : { state: "wrong", text: `${is.parked} facts are parked (table parked_fact, reason)` });
  report(is.broke === 0 ? { state: "good", text: "no event is parked" } : { state: "wrong", text: `${is.broke} events are parked (table parked_intake, reason)` });
  report(is.refused === 0 ? { state: "good", text: "no event is refused" } : { state: "note", text: `${is.refused} events were refused (Settings → Refused events)` });
  report(is.given_up === 0 ? { state: "good", text: "no mail is given up" } : { state: "note", text: `${is.given_up} mails could not be delivered (table mail_outbox, last_error)` });
}

async function examineInvariants(db: Sql, report: (finding: Finding) => void): Promise<void> {
  const invariants = await readInvariants();
  const broken = new Map((await brokenInvariants(db, invariants)).map(({ promise, rows }) => [promise, rows]));
  for (const { promise } of invariants) {
    const rows = broken.get(promise);
    report(rows ? { state: "wrong", text: `${promise}\n${rows.map((row) => `        ${JSON.stringify(row)}`).join("\n")}` } : { state: "good", text: promise });
  }
}

async function examineVersions({ db }: App, report: (finding: Finding) => void): Promise<void> {
  const altered = await alteredVersions(db);
  report(altered.length === 0 ? { state: "good", text: "every version of the agreement is what was signed" } : { state: "wrong", text: `version ${altered.join(", ")} of the agreement is not what was signed: its text has another hash` });
}

async function examineScores({ db, clock }: App, report: (finding: Finding) => void): Promise<void> {
  const { compared, differing } = await reproduceScores(db, clock.now());
  const words = `kept scores are what their records give (${compared} recomputed)`;
  report(differing.length === 0 ? { state: "good", text: words } : { state: "wrong", text: `${differing.length} of ${compared} scores differ from what their records give\n${differing.slice(0, 10).map((one) => `        ${JSON.stringify(one)}`).join("\n")}` });
  const recorded = await reproduceRecorded(db, clock.now());
  const then = `recorded scores are what was known when they were recorded (${recorded.compared} recomputed in the order applied, ${recorded.mqls} of them MQL dates)`;
  report(recorded.differing.length === 0 ? { state: "good", text: then } : { state: "wrong", text: `${recorded.differing.length} of ${recorded.compared} recorded scores differ from what was known when they were recorded\n${recorded.differing.slice(0, 10).map((one) => `        ${JSON.stringify(one)}`).join("\n")}` });
}
