import type { ContactPage, PointLine } from "@tandem/contract/people/contacts";
import { explainSignal } from "@tandem/contract/people/timeline";
import { useOperation } from "../../app/query.ts";
import { Grade } from "../../ui/grade.tsx";
import { PointsRow } from "../../ui/points-row.tsx";
import { RecordSide } from "../../ui/record-page.tsx";
import { Section } from "../../ui/section.tsx";
import { Spark } from "../../ui/spark.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./contact.module.css";

/** Fit and engagement, each opened into its points, each point into its rule, its days and their events. */
export function ScoreColumn({ page }: { page: ContactPage }) {
  const format = useFormat();
  const { score } = page;
  const from = score.grade === "D" ? `below ${format.points(score.gradeFrom.C)}` : `${score.grade} from ${format.points(score.gradeFrom[score.grade])}`;
  const curve = [...score.history.map((one) => one.engagement / 1000), score.engagement / 1000];
  const rules = (lines: readonly PointLine[]) => lines.filter((line) => line.kind === "rule").length;
  return (
    <RecordSide label="Score">
      <div className={css.halves}>
        <Grade grade={score.grade} size="large" />
        <div className={css.half}>
          <span className={css.figure}>{format.points(score.fit)}</span>
          <span className="second ink2">Fit, {from}</span>
        </div>
        <div className={css.half}>
          <span className={css.figure}>{format.points(score.engagement)}</span>
          <span className="second ink2">{score.qualifiesFrom === null ? "Engagement, never qualifies" : `Engagement, MQL at ${format.points(score.qualifiesFrom)}`}</span>
        </div>
      </div>
      <Section title="Fit" aside={`${countOf(rules(score.fitLines))}, never decays`}>
        {score.fitLines.length === 0 && <p className={css.none}>No fit rule applies: too little is known.</p>}
        {score.fitLines.map((line) => <PointsRow key={`${line.kind} ${line.key}`} label={line.name} milliPoints={line.points} rule={line.words ?? undefined} />)}
      </Section>
      <Section title="Engagement" aside={<>{curve.length > 2 && <Spark values={curve} label="Engagement over time" />}{countOf(rules(score.engagementLines))}, v{score.agreementVersion}</>}>
        {score.engagementLines.length === 0 && <p className={css.none}>No signal counts today.</p>}
        {score.engagementLines.map((line) => <EngagementRow key={`${line.kind} ${line.key}`} contactId={page.id} line={line} />)}
      </Section>
      <p className={css.basis}>Computed for {format.day(score.day)} under v{score.agreementVersion}; equals the sum of its points.</p>
    </RecordSide>
  );
}

function countOf(rules: number): string {
  return `${rules} ${rules === 1 ? "rule" : "rules"}`;
}

function EngagementRow({ contactId, line }: { contactId: string; line: PointLine }) {
  const format = useFormat();
  if (line.kind === "group-cap") return <p className={css.cap}><span>Taken by the cap of {line.name.charAt(0).toLowerCase()}{line.name.slice(1)}</span><b className="num">{format.points(line.points, { sign: true })}</b></p>;
  const counted = line.days.reduce((sum, day) => sum + day.counted, 0);
  const worths = new Set(line.days.map((day) => day.worth));
  const how = [counted === 1 ? "once" : worths.size === 1 ? `${counted} × ${format.points([...worths][0]!)}` : `${counted} ×`, line.takenByCap !== 0 && "capped"].filter(Boolean).join(", ");
  return (
    <PointsRow
      label={line.name} how={how} milliPoints={line.points} rule={line.words ?? undefined}
      events={line.days.toReversed().map((day) => ({
        when: format.day(day.day),
        what: <DayEvents contactId={contactId} signal={line.signal!} day={day.day} count={day.count} counted={day.counted} />,
        milliPoints: day.points,
      }))}
    />
  );
}

/** The events of one day behind a point; read only when the point is opened. */
function DayEvents({ contactId, signal, day, count, counted }: { contactId: string; signal: string; day: string; count: number; counted: number }) {
  const { data, error } = useOperation(explainSignal, { params: { contactId, signal }, query: { day, limit: 20 } }, { keep: false });
  const format = useFormat();
  if (error) return <span className="ink3">{error.message}</span>;
  if (!data) return <span className="ink3">{count === 1 ? "1 event" : `${count} events`}</span>;
  const words = data.rows.map((row) => `${format.time(row.at)} ${row.path ?? row.name ?? row.type}`);
  const places = [...new Set(data.rows.map((row) => row.path ?? row.name ?? row.type))];
  const title = [...(counted < count ? [`${counted} of ${count} count`] : []), ...words].join("\n");
  return <span title={title}>{counted < count && <span className="ink3">{counted} of {count}: </span>}{places.join(", ")}</span>;
}
