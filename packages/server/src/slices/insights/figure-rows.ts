import type { Figure, FigureRow } from "@tandem/contract/insights/figures";
import { closeReasonName } from "@tandem/domain/pipeline/opportunity";
import { stageNames, type Stage } from "@tandem/domain/lifecycle/stage";
import type { Principal } from "../../platform/http/principal.ts";
import type { Bound } from "../../platform/bound.ts";
import { readCursor, timePlace, writeCursor } from "../../platform/cursor.ts";
import { clockVerdict } from "../../spine/clock-verdict.ts";
import { handoffScope, opportunityScope } from "../../spine/row-scope.ts";
import { conservationPlace, conservationPlaces } from "./conservation-places.ts";
import { accepted, packaged, rejected, type Definition, type Relation } from "./definitions.ts";
import { nameOfPlace } from "./flows.ts";
import { speedMs, speedStep } from "./speed-steps.ts";

/** How the rows of each relation are read: one shape for the panel, whatever the figure is about. */
interface Reading {
  readonly from: string;
  readonly id: string;
  readonly at: string;
  readonly contactId: string;
  readonly detail: string;
  readonly more: string;
  /** The version by which it is judged. */
  readonly version?: string;
  /** The time by which it is judged. */
  readonly judged?: string;
  /** Seen by everyone, or as handoffs or deals are. */
  readonly scope: (principal: Principal, bound: Bound) => string;
}

const everyone = () => "true";
/** What a clock used of what it was allowed; one that ran out and was never met has no end to be judged by. */
const judgedTime = "jsonb_build_object('usedMs', case when c.state = 'met' then c.used_ms end, 'allowedMs', c.allowed_ms, 'measure', case c.kind when 'attempts' then 'calendar' else 'business' end)";
const readings: Record<Relation, Reading> = {
  people: { from: "journey j", id: "j.contact_id", at: "j.lead_at", contactId: "j.contact_id", detail: "j.stage", more: "j.flag", scope: everyone },
  passages: { from: "passage p", id: "p.episode_id", at: "p.entered_at", contactId: "p.contact_id", detail: "p.place", more: "null::text", scope: everyone },
  deals: { from: "opportunity o", id: "o.id", at: "coalesce(o.closed_at, o.created_at)", contactId: "(select oc.contact_id from opportunity_contact oc where oc.opportunity_id = o.id and oc.main)", detail: "o.state", more: "o.reason", scope: opportunityScope },
  handoffs: { from: "handoff h", id: "h.id", at: "h.opened_at", contactId: "h.contact_id", detail: "h.state", more: "h.reason", scope: handoffScope },
  clocks: { from: "clock c join handoff h on h.id = c.handoff_id", id: "c.id", at: "c.started_at", contactId: "h.contact_id", detail: clockVerdict("c"), more: "c.clause", version: "c.agreement_version", judged: judgedTime, scope: handoffScope },
  episodes: { from: "episode e", id: "e.id", at: "e.left_at", contactId: "e.contact_id", detail: "e.stage", more: "null::text", scope: everyone },
};

/** Figures that tell another thing of their rows than the relation does. */
const ownReadings: Partial<Record<Figure, Partial<Pick<Reading, "at" | "detail" | "more">>>> = {
  // In the list because they were created, or still open: a later end has no say in their place.
  "target-pipeline": { at: "o.created_at" },
  "deals-open": { at: "o.created_at" },
  accounted: { detail: conservationPlace, more: "null::text" },
  "handoffs-decided": { detail: `case when ${accepted} and ${rejected} then 'accepted-' || h.state else h.state end`, more: "h.reason" },
  "handoffs-by-grade": { detail: "h.grade", more: "null::text" },
  "handoffs-by-package": { detail: `case when ${packaged} then 'complete' else 'incomplete' end`, more: "null::text" },
};

export interface FoundRow {
  readonly id: string;
  readonly at: Date;
  readonly place: string;
  readonly contact_id: string | null;
  readonly contact_name: string | null;
  readonly company: string | null;
  readonly opportunity_id: string | null;
  readonly opportunity_name: string | null;
  readonly handoff_id: string | null;
  readonly detail: string;
  readonly more: string | null;
  readonly version: number | null;
  readonly value: number | null;
  readonly judged: FigureRow["judged"];
}

/** A page of the rows that satisfy a definition, newest first, as a person may see them. */
export function selectRows(definition: Definition, figure: Figure, key: string | null, bound: Bound, principal: Principal, page: { cursor: string | undefined; limit: number }): string {
  const { from, id, at, contactId, detail, more, version = "null::int", judged = "null::jsonb", scope } = { ...readings[definition.relation], ...ownReadings[figure] };
  const after = readCursor(timePlace, page.cursor);
  const [value, deal, handoff] = partsOf(definition.relation, figure, key);
  return `select r.id, r.at, r.place, c.id as contact_id,
      coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.email, 'Not named') as contact_name, y.name as company,
      r.opportunity_id, r.opportunity_name, r.handoff_id, r.detail, r.more, r.version, r.value, r.judged
    from (
      select ${id} as id, ${at} as at, (${at})::text as place, ${contactId} as contact_id, ${detail} as detail, ${more} as more, ${version} as version, ${value} as value, ${deal} as opportunity_id,
        ${definition.relation === "deals" ? "o.name" : "null::text"} as opportunity_name, ${handoff} as handoff_id, ${judged} as judged
      from ${from} where ${definition.condition} and ${scope(principal, bound)}${after ? ` and (${at}, ${id}) < (${bound.bind(after[0])}::timestamptz, ${bound.bind(after[1])}::uuid)` : ""}
      order by ${at} desc, ${id} desc limit ${bound.bind(page.limit + 1)}
    ) r
    left join contact self on self.id = r.contact_id left join contact c on c.id = self.survivor_id left join company y on y.id = c.company_id
    order by r.at desc, r.id desc`;
}

/** Counts a definition's rows: all of them, or those a person may see; up to `cap`. */
export function countRows(definition: Definition, bound: Bound, principal: Principal | null, cap: number | null): string {
  const { from, scope } = readings[definition.relation];
  const condition = `${definition.condition} and ${principal ? scope(principal, bound) : "true"}`;
  return cap === null ? `select count(*) as count from ${from} where ${condition}` : `select count(*) as count from (select 1 from ${from} where ${condition} limit ${bound.bind(cap + 1)}) found`;
}

/** Figures whose headline is what their deals come to. */
const sums: ReadonlySet<Figure> = new Set<Figure>(["deals-won", "deals-with-amount", "target-pipeline", "target-revenue"]);

/** Sums a definition's deals, whoever may see them, as `sum`; null where the figure is no money. */
export function sumRows({ condition }: Definition, figure: Figure): string | null {
  return sums.has(figure) ? `select coalesce(sum(o.amount_company), 0)::bigint as sum from opportunity o where ${condition}` : null;
}

/** Whether a person sees every row of a relation. */
export function seesEveryRow(definition: Definition, principal: Principal): boolean {
  return readings[definition.relation].scope(principal, { params: [], bind: () => "null" }) === "true";
}

function partsOf(relation: Relation, figure: Figure, key: string | null): [value: string, opportunityId: string, handoffId: string] {
  switch (relation) {
    case "deals":
      return [figure === "deals-with-cycle" ? "extract(epoch from o.closed_at - o.created_at)::float8 * 1000" : "o.amount_company::float8", "o.id", "null::uuid"];
    case "handoffs": {
      const step = figure === "speed" ? speedStep(key) : null;
      return [step ? speedMs(step) : "null::float8", "null::uuid", "h.id"];
    }
    case "clocks":
      return ["extract(epoch from coalesce(c.stopped_at, c.breached_at) - c.started_at)::float8 * 1000", "null::uuid", "h.id"];
    case "episodes":
      return ["extract(epoch from e.left_at - e.entered_at)::float8 * 1000", "null::uuid", "null::uuid"];
    case "passages":
      return ["null::float8", "null::uuid", "(select ph.id from handoff ph where ph.episode_id = p.episode_id order by ph.opened_at desc limit 1)"];
    default:
      return ["null::float8", "null::uuid", "null::uuid"];
  }
}

/** The name of a reason; with a version, that of a clause of it. */
type NameOf = (key: string, version: number | null) => string;

/** Rows as they go over the wire, with the cursor of the next page. */
export function presentRows(found: readonly FoundRow[], relation: Relation, limit: number, nameOf: NameOf): { rows: FigureRow[]; next: string | null } {
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  return { rows: shown.map((row) => presentRow(row, relation, nameOf)), next: last ? writeCursor([last.place, last.id]) : null };
}

function presentRow(row: FoundRow, relation: Relation, nameOf: NameOf): FigureRow {
  return {
    id: row.id,
    at: row.at.toISOString(),
    contact: row.contact_id === null ? null : { id: row.contact_id, name: row.contact_name!, company: row.company },
    opportunity: row.opportunity_id === null ? null : { id: row.opportunity_id, name: row.opportunity_name ?? "" },
    handoffId: row.handoff_id,
    detail: detailOf(row, relation, nameOf),
    value: row.value,
    unit: row.value === null ? null : relation === "deals" && row.value !== null ? "money" : "duration",
    judged: row.judged,
  };
}

const stateWords: Record<string, string> = {
  open: "Open", won: "Won", lost: "Lost", accepted: "Accepted", qualified: "Qualified", "rejected-nurture": "Rejected to nurture", "rejected-unqualified": "Rejected as unqualified",
  "accepted-rejected-nurture": "Accepted, then rejected to nurture", "accepted-rejected-unqualified": "Accepted, then rejected as unqualified",
  merged: "Merged", withdrawn: "Withdrawn", met: "Met", "met-late": "Late", breached: "Breached",
  A: "Grade A", B: "Grade B", C: "Grade C", D: "Grade D", complete: "Package complete", incomplete: "Package incomplete",
};

function detailOf({ detail, more, version }: FoundRow, relation: Relation, nameOf: NameOf): string {
  const reason = more === null ? "" : `: ${nameOf(more, version)}`;
  switch (relation) {
    case "people":
      return more === null ? stageNames[detail as Stage] : `${stageNames[detail as Stage]}, ${flagWords[more] ?? more}`;
    case "passages":
      return conservationPlaces.find(({ key }) => key === detail)?.name ?? nameOfPlace(detail);
    case "episodes":
      return stageNames[detail as Stage];
    case "deals":
      return `${stateWords[detail] ?? detail}${more === null ? "" : `: ${closeReasonName(detail === "won" ? "won" : "lost", more) ?? more}`}`;
    default:
      return `${stateWords[detail] ?? detail}${reason}`;
  }
}

const flagWords: Record<string, string> = { "before-current-stage": "dated before the stage it followed", "no-agreed-way": "moved along no agreed way" };
