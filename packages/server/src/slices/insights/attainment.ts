import type { ClauseLine, Dashboard } from "@tandem/contract/insights/dashboard";
import { bound } from "../../platform/bound.ts";
import { clockDecided, clockKept } from "../../spine/clock-verdict.ts";
import { clocksIn } from "./definitions.ts";
import type { HandoffCounts } from "./handoff-counts.ts";
import { mqlsOwed } from "./mql-pace.ts";
import { isWholeCompany, type Report } from "./report.ts";

/** Both halves of the agreement, clause by clause: what was kept of what was owed in the period. */
export async function readAttainment(report: Report, handoffs: Promise<HandoffCounts>, flows: Promise<Dashboard["flows"]>): Promise<Dashboard["sla"]> {
  const [marketing, sales] = await Promise.all([composeMarketing(report, handoffs, flows), readSales(report)]);
  return { marketing, ...sales };
}

async function readSales(report: Report): Promise<Pick<Dashboard["sla"], "sales" | "versions">> {
  const q = bound();
  const rows = await report.sql.query<{ clause: string; version: number; kept: number; decided: number; excused: number }>(
    `select c.clause, c.agreement_version as version, count(*) filter (where ${clockKept("c")}) as kept, count(*) filter (where ${clockDecided("c")}) as decided, count(*) filter (where c.state = 'excused') as excused
     from clock c where ${clocksIn(report, q, report.counted)} group by c.clause, c.agreement_version`,
    q.params,
  );
  const clauses = report.inForce.agreement.sla.sales;
  const sales = clauses.map((clause) => {
    const own = rows.filter((row) => row.clause === clause.key);
    const sum = (of: (row: (typeof own)[number]) => number) => own.reduce((total, row) => total + of(row), 0);
    return line({ key: clause.key, name: clause.name, kind: clause.kind, numerator: sum((row) => row.kept), denominator: sum((row) => row.decided), owed: clause.target, excused: sum((row) => row.excused), figure: { figure: "clocks", key: clause.key } });
  });
  const counted = rows.filter((row) => row.decided > 0 && clauses.some((clause) => clause.key === row.clause));
  return { sales, versions: [...new Set(counted.map((row) => row.version))].toSorted((a, b) => a - b) };
}

async function composeMarketing(report: Report, handoffs: Promise<HandoffCounts>, flows: Promise<Dashboard["flows"]>): Promise<ClauseLine[]> {
  const counts = await handoffs;
  const mqls = (await flows).total;
  return report.inForce.agreement.sla.marketing.map((clause): ClauseLine => {
    const common = { key: clause.key, name: clause.name, kind: clause.kind, owed: clause.atLeast, excused: 0 };
    switch (clause.kind) {
      case "mql-volume":
        return volumeLine(report, common, mqls);
      case "acceptance-rate":
        return line({ ...common, numerator: counts.accepted, denominator: counts.decided, figure: { figure: "handoffs-decided", key: null } });
      case "grade-a-or-b":
        return line({ ...common, numerator: counts.gradeAOrB, denominator: counts.counting, figure: { figure: "handoffs", key: null } });
      case "package-complete":
        return line({ ...common, numerator: counts.complete, denominator: counts.counting, figure: { figure: "handoffs", key: null } });
    }
  });
}

/** A volume is owed by the day, by the clause's own number: what a running period owes in all is not owed yet. Of all time nothing is owed. */
function volumeLine(report: Report, common: Pick<ClauseLine, "key" | "name" | "kind" | "excused">, mqls: number): ClauseLine {
  const owes = isWholeCompany(report.segment) && report.period.choice !== "all-time";
  const owed = owes ? Math.ceil(mqlsOwed(report, report.counted) ?? 0) : null;
  const owedInAll = owes ? Math.ceil(mqlsOwed(report, report.period) ?? 0) : null;
  return { ...common, value: mqls, owed, owedInAll, met: owed === null ? null : mqls >= owed, numerator: mqls, denominator: owed ?? 0, figure: { figure: "mqls", key: null } };
}

function line(input: Omit<ClauseLine, "value" | "met" | "owedInAll">): ClauseLine {
  const value = input.denominator === 0 ? null : (input.numerator / input.denominator) * 100;
  return { ...input, value, owedInAll: null, met: value === null ? null : value >= input.owed! };
}
