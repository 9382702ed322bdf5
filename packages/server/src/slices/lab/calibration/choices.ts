import type { listOutcomes } from "@tandem/contract/lab/calibration";
import type { OutputOf } from "@tandem/contract/operation";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { leastOutcomes } from "@tandem/domain/calibration/calibrate";
import { settleOutcomes, usualHorizonDays } from "@tandem/domain/calibration/people-table";
import { outcomesPerRule } from "@tandem/domain/calibration/propose-rules";
import type { Sql } from "../../../platform/sql.ts";
import { learnedFrom, stageDays } from "./load-table.ts";

type Choices = OutputOf<typeof listOutcomes>;
type Stage = Choices["stages"][number]["stage"];

/** Usable outcomes of a stage, counted as the calibration itself will count them with its usual horizon. */
export async function stageChoices(sql: Sql, reached: Readonly<Record<Stage, number>>, at: Date): Promise<Choices["stages"]> {
  const people = await learnedFrom(sql, at);
  const seenAt = Float64Array.from(people, (one) => one.created_at.getTime());
  const choices: Choices["stages"] = [];
  for (const stage of ["sql", "opportunity", "customer"] as const) {
    const outcomeAt = await stageDays(sql, people, stage);
    const settled = settleOutcomes({ seenAt, outcomeAt, asOf: at.getTime(), horizonDays: usualHorizonDays(seenAt, outcomeAt) ?? 90 });
    let [came, not] = [0, 0];
    for (const one of settled) {
      if (one === 1) came++;
      else if (one === 0) not++;
    }
    choices.push({ stage, people: reached[stage], usable: Math.min(came, not) });
  }
  return choices;
}

/** Weighing many rules takes more than looking for a few. */
export function neededOutcomes({ fit, engagement }: Pick<Agreement, "fit" | "engagement">): Choices["needed"] {
  return { rules: Math.max(leastOutcomes, (fit.rules.length + engagement.rules.length) * outcomesPerRule), fields: leastOutcomes };
}
