import type { TimelineEntry } from "@tandem/contract/people/timeline";
import { epochDayFromIso, type EpochDay } from "@tandem/domain/kit/epoch-day";
import { accountableSide, type Stage } from "@tandem/domain/lifecycle/stage";
import { worthAt } from "@tandem/domain/scoring/engagement";
import type { FieldRef } from "@tandem/domain/criteria/criteria";
import type { InForce } from "../../spine/agreement-in-force.ts";
import type { CountedOf } from "./counted-points.ts";
import type { TimelineRow } from "./timeline.ts";

/** A row of the timeline as it goes over the wire: events say what they counted for under the version in force. */
export function entryOf(row: TimelineRow, inForce: InForce, today: EpochDay, countedOf: CountedOf = () => null): TimelineEntry {
  const data = row.data as Record<string, unknown>;
  const common = { id: row.id, at: row.at.toISOString(), by: (data["by"] ?? null) as { id: string; name: string } | null };
  switch (row.kind) {
    case "event":
      return eventOf(row, common, inForce, today, countedOf);
    case "stage":
      return { kind: "stage", ...common, ...(data as object), side: accountableSide(data["to"] as Stage) } as TimelineEntry;
    case "change":
      return { kind: "change", ...common, ...(data as object), fieldName: fieldNameOf(inForce, String(data["field"])) } as TimelineEntry;
    case "handoff":
      return { kind: "handoff", ...common, ...(data as object), handoffId: row.id } as TimelineEntry;
    case "campaign":
      return { kind: "campaign", ...common, ...(data as object), campaignId: row.id } as TimelineEntry;
    default:
      return { kind: row.kind, ...common, ...(data as object) } as TimelineEntry;
  }
}

function eventOf(row: TimelineRow, common: { id: string; at: string; by: null | { id: string; name: string } }, inForce: InForce, today: EpochDay, countedOf: CountedOf): TimelineEntry {
  // Only revisions of the version in force count; an event may have been recognised by older ones too.
  const signals = (row.signals ?? []).filter((signal) => inForce.signalOf.get(signal.revision) === signal.key);
  return {
    kind: "event",
    ...common,
    type: row.type ?? "track",
    name: row.name,
    path: row.path,
    properties: shortened(row.properties ?? {}),
    signals: signals.map((signal) => {
      const day = epochDayFromIso(signal.day)!;
      return { ...effectOf(inForce, signal.key, day, today), counted: signal.quarantined === null ? countedOf(signal.key, day) : null, quarantined: signal.quarantined };
    }),
    touch: row.touch,
    quarantined: (row.signals ?? []).find((signal) => signal.quarantined !== null)?.quarantined ?? null,
  };
}

function effectOf(inForce: InForce, key: string, day: EpochDay, today: EpochDay) {
  const name = inForce.agreement.signals.find((signal) => signal.key === key)?.name ?? key;
  const rules = inForce.compiled.engagementRules.filter((rule) => rule.signal === key);
  if (rules.length === 0) return { key, name, points: null, now: null, cap: null };
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const caps = rules.map((rule) => rule.cap).filter(Number.isFinite);
  return { key, name, points: sum(rules.map((rule) => rule.points)), now: sum(rules.map((rule) => worthAt(rule, Math.max(0, today - day)))), cap: caps.length === rules.length ? sum(caps) : null };
}

/** Enough of the properties to recognise the event by; the raw event stays where it is. */
function shortened(properties: Record<string, unknown>): Record<string, string | number | boolean | null> {
  const short: Record<string, string | number | boolean | null> = {};
  for (const [key, value] of Object.entries(properties).slice(0, 12)) {
    if (typeof value === "string") short[key.slice(0, 100)] = value.slice(0, 300);
    else if (typeof value === "number" || typeof value === "boolean" || value === null) short[key.slice(0, 100)] = value;
  }
  return short;
}

function fieldNameOf(inForce: InForce, field: string): string {
  if (field === "owner_id") return "Owner";
  if (field === "company_id") return "Company";
  return inForce.fields.get(`contact.${field}` as FieldRef)?.name ?? field;
}
