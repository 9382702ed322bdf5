import { Bar } from "../../ui/bar.tsx";
import { isFew } from "../../ui/format.ts";
import css from "./report.module.css";

export interface BarLine {
  readonly key: string;
  readonly name: string;
  /** 0 to 1 of the longest. */
  readonly share: number;
  readonly fill: string;
  /** Ready to read. */
  readonly value: string;
  readonly note?: string | undefined;
  /** Of how many the value is. Always in the title; beside the name where they are few. */
  readonly of?: { readonly count: number; readonly words: string } | undefined;
  readonly onOpen?: (() => void) | undefined;
}

/** Names with a bar from zero and their number; a press opens the rows. `longNames` gives them the room of short numbers. */
export function BarList({ label, lines, longNames }: { label: string; lines: readonly BarLine[]; longNames?: boolean }) {
  return (
    <div role="list" aria-label={label} className={css.bars} data-long-names={longNames || undefined}>
      {lines.map((line) => (
        <div role="listitem" key={line.key}><Line line={line} /></div>
      ))}
    </div>
  );
}

function Line({ line }: { line: BarLine }) {
  const inside = (
    <>
      <span style={{ display: "flex", gap: 4, minWidth: 0 }} title={line.of ? `${line.name}: median of ${line.of.words}` : line.name}>
        <span>{line.name}</span>
        {line.of && line.of.count > 0 && isFew(line.of.count) && <span className="label" style={{ whiteSpace: "nowrap" }}>of {line.of.count}</span>}
      </span>
      <Bar share={line.share} fill={line.fill} />
      <span className={css.barValue}>{line.value}</span>
      <span className={css.barNote}>{line.note}</span>
    </>
  );
  return line.onOpen ? <button type="button" className={css.barRow} style={{ width: "100%" }} onClick={line.onOpen}>{inside}</button> : <div className={css.barRow}>{inside}</div>;
}
