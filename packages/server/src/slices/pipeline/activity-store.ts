import type { Activity } from "@tandem/contract/pipeline/activities";
import type { Sql } from "../../platform/sql.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { bound, type Bound } from "../../platform/bound.ts";
import { activityScope } from "../../spine/row-scope.ts";
import { contactJson, linkJson } from "./people-names.ts";

export interface ActivityRow {
  id: string; kind: Activity["kind"]; at: Date; place: string; by: Activity["by"]; by_id: string | null; contact: Activity["contact"]; opportunity: Activity["opportunity"]; direction: "out" | "in"; automatic: boolean;
  outcome: Activity["outcome"]; subject: string | null; body: string; private: boolean; minutes: number | null; handoff_id: string | null; removed_at: Date | null; version: number;
}

/** Entries `activity a` that meet the condition and may be read by the caller. */
export const activitySelect = (condition: string): string =>
  `select a.id, a.kind, a.at, a.at::text as place, ${linkJson("u")} as by, a.by_id, ${contactJson("c")} as contact, ${linkJson("o")} as opportunity, a.direction, a.automatic, a.outcome, a.subject, a.body, a.private, a.minutes,
     a.handoff_id, a.removed_at, a.version
   from activity a left join app_user u on u.id = a.by_id left join opportunity o on o.id = a.opportunity_id left join contact ac on ac.id = a.contact_id left join contact c on c.id = ac.survivor_id where ${condition}`;

/** One entry the caller may read, removed ones included only for their author. */
export function findActivity(sql: Sql, principal: Principal, id: string, b: Bound = bound()): Promise<ActivityRow | null> {
  const condition = `a.id = ${b.bind(id)} and ${activityScope(principal, b)} and (a.removed_at is null or a.by_id = ${b.bind(principal.userId)})`;
  return sql.find<ActivityRow>(activitySelect(condition), b.params);
}

/** A call, mail, meeting or message recorded for a handoff is proof of an attempt. */
export function provesAttempt(row: Pick<ActivityRow, "handoff_id" | "kind" | "automatic">): boolean {
  return row.handoff_id !== null && row.kind !== "note" && !row.automatic;
}

export function activityOf(row: ActivityRow, principal: Principal): Activity {
  return {
    id: row.id, kind: row.kind, at: row.at.toISOString(), by: row.by, contact: row.contact, opportunity: row.opportunity, direction: row.direction, automatic: row.automatic, outcome: row.outcome, subject: row.subject,
    body: row.body, private: row.private, minutes: row.minutes, proves: provesAttempt(row), mine: row.by_id === principal.userId, version: row.version,
  };
}
