import { readPreview, startPreview } from "@tandem/contract/agreement/crossings";
import type { OutputOf } from "@tandem/contract/operation";
import { useEffect, useState } from "react";
import { call } from "../../../app/api.ts";
import { keyOf, queryClient, useOperation } from "../../../app/query.ts";
import { Button } from "../../../ui/button.tsx";
import { Progress } from "../../../ui/progress.tsx";
import { useFormat } from "../../../ui/use-format.ts";
import { crossingWords } from "./crossing-words.ts";
import type { Draft } from "./use-draft.ts";
import crossingsCss from "./crossings.module.css";
import css from "./words.module.css";

type Preview = OutputOf<typeof readPreview>;

/** Before a text becomes a version: who crosses by it, as reckoned for exactly this text, or the offer to reckon it now. `atOnce` does not wait to be asked. */
export function WhoCrosses({ draft, atOnce = false }: { draft: Draft; atOnce?: boolean }) {
  const format = useFormat();
  const input = { params: { id: draft.id } };
  const [asked, setAsked] = useState(false);
  const [failed, setFailed] = useState(false);
  const read = useOperation(readPreview, input, asked ? { every: 1_000, keep: false } : { keep: false });
  const known: Preview | undefined = read.error ? undefined : read.data;
  const preview = known?.hash === draft.hash && known.inForceVersion === draft.inForceVersion ? known : undefined;
  const running = preview?.state === "running" || preview?.state === "recognising";
  const start = () => {
    setFailed(false);
    call(startPreview, input).then((answer) => { queryClient.setQueryData(keyOf(readPreview, input), answer); setAsked(true); }, () => setFailed(true));
  };
  useEffect(() => {
    if (atOnce) start();
    // Asked once when it is shown; the server answers the same text from what it has.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <section className={crossingsCss.whoCrosses} aria-label="Who crosses">
      <p className={css.partTitle}>Who crosses</p>
      {preview?.state === "done" ? crossingWords(preview.counts, format.number).map((words) => <p key={words}>{words}</p>) : running ? (
        <div className={css.running}><Progress share={preview.total === 0 ? 0 : preview.done / preview.total} label="Reckoned" /><p className="label num">Reckoning: {format.number(preview.done)} of {format.number(preview.total)}</p></div>
      ) : (
        <p className={css.inlineActs}><span className="ink2">{failed ? "It could not be reckoned." : known ? "It was reckoned for another text." : "Nobody has reckoned yet who qualifies by this text."}</span><Button onClick={start}>Reckon it now</Button></p>
      )}
    </section>
  );
}
