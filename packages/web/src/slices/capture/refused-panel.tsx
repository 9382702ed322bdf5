import { readRejected, replayMatching, replayRejected } from "@tandem/contract/capture/events";
import type { OutputOf } from "@tandem/contract/operation";
import { useEffect } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { useUnsent } from "../../app/use-unsent.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Field } from "../../ui/field.tsx";
import { UndoIcon } from "../../ui/icons.ts";
import { Notice } from "../../ui/notice.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SidePanel } from "../../ui/side-panel.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { looksLikeMachine, reasonName } from "./event-words.ts";
import { jsonProblem, laidOut } from "./json-text.ts";
import { isEmpty, repairBetween, type Repair } from "./repair.ts";
import css from "./capture.module.css";

type Rejected = OutputOf<typeof readRejected>;

/** One refused event as it came: repaired here, it is taken in as if it had come so. */
export function RefusedPanel({ id, onClose, waitingOf, onReplayAll }: { id: string | null; onClose: () => void; waitingOf: (code: string) => number; onReplayAll: (code: string, repair: Repair) => void }) {
  const may = useMay();
  const read = useOperation(readRejected, { params: { id: id ?? "" } }, { enabled: id !== null, keep: false });
  const event = id === null ? undefined : read.data;
  const original = event ? laidOut(event.raw) : "";
  const [text, setText] = useUnsent(event ? `repair of event ${id}` : "no event", original);
  const replay = useAct(replayRejected, { quietErrors: true, said: () => "The event is taken in", onDone: () => { setText(original); onClose(); } });
  const { reset } = replay;
  useEffect(() => reset(), [id, reset]);
  const open = event?.replayedAt === null && !event.cut && may(replayRejected);
  const problem = open ? jsonProblem(text) : null;
  const edited = text !== original;
  const repair = open && problem === null ? repairBetween(original, text) : null;
  const others = event ? waitingOf(event.code) : 0;
  return (
    <SidePanel
      open={id !== null} onClose={onClose} width={640} title={event ? reasonName(event.code) : "Refused event"}
      actions={open && (
        <>
          {edited && <Button kind="quiet" icon={UndoIcon} onClick={() => { setText(original); reset(); }}>Back to how it came</Button>}
          <span className={css.push} />
          {others > 1 && may(replayMatching) && <Button tall refused={problem ?? (repair === null ? "Inside the event only this one was changed. Change values at its top to do the same to others." : undefined)} onClick={() => repair && event && onReplayAll(event.code, repair)}>{repair !== null && !isEmpty(repair) ? `Same for all ${others}…` : `Replay all ${others}…`}</Button>}
          <Button kind="primary" tall busy={replay.isPending} refused={problem ?? undefined} onClick={() => id && replay.mutate({ params: { id }, body: { raw: text } })}>{looksLikeMachine(event.code) ? "Take in after all" : "Replay"}</Button>
        </>
      )}
    >
      {read.error && !event && <ErrorState title="The event could not be loaded" error={read.error} onRetry={() => void read.refetch()} />}
      {!event && !read.error && <SkeletonLines lines={10} />}
      {event && (
        <div className={css.stack}>
          <Why event={event} />
          <Field label={open ? "The event, to repair" : "The event as it came"} error={problem ?? replay.error?.message ?? undefined} hint={open ? "It keeps the time at which it came, and its message id: sent twice it counts once." : undefined}>
            {(control) => <textarea {...control} className={css.json} value={text} readOnly={!open} spellCheck={false} autoComplete="off" rows={Math.min(26, Math.max(8, text.split("\n").length + 1))} onChange={(e) => { setText(e.target.value); if (replay.error) reset(); }} />}
          </Field>
        </div>
      )}
    </SidePanel>
  );
}

function Why({ event }: { event: Rejected }) {
  if (event.replayedAt) return <Notice tone="good" title="Replayed" text={<>Taken in: <RelativeTime at={event.replayedAt} />. It had been refused: {event.words}</>} />;
  if (event.cut) return <Notice tone="warn" title={event.words} text={`It came from ${event.source}. Only its first 64 kB are kept, so it can be looked at but not replayed.`} />;
  if (looksLikeMachine(event.code)) return <Notice title={event.words} text={`It came by ${event.source}. If a person sent it after all, take it in: nothing needs repair.`} />;
  return <Notice tone="breach" title={event.words} text={<>It came from {event.source}, <RelativeTime at={event.receivedAt} />. Whoever sent it was told the same.</>} />;
}
