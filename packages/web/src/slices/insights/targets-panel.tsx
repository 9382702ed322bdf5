import type { FigureRef } from "@tandem/contract/insights/figures";
import { readTargets } from "@tandem/contract/insights/targets";
import type { OutputOf } from "@tandem/contract/operation";
import { useState } from "react";
import { useOperation } from "../../app/query.ts";
import { Bar } from "../../ui/bar.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { CheckIcon, WarningIcon } from "../../ui/icons.ts";
import { Link } from "../../ui/link.tsx";
import { Section } from "../../ui/section.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { FigurePanel } from "./figure-panel.tsx";
import css from "./targets.module.css";
import { nearestQuarters, quarterName, targetNames } from "./target-words.ts";
import { wholeMoney } from "./write-words.ts";

type Targets = OutputOf<typeof readTargets>;
type Measure = Targets["rows"][number]["measures"][number];

/** What is aimed at is the whole company's: whatever a report is filtered by, the rows are all of the quarter's. */
export const targetsAreOfAll = "Of the whole company: filters of the page have no say in them.";

/** The dashboard's card of targets. Nothing where the agreement names none. */
export function TargetsCard({ open }: { open: (figure: FigureRef) => void }) {
  const [quarter, setQuarter] = useState<string | null>(null);
  const { data, error, refetch } = useOperation(readTargets, { query: quarter === null ? {} : { quarter } }, { every: 60_000 });
  if (error && !data) return <Section card title="Targets"><ErrorState title="The targets could not be read" error={error} onRetry={() => void refetch()} /></Section>;
  if (!data || data.quarters.length === 0) return null;
  return (
    <Section card title="Targets" note={`what both teams aim at in ${quarterName(data.quarter)}`} aside={<Link to="/agreement">v{data.agreementVersion}</Link>} definition={`${countedHow} ${targetsAreOfAll}`}>
      <Quarters data={data} onQuarter={setQuarter} />
      <TargetRows data={data} open={open} />
    </Section>
  );
}

/** Beneath the agreed targets: how each quarter stands. Opens its rows beside the page. */
export function TargetsStanding() {
  const [quarter, setQuarter] = useState<string | null>(null);
  const [shown, setShown] = useState<FigureRef | null>(null);
  const { data, error, refetch } = useOperation(readTargets, { query: quarter === null ? {} : { quarter } });
  if (error && !data) return <ErrorState title="How the targets stand could not be read" error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonLines lines={3} />;
  if (data.quarters.length === 0) return null;
  return (
    <>
      <p className="label" style={{ marginTop: 16 }}>{countedHow}</p>
      <Quarters data={data} onQuarter={setQuarter} />
      <TargetRows data={data} open={setShown} />
      <FigurePanel open={shown} filter={{}} onClose={() => setShown(null)} />
    </>
  );
}

const countedHow = "MQL episodes that began, amounts of deals created and of deals won in the quarter; the mark is what the target asks for by today. A segment is judged by what is known today of the person, of a deal its main contact.";

function Quarters({ data, onQuarter }: { data: Targets; onQuarter: (quarter: string) => void }) {
  const quarters = nearestQuarters(data.quarters, data.quarter);
  if (quarters.length < 2) return null;
  return <div className={css.head}><SegmentedTabs label="Quarter" value={data.quarter} onChange={onQuarter} tabs={quarters.map((value) => ({ value, label: quarterName(value) }))} /></div>;
}

function TargetRows({ data, open }: { data: Targets; open: (figure: FigureRef) => void }) {
  if (data.rows.length === 0) return <p className="ink3" style={{ marginTop: 12 }}>No target is agreed for {quarterName(data.quarter)}.</p>;
  return (
    <div className={css.rows}>
      {data.rows.map((row) => (
        <div key={row.segment ?? ""} role="group" aria-label={row.name}>
          <p className="second"><b>{row.name}</b></p>
          <div className={css.measures}>{row.measures.map((measure) => <MeasureLine key={measure.measure} data={data} measure={measure} open={open} />)}</div>
        </div>
      ))}
    </div>
  );
}

const fills = { mqls: "var(--marketing)", pipeline: "var(--sales)", revenue: "var(--sales)" } as const;

function MeasureLine({ data, measure, open }: { data: Targets; measure: Measure; open: (figure: FigureRef) => void }) {
  const format = useFormat();
  const money = measure.measure !== "mqls";
  const write = (value: number) => (money ? wholeMoney(value, data.currency, format) : format.number(value));
  const most = Math.max(measure.target, measure.actual, 1);
  const over = data.daysPassed >= data.days;
  const behind = !measure.met && measure.actual < measure.dueByNow;
  const standing = measure.met ? "reached" : over ? "missed" : behind ? `${write(measure.dueByNow - measure.actual)} under pace` : "on pace";
  const words = `${write(measure.actual)} of ${write(measure.target)}, ${standing}${measure.withoutAmount > 0 ? `; ${format.number(measure.withoutAmount)} more without an amount` : ""}`;
  return (
    <button type="button" className={css.line} onClick={() => open(measure.figure)} title={words}>
      <span className="cut">{targetNames[measure.measure]}</span>
      <span className={css.bar}><Bar share={measure.actual / most} fill={fills[measure.measure]} marks={[measure.dueByNow / most]} /></span>
      <span className={css.value}>{write(measure.actual)}</span>
      <span className={css.wanted} data-behind={behind || undefined}>{measure.met ? <CheckIcon /> : behind && <WarningIcon />}of {write(measure.target)}<span className="sr-only">, {standing}</span></span>
    </button>
  );
}
