import type { EpochDay } from "@tandem/domain/kit/epoch-day";
import { explainScore } from "@tandem/domain/scoring/explain";
import type { Sql } from "../../platform/sql.ts";
import type { InForce } from "../../spine/agreement-in-force.ts";
import { loadContacts } from "../../spine/lock-contacts.ts";
import { subjectOf } from "../../spine/states.ts";

/** What one occurrence of a signal on a day gives the score now, milli-points; null where that cannot be said of one. */
export type CountedOf = (signal: string, day: EpochDay) => number | null;

/**
 * The points of the score's own breakdown, by occurrence: the timeline beside it must not promise more. Where a cap of
 * the day, of the rule or of a group took something, the occurrences of the day share the loss and none has a number.
 */
export async function loadCounted(sql: Sql, inForce: InForce, contactId: string, today: EpochDay): Promise<CountedOf> {
  const { contacts, companies } = await loadContacts(sql, inForce, [contactId]);
  const contact = contacts[0];
  if (!contact) return () => null;
  const company = contact.companyId === null ? null : (companies.get(contact.companyId) ?? null);
  const { engagement } = explainScore(inForce.compiled, subjectOf(contact, company), today);
  const capped = new Set(engagement.flatMap((line) => (line.kind === "group-cap" ? [line.group] : [])));
  const given = new Map<string, number | null>();
  for (const rule of inForce.compiled.engagementRules) {
    const line = engagement.find((one) => one.kind === "rule" && one.rule === rule.key);
    if (line?.kind !== "rule") continue;
    for (const { day, count, counted, worth, points } of line.days) {
      const key = `${line.signal} ${day}`;
      const group = inForce.compiled.engagementGroups[rule.group]?.key;
      const whole = counted === count && points === counted * worth && (group === undefined || !capped.has(group));
      const before = given.has(key) ? given.get(key)! : 0;
      given.set(key, !whole || before === null ? null : before + worth);
    }
  }
  const signals = new Set(inForce.compiled.engagementRules.map((rule) => rule.signal));
  // A day the breakdown leaves out is worth nothing any more, or lost to "once".
  return (signal, day) => (given.has(`${signal} ${day}`) ? given.get(`${signal} ${day}`)! : signals.has(signal) ? 0 : null);
}
