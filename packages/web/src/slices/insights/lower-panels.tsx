import { sourceKey } from "@tandem/contract/insights/figures";
import { LineWeeks } from "../../ui/charts/line-weeks.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import table from "../../ui/figure-table.module.css";
import { formatCount, formatDuration, formatMonth, isFew } from "../../ui/format.ts";
import { Hatch } from "../../ui/hatch.tsx";
import { Section } from "../../ui/section.tsx";
import { stageFill } from "../../ui/stage-chip.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { BarList } from "./bar-list.tsx";
import { sourceName } from "./figure-words.ts";
import css from "./report.module.css";
import { emptyOfVersion } from "./report-words.ts";
import type { PanelProps } from "./top-panels.tsx";

export function WeeksPanel({ d, open }: PanelProps) {
  const format = useFormat();
  const { weeks } = d;
  const hasTarget = weeks.some((week) => week.due !== null);
  // The clause owes; a target is aimed at.
  const owed = weeks.every((week) => week.aim !== "target");
  const partial = weeks.findIndex((week, index) => week.partial && index === weeks.length - 1);
  return (
    <Section card title="MQL volume by week" note={d.period.name} aside="weeks from Monday" definition={hasTarget ? `MQL episodes that began in the week, against ${owed ? "what the clause owes" : "the target of the agreement"} by days.` : "MQL episodes that began in the week."}>
      {weeks.length < 2 ? (
        <EmptyState title="Less than two weeks have passed." text="The line begins with the second week." />
      ) : (
        <LineWeeks
          label="MQLs by week" weeks={weeks.map((week) => format.day(week.week).replace(/ \d{4}$/, ""))} maturingFrom={partial > 0 ? partial - 1 : undefined}
          series={[
            ...(hasTarget ? [{ name: owed ? "Owed" : "Target", kind: "in-force" as const, values: weeks.map((week) => Math.round((week.due ?? 0) * 10) / 10) }] : []),
            { name: "MQLs", kind: "marketing" as const, values: weeks.map((week) => week.mqls) },
          ]}
          formatValue={(value) => format.number(value, { digits: Number.isInteger(value) ? 0 : 1 })}
          readout={(week) => (weeks[week]!.partial ? <span className="ink3">part of the week lies outside</span> : null)}
          onOpen={(week) => open(weeks[week]!.figure)}
        />
      )}
    </Section>
  );
}

export function VelocityPanel({ d, open }: PanelProps) {
  const { context } = useFormat();
  const longest = Math.max(1, ...d.velocity.map((one) => one.medianMs ?? 0));
  return (
    <Section card title="Time in stage" note={`${d.period.name}, median`} definition="From entering a stage to leaving it, of the episodes that ended in the period; beside it, within what time nine of ten left.">
      <BarList
        label="Median time in each stage"
        lines={d.velocity.map((one) => ({
          key: one.stage, name: one.name, share: (one.medianMs ?? 0) / longest, fill: stageFill(one.stage), value: one.medianMs === null ? "–" : short(one.medianMs),
          note: one.p90Ms === null ? "none ended" : `90\u202f% in ${short(one.p90Ms)}`, of: { count: one.count, words: formatCount(one.count, "episode", "episodes", context) }, onOpen: one.count > 0 ? () => open(one.figure) : undefined,
        }))}
      />
    </Section>
  );
}

export function SpeedPanel({ d, open }: PanelProps) {
  const { context } = useFormat();
  const longest = Math.max(1, ...d.speed.filter((one) => one.key !== "whole").map((one) => one.medianMs ?? 0));
  const whole = d.speed.find((one) => one.key === "whole");
  return (
    <Section
      card title="Speed to lead" note={whole?.medianMs == null ? undefined : <span title={`Median of ${formatCount(whole.count, "handoff", "handoffs", context)}`}>{formatDuration(whole.medianMs, { seconds: true })} from captured to first attempt, median{isFew(whole.count) && ` of ${whole.count}`}</span>}
      aside={<><Swatch fill="var(--ink3)" /> system <Swatch fill="var(--sales)" /> people</>} definition="Each step in the median, and 95 of 100 within. Time on the wall, nights and weekends included."
    >
      <BarList
        label="Steps of speed to lead"
        lines={d.speed.filter((one) => one.key !== "whole").map((one) => ({
          key: one.key, name: one.name, share: (one.medianMs ?? 0) / longest, fill: one.side === "system" ? "var(--ink3)" : "var(--sales)", value: one.medianMs === null ? "–" : formatDuration(one.medianMs, { seconds: true }),
          note: one.p95Ms === null ? "none yet" : `95\u202f% in ${formatDuration(one.p95Ms, { seconds: true })}`, of: { count: one.count, words: formatCount(one.count, "handoff", "handoffs", context) }, onOpen: one.count > 0 ? () => open(one.figure) : undefined,
        }))}
      />
    </Section>
  );
}

/** Beyond three days the hours are noise. */
function short(ms: number): string {
  return ms >= 3 * 86_400_000 ? `${Math.round(ms / 86_400_000)} d` : formatDuration(ms, { seconds: true });
}

function Swatch({ fill }: { fill: string }) {
  return <span aria-hidden style={{ width: 8, height: 8, borderRadius: 2, background: fill }} />;
}

export function CohortsPanel({ d, open }: PanelProps) {
  const format = useFormat();
  const { rows, leads, customers, typicalDays } = d.cohorts;
  const rate = (won: number, all: number) => (all === 0 ? "–" : format.share(won / all));
  return (
    <Section
      card title="Cohorts" note="by month of first contact"
      definition={typicalDays === null ? "Leads of the month that became customers, whenever they did." : `Leads of the month that became customers, whenever they did. Nineteen of twenty are won within ${format.number(typicalDays, { digits: 0 })} days; a month younger than that when the history ends is still maturing.`}
    >
      {rows.length === 0 ? (
        <EmptyState title="Nobody is a lead yet." text="Months appear with the first lead." />
      ) : (
        <div className={css.scroll}>
          <table className={table.table}>
            <thead><tr><th scope="col">First contact</th><th scope="col">Leads</th><th scope="col">Customers</th><th scope="col">Lead to customer</th></tr></thead>
            <tbody>
              {rows.toReversed().map((row) => (
                <tr key={row.month}>
                  <th scope="row">{formatMonth(row.month, { year: true })} {row.maturing && <span className={css.maturing}><Hatch /> maturing</span>}</th>
                  <td><button type="button" className={css.opens} onClick={() => open({ figure: "cohort-leads", key: row.month })}>{format.number(row.leads)}</button></td>
                  <td>{row.customers === 0 ? "0" : <button type="button" className={css.opens} onClick={() => open({ figure: "cohort-customers", key: row.month })}>{format.number(row.customers)}</button>}</td>
                  <td className={row.maturing ? "ink3" : undefined}>{rate(row.customers, row.leads)}</td>
                </tr>
              ))}
            </tbody>
            <tfoot><tr><th scope="row">Total</th><td>{format.number(leads)}</td><td>{format.number(customers)}</td><td>{rate(customers, leads)}</td></tr></tfoot>
          </table>
        </div>
      )}
    </Section>
  );
}

export function OriginsPanel({ d, open }: PanelProps) {
  const format = useFormat();
  const [leads, customers] = [sum(d.origins.map((one) => one.leads)), sum(d.origins.map((one) => one.customers))];
  const rate = (won: number, all: number) => (all === 0 ? "–" : format.share(won / all, { digits: 2 }));
  return (
    <Section card title="Origins" note={`leads of ${d.period.name} by source`} definition="The source recorded with the person. Nothing recorded, an empty source and the word “unknown” are kept apart.">
      {d.origins.length === 0 ? (
        <EmptyState {...(emptyOfVersion(d, format.moment) ?? { title: "Nobody became a lead in this period.", text: "Sources come with forms and imports." })} />
      ) : (
        <div className={css.scroll}>
          <table className={table.table}>
            <thead><tr><th scope="col">Source</th><th scope="col">Leads</th><th scope="col">Customers</th><th scope="col">Lead to customer</th></tr></thead>
            <tbody>
              {d.origins.map((one) => (
                <tr key={sourceKey(one.source)}>
                  <th scope="row">{one.source === null || one.source === "" ? <span className="ink3">{one.source === null ? "Nothing recorded" : "Recorded as empty"}</span> : sourceName(sourceKey(one.source))}</th>
                  <td><button type="button" className={css.opens} onClick={() => open(one.figure)}>{format.number(one.leads)}</button></td>
                  <td>{one.customers === 0 ? "0" : <button type="button" className={css.opens} onClick={() => open({ figure: "origin-customers", key: one.figure.key })}>{format.number(one.customers)}</button>}</td>
                  <td>{rate(one.customers, one.leads)}</td>
                </tr>
              ))}
            </tbody>
            <tfoot><tr><th scope="row">Total</th><td>{format.number(leads)}</td><td>{format.number(customers)}</td><td>{rate(customers, leads)}</td></tr></tfoot>
          </table>
        </div>
      )}
      {d.contradictory.count > 0 && (
        <p className="label" style={{ marginTop: 8 }}>
          <button type="button" className={css.opens} onClick={() => open(d.contradictory.figure)}>{format.number(d.contradictory.count)}</button> {d.contradictory.count === 1 ? "person has" : "people have"} dates that contradict each other. They are kept and flagged.
        </p>
      )}
    </Section>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

