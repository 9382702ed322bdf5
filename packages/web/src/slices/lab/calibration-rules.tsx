import type { CalibrationReport } from "@tandem/contract/lab/calibration";
import { Chip } from "../../ui/chip.tsx";
import { Section } from "../../ui/section.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { ArrowWords } from "./arrow-words.tsx";
import css from "./calibration.module.css";
import { LiftInterval } from "./interval.tsx";
import { liftScale } from "./thresholds.ts";

type Rule = CalibrationReport["rules"][number];

const findings: Record<Rule["finding"], string> = {
  counts: "Counts", "does-nothing": "Does nothing", leaks: "Looks filled afterwards", "same-as": "Counts the same as another", "too-few": "Too few people to say",
};
const explained: Record<Rule["finding"], string> = {
  counts: "People it holds for end differently from the others.",
  "does-nothing": "Its interval spans 1: people it holds for end like everyone else.",
  leaks: "It reads a field that seems to be filled after the fact. Say so below, or say that it is known before.",
  "same-as": "Where this rule holds, another one holds too; together they would count one thing twice.",
  "too-few": "It holds for too few people to weigh it.",
};
const reasons = { chance: "could be chance", "same-as": "says the same as another", "rounds-to-nothing": "its points round to nothing" } as const;

/** Points that point the other way than the lift: the lift looks at the rule alone, the points beside all the others. */
export function againstItsLift({ lift, suggested }: Pick<Rule, "lift" | "suggested">, became: string): string | null {
  if (suggested === null || suggested.points === 0 || suggested.points > 0 === lift.lift >= 1) return null;
  return suggested.points > 0
    ? `Taken alone, whom it holds for ${became} less often. Among people whom the other rules find alike it still counts for them, so it keeps points.`
    : `Taken alone, whom it holds for ${became} more often. Among people whom the other rules find alike it counts against them.`;
}

/** Every rule with what became of whom it holds for: suggested points beside the present ones. */
export function CalibrationRules({ report }: { report: CalibrationReport }) {
  const format = useFormat();
  const most = liftScale(report.rules.map((rule) => rule.lift));
  const fixed = (value: number) => format.number(value, { digits: 1 });
  return (
    <Section card title={report.rules.some((rule) => rule.points !== null) ? "The rules in force" : "Rules found"} note={`${report.rules.length}`} definition={`Lift: how many times as often people it holds for ${report.became}, against those it does not hold for. The line is at 1, the bar is the 95 % interval. ${report.scale}`}>
      <table className={css.rules}>
        <caption className="sr-only">Rules with lift, sample and suggested points</caption>
        <thead><tr><th scope="col">Rule</th><th scope="col">Lift</th><th scope="col" className={css.wide} style={{ textAlign: "right" }}>People, share</th><th scope="col" style={{ textAlign: "right" }}>Points</th><th scope="col" className={css.wide}>Finding</th></tr></thead>
        <tbody>
          {report.rules.map((rule) => (
            <tr key={rule.key}>
              <th scope="row">
                {rule.name}
                <span className={css.words}><ArrowWords words={rule.words} /></span>
                <span className={css.narrow}><Chip tone={rule.finding === "leaks" ? "warn" : "neutral"}>{findings[rule.finding]}</Chip></span>
              </th>
              <td>
                <LiftInterval {...rule.lift} most={most} quiet={rule.finding !== "counts"} />
                <span className="num">{fixed(rule.lift.lift)} <span className="ink3">({fixed(rule.lift.low)} to {rule.lift.high === null ? "unbounded" : fixed(rule.lift.high)})</span></span>
              </td>
              <td className={`${css.right} ${css.wide}`}>{format.number(rule.people)}<span className={css.words}>{format.share(rule.converted.share)}, {format.number(rule.outcomes)} of them</span></td>
              <td className={css.right}>
                {rule.points !== null && <span className="ink3">{rule.suggested ? <s>{format.number(rule.points, { sign: true })}</s> : format.number(rule.points, { sign: true })}</span>}{" "}
                {rule.suggested && <span className={css.suggested}><span className="sr-only">suggested </span>{format.number(rule.suggested.points, { sign: true })}</span>}
                {rule.suggested && <span className={css.words} style={{ whiteSpace: "nowrap" }}>{format.number(rule.suggested.low, { sign: true })} to {format.number(rule.suggested.high, { sign: true })}</span>}
              </td>
              <td className={css.wide}><Chip tone={rule.finding === "leaks" ? "warn" : "neutral"}>{findings[rule.finding]}</Chip><span className={css.words}>{againstItsLift(rule, report.became) ?? explained[rule.finding]}</span></td>
            </tr>
          ))}
        </tbody>
      </table>
      {report.overlaps.length > 0 && (
        <>
          <h3 className="second" style={{ fontWeight: 600, margin: "16px 0 4px" }}>Rules that count the same thing</h3>
          <ul className={css.list}>{report.overlaps.map((one) => <li key={`${one.a} ${one.b}`}>{one.words}</li>)}</ul>
        </>
      )}
      {report.left.length > 0 && (
        <details style={{ marginTop: 12, fontSize: 12 }}>
          <summary>{report.left.length} looked at and not suggested</summary>
          <ul className={css.list}>{report.left.map((one, i) => <li key={i}>{one.words}: {reasons[one.why]}</li>)}</ul>
        </details>
      )}
    </Section>
  );
}
