import { replayMatching } from "@tandem/contract/capture/events";
import type { OutputOf } from "@tandem/contract/operation";
import { useRef, useState } from "react";
import { call } from "../../app/api.ts";
import { invalidate } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Progress } from "../../ui/progress.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { reasonName } from "./event-words.ts";
import { repairWords, type Repair } from "./repair.ts";
import css from "./capture.module.css";

type Answer = OutputOf<typeof replayMatching>;

/** Replays everything of a reason, piece by piece, and says what is still not right. It can be stopped between two pieces. */
export function ReplayAllDialog({ code, count, repair, onClose }: { code: string; count: number; repair: Repair; onClose: () => void }) {
  const format = useFormat();
  const [state, setState] = useState<"asking" | "running" | "done">("asking");
  const [done, setDone] = useState({ replayed: 0, refused: [] as Answer["refused"] });
  const [error, setError] = useState<unknown>(null);
  const stopped = useRef(false);
  const still = done.refused.reduce((sum, one) => sum + one.count, 0);
  const run = async () => {
    setState("running");
    setError(null);
    stopped.current = false;
    try {
      for (let cursor: string | null | undefined; cursor !== null && !stopped.current; ) {
        const answer: Answer = await call(replayMatching, { body: { code, ...repair, ...(cursor && { cursor }) } });
        setDone((now) => ({ replayed: now.replayed + answer.replayed, refused: together(now.refused, answer.refused) }));
        cursor = answer.next;
      }
      setState("done");
    } catch (failure) {
      setError(failure);
      setState("asking");
    } finally {
      await invalidate(["capture"]);
    }
  };
  return (
    <Dialog
      open onClose={() => { stopped.current = true; onClose(); }} title={`Replay all of “${reasonName(code)}”`}
      lead={`${format.number(count)} wait, from every source. Each is taken in at the time it came, ${repairWords(repair)}. Twice the same message id counts once.`}
      actions={
        state === "done" ? <Button kind="primary" onClick={onClose}>Close</Button> : state === "running" ? <Button onClick={() => { stopped.current = true; }}>Stop here</Button> : (
          <><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" onClick={() => void run()}>{error ? "Go on" : `Replay ${format.number(count)}`}</Button></>
        )
      }
    >
      {state !== "asking" && (
        <div className={css.stack} role="status">
          <Progress share={count === 0 ? 1 : Math.min(1, (done.replayed + still) / count)} label="Replayed" tone="accent" height={8} />
          <p>{format.number(done.replayed)} taken in{still > 0 && `, ${format.number(still)} still not right`}.</p>
          {done.refused.length > 0 && <ul>{done.refused.map((one) => <li key={one.code}>{format.number(one.count)}: {one.words}</li>)}</ul>}
        </div>
      )}
      <FormError error={error} />
    </Dialog>
  );
}

function together(before: Answer["refused"], more: Answer["refused"]): Answer["refused"] {
  const byCode = new Map(before.map((one) => [one.code, one]));
  for (const one of more) byCode.set(one.code, { ...one, count: one.count + (byCode.get(one.code)?.count ?? 0) });
  return [...byCode.values()];
}
