import type { CalibrationAsk, listOutcomes } from "@tandem/contract/lab/calibration";
import type { OutputOf } from "@tandem/contract/operation";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { leastOutcomes, type Nothing } from "@tandem/domain/calibration/calibrate";
import { settleOutcomes, usualHorizonDays } from "@tandem/domain/calibration/people-table";
import { outcomesPerRule } from "@tandem/domain/calibration/propose-rules";
import type { Sql } from "../../../platform/sql.ts";
import { learnedFrom, stageDays } from "./load-table.ts";

type Choices = OutputOf<typeof listOutcomes>;
type Stage = Choices["stages"][number]["stage"];

/** Usable outcomes of a stage, counted as the calibration itself will count them with its usual horizon. */
export async function stageChoices(sql: Sql, reached: Readonly<Record<Stage, number>>, at: Date): Promise<Choices["stages"]> {
  const people = await learnedFrom(sql, at);
  const choices: Choices["stages"] = [];
  for (const stage of ["sql", "opportunity", "customer"] as const) choices.push({ stage, people: reached[stage], usable: rarerOf(await settle(sql, people, { stage, at, horizonDays: null })) });
  return choices;
}

/** Too few outcomes of a stage, told before anybody waits for the calibration to say the same; null where there are enough. */
export async function tooFewOf(sql: Sql, agreement: Agreement, ask: Pick<CalibrationAsk, "from" | "horizonDays"> & { readonly stage: Stage }, at: Date): Promise<Extract<Nothing, { kind: "too-little" }> | null> {
  const settled = await settle(sql, await learnedFrom(sql, at), { ...ask, at });
  const [outcomes, needed] = [rarerOf(settled), neededOutcomes(agreement)[ask.from]];
  return outcomes < needed ? { kind: "too-little", people: settled.filter((one) => one >= 0).length, outcomes, needed } : null;
}

async function settle(sql: Sql, people: Awaited<ReturnType<typeof learnedFrom>>, { stage, at, horizonDays }: { readonly stage: Stage; readonly at: Date; readonly horizonDays: number | null }): Promise<Int8Array> {
  const seenAt = Float64Array.from(people, (one) => one.created_at.getTime());
  const outcomeAt = await stageDays(sql, people, stage);
  return settleOutcomes({ seenAt, outcomeAt, asOf: at.getTime(), horizonDays: horizonDays ?? usualHorizonDays(seenAt, outcomeAt) ?? 90 });
}

/** People on the rarer side of the outcome. */
function rarerOf(settled: Int8Array): number {
  let [came, not] = [0, 0];
  for (const one of settled) {
    if (one === 1) came++;
    else if (one === 0) not++;
  }
  return Math.min(came, not);
}

/** Weighing many rules takes more than looking for a few. */
export function neededOutcomes({ fit, engagement }: Pick<Agreement, "fit" | "engagement">): Choices["needed"] {
  return { rules: Math.max(leastOutcomes, (fit.rules.length + engagement.rules.length) * outcomesPerRule), fields: leastOutcomes };
}
