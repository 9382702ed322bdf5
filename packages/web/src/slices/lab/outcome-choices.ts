import type { CalibrationAsk, listOutcomes } from "@tandem/contract/lab/calibration";
import type { OutputOf } from "@tandem/contract/operation";

export type Outcomes = Pick<OutputOf<typeof listOutcomes>, "stages" | "needed">;
type Stage = Outcomes["stages"][number]["stage"];
type From = CalibrationAsk["from"];

export const becameStage: Readonly<Record<Stage, string>> = { sql: "became SQL", opportunity: "became an opportunity", customer: "became a customer" };

/** The stage nearest to money that has outcomes enough; where none has, the one with the most. */
export function usualStage({ stages, needed }: Outcomes, from: From): Stage {
  const enough = stages.findLast(({ usable }) => usable >= needed[from]);
  return (enough ?? stages.reduce((best, one) => (one.usable > best.usable ? one : best))).stage;
}

/** What to try where too little was found: another stage for the same rules first, then new rules, which need fewer. Null where nothing has enough. */
export function nextThatWorks({ stages, needed }: Outcomes, ask: Pick<CalibrationAsk, "outcome" | "from">): { readonly stage: Stage; readonly from: From } | null {
  const tries = [ask.from, ...(ask.from === "rules" ? (["fields"] as const) : [])];
  for (const from of tries) {
    const found = stages.findLast(({ stage, usable }) => usable >= needed[from] && !(from === ask.from && "stage" in ask.outcome && ask.outcome.stage === stage));
    if (found) return { stage: found.stage, from };
  }
  return null;
}
