import type { calibrationLine, CalibrationAsk, CalibrationReport } from "@tandem/contract/lab/calibration";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import type { z } from "zod";
import type { App } from "../../../platform/app.ts";
import type { Sql } from "../../../platform/sql.ts";
import type { Transaction } from "../../../platform/transaction.ts";

/** Calibrations as they are kept. */

export type CalibrationLine = z.output<typeof calibrationLine>;

interface Row {
  readonly id: string;
  readonly state: CalibrationLine["state"];
  readonly ask: CalibrationAsk;
  readonly started_by: string;
  readonly started_by_name: string;
  readonly started_at: Date;
  readonly finished_at: Date | null;
  readonly progress: CalibrationLine["progress"];
  readonly failure: string | null;
  readonly draft_id: string | null;
}

const columns = "c.id, c.state, c.ask, c.started_by, u.name as started_by_name, c.started_at, c.finished_at, c.progress, c.failure, c.draft_id";

function lineOf(row: Row): CalibrationLine {
  return {
    id: row.id,
    state: row.state,
    ask: row.ask,
    startedBy: { id: row.started_by, name: row.started_by_name },
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    progress: row.progress,
    failure: row.failure,
    draftId: row.draft_id,
  };
}

export async function listCalibrationLines(sql: Sql): Promise<CalibrationLine[]> {
  return (await sql.query<Row>(`select ${columns} from calibration c join app_user u on u.id = c.started_by order by c.started_at desc, c.id desc limit 20`)).map(lineOf);
}

export async function findCalibration(sql: Sql, id: string): Promise<(CalibrationLine & { readonly report: CalibrationReport | null }) | null> {
  const row = await sql.find<Row & { report: CalibrationReport | null }>(`select ${columns}, c.report from calibration c join app_user u on u.id = c.started_by where c.id = $1`, [id]);
  return row && { ...lineOf(row), report: row.report };
}

/** A process that died leaves its work marked as running; without a word for so long, it is over. */
const silenceMs = 15 * 60_000;

/** Puts a calibration in place unless one is running; false where one is. */
export async function insertCalibration(tx: Transaction, given: { readonly id: string; readonly ask: CalibrationAsk; readonly userId: string; readonly at: Date }): Promise<boolean> {
  await tx.query("select pg_advisory_xact_lock(hashtext('calibration'))");
  await tx.query("update calibration set state = 'failed', failure = 'The server was stopped meanwhile. Start it again.', finished_at = $1 where state = 'running' and coalesce((progress->>'at')::timestamptz, started_at) < $2", [given.at, new Date(given.at.getTime() - silenceMs)]);
  if (await tx.find("select 1 from calibration where state = 'running'")) return false;
  await tx.query("insert into calibration (id, state, ask, started_by, started_at, progress) values ($1, 'running', $2, $3, $4, $5)", [given.id, JSON.stringify(given.ask), given.userId, given.at, JSON.stringify({ words: "Waiting", share: 0, at: given.at.toISOString() })]);
  return true;
}

/** False where the calibration is not running any more. */
export async function tellProgress(app: App, id: string, progress: { readonly words: string; readonly share: number }): Promise<boolean> {
  return app.db.transaction(async (tx) => {
    const told = await tx.find("update calibration set progress = $2 where id = $1 and state = 'running' returning 1", [id, JSON.stringify({ ...progress, at: app.clock.now().toISOString() })]);
    if (told) app.live.publish(tx, ["everyone"], { kind: "calibration.changed", data: { id } });
    return told !== null;
  });
}

export interface Ending {
  readonly state: "finished" | "failed" | "cancelled";
  readonly failure?: string;
  readonly report?: CalibrationReport;
  readonly document?: Agreement | null;
  readonly baseVersion?: number;
}

export async function finishCalibration(app: App, id: string, end: Ending): Promise<void> {
  await app.db.transaction(async (tx) => {
    await tx.query("update calibration set state = $2, failure = $3, report = $4, document = $5, base_version = $6, finished_at = $7, progress = $8 where id = $1 and state = 'running'", [
      id,
      end.state,
      end.failure ?? null,
      end.report ? JSON.stringify(end.report) : null,
      end.document ? JSON.stringify(end.document) : null,
      end.baseVersion ?? null,
      app.clock.now(),
      JSON.stringify({ words: end.state === "finished" ? "Finished" : "Stopped", share: 1 }),
    ]);
    app.live.publish(tx, ["everyone"], { kind: "calibration.changed", data: { id } });
  });
}
