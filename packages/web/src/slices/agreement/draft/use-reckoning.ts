import { cancelPreview, readPreview, startPreview } from "@tandem/contract/agreement/crossings";
import type { OutputOf } from "@tandem/contract/operation";
import { useState } from "react";
import { keyOf, queryClient, useAct, useOperation } from "../../../app/query.ts";
import { reckonAgainWords } from "./crossing-words.ts";
import type { Draft } from "./use-draft.ts";

type Preview = OutputOf<typeof startPreview>;

export interface Reckoning {
  /** What was reckoned last, for whichever text; undefined while it is begun. */
  readonly preview: Preview | undefined;
  /** It is known who crosses by exactly the text as it is. */
  readonly known: boolean;
  readonly running: boolean;
  /** Why it has to be reckoned again; null where it holds, is on its way for the text as it is, or was never begun. */
  readonly again: string | null;
  /** Why it could not be begun or read. */
  readonly failed: unknown;
  /** Has it reckoned for the text as it is: by whoever opens what shows it. The same text is answered from what is known. */
  readonly start: () => void;
  readonly stop: () => void;
}

const isUnderWay = (preview: Preview | null | undefined) => preview?.state === "running" || preview?.state === "recognising";

/** Who would cross by a draft, as reckoned on the server, read while it is `shown`, again and again while it is under way, whoever began it; and the way to have it reckoned. */
export function useReckoning(draft: Draft, shown: boolean): Reckoning {
  const input = { params: { id: draft.id } };
  // Set in the same turn as whatever shows it: nothing is read before it is begun, so no older answer comes after the newer.
  const [starting, setStarting] = useState(false);
  const begin = useAct(startPreview, { invalidates: [], quietErrors: true, onDone: (answer) => queryClient.setQueryData(keyOf(readPreview, input), answer) });
  const end = useAct(cancelPreview, { invalidates: [readPreview.name] });
  const read = useOperation(readPreview, input, { keep: false, enabled: shown && !starting, every: (preview) => (isUnderWay(preview) ? 1_000 : null) });
  // While it is begun anew, what there was before says nothing.
  const preview = starting ? undefined : (read.data ?? undefined);
  const again = preview ? reckonAgainWords(preview, draft) : null;
  return {
    preview,
    known: preview?.state === "done" && again === null,
    running: isUnderWay(preview),
    again,
    failed: begin.error ?? read.error,
    start: () => {
      setStarting(true);
      begin.mutate(input, { onSettled: () => setStarting(false) });
    },
    stop: () => end.mutate(input),
  };
}
