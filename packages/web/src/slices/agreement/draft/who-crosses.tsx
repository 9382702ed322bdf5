import type { ReactNode } from "react";
import { Button } from "../../../ui/button.tsx";
import { Progress } from "../../../ui/progress.tsx";
import { useFormat } from "../../../ui/use-format.ts";
import { crossingWords } from "./crossing-words.ts";
import type { Reckoning } from "./use-reckoning.ts";
import crossingsCss from "./crossings.module.css";
import css from "./words.module.css";

/** Before a text becomes a version: who crosses by it, as reckoned for exactly this text. Whoever opens it has it begun; `children` stand below as long as it is not known. */
export function WhoCrosses({ reckoning, children }: { reckoning: Reckoning; children?: ReactNode }) {
  const format = useFormat();
  const { preview, known, running, again, failed, start } = reckoning;
  const stopped = failed ? "It could not be reckoned." : again;
  return (
    <section className={crossingsCss.whoCrosses} aria-label="Who crosses">
      <p className={css.partTitle}>Who crosses</p>
      {preview && known ? crossingWords(preview.counts, format.number).map((words) => <p key={words}>{words}</p>) : stopped !== null ? (
        <p className={css.inlineActs}><span className="ink2">{stopped}</span><Button onClick={start}>Reckon it now</Button></p>
      ) : preview && running ? (
        <div className={css.running}><Progress share={preview.total === 0 ? 0 : preview.done / preview.total} label="Reckoned" /><p className="label num">Reckoning: {format.number(preview.done)} of {format.number(preview.total)}</p></div>
      ) : <p className="label" role="status">Reckoning</p>}
      {!known && (stopped !== null || running) && children}
    </section>
  );
}
