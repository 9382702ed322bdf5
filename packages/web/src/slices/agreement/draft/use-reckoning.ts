import { cancelPreview, readPreview, startPreview } from "@tandem/contract/agreement/crossings";
import type { OutputOf } from "@tandem/contract/operation";
import { keyOf, queryClient, useAct, useOperation } from "../../../app/query.ts";
import { reckonAgainWords } from "./crossing-words.ts";
import type { Draft } from "./use-draft.ts";

type Preview = OutputOf<typeof readPreview>;

export interface Reckoning {
  /** What was reckoned last, for whichever text. */
  readonly preview: Preview | undefined;
  readonly running: boolean;
  /** Why it has to be reckoned again; null where it holds, is on its way for the text as it is, or was never begun. */
  readonly again: string | null;
  /** Why it could not be begun. */
  readonly failed: unknown;
  /** Has it reckoned for the text as it is: by whoever opens what shows it. The same text is answered from what is known. */
  readonly start: () => void;
  readonly stop: () => void;
}

const isUnderWay = (preview: Preview | undefined) => preview?.state === "running" || preview?.state === "recognising";

/** Who would cross by a draft, as reckoned on the server, read while it is `shown`, again and again while it is under way, whoever began it; and the way to have it reckoned. */
export function useReckoning(draft: Draft, shown: boolean): Reckoning {
  const input = { params: { id: draft.id } };
  const begin = useAct(startPreview, { invalidates: [], quietErrors: true, onDone: (answer) => queryClient.setQueryData(keyOf(readPreview, input), answer) });
  const end = useAct(cancelPreview, { invalidates: [readPreview.name] });
  const read = useOperation(readPreview, input, { keep: false, enabled: shown && !begin.isPending, every: (preview) => (isUnderWay(preview) ? 1_000 : null) });
  const preview = read.error ? undefined : read.data;
  return {
    preview,
    running: isUnderWay(preview),
    again: preview ? reckonAgainWords(preview, draft) : null,
    failed: begin.error,
    start: () => begin.mutate(input),
    stop: () => end.mutate(input),
  };
}
