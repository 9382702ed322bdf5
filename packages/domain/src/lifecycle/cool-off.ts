import type { Agreement } from "../agreement/agreement.ts";
import type { EpochDay } from "../kit/epoch-day.ts";
import type { Stage } from "./stage.ts";

/**
 * Someone sent to nurture comes back only by new engagement after a cool-off. Gives the last day of it, as
 * `scoreContact` takes it, or null for any other stage.
 *
 * @param since company-local day on which the contact entered its stage
 */
export function coolOffUntil(agreement: Pick<Agreement, "nurture">, stage: Stage, since: EpochDay | null): EpochDay | null {
  return stage === "nurture" && since !== null ? since + agreement.nurture.coolOffDays : null;
}
