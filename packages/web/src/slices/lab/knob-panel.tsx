import type { Grade as GradeKey } from "@tandem/domain/agreement/agreement";
import { grades } from "@tandem/domain/agreement/agreement";
import { describeEngagementRule, describeFitRule } from "@tandem/domain/agreement/describe";
import { useState, type ReactNode } from "react";
import { Chip } from "../../ui/chip.tsx";
import { Grade } from "../../ui/grade.tsx";
import { FastLaneIcon } from "../../ui/icons.ts";
import { KeyHint } from "../../ui/key-hint.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { inProse } from "./behind-words.ts";
import { KnobRow } from "./knob-row.tsx";
import { gradesFrom } from "./knobs.ts";
import figures from "./figures.module.css";
import css from "./knobs.module.css";
import type { KnobBoard } from "./use-knobs.ts";
import type { Subject } from "./use-subject.ts";

/** Everything that can be turned: the grid first, then the grades, then the points of each rule. */
export function KnobPanel({ subject, board, head }: { subject: Subject; board: KnobBoard; head?: ReactNode }) {
  const format = useFormat();
  const { document, inForce } = subject;
  const [all, setAll] = useState(true);
  const differs = (id: string) => !(id in board.inForce) || board.inForce[id] !== board.now[id];
  const changed = Object.keys(board.now).filter(differs).length;
  const shown = <Rule extends { key: string }>(rules: readonly Rule[]) => (all ? rules : rules.filter((rule) => differs(`points.${rule.key}`)));
  const row = (id: string, label: string, name: ReactNode, rest: { mayBeNever?: boolean; sign?: boolean } = {}) => (
    <KnobRow key={id} {...{ id, label, name }} value={board.now[id] ?? null} inForce={board.inForce[id]} inForceName={inForce.name} onTurn={board.turn} onLetGo={board.letGo} {...rest} />
  );
  const rules = (title: string, list: readonly { key: string; name: string }[], words: (key: string) => string) => (
    <section className={css.group} aria-label={title}>
      <div className={css.groupHead}><h2>{title}</h2><span className="label">{shown(list).length < list.length ? `${shown(list).length} of ${list.length} rules` : `${list.length} rules`}</span></div>
      {shown(list).map((rule) => row(`points.${rule.key}`, `Points of ${rule.name}`, (
        <span title={words(rule.key)}>{rule.name}{!(`points.${rule.key}` in board.inForce) && <> <Chip tone="accent">new</Chip></>}</span>
      ), { sign: true }))}
    </section>
  );
  const others = subject.draft?.changesFromInForce.filter((change) => !isKnob(change)) ?? [];
  return (
    <>
      <div className={css.boardHead}>
        <b>Scoring</b>
        <span className="ink2">{changed === 0 ? `as in ${inForce.name}` : `${changed} ${changed === 1 ? "knob differs" : "knobs differ"} from ${inForce.name}`}</span>
        {changed > 0 && <button type="button" className={figures.open} onClick={() => setAll(!all)}>{all ? "Show these only" : "Show all rules"}</button>}
      </div>
      <div className={css.rules} tabIndex={-1}>
        {head}
        <section className={css.group} aria-label="Becomes MQL when engagement reaches">
          <div className={css.groupHead}><h2>Becomes MQL when engagement reaches</h2></div>
          {grades.map((grade) => row(`grid.${grade}`, `Engagement from which grade ${grade} becomes MQL`, <><Grade grade={grade} /><span>{fitWords(grade, board, format.number)}</span></>, { mayBeNever: true }))}
          {document.mql.fastLanes.map((lane) => (
            <div key={lane.key} className={css.knob} style={{ gridTemplateColumns: "minmax(0, 1fr) auto" }}>
              <div className={css.knobName}><FastLaneIcon />{lane.name}: at once</div><span className="label">Fast lane</span>
            </div>
          ))}
        </section>
        <section className={css.group} aria-label="Grade from fit points">
          <div className={css.groupHead}><h2>Grade from fit points</h2></div>
          {gradesFrom.map((grade) => row(`gradeFrom.${grade}`, `Fit points from which grade ${grade} is given`, <><Grade grade={grade} /><span>from fit points</span></>))}
        </section>
        {rules("Engagement, points per signal", document.engagement.rules, (key) => describeEngagementRule(document.engagement.rules.find((rule) => rule.key === key)!, document))}
        {rules("Fit, points once", document.fit.rules, (key) => describeFitRule(document.fit.rules.find((rule) => rule.key === key)!))}
        {others.length > 0 && (
          <section className={css.group} aria-label="Also changed">
            <div className={css.groupHead}><h2>Also changed in {subject.name}</h2><span className="label">{others.length}</span></div>
            <ul className={css.also}>{others.map((change) => <li key={`${change.kind} ${change.path}`}>{inProse(change.words)}</li>)}</ul>
          </section>
        )}
      </div>
      <p className={css.hints}>
        <span>Arrows step by 1, <KeyHint keys="shift" /> by 5</span>
        <span><KeyHint keys="backspace" /> back to the mark, {inForce.name}</span>
      </p>
    </>
  );
}

function fitWords(grade: GradeKey, { now }: KnobBoard, say: (value: number) => string): string {
  const from = (key: "A" | "B" | "C") => now[`gradeFrom.${key}`] ?? 0;
  if (grade === "A") return `Fit ${say(from("A"))} and above`;
  if (grade === "D") return `Fit below ${say(from("C"))}`;
  const [low, high] = grade === "B" ? [from("B"), from("A")] : [from("C"), from("B")];
  return `Fit ${say(low)} to below ${say(high)}`;
}

/** Changes that the rows above already show: the grid, the grades, and rules of which only the points differ. */
function isKnob({ path, kind, before, after }: { path: string; kind: string; before: unknown; after: unknown }): boolean {
  if (/^mql\.grid\b|^fit\.gradeFrom\b/.test(path)) return true;
  const bare = (rule: unknown) => JSON.stringify({ ...(rule as object), points: 0 });
  return kind === "changed" && /^(fit|engagement)\.rules\.\d+$/.test(path) && bare(before) === bare(after);
}
