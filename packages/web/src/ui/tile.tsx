import type { ReactNode } from "react";
import css from "./tile.module.css";
import { cx } from "./class-names.ts";
import { Hatch } from "./hatch.tsx";

interface TileProps {
  name: string;
  /** Ready to read: "€14,303". */
  value: ReactNode;
  /** Unit or basis: "a day", "median". */
  unit?: string | undefined;
  /** Against the period before: "+6.1 % on Q3"; its tone says whether that is favourable. */
  change?: { text: string; tone: "good" | "warn" | "neutral" } | undefined;
  /** One line with the numbers in it: "Won ÷ (won + lost): 12 of 44". */
  definition: string;
  /** A young cohort: hatched, never ranked. */
  maturing?: boolean;
  /** Opens the rows. */
  onOpen?: (() => void) | undefined;
}

/** A KPI: name, value, unit, change, and one line of definition. Click opens the rows. */
export function Tile({ name, value, unit, change, definition, maturing, onOpen }: TileProps) {
  const inside = (
    <>
      <span className={css.head}>
        <span title={name}>{name}</span>
        {maturing && <span className={css.maturing} title="Maturing: not all have had the time yet"><Hatch /><span className={css.word}>maturing</span></span>}
      </span>
      <span className={css.line}>
        <span className={cx(css.value, "num")}>{value}</span>
        {unit && <span className={css.unit}>{unit}</span>}
      </span>
      <span className={css.change} data-tone={change?.tone ?? "neutral"}>{change?.text ?? "\u00a0"}</span>
      <span className={css.definition}>{definition}</span>
    </>
  );
  return onOpen ? <button type="button" className={css.tile} onClick={onOpen} title={`Open the rows behind ${name}`}>{inside}</button> : <div className={css.tile}>{inside}</div>;
}
