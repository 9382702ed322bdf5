import { stageFill, stageLabel } from "../stage-chip.tsx";
import { useFormat } from "../use-format.ts";
import { formatCount, isFew } from "../format.ts";
import chartCss from "./chart-parts.module.css";
import css from "./funnel-columns.module.css";
import { ChartTable } from "./chart-parts.tsx";

export interface FunnelStage {
  readonly stage: string;
  /** People who reached this stage or a later one. */
  readonly reached: number;
  /** 0 to 1 of the stage before; absent for the first. */
  readonly share?: number | undefined;
  /** The share that may still pass: people of the stage before whose time is not up. */
  readonly open?: number | undefined;
  /** Median time from the stage before, ready to read: "5 h 10 m". */
  readonly median?: string | undefined;
  /** Of how many the median is. */
  readonly medianOf?: number | undefined;
  /** Beneath, beside the number: "7 skipped it", "19 open". */
  readonly note?: string | undefined;
}

/** Each column is a share of the stage before, linear from 0 to 100 %; what may still pass is hatched above. */
export function FunnelColumns({ stages, label, onOpen }: { stages: readonly FunnelStage[]; label: string; onOpen?: (stage: string) => void }) {
  const format = useFormat();
  return (
    <figure className={chartCss.chart} aria-label={label}>
      <div className={css.funnel}>
        {stages.map((one, i) => (
          <FunnelPart key={one.stage} one={one} first={i === 0} onOpen={onOpen} />
        ))}
      </div>
      <ChartTable
        caption={label}
        headers={["Stage", "People", "Of the stage before", "May still pass", "Median time"]}
        rows={stages.map((one) => [
          stageLabel(one.stage), format.number(one.reached), one.share === undefined ? "" : format.share(one.share), one.open ? format.share(one.open) : "", one.median === undefined ? "" : `${one.median} (of ${format.number(one.medianOf ?? 0)})`,
        ])}
      />
    </figure>
  );
}

/** Upright by height; on the phone the columns lie, and the same share is a width. */
const filled = (share: number) => ({ height: `${share * 100}%`, ["--filled" as string]: share });

function FunnelPart({ one, first, onOpen }: { one: FunnelStage; first: boolean; onOpen: ((stage: string) => void) | undefined }) {
  const format = useFormat();
  const share = first ? 1 : (one.share ?? 0);
  const open = Math.min(1 - share, one.open ?? 0);
  const top = (share + open) * 100;
  const inside = (
    <>
      <span className={css.track} style={{ display: "block" }}>
        {open > 0 && <span className={css.young} style={filled(top / 100)} />}
        <span className={css.bar} style={{ ...filled(share), background: stageFill(one.stage), opacity: first ? 0.72 : 1 }} />
        {one.share !== undefined && !first && (
          <span className={css.share} style={{ ["--top" as string]: top / 100, ...(top > 88 ? { top: 6, padding: "0 3px", borderRadius: 3, background: "var(--surface)", textShadow: "none" } : { bottom: `calc(${top}% + 4px)` }) }}>{format.share(one.share)}</span>
        )}
      </span>
      <span className={css.under} style={{ display: "block" }}>
        <span className={css.stageName}>{stageLabel(one.stage)}</span>
        <b className="num">{format.number(one.reached)}</b>
        {one.note && <span className={css.note}>{one.note}</span>}
      </span>
    </>
  );
  return (
    <>
      {!first && (
        <span className={css.arrow} aria-hidden title={one.median && `Median of ${formatCount(one.medianOf ?? 0, "person", "people", format.context)}`}>
          {one.median}
          {one.median && isFew(one.medianOf ?? 0) && <span className={css.note}>of {one.medianOf}</span>}
          <svg viewBox="0 0 26 10"><path d="M0 5h24M20 1.5 24.3 5 20 8.5" fill="none" stroke="var(--ink2)" strokeWidth="1.2" /></svg>
        </span>
      )}
      {onOpen ? (
        <button type="button" className={css.stage} onClick={() => onOpen(one.stage)} title={`Open the people who reached ${stageLabel(one.stage)}`}>{inside}</button>
      ) : (
        <div className={css.stage}>{inside}</div>
      )}
    </>
  );
}
