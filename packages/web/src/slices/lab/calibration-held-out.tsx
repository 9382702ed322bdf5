import type { CalibrationReport } from "@tandem/contract/lab/calibration";
import { useId } from "react";
import { ChartTable, useWidth } from "../../ui/charts/chart-parts.tsx";
import { Section } from "../../ui/section.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./calibration.module.css";
import { Legend } from "./foretells-panel.tsx";
import { ShareInterval } from "./interval.tsx";

type HeldOut = NonNullable<CalibrationReport["heldOut"]>;
type Performance = HeldOut["proposed"];

/** How well the points tell apart people they were not learned from: the newest quarter. */
export function HeldOutPanels({ report, held }: { report: CalibrationReport; held: HeldOut }) {
  const format = useFormat();
  const sides = [...(held.current ? [{ name: "In force", side: "in-force" as const, of: held.current }] : []), { name: "Proposed", side: "draft" as const, of: held.proposed }];
  const auc = (value: number) => format.number(value, { digits: 2 });
  const base = held.proposed.people === 0 ? 0 : held.proposed.outcomes / held.proposed.people;
  return (
    <div className={css.halves}>
      <Section card title="On people it was not learned from" note={`${format.number(held.proposed.people)} newest`} definition={`Learned on the older ${format.number(held.learnedOn)} (ordered by ${report.agedBy.toLowerCase()}), measured on the newest; ${format.number(held.proposed.outcomes)} of these ${report.became}.`}>
        <div className={css.facts}>
          <div>
            <p style={{ fontWeight: 500 }}>How often more points means the better person</p>
            <p className="label">Of two people, one of those who {report.became} and one of the others: how often the first has more points (AUC). 0.5 is a coin.</p>
            <dl className={css.performance}>
              {sides.map(({ name, side, of }) => (
                <Line key={name} name={name} value={of.auc ? `${auc(of.auc.auc)} (${auc(of.auc.low)} to ${auc(of.auc.high)})` : "too few to say"}>
                  {of.auc && <ShareInterval value={of.auc.auc} low={of.auc.low} high={of.auc.high} min={0.5} max={1} side={side} />}
                </Line>
              ))}
              <Line name="On other parts" value={`${auc(held.folds.mean)} (${auc(held.folds.low)} to ${auc(held.folds.high)})`}><ShareInterval value={held.folds.mean} low={held.folds.low} high={held.folds.high} min={0.5} max={1} side="draft" /></Line>
            </dl>
            <p className="label">“On other parts”: learned and measured again on other parts of the people, to see how much luck there is in the newest.</p>
            {held.currentWithout.length > 0 && <p className="label">In force is measured without {held.currentWithout.length === 1 ? "a rule" : `${held.currentWithout.length} rules`} on fields under suspicion: {held.currentWithout.map((key) => report.rules.find((rule) => rule.key === key)?.name ?? key).join(", ")}.</p>}
          </div>
          <div>
            <p style={{ fontWeight: 500 }}>The tenth with the most points</p>
            <p className="label">Share of them who {report.became}; of all it is {format.share(base)}.</p>
            <dl className={css.performance}>
              {sides.map(({ name, side, of }) => (
                <Line key={name} name={name} value={`${format.share(of.topTenth.share)} of ${format.number(of.topTenth.people)}`}>
                  <ShareInterval value={of.topTenth.share} low={of.topTenth.low} high={of.topTenth.high} min={0} max={1} tick={base} side={side} />
                </Line>
              ))}
            </dl>
          </div>
          <div>
            <p style={{ fontWeight: 500 }}>How far off the foretold shares are</p>
            <p className="label">The mean squared error (Brier score): lower is better; foretelling the average for everybody comes to {format.number(held.proposed.brierOfAverage, { digits: 3 })}.</p>
            <dl className={css.performance}>
              {sides.map(({ name, of }) => <Line key={name} name={name} value={of.brier === null ? "points foretell no share" : format.number(of.brier, { digits: 3 })} />)}
            </dl>
          </div>
        </div>
      </Section>
      <Section card title="Foretold, and what came of it" definition="Each dot is a tenth of the people: the share foretold for them (across) and the share that came (up), with its interval. On the diagonal, what is foretold is what comes." aside={held.current && held.current.calibration.length > 0 ? <Legend name="Proposed" held="In force" /> : undefined}>
        <CalibrationPlot sides={sides} />
      </Section>
    </div>
  );
}

function Line({ name, value, children }: { name: string; value: string; children?: React.ReactNode }) {
  return <><dt>{name}</dt><dd aria-hidden={children ? undefined : true}>{children}</dd><dd>{value}</dd></>;
}

function CalibrationPlot({ sides }: { sides: readonly { name: string; side: "draft" | "in-force"; of: Performance }[] }) {
  const [ref, width] = useWidth<HTMLElement>(360);
  const format = useFormat();
  const id = useId();
  const height = Math.min(300, width * 0.8);
  const [left, top, bottom, right] = [40, 8, 34, 8];
  const x = (share: number) => left + share * (width - left - right);
  const y = (share: number) => height - bottom - share * (height - top - bottom);
  const percent = (share: number) => format.share(share, { digits: 0 });
  return (
    <figure ref={ref} className={css.plot}>
      <svg width="100%" height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={id}>
        <title id={id}>Shares foretold against shares that came</title>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line x1={left} x2={width - right} y1={y(share)} y2={y(share)} stroke={share === 0 ? "var(--line2)" : "var(--line)"} />
            <text x={left - 8} y={y(share) + 4} textAnchor="end">{percent(share)}</text>
            <text x={x(share)} y={height - bottom + 16} textAnchor={share === 0 ? "start" : share === 1 ? "end" : "middle"}>{percent(share)}</text>
          </g>
        ))}
        <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} stroke="var(--ink3)" strokeDasharray="4 3" />
        <text x={x(0.5)} y={height - 4} textAnchor="middle">foretold</text>
        {sides.map(({ name, side, of }) => of.calibration.map((bin, i) => (
          <g key={`${name} ${i}`} stroke={side === "draft" ? "var(--accent)" : "var(--ink3)"}>
            <line x1={x(bin.told)} x2={x(bin.told)} y1={y(Math.max(0, bin.low))} y2={y(Math.min(1, bin.high))} strokeWidth="1.5" />
            <circle cx={x(bin.told)} cy={y(bin.share)} r="4" fill={side === "draft" ? "var(--accent)" : "var(--surface)"} strokeWidth="1.5" />
          </g>
        )))}
      </svg>
      <ChartTable caption="Shares foretold against shares that came" headers={["Of", "Foretold", "Came", "From", "To", "People"]} rows={sides.flatMap(({ name, of }) => of.calibration.map((bin) => [name, percent(bin.told), percent(bin.share), percent(bin.low), percent(bin.high), bin.people]))} />
    </figure>
  );
}
