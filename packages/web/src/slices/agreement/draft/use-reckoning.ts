import { readPreview, startPreview } from "@tandem/contract/agreement/crossings";
import type { OutputOf } from "@tandem/contract/operation";
import { keyOf, queryClient, useAct, useOperation } from "../../../app/query.ts";
import type { Draft } from "./use-draft.ts";

type Preview = OutputOf<typeof readPreview>;

export interface Reckoning {
  /** What was reckoned last, for whichever text. */
  readonly preview: Preview | undefined;
  /** It is of the text as it is now, against the version in force now. */
  readonly current: boolean;
  readonly running: boolean;
  /** Why it could not be begun. */
  readonly failed: unknown;
  /** Has it reckoned for the text as it is: by whoever opens what shows it. The same text is answered from what is known. */
  readonly start: () => void;
  readonly again: () => void;
}

/** Who would cross by a draft, as reckoned on the server, read while it is `shown`, and the way to have it reckoned. */
export function useReckoning(draft: Draft, shown: boolean): Reckoning {
  const input = { params: { id: draft.id } };
  const begin = useAct(startPreview, { invalidates: [], quietErrors: true, onDone: (answer) => queryClient.setQueryData(keyOf(readPreview, input), answer) });
  const read = useOperation(readPreview, input, { keep: false, enabled: shown && !begin.isPending, ...(begin.isSuccess ? { every: 1_000 } : {}) });
  const preview = read.error ? undefined : read.data;
  return {
    preview,
    current: preview?.hash === draft.hash && preview.inForceVersion === draft.inForceVersion,
    running: preview?.state === "running" || preview?.state === "recognising",
    failed: begin.error,
    start: () => begin.mutate(input),
    again: () => void read.refetch(),
  };
}
