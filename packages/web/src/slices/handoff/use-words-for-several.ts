import type { Severally } from "@tandem/contract/handoff/acts";
import { useSession } from "../../app/session.ts";
import { keepUnsent } from "../../app/unsent.ts";
import { useUnsent } from "../../app/use-unsent.ts";

const placeOf = (act: string, ids: readonly string[]) => `${act} ${ids.toSorted().join(" ")}`;

/**
 * What is written about several leads at once, kept until it is sent.
 * @returns `sent` forgets it, but for those of them that were refused: whoever chooses these again finds it there
 */
export function useWordsForSeveral(act: string, ids: readonly string[]): { words: string; setWords: (words: string) => void; sent: (answer: Severally) => void } {
  const { user } = useSession();
  const [words, setWords] = useUnsent(placeOf(act, ids), "");
  const sent = ({ failed }: Severally): void => {
    setWords("");
    if (failed.length > 0) keepUnsent(sessionStorage, user.id, placeOf(act, failed.map(({ id }) => id)), words, "");
  };
  return { words, setWords, sent };
}
