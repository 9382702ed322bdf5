import type { CalibrationReport } from "@tandem/contract/lab/calibration";
import { Chip } from "../../ui/chip.tsx";
import { Section } from "../../ui/section.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./calibration.module.css";
import { findingOf } from "./calibration-words.ts";
import { LiftInterval } from "./interval.tsx";
import { liftScale } from "./thresholds.ts";

type Rule = CalibrationReport["rules"][number];

const reasons = { chance: "could be chance", "same-as": "says the same as another", "rounds-to-nothing": "its points round to nothing", "no-room": "too few outcomes to weigh it as well" } as const;

/** Every rule with what became of whom it holds for: suggested points beside the present ones. */
export function CalibrationRules({ report }: { report: CalibrationReport }) {
  const most = liftScale(report.rules.map((rule) => rule.lift));
  return (
    <Section card title={report.rules.some((rule) => rule.points !== null) ? "The rules in force" : "Rules found"} note={`${report.rules.length}`} definition={`Lift: how many times as often people it holds for ${report.became}, against those it does not hold for. The line is at 1, the bar is the 95 % interval. ${report.scale}`}>
      <table className={css.rules}>
        <caption className="sr-only">Rules with lift, sample and suggested points</caption>
        <thead><tr><th scope="col">Rule</th><th scope="col">Lift</th><th scope="col" className={css.wide} style={{ textAlign: "right" }}>People, share</th><th scope="col" style={{ textAlign: "right" }}>Points</th><th scope="col" className={css.wide}>Finding</th></tr></thead>
        <tbody>
          {report.rules.map((rule) => <RuleRow key={rule.key} {...{ rule, report, most }} />)}
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

function RuleRow({ rule, report, most }: { rule: Rule; report: CalibrationReport; most: number }) {
  const format = useFormat();
  const fixed = (value: number) => format.number(value, { digits: 1 });
  const { label, why } = findingOf(rule, report);
  const finding = <Chip tone={rule.finding === "leaks" ? "warn" : "neutral"}>{label}</Chip>;
  return (
    <tr>
      <th scope="row">
        {rule.name}
        <span className={css.narrow}><span className={css.words}>{format.number(rule.people)} people, {format.share(rule.converted.share)}</span>{finding}</span>
      </th>
      <td>
        <LiftInterval {...rule.lift} most={most} quiet={rule.finding !== "counts"} />
        <span className="num">{fixed(rule.lift.lift)} <span className="ink3" style={{ whiteSpace: "nowrap" }}>({fixed(rule.lift.low)} to {rule.lift.high === null ? "unbounded" : fixed(rule.lift.high)})</span></span>
      </td>
      <td className={`${css.right} ${css.wide}`}>{format.number(rule.people)}<span className={css.words} style={{ whiteSpace: "nowrap" }}>{format.share(rule.converted.share)}, {format.number(rule.outcomes)} of them</span></td>
      <td className={css.right}>
        {rule.points !== null && <span className="ink3">{rule.suggested ? <s>{format.number(rule.points, { sign: true })}</s> : format.number(rule.points, { sign: true })}</span>}{" "}
        {rule.suggested && <span className={css.suggested}><span className="sr-only">suggested </span>{format.number(rule.suggested.points, { sign: true })}</span>}
        {rule.suggested && <span className={css.words} style={{ whiteSpace: "nowrap" }}>{format.number(rule.suggested.low, { sign: true })} to {format.number(rule.suggested.high, { sign: true })}</span>}
      </td>
      <td className={css.wide}>{finding}<span className={css.words}>{why}</span></td>
    </tr>
  );
}
