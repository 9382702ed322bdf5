import type { ClauseLine, Dashboard } from "@tandem/contract/insights/dashboard";
import type { MarketingClause, SalesClause } from "@tandem/domain/agreement/agreement";
import { bound } from "../../platform/bound.ts";
import { clockDecided, clockKept } from "../../spine/clock-verdict.ts";
import { readPromises } from "../../spine/promises.ts";
import { clauseVariants, type ClauseVariant } from "./clause-variants.ts";
import { clocksIn, underVersions } from "./definitions.ts";
import type { HandoffCounts } from "./handoff-counts.ts";
import { isWholeCompany, type Report } from "./report.ts";
import { volumeOwed, volumesIn, type VolumeStretch } from "./volume-clause.ts";

/**
 * Both halves of the agreement, clause by clause: what was kept of what was owed in the period. A clock is judged by the
 * clause of the version that started it, a handoff by that of the version that made it: where versions differ, a clause
 * has a line for each of its texts. A volume is owed each day by the version in force on it.
 */
export async function readAttainment(report: Report, handoffs: Promise<HandoffCounts>, flows: Promise<Dashboard["flows"]>, volumes: Promise<readonly VolumeStretch[]>): Promise<Dashboard["sla"]> {
  const current = await versionOf(report);
  const [marketing, sales] = await Promise.all([readMarketing(report, current, handoffs, flows, volumes), readSales(report, current)]);
  return { marketing, ...sales };
}

/** The version whose clauses stand first: the one filtered by, else, or where there is none of that number, the one in force. */
async function versionOf({ sql, segment: { agreementVersion }, inForce }: Report): Promise<number> {
  const asked = agreementVersion === undefined ? null : await sql.find<{ version: number }>("select version from agreement_version where version = $1", [agreementVersion]);
  return asked?.version ?? inForce.version;
}

interface ClockCount {
  readonly clause: string;
  readonly version: number;
  readonly kept: number;
  readonly decided: number;
  readonly excused: number;
}

async function readSales(report: Report, current: number): Promise<Pick<Dashboard["sla"], "sales" | "versions">> {
  const q = bound();
  const rows = await report.sql.query<ClockCount>(
    `select c.clause, c.agreement_version as version, count(*) filter (where ${clockKept("c")}) as kept, count(*) filter (where ${clockDecided("c")}) as decided, count(*) filter (where c.state = 'excused') as excused
     from clock c where ${clocksIn(report, q, report.counted)} group by c.clause, c.agreement_version`,
    q.params,
  );
  const ran = [...new Set(rows.map((row) => row.version))];
  const promises = await readPromises(report.sql, report.inForce, [current, ...ran]);
  const sales = clauseVariants<SalesClause>(current, ran, (version) => promises(version).sales).flatMap((variant) => {
    const own = rows.filter((row) => row.clause === variant.clause.key && variant.versions.includes(row.version));
    const sum = (of: (row: ClockCount) => number) => own.reduce((total, row) => total + of(row), 0);
    const [kept, decided, excused] = [sum((row) => row.kept), sum((row) => row.decided), sum((row) => row.excused)];
    if (!variant.current && decided + excused === 0) return [];
    const { kind, target } = variant.clause;
    return [line(variant, own.map((row) => row.version), { kind, numerator: kept, denominator: decided, owed: target, excused, figure: { figure: "clocks", key: variant.key } })];
  });
  return { sales, versions: [...new Set(rows.filter((row) => row.decided > 0).map((row) => row.version))].toSorted((a, b) => a - b) };
}

async function readMarketing(report: Report, current: number, handoffs: Promise<HandoffCounts>, flows: Promise<Dashboard["flows"]>, volumes: Promise<readonly VolumeStretch[]>): Promise<ClauseLine[]> {
  const counts = await handoffs;
  const mqls = (await flows).total;
  const promises = await readPromises(report.sql, report.inForce, [current, ...counts.versions]);
  // What is owed by the day has no version of its own; a rate counts handoffs, which know theirs.
  const rates = clauseVariants<MarketingClause>(current, counts.versions, (version) => promises(version).marketing.filter((clause) => clause.kind !== "mql-volume"));
  const lines = rates.flatMap((variant) => {
    const [numerator, denominator, figure] = rateOf(variant.clause.kind, counts.under(variant.versions));
    if (!variant.current && denominator === 0) return [];
    // Where no counted version lacks it, its handoffs are all there are.
    const key = counts.versions.every((version) => variant.versions.includes(version)) ? null : `${underVersions}${variant.versions.join(" ")}`;
    return [line(variant, counts.versions.filter((version) => variant.versions.includes(version)), { kind: variant.clause.kind, numerator, denominator, owed: variant.clause.atLeast, excused: 0, figure: { figure, key } })];
  });
  const stretches = await volumes;
  const own = report.inForce.agreement.sla.marketing.filter((clause) => clause.kind === "mql-volume");
  // One that was dropped since is still told of the days it ran.
  const clauses = own.length > 0 ? own : volumesIn(stretches, report.counted).slice(-1).map(({ clause }) => clause);
  const volumeLines = clauses.map((clause) => volumeLine(report, clause, own.length > 0, stretches, mqls));
  const order = promises(current).marketing.map((clause) => clause.key);
  return [...volumeLines, ...lines].toSorted((a, b) => placeIn(order, a.key) - placeIn(order, b.key));
}

function placeIn(order: readonly string[], key: string): number {
  const at = order.indexOf(key.split(" ")[0]!);
  return at < 0 ? order.length : at;
}

function rateOf(kind: MarketingClause["kind"], { accepted, decided, gradeAOrB, complete, counting }: ReturnType<HandoffCounts["under"]>): [hits: number, of: number, figure: "handoffs-by-grade" | "handoffs-by-package" | "handoffs-decided"] {
  if (kind === "acceptance-rate") return [accepted, decided, "handoffs-decided"];
  return kind === "grade-a-or-b" ? [gradeAOrB, counting, "handoffs-by-grade"] : [complete, counting, "handoffs-by-package"];
}

/** A volume is owed by the day, by the clauses' own numbers: what a running period owes in all is not owed yet. Of all time nothing is owed. */
function volumeLine(report: Report, { key, name, kind }: MarketingClause, current: boolean, stretches: readonly VolumeStretch[], mqls: number): ClauseLine {
  const owes = isWholeCompany(report.segment) && report.period.choice !== "all-time";
  const [owed, owedInAll] = [report.counted, report.period].map((span) => {
    const all = owes ? volumeOwed(stretches, span) : null;
    return all === null ? null : Math.ceil(all);
  }) as [number | null, number | null];
  const versions = volumesIn(stretches, report.counted).map(({ version }) => version);
  return { key, name, kind, excused: 0, versions, current, value: mqls, owed, owedInAll, met: owed === null ? null : mqls >= owed, numerator: mqls, denominator: owed ?? 0, figure: { figure: "mqls", key: null } };
}

function line<Clause extends { readonly name: string }>({ key, clause, current }: ClauseVariant<Clause>, ran: readonly number[], of: Pick<ClauseLine, "kind" | "numerator" | "denominator" | "owed" | "excused" | "figure">): ClauseLine {
  const value = of.denominator === 0 ? null : (of.numerator / of.denominator) * 100;
  return { key, name: clause.name, current, versions: [...new Set(ran)].toSorted((a, b) => a - b), ...of, value, owedInAll: null, met: value === null ? null : value >= of.owed! };
}
