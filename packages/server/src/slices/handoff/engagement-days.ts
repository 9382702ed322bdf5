import type { DayCount } from "@tandem/domain/criteria/subject";
import type { EpochDay } from "@tandem/domain/kit/epoch-day";
import { scoreContact, type ScoreSubject } from "@tandem/domain/scoring/score";
import type { Sql } from "../../platform/sql.ts";
import type { InForce } from "../../spine/agreement-in-force.ts";
import { loadSignals } from "../../spine/lock-contacts.ts";
import type { ContactState } from "../../spine/states.ts";

/** Days a spark line shows. */
export const sparkDays = 30;

/**
 * Engagement at the end of each of the last 30 company days by the rules in force, oldest first, for all contacts of a
 * page: one query, then the pure function. Milli-points by contact id.
 */
export async function loadSparks(sql: Sql, inForce: InForce, contactIds: readonly string[], today: EpochDay): Promise<Map<string, number[]>> {
  const contacts = [...new Set(contactIds)].map((id) => ({ id, signals: new Map<string, DayCount[]>() }));
  // Signals hang on the contact's id alone.
  if (contacts.length > 0) await loadSignals(sql, inForce, contacts as unknown as ContactState[]);
  return new Map(contacts.map(({ id, signals }) => [id, engagementDays(inForce, signals, today)]));
}

/** Engagement alone: it does not ask who somebody is. */
export function engagementDays(inForce: InForce, signals: ReadonlyMap<string, readonly DayCount[]>, today: EpochDay): number[] {
  const subject: ScoreSubject = { stage: "lead", field: () => null, signalDays: (key) => signals.get(key) ?? [], isMember: () => false };
  return Array.from({ length: sparkDays }, (_, i) => scoreContact(inForce.compiled, subject, today - sparkDays + 1 + i).engagement);
}
