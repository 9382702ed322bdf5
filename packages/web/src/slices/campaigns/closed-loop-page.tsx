import { closedLoopFigures, readClosedLoop, type ClosedLoop, type ClosedLoopFigure, type ClosedLoopRow } from "@tandem/contract/campaigns/closed-loop";
import { attributionModels, modelWords, type AttributionModel } from "@tandem/domain/attribution/credit";
import { useOperation } from "../../app/query.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Link } from "../../ui/link.tsx";
import { Hatch } from "../../ui/hatch.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Section } from "../../ui/section.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { channelName, ReportBar, useReport, wholeMoney } from "../insights/door.tsx";
import css from "./campaigns.module.css";
import { CreditPanel } from "./credit-panel.tsx";
import { costScopeWords, figureNames, models, roiWords, roundColumn, roundMoneyColumn, skippedWords, youngWords } from "./credit-words.ts";

const columns = ["leads", "mqls", "sqls", "opportunities", "won"] as const satisfies readonly ClosedLoopFigure[];

/** What each campaign, channel or source brought and cost; every column sums to its total, every cell opens. */
export function Page() {
  const format = useFormat();
  const { filter, search, change } = useReport("/closed-loop");
  const by = search["by"] === "channel" || search["by"] === "source" ? search["by"] : "campaign";
  const basis = search["basis"] === "period" ? "period" : "cohort";
  const asked = (attributionModels as readonly string[]).includes(search["model"] ?? "") ? (search["model"] as AttributionModel) : undefined;
  const query = { ...filter, by, basis, ...(asked && { model: asked }) } as const;
  const { data, error, refetch, isPlaceholderData } = useOperation(readClosedLoop, { query });
  const open = (figure: ClosedLoopFigure, row: ClosedLoopRow | null) => change({ rows: figure, part: row?.key ?? undefined });
  const figure = (closedLoopFigures as readonly string[]).includes(search["rows"] ?? "") ? (search["rows"] as ClosedLoopFigure) : null;
  const part = search["part"];
  const opened = data?.rows.find((row) => row.key === part);
  return (
    <>
      <PageHeader title="Closed loop" note="From first touch to money">
        <ReportBar filter={filter} name={isPlaceholderData ? undefined : data?.period.name} change={change} />
      </PageHeader>
      <div className={css.page}>
        <div className={css.body}>
          <div style={{ display: "flex", flexWrap: "wrap", gap: 8 }}>
            <SegmentedTabs label="By" value={by} onChange={(value) => change({ by: value === "campaign" ? undefined : value })} tabs={[{ value: "campaign", label: "Campaign" }, { value: "channel", label: "Channel" }, { value: "source", label: "Source" }]} />
            {by !== "source" && data && <SegmentedTabs label="Attribution model" value={data.model} onChange={(value) => change({ model: value === data.official ? undefined : value })} tabs={models.map((one) => ({ value: one.value, label: one.value === data.official ? `${one.label}, official` : one.label }))} />}
            <SegmentedTabs label="Basis" value={basis} onChange={(value) => change({ basis: value === "cohort" ? undefined : value })} tabs={[{ value: "cohort", label: "Leads of the period" }, { value: "period", label: "In the period" }]} />
          </div>
          <Section card title="Closed loop" note={data ? `${data.period.name}, ${basis === "cohort" ? "of its leads, whenever it happened" : "what happened in it"}` : undefined} definition={definitionOf(data, by)}>
            {data && data.rows.some((row) => row.maturing || row.young > 0) && (
              <p className="label" style={{ display: "flex", alignItems: "baseline", gap: 6, margin: "0 0 8px" }}>
                <Hatch /> {youngWords(data.total, format.number) ?? "Still maturing"}: younger than most sales take. Where they are a fifth or more, won, revenue and ROI are what is known so far.
              </p>
            )}
            {!data && (error ? <ErrorState title="The report could not be read" error={error} onRetry={() => void refetch()} /> : <SkeletonLines lines={8} />)}
            {data && data.rows.length === 0 && <EmptyState title="Nothing happened in this period." text="Rows appear with the first lead, touch or spend in it." />}
            {data && data.rows.length > 0 && <LoopTable data={data} by={by} open={open} faded={isPlaceholderData} />}
            {data && by !== "source" && [costScopeWords(data, format.number, (minor) => wholeMoney(minor, data.currency, format)), skippedWords(data, format.number)].map((words) => words !== null && <p key={words} className="label" style={{ marginTop: 8 }}>{words}</p>)}
            {data && (data.wonWithoutRate > 0 || data.spendWithoutRate > 0 || data.costUnavailable) && (
              <p className="label" style={{ marginTop: 8 }}>
                {[data.wonWithoutRate > 0 && `${data.wonWithoutRate} won deals have no exchange rate and are not in the revenue.`, data.spendWithoutRate > 0 && `${data.spendWithoutRate} entries of spend have no exchange rate and are not in the cost.`, data.costUnavailable].filter(Boolean).join(" ")}
              </p>
            )}
          </Section>
        </div>
      </div>
      <CreditPanel open={figure && { figure, key: part, name: part === undefined ? "all" : opened ? nameOf(opened) : "" }} query={query} onClose={() => change({ rows: undefined, part: undefined })} />
    </>
  );
}

/** Who is counted: the same words in the tables of all models. */
function scopeWords({ skipped }: ClosedLoop): string {
  return skipped ? "MQLs and SQLs are people with an episode of that stage, opportunities and won are deals." : "MQLs and SQLs are people whose first episode of that stage began in the period, opportunities and won are deals.";
}

function definitionOf(data: ClosedLoop | undefined, by: string): string {
  if (by === "source") return "By the source recorded with the person, not by touches. Nothing recorded, an empty source and the word “unknown” are kept apart.";
  if (!data) return "";
  const window = data.windowDays === null ? "Every touch before it counts" : `Touches of the ${data.windowDays} days before count`;
  return `${modelWords[data.model]} ${window}: for leads, MQLs and SQLs those of the person, for deals those of the whole buying group up to the deal's creation. ${scopeWords(data)} Beneath each number: how many were touched at all.`;
}

/** The return: so far, while many leads are young; before the first sale that says nothing yet. `revenue` is what it counts. */
function Roi({ row, revenue }: { row: ClosedLoopRow; revenue: number }) {
  const format = useFormat();
  const words = roiWords({ ...row, revenue }, format.share);
  if (row.roi === null) return <span className="ink3">{words}</span>;
  const young = youngWords(row, format.number);
  return <span className={row.maturing ? css.maturing : undefined} title={young ?? undefined}>{row.maturing && <Hatch />}{words}</span>;
}

export function nameOf(row: Pick<ClosedLoopRow, "kind" | "name" | "key">): string {
  return row.kind === "channel" ? channelName(row.key) : row.name;
}

function LoopTable({ data, by, open, faded }: { data: ClosedLoop; by: string; open: (figure: ClosedLoopFigure, row: ClosedLoopRow | null) => void; faded: boolean }) {
  const format = useFormat();
  const shown = Object.fromEntries(columns.map((figure) => [figure, roundColumn(data.rows.map((row) => row.figures[figure].credit))])) as Record<(typeof columns)[number], number[]>;
  const digits = Object.fromEntries(columns.map((figure) => [figure, shown[figure].every(Number.isInteger) ? 0 : 1])) as Record<(typeof columns)[number], number>;
  const revenue = roundMoneyColumn(data.rows.map((row) => row.revenue), data.currency);
  const bySource = by === "source";
  const money = (value: number | null) => (value === null ? <span className="ink3">–</span> : wholeMoney(value, data.currency, format));
  const cells = (row: ClosedLoopRow, credits: readonly number[], total: boolean, won: number) => (
    <>
      {columns.map((figure, c) => (
        <td key={figure}>
          {row.figures[figure].touched === 0 ? <span className="ink3">0</span> : (
            <button type="button" className={css.cell} title={`Open ${figureNames[figure].toLowerCase()} of ${nameOf(row)}`} onClick={() => open(figure, total ? null : row)}>
              {format.number(credits[c]!, { digits: total ? 0 : digits[figure] })}
              {!total && !bySource && row.kind !== "no-touch" && row.figures[figure].touched * 10_000 !== row.figures[figure].credit && <small>{format.number(row.figures[figure].touched)} touched</small>}
            </button>
          )}
        </td>
      ))}
      {bySource && <td>{row.figures.customers.touched === 0 ? <span className="ink3">0</span> : <button type="button" className={css.cell} onClick={() => open("customers", total ? null : row)}>{format.number(row.figures.customers.touched)}</button>}</td>}
      {bySource && <td>{row.figures.leads.credit === 0 ? <span className="ink3">–</span> : format.share(row.figures.customers.credit / row.figures.leads.credit, { digits: 2 })}</td>}
      <td style={row.revenue > 0 ? { color: "var(--good)" } : undefined}>{total ? wholeMoney(won, data.currency, format) : format.money(won, { currency: data.currency })}</td>
      {!bySource && <td>{money(row.cost)}</td>}
      {!bySource && <td>{money(row.costPerLead)}</td>}
      {!bySource && <td>{money(row.costPerSql)}</td>}
      {!bySource && <td><Roi row={row} revenue={total && data.broughtByCost ? data.broughtByCost.revenue : row.revenue} /></td>}
    </>
  );
  return (
    <div className={css.scroll} style={faded ? { opacity: 0.6 } : undefined}>
      <table className={css.loop}>
        <thead>
          <tr>
            <th scope="col">{by === "campaign" ? "Campaign" : by === "channel" ? "Channel" : "Source"}</th>
            {columns.map((figure) => <th key={figure} scope="col">{figureNames[figure]}</th>)}
            {bySource && <><th scope="col">Customers</th><th scope="col">Lead to customer</th></>}
            <th scope="col">Revenue</th>
            {!bySource && <><th scope="col">Cost</th><th scope="col">Cost per lead</th><th scope="col">Cost per SQL</th><th scope="col">ROI</th></>}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row, r) => (
            <tr key={row.key}>
              <td title={nameOf(row)}>{row.kind === "campaign" ? <Link to={`/campaigns/${row.key}`}>{row.name}</Link> : <span className={row.kind === "none" || row.kind === "no-touch" ? "ink3" : undefined}>{nameOf(row)}</span>}</td>
              {cells(row, columns.map((figure) => shown[figure][r]!), false, revenue[r]!)}
            </tr>
          ))}
        </tbody>
        <tfoot><tr><td>Total</td>{cells(data.total, columns.map((figure) => data.total.figures[figure].credit / 10_000), true, data.total.revenue)}</tr></tfoot>
      </table>
    </div>
  );
}
