import type { ReactNode } from "react";
import css from "./facts.module.css";

export interface Fact {
  readonly label: string;
  /** Left out: "Not known", in grey. */
  readonly value?: ReactNode;
  /** What stands in for an absent value: "Not asked". */
  readonly absent?: string;
}

/** Labels and their values, one a line. */
export function Facts({ facts, labelWidth = 80 }: { facts: readonly Fact[]; labelWidth?: number }) {
  return (
    <dl className={css.facts} style={{ gridTemplateColumns: `${labelWidth}px minmax(0, 1fr)` }}>
      {facts.map((fact) => (
        <div key={fact.label} className={css.fact}>
          <dt className={css.label}>{fact.label}</dt>
          <dd className={css.value} title={typeof fact.value === "string" ? fact.value : undefined}>
            {fact.value ?? <span className="ink3">{fact.absent ?? "Not known"}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
