import type { ClauseLine, Dashboard } from "@tandem/contract/insights/dashboard";
import type { FigureRef } from "@tandem/contract/insights/figures";
import { addMonths, epochDayFromIso, isoFromEpochDay, monthStartOf } from "@tandem/domain/kit/epoch-day";
import { ClauseBars } from "../../ui/charts/clause-bars.tsx";
import { FunnelColumns } from "../../ui/charts/funnel-columns.tsx";
import { PaceChart } from "../../ui/charts/pace-chart.tsx";
import { Chip } from "../../ui/chip.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatDuration, isFew } from "../../ui/format.ts";
import { Hatch } from "../../ui/hatch.tsx";
import { Link } from "../../ui/link.tsx";
import { Section } from "../../ui/section.tsx";
import { Tile } from "../../ui/tile.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./report.module.css";
import { aimWords, emptyOfVersion, judgedVersions, noForecastWords, periodInWords, versionsInWords, volumeWords } from "./report-words.ts";
import { writeChange, writeDefinition, writeValue } from "./write-words.ts";

export type OpenFigure = (figure: FigureRef) => void;
export interface PanelProps {
  readonly d: Dashboard;
  readonly open: OpenFigure;
}

/** The first row: what the deals say, and how many leads became customers. */
export function Tiles({ d, open }: PanelProps) {
  const format = useFormat();
  return (
    <div className={css.tiles}>
      {d.tiles.map((tile) => (
        <Tile
          key={tile.key}
          name={tile.name}
          value={tile.value === null ? "–" : writeValue(tile.value, tile.unit, d.currency, format)}
          unit={tile.value === null ? "not available" : tile.basis}
          change={writeChange(tile, d.currency, format)}
          definition={[tile.unavailable ?? writeDefinition(tile.definition, d.currency, format), tile.apart].filter(Boolean).join(". ")}
          maturing={tile.maturing}
          onOpen={() => open(tile.figure)}
        />
      ))}
    </div>
  );
}

/** "62 d", "5 h 10 m": beyond three days the hours are noise. */
function roughly(ms: number): string {
  return ms >= 3 * 86_400_000 ? `${Math.round(ms / 86_400_000)} d` : formatDuration(ms, { seconds: ms < 60_000 });
}

export function FunnelPanel({ d, open }: PanelProps) {
  const format = useFormat();
  const { steps, maturing } = d.funnel;
  const stages = steps.map((step, index) => {
    const before = steps[index - 1];
    const never = index > 0 && step.reached > 0 && step.skipped === step.reached;
    const standing = step.mayPass > 0 && index === steps.length - 1 ? `${format.number(step.mayPass)} open` : undefined;
    return {
      stage: step.stage,
      reached: step.reached,
      ...(before && { share: before.reached === 0 ? 0 : step.reached / before.reached, open: before.reached === 0 ? 0 : step.mayPass / before.reached }),
      ...(step.medianMs !== null && { median: roughly(step.medianMs), medianOf: step.medianOf }),
      note: standing ?? (never ? "no episode recorded" : step.skipped > 0 ? `${format.number(step.skipped)} skipped it` : undefined),
    };
  });
  return (
    <Section
      card title="Cohort funnel" note={`People who became leads in ${periodInWords(d.period)}`} aside={maturing && <><Hatch /> maturing, hatched may still pass</>}
      definition="Reached this stage or a later one ÷ reached the stage before. Skips count as passed. Arrow is the median time."
    >
      {steps[0]!.reached === 0 ? (
        <EmptyState {...(emptyOfVersion(d, format.moment) ?? { title: `Nobody became a lead in ${periodInWords(d.period)}.`, text: "A person is a lead once an address is known: by a form, an import or by hand." })} />
      ) : (
        <div style={{ marginTop: 12 }}>
          <FunnelColumns label={`Cohort funnel, ${d.period.name}`} stages={stages} onOpen={(stage) => open(steps.find((step) => step.stage === stage)!.figure)} />
        </div>
      )}
    </Section>
  );
}

export function PacePanel({ d, open }: PanelProps) {
  const format = useFormat();
  const { pace } = d;
  if (!pace) return <Section card title="MQL pace"><EmptyState title="The period has not begun." text="The pace is told from its first day on." /></Section>;
  let sum = 0;
  const running = pace.daily.map((count) => (sum += count));
  const from = epochDayFromIso(pace.from)!;
  const over = pace.daysPassed >= pace.days;
  const behind = pace.dueByNow === null ? 0 : pace.soFar - pace.dueByNow;
  return (
    <Section card title="MQL pace" note={pace.periodName === d.period.name ? undefined : pace.periodName} definition={aimWords(pace, format.number) ?? undefined} aside={pace.target === null ? <span>{d.ofVersion ? "No target for a version" : "No target for a segment"}</span> : <Chip tone="marketing">{pace.aim === "clause" ? "Marketing owes" : "Target"} {format.number(pace.target)}</Chip>}>
      <p className={css.headline}>
        <b className="num">{format.number(over ? pace.soFar : (pace.forecast ?? pace.soFar))}</b>
        <span className="ink2">{pace.target === null ? "" : `of ${format.number(pace.target)} `}{over ? "in all" : pace.forecast === null ? "so far" : `by ${format.day(pace.to)} at this rate`}</span>
      </p>
      <p className="label">
        <button type="button" className={css.opens} onClick={() => open(pace.figure)}>{format.number(pace.soFar)}</button> in {pace.daysPassed} of {pace.days} days
        {pace.target === null || over ? "" : behind < 0 ? `, ${format.number(-behind)} under pace` : `, ${format.number(behind)} over pace`}.
        {over ? "" : pace.forecast === null ? ` ${noForecastWords(d) ?? ""}` : ` Range ${format.number(pace.low!)} to ${format.number(pace.high!)}.`}
      </p>
      <div style={{ marginTop: 8 }}>
        <PaceChart
          label={`MQLs so far in ${pace.periodName}`} side="marketing" actual={running} days={pace.days} commitment={pace.target ?? pace.forecast ?? pace.soFar} commitmentName={pace.target === null ? "At an even pace" : pace.aim === "clause" ? "Marketing owes by the end" : "Target at the end"}
          forecast={over || pace.forecast === null ? undefined : { value: pace.forecast, low: pace.low!, high: pace.high! }}
          ticks={ticksOf(from, pace.days).map((day) => ({ day, text: format.day(isoFromEpochDay(from + day)) }))}
          dayLabel={(day) => format.day(isoFromEpochDay(from + day))}
        />
      </div>
    </Section>
  );
}

/** First and last day, and each month between that has room for its label. */
function ticksOf(from: number, days: number): number[] {
  const ticks = [0];
  for (let month = addMonths(monthStartOf(from), 1); month < from + days; month = addMonths(month, 1)) if (month - from - ticks.at(-1)! > days / 8 && from + days - month > days / 8) ticks.push(month - from);
  return [...ticks, days - 1];
}

export function SlaPanel({ d, open }: PanelProps) {
  const format = useFormat();
  const line = (clause: ClauseLine) => {
    const volume = clause.kind === "mql-volume";
    const most = Math.max(clause.owedInAll ?? clause.owed ?? 1, clause.value ?? 0, 1);
    return {
      key: clause.key,
      name: lineName(clause, d),
      share: (clause.value ?? 0) / (volume ? most : 100),
      clause: (clause.owed ?? 0) / (volume ? most : 100),
      value: format.number(clause.value ?? 0, { digits: volume ? 0 : 1 }),
      of: volume ? undefined : `${format.number(clause.numerator)} of ${format.number(clause.denominator)}`,
      few: !volume && isFew(clause.denominator),
      wanted: volume ? `of ${format.number(clause.owed ?? 0)}` : `≥ ${format.number(clause.owed ?? 0)}`,
      met: clause.met ?? false,
    };
  };
  const all = [...d.sla.marketing, ...d.sla.sales];
  // What nothing was decided about is neither kept nor broken.
  const silent = all.filter((clause) => clause.met === null && clause.kind !== "mql-volume");
  const judged = (clauses: readonly ClauseLine[]) => clauses.filter((clause) => clause.met !== null).map(line);
  return (
    <Section
      card title="SLA attainment" aside={<Link to="/agreement" search={{ show: "versions" }}>{versionsInWords(judgedVersions(d))}, {d.period.name}{d.period.running ? " to date" : ""}, %</Link>}
      definition={["Clocks met in time ÷ clocks decided, business time; met late is missed", all.some((clause) => !clause.current) ? "Mark is the clause of the version that started the clock; where versions differ, each has its line" : "Mark is the clause", volumeWords(d.sla.marketing.find((clause) => clause.kind === "mql-volume"), d.period, format.number)].filter(Boolean).join(". ") + "."}
    >
      {all.every((clause) => clause.met === null) ? (
        <EmptyState {...(emptyOfVersion(d, format.moment) ?? { title: "Nothing was due in this period.", text: "Clocks start with the first handoff; clauses come from the agreement." })} />
      ) : (
        <ClauseBars
          onOpen={(key) => open(all.find((clause) => clause.key === key)!.figure)}
          sides={[
            { side: "marketing", title: "Marketing owes", clauses: judged(d.sla.marketing) },
            { side: "sales", title: "Sales owes", clauses: judged(d.sla.sales) },
          ]}
        />
      )}
      {silent.length > 0 && all.some((clause) => clause.met !== null) && <p className="label" style={{ marginTop: 8 }}>Nothing decided yet: {silent.map((clause) => lineName(clause, d)).join("; ")}.</p>}
    </Section>
  );
}

const marketingNames: Record<string, string> = { "acceptance-rate": "Acceptance rate", "grade-a-or-b": "Grade A or B", "package-complete": "Package complete" };

/** A clause that has other words by now says under which versions it ran, or runs. */
function lineName(clause: ClauseLine, d: Dashboard): string {
  const name = clauseName(clause, d.period.running);
  if (clause.current && !clause.key.includes(" ")) return name;
  return `${name} (${versionsInWords(clause.versions.length > 0 ? clause.versions : [d.ofVersion?.version ?? d.agreementVersion])})`;
}

/** A clause as it fits a line; the agreement has it whole. */
function clauseName({ kind, name }: ClauseLine, running: boolean): string {
  if (kind === "mql-volume") return running ? "MQL volume to date" : "MQL volume";
  return marketingNames[kind] ?? name
    .replace(/first attempt within (\d+) business hours?/, "attempt in $1 h")
    .replace(/within (\d+) business days?/, "in $1 d")
    .replace(/(\d+) attempts on (\d+) channels.*/, "$1 attempts, $2 channels")
    .replace("Accepted or rejected", "Disposition");
}
