import { criteriaToSql } from "@tandem/domain/criteria/to-sql";
import type { Criteria } from "@tandem/domain/criteria/criteria";
import { daysOfQuarter } from "@tandem/domain/kpis/period";
import { startOfDay } from "@tandem/domain/kit/zone";
import type { Bound } from "../../platform/bound.ts";
import { contactDialect } from "../people/door.ts";
import type { Report } from "./report.ts";
import { within, type Span } from "./span.ts";

/**
 * What counts towards a target, once for its number and for the rows behind it. Targets are the whole company's, so a
 * report's filter has no say. Whose MQL or deal it is, is judged by what is known today of the person (of a deal, its
 * main contact); who matches several segments counts in each.
 */

export type TargetMeasure = "mqls" | "pipeline" | "revenue";

/** A quarter, and one segment of it; null is everyone. */
export interface TargetPart {
  readonly span: Span;
  readonly when: Criteria | null;
}

/** `2026-Q4` or `2026-Q4 dach`; null where the agreement in force knows no such part. */
export function targetPart({ zone, inForce }: Report, key: string | null): TargetPart | null {
  const [quarter = "", segment] = (key ?? "").split(" ");
  const days = daysOfQuarter(quarter);
  const of = inForce.agreement.segments?.find((one) => one.key === segment);
  if (days === null || (segment !== undefined && of === undefined)) return null;
  return { span: { fromMs: startOfDay(zone, days.fromDay), toMs: startOfDay(zone, days.toDay) }, when: of?.when ?? null };
}

export function targetRows(report: Report, bound: Bound, measure: TargetMeasure, { span, when }: TargetPart): { readonly relation: "passages" | "deals"; readonly condition: string } {
  switch (measure) {
    case "mqls":
      return { relation: "passages", condition: `p.standing and ${within("p.entered_at", bound, span)}${inSegment(report, bound, when, "held.id = p.contact_id")}` };
    case "pipeline":
      return { relation: "deals", condition: `${within("o.created_at", bound, span)}${ofMainContact(report, bound, when)}` };
    case "revenue":
      return { relation: "deals", condition: `o.state = 'won' and ${within("o.closed_at", bound, span)}${ofMainContact(report, bound, when)}` };
  }
}

const ofMainContact = (report: Report, bound: Bound, when: Criteria | null): string =>
  inSegment(report, bound, when, "held.id = (select oc.contact_id from opportunity_contact oc where oc.opportunity_id = o.id and oc.main)");

function inSegment({ inForce, today }: Report, bound: Bound, when: Criteria | null, whose: string): string {
  if (when === null) return "";
  const { text, values } = criteriaToSql(when, contactDialect(inForce), today, bound.params.length + 1);
  for (const value of values) bound.bind(value);
  return ` and exists (select from contact held join contact c on c.id = held.survivor_id where ${whose} and ${text})`;
}
