import { claimHandoff, listReceivers, reassignHandoffs, type Severally } from "@tandem/contract/handoff/acts";
import type { InboxRow } from "@tandem/contract/handoff/inbox";
import { useState } from "react";
import { call } from "../../app/api.ts";
import { invalidate, useAct, useOperation } from "../../app/query.ts";
import { useSession } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { Textarea } from "../../ui/text-input.tsx";
import { toast } from "../../ui/toast.tsx";
import { AssigneeList, targetOf } from "./assignee-list.tsx";
import { useFirstRadio } from "./first-radio.ts";
import css from "./lead-dialogs.module.css";
import { sendNow } from "./pending-acts.ts";
import { failedWords, leadNames, leadsCount } from "./several-words.ts";
import { useWordsForSeveral } from "./use-words-for-several.ts";

/** Gives several leads to one person or queue, in one request; who held them before gets them back by Undo. */
export function ReassignManyDialog({ rows, onClose, onDone }: { rows: readonly InboxRow[]; onClose: () => void; onDone: () => void }) {
  const { user } = useSession();
  const choices = useOperation(listReceivers, {});
  const [to, setTo] = useState<string | null>(null);
  const { words: why, setWords: setWhy, sent } = useWordsForSeveral("reassigning", rows.map(({ id }) => id));
  const form = useFirstRadio(choices.data !== undefined);
  const give = useAct(reassignHandoffs, {
    quietErrors: true,
    onDone: (answer) => {
      sent(answer);
      const gone = rows.filter((row) => answer.done.includes(row.id));
      if (gone.length > 0) toast.say(`Handed over: ${leadNames(gone)}.`, { undo: () => giveBack(gone, user.id) });
      if (answer.failed.length > 0) toast.problem(new Error(`${answer.done.length} of ${leadsCount(rows.length)} handed over. ${failedWords(answer, rows)}`));
      onDone();
    },
  });
  const missing = to === null ? "Choose somebody" : why.trim() === "" ? "Say why" : undefined;
  const submit = async () => {
    if (to === null || missing !== undefined) return;
    await Promise.all(rows.map((row) => sendNow(row.id)));
    give.mutate({ body: { ids: rows.map((row) => row.id), to: targetOf(to), why: why.trim() } });
  };
  const verb = `Reassign ${leadsCount(rows.length)}`;
  return (
    <Dialog
      open onClose={onClose} title={verb} lead={`${leadNames(rows, 5)}. The clocks go on with what has elapsed.`}
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" hint="mod+enter" busy={give.isPending} refused={missing} onClick={() => void submit()}>{verb}</Button></>}
    >
      <div className={css.form} ref={form}>
        {choices.data ? <AssigneeList lists={choices.data} adds={rows.length} value={to} onChange={setTo} /> : choices.error ? <FormError error={choices.error} /> : <SkeletonLines lines={3} />}
        <Textarea label="Why" value={why} onChange={setWhy} rows={2} placeholder="Whoever takes them over reads this" />
        <FormError error={give.error} />
      </div>
    </Dialog>
  );
}

/** Back to whom each belonged; one's own that went to a queue are claimed again. */
export async function giveBack(rows: readonly Pick<InboxRow, "id" | "contact" | "assignee" | "team">[], userId: string): Promise<void> {
  const targets = new Map<string, string[]>();
  const mine = rows.filter((row) => row.assignee?.id === userId);
  for (const row of rows) {
    if (mine.includes(row)) continue;
    const target = row.assignee ? `user ${row.assignee.id}` : `team ${row.team.id}`;
    targets.set(target, [...(targets.get(target) ?? []), row.id]);
  }
  try {
    const answers: Severally[] = await Promise.all([...targets].map(([target, ids]) => call(reassignHandoffs, { body: { ids, to: targetOf(target), why: "Taken back" } })));
    const failed = { done: [], failed: answers.flatMap((answer) => answer.failed) };
    if (failed.failed.length > 0) toast.problem(new Error(failedWords(failed, rows)));
    for (const row of mine) await call(claimHandoff, { params: { handoffId: row.id } });
  } catch (error) {
    toast.problem(error);
  } finally {
    await invalidate(["handoff", "people"]);
  }
}
