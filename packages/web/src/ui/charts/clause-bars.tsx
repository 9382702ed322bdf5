import { Bar } from "../bar.tsx";
import { WarningIcon } from "../icons.ts";
import css from "./clause-bars.module.css";

export interface ClauseBar {
  readonly key: string;
  readonly name: string;
  /** Attained, 0 to 1 of the bar's full length. */
  readonly share: number;
  /** The clause, on the same scale: an ink tick. */
  readonly clause: number;
  /** Ready to read: "91.2", "148". */
  readonly value: string;
  /** What the value is a share of, ready to read: "91 of 102". Always in the title; beside the name where `few`. */
  readonly of?: string | undefined;
  readonly few?: boolean | undefined;
  /** Ready to read: "≥ 90", "of 156". */
  readonly wanted: string;
  readonly met: boolean;
  /** A young cohort is never called missed. */
  readonly maturing?: boolean;
}
export interface ClauseSide {
  readonly side: "marketing" | "sales";
  readonly title: string;
  readonly clauses: readonly ClauseBar[];
}

/** Both halves of the SLA: bars from zero in the hue of whoever owes, the clause as a tick across. */
export function ClauseBars({ sides, onOpen }: { sides: readonly ClauseSide[]; onOpen?: (key: string) => void }) {
  return (
    <div className={css.clauses}>
      {sides.map(({ side, title, clauses }) => (
        <div key={side} role="group" aria-label={title}>
          <div className={css.side}>
            <span className={css.swatch} style={{ background: `var(--${side})` }} />
            <b>{title}</b>
            <span>{clauses.length === 0 ? "nothing decided yet" : `${clauses.filter((clause) => clause.met).length} of ${clauses.length} met`}</span>
          </div>
          {clauses.map((clause) => <Clause key={clause.key} clause={clause} side={side} onOpen={onOpen} />)}
        </div>
      ))}
    </div>
  );
}

function Clause({ clause, side, onOpen }: { clause: ClauseBar; side: "marketing" | "sales"; onOpen: ((key: string) => void) | undefined }) {
  const missed = !clause.met && !clause.maturing;
  const cells = (
    <>
      <span className={css.clauseName} title={clause.of === undefined ? clause.name : `${clause.name}: ${clause.of}`}><span className="cut">{clause.name}</span>{clause.few && <span className="label">{clause.of}</span>}</span>
      <Bar share={clause.share} fill={`var(--${side})`} marks={[clause.clause]} height={4} />
      <span className={css.clauseValue}>{clause.value}</span>
      <span className={css.clauseWanted} data-missed={missed || undefined} data-maturing={clause.maturing || undefined}>
        {missed && <WarningIcon />}
        {clause.wanted}
        <span className="sr-only">{clause.met ? ", met" : clause.maturing ? ", maturing" : ", not met"}</span>
      </span>
    </>
  );
  return onOpen ? <button type="button" className={css.clause} onClick={() => onOpen(clause.key)}>{cells}</button> : <div className={css.clause}>{cells}</div>;
}
