/**
 * The KPI catalogue: every number the product reports, defined once. Tiles, rows, reports and help read from here, so
 * that a number has one name and one formula wherever it stands.
 */

/** `duration` is milliseconds, `percent` 0 to 100, `money` minor units of the company's currency. */
export type KpiUnit = "count" | "percent" | "money" | "money-per-day" | "days" | "duration" | "ratio";

export interface Kpi {
  readonly key: string;
  readonly name: string;
  /** The formula in words, as both teams would sign it. */
  readonly formula: string;
  readonly unit: KpiUnit;
  /** Cohort: of those who entered in the period, whenever it happens. Period: what happened in the period. */
  readonly basis: "cohort" | "period" | "now";
  /** Which direction is good; neither where it depends. */
  readonly good: "up" | "down" | "neither";
}

export const kpis = [
  { key: "leads", name: "Leads", formula: "People who became leads in the period.", unit: "count", basis: "period", good: "up" },
  { key: "mql-volume", name: "MQL volume", formula: "MQL episodes that began in the period. Who qualifies twice counts twice.", unit: "count", basis: "period", good: "up" },
  { key: "mql-velocity", name: "MQL velocity", formula: "MQL volume of the period ÷ that of the one before, less 1.", unit: "percent", basis: "period", good: "up" },
  { key: "lead-to-mql", name: "Lead to MQL", formula: "Leads of the period that reached MQL or a later stage ÷ leads of the period.", unit: "percent", basis: "cohort", good: "up" },
  { key: "mql-to-sal", name: "MQL to SAL", formula: "Leads of the period that reached SAL or later ÷ those that reached MQL or later.", unit: "percent", basis: "cohort", good: "up" },
  { key: "sal-to-sql", name: "SAL to SQL", formula: "Leads of the period that reached SQL or later ÷ those that reached SAL or later.", unit: "percent", basis: "cohort", good: "up" },
  { key: "sql-to-opportunity", name: "SQL to opportunity", formula: "Leads of the period that reached opportunity or later ÷ those that reached SQL or later.", unit: "percent", basis: "cohort", good: "up" },
  { key: "lead-to-customer", name: "Lead to customer", formula: "Leads of the period that became customers ÷ leads of the period.", unit: "percent", basis: "cohort", good: "up" },
  { key: "win-rate", name: "Win rate", formula: "Opportunities won in the period ÷ (won + lost in the period). Not available where none was ever recorded as lost.", unit: "percent", basis: "period", good: "up" },
  { key: "average-deal", name: "Average deal", formula: "Amount won in the period ÷ deals won with an amount.", unit: "money", basis: "period", good: "up" },
  { key: "revenue-won", name: "Revenue won", formula: "Amounts of the deals won in the period, in the company's currency at the dated rate.", unit: "money", basis: "period", good: "up" },
  { key: "pipeline-created", name: "Pipeline created", formula: "Amounts of the deals created in the period, whatever became of them, in the company's currency at the dated rate.", unit: "money", basis: "period", good: "up" },
  { key: "sales-cycle", name: "Sales cycle", formula: "Median days from created to won, of the deals won in the period; the mean beside it.", unit: "days", basis: "period", good: "down" },
  { key: "pipeline-velocity", name: "Pipeline velocity", formula: "Open opportunities × win rate × average deal ÷ mean sales cycle in days.", unit: "money-per-day", basis: "period", good: "up" },
  { key: "stage-velocity", name: "Time in stage", formula: "Median time from entering a stage to leaving it, of the episodes that ended in the period.", unit: "duration", basis: "period", good: "down" },
  { key: "speed-to-lead", name: "Speed to lead", formula: "Median and 95th percentile of each step from captured to first conversation, of the handoffs opened in the period.", unit: "duration", basis: "period", good: "down" },
  { key: "sla-attainment", name: "SLA attainment", formula: "Clocks met in time ÷ clocks decided (met in time, met late or breached), of those started in the period. Met late is missed. Excused clocks are counted apart.", unit: "percent", basis: "period", good: "up" },
  { key: "acceptance-rate", name: "Acceptance rate", formula: "Handoffs opened in the period that Sales accepted ÷ those accepted or rejected. One rejected after it was accepted counts as accepted.", unit: "percent", basis: "period", good: "up" },
  { key: "rejection-mix", name: "Rejection mix", formula: "Handoffs opened in the period that Sales rejected, by reason.", unit: "count", basis: "period", good: "down" },
  { key: "cost", name: "Cost", formula: "Spend recorded for days of the period, in the company's currency at the dated rate.", unit: "money", basis: "period", good: "neither" },
  { key: "cost-per-lead", name: "Cost per lead", formula: "Cost ÷ leads credited under the model; in a total, to what has a cost.", unit: "money", basis: "period", good: "down" },
  { key: "cost-per-sql", name: "Cost per SQL", formula: "Cost ÷ SQLs credited under the model; in a total, to what has a cost.", unit: "money", basis: "period", good: "down" },
  { key: "roi", name: "ROI", formula: "(Revenue credited under the model − cost) ÷ cost; in a total, the revenue of what has a cost.", unit: "percent", basis: "period", good: "up" },
] as const satisfies readonly Kpi[];

export type KpiKey = (typeof kpis)[number]["key"];

const byKey = new Map<string, Kpi>(kpis.map((kpi) => [kpi.key, kpi]));

/** The definition of a KPI. */
export function kpiOf(key: KpiKey): Kpi {
  return byKey.get(key)!;
}

/** Whether a change of a KPI is welcome: its sign against the direction that is good. */
export function judgeChange(kpi: Kpi, difference: number): "good" | "bad" | "neutral" {
  if (difference === 0 || kpi.good === "neither") return "neutral";
  return difference > 0 === (kpi.good === "up") ? "good" : "bad";
}
