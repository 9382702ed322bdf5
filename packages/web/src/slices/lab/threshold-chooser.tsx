import type { CalibrationReport, startCalibration } from "@tandem/contract/lab/calibration";
import type { InputOf } from "@tandem/contract/operation";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Section } from "../../ui/section.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./calibration.module.css";
import figures from "./figures.module.css";
import { readNumber } from "./read-number.ts";
import { atPoints, nearestVolume, reachingPrecision } from "./thresholds.ts";

/** What a further calibration is to aim at: a quality, or a number of people. */
export type Line = Pick<InputOf<typeof startCalibration>["body"], "precision" | "volume">;

/** How many people, how good: one threshold says both. Volume and precision are two ways to ask for it. */
export function ThresholdChooser({ report, precision, onUse, busy }: { report: CalibrationReport; precision: number; onUse: ((line: Line) => void) | undefined; busy: boolean }) {
  const format = useFormat();
  const list = report.thresholds;
  const start = report.heldOut?.threshold ? atPoints(list, report.heldOut.threshold.points) : reachingPrecision(list, precision);
  const [at, setAt] = useState(start);
  const [typed, setTyped] = useState<{ volume?: string; precision?: string }>({});
  const [by, setBy] = useState<"volume" | "precision">("precision");
  const one = list[Math.min(at, list.length - 1)];
  if (!one) return null;
  const monthly = one.aMonth !== null;
  const volume = Math.round(one.aMonth ?? one.people);
  const say = `${format.number(one.points)} points: ${format.number(volume)} people${monthly ? " a month" : ""}, ${format.share(one.precision)} of them right`;
  return (
    <Section card title="Where to draw the line" definition={`The sum of points from which a person is handed over. More points: fewer people, and more of them who ${report.became}.`}>
      <div className={css.chooser}>
        <label className="second" style={{ fontWeight: 500 }}>
          Points from which a person is handed over
          <input type="range" className={css.range} min={0} max={list.length - 1} step={1} value={at} aria-valuetext={say} onChange={(event) => { setTyped({}); setAt(Number(event.target.value)); }} />
        </label>
        <TextInput label={monthly ? "People a month" : "People in all"} inputMode="numeric" value={typed.volume ?? String(volume)} onChange={(text) => {
          setTyped({ volume: text });
          setBy("volume");
          const read = readNumber(text, { min: 0, max: 1e9, never: false });
          if (read?.value !== undefined && read.value !== null) setAt(nearestVolume(list, read.value));
        }} onBlur={() => setTyped({})} />
        <TextInput label="Precision, percent" inputMode="decimal" value={typed.precision ?? String(Math.round(one.precision * 100))} onChange={(text) => {
          setTyped({ precision: text });
          setBy("precision");
          const read = readNumber(text, { min: 0, max: 100, never: false });
          if (read?.value !== undefined && read.value !== null) setAt(reachingPrecision(list, read.value / 100));
        }} onBlur={() => setTyped({})} />
      </div>
      <div className={css.chosen} aria-live="polite">
        <span className={figures.figure}><b>{format.number(one.points)}</b>points or more</span>
        <span className={figures.figure}><b>{format.number(volume)}</b>{monthly ? "people a month" : "people"}</span>
        <span className={figures.figure}><b>{format.share(one.precision)}</b>of them {report.became}</span>
        <span className={figures.figure}><b>{format.share(one.recall)}</b>of all who {report.became} are among them</span>
      </div>
      {onUse && at !== start && one.precision >= 0.05 && one.precision <= 0.99 && <div style={{ marginTop: 12 }}><Button busy={busy} onClick={() => onUse(by === "precision" ? { precision: Math.round(one.precision * 100) / 100, volume: null } : { precision, volume: monthly ? { aMonth: Math.max(1, volume) } : { share: Math.min(0.999, one.people / report.people) } })}>Learn again with this line</Button></div>}
    </Section>
  );
}
