import { Button } from "../../../ui/button.tsx";
import { Progress } from "../../../ui/progress.tsx";
import { useFormat } from "../../../ui/use-format.ts";
import { crossingWords } from "./crossing-words.ts";
import type { Reckoning } from "./use-reckoning.ts";
import crossingsCss from "./crossings.module.css";
import css from "./words.module.css";

/** Before a text becomes a version: who crosses by it, as reckoned for exactly this text, or the offer to reckon it now. */
export function WhoCrosses({ reckoning }: { reckoning: Reckoning }) {
  const format = useFormat();
  const { running, again, failed, start } = reckoning;
  const preview = again === null ? reckoning.preview : undefined;
  return (
    <section className={crossingsCss.whoCrosses} aria-label="Who crosses">
      <p className={css.partTitle}>Who crosses</p>
      {preview?.state === "done" ? crossingWords(preview.counts, format.number).map((words) => <p key={words}>{words}</p>) : preview && running ? (
        <div className={css.running}><Progress share={preview.total === 0 ? 0 : preview.done / preview.total} label="Reckoned" /><p className="label num">Reckoning: {format.number(preview.done)} of {format.number(preview.total)}</p></div>
      ) : (
        <p className={css.inlineActs}><span className="ink2">{failed ? "It could not be reckoned." : again ?? "Nobody has reckoned yet who qualifies by this text."}</span><Button onClick={start}>Reckon it now</Button></p>
      )}
    </section>
  );
}
