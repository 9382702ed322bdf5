import { createDraft, readDraft, saveDraft } from "@tandem/contract/agreement/drafts";
import type { OutputOf } from "@tandem/contract/operation";
import { useState } from "react";
import { ApiProblem, call } from "../../app/api.ts";
import { invalidate, keyOf, queryClient } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { CheckIcon, RefreshIcon, UndoIcon } from "../../ui/icons.ts";
import { TextInput } from "../../ui/text-input.tsx";
import { toast } from "../../ui/toast.tsx";
import { withKnobs, type Knobs } from "./knobs.ts";
import css from "./keep-moves.module.css";
import type { KnobBoard } from "./use-knobs.ts";
import type { Subject } from "./use-subject.ts";

type Draft = OutputOf<typeof readDraft>;

/** What was turned and is not written anywhere yet: taken back, or kept in a draft. */
export function KeepMoves({ subject, board, onDraft }: { subject: Subject; board: KnobBoard; onDraft: (draft: Draft) => void }) {
  const may = useMay();
  const [naming, setNaming] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  /** Their text, where somebody wrote into the draft meanwhile. */
  const [theirs, setTheirs] = useState<Draft | null>(null);
  const count = board.unkept.length;
  const draft = subject.draft?.state === "open" ? subject.draft : null;
  const put = async (base: Draft) => {
    setBusy(true);
    setError(null);
    const turned: Knobs = Object.fromEntries(board.unkept.map((id) => [id, board.now[id] ?? null]));
    try {
      const saved = await call(saveDraft, { params: { id: base.id }, body: { version: base.version, document: withKnobs(base.document, turned) as never } });
      queryClient.setQueryData(keyOf(readDraft, { params: { id: base.id } }), saved);
      setTheirs(null);
      const fell = base.signatures.length > 0 && saved.signatures.length === 0 ? " Its signatures fell away: the text is another." : "";
      toast.say(`Kept in draft ${saved.number}: ${count} ${count === 1 ? "change" : "changes"}.${fell}`);
      void invalidate(["agreement.list-drafts", "agreement.read-draft"]);
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.code === "changed-meanwhile") await lookAt(problem, base);
      else setError(problem);
    } finally {
      setBusy(false);
    }
  };
  /** The refusal carries their text; where it does not, it is read. */
  const lookAt = async (problem: ApiProblem, base: Draft) => {
    const carried = problem.problem.data as Partial<Draft> | null | undefined;
    if (carried && carried.id === base.id && carried.document) return setTheirs(carried as Draft);
    await call(readDraft, { params: { id: base.id } }).then(setTheirs, setError);
  };
  if (count === 0 && !board.canUndo) return null;
  return (
    <div className={css.bar} role="region" aria-label="Moves">
      <div className={css.barText} aria-live="polite">
        {theirs ? (
          <><p>{theirs.changedBy.name} changed {subject.name} meanwhile. Your moves are kept here.</p><p className="second ink3">Put them on the new text: what you turned is yours, all else is theirs.</p></>
        ) : (
          <><p>{count === 0 ? "Nothing is turned" : `${count} ${count === 1 ? "move" : "moves"} not kept`}</p><p className="second ink3">{draft ? `Trying changes nothing. Kept, they are in ${subject.name} for everybody to read and sign.` : "Trying changes nothing. Kept, they become a draft to discuss and sign."}</p></>
        )}
        <FormError error={naming ? null : error} />
      </div>
      <Button tall kind="quiet" icon={UndoIcon} hint="mod+z" refused={board.canUndo ? undefined : "There is nothing to undo"} onClick={board.undo}>Undo</Button>
      <Button tall refused={count === 0 ? "Nothing is turned" : undefined} onClick={board.reset}>Reset</Button>
      {theirs ? (
        <Button tall kind="primary" icon={RefreshIcon} busy={busy} onClick={() => void put(theirs)}>Put them on the new text</Button>
      ) : draft ? (
        may(saveDraft) && <Button tall kind="primary" icon={CheckIcon} busy={busy} refused={count === 0 ? "Nothing is turned" : undefined} onClick={() => void put(draft)}>Keep these in the draft</Button>
      ) : (
        may(createDraft) && <Button tall kind="primary" icon={CheckIcon} refused={count === 0 ? "Nothing is turned" : undefined} onClick={() => setNaming(true)}>Make a draft of these…</Button>
      )}
      {naming && <NameDraft subject={subject} board={board} onClose={() => setNaming(false)} onDraft={onDraft} />}
    </div>
  );
}

function NameDraft({ subject, board, onClose, onDraft }: { subject: Subject; board: KnobBoard; onClose: () => void; onDraft: (draft: Draft) => void }) {
  const [title, setTitle] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const make = async () => {
    setBusy(true);
    setError(null);
    try {
      const draft = await call(createDraft, { body: { title: title.trim(), from: { document: withKnobs(subject.document, board.now) as never } } });
      void invalidate(["agreement.list-drafts"]);
      toast.say(`Draft ${draft.number} is made. Both sides can read it now.`);
      onDraft(draft);
      onClose();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open onClose={onClose} title="Make a draft of these moves" lead={`It begins as ${subject.name} with what you turned. Nothing takes effect until both sides have signed.`}
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" busy={busy} refused={title.trim() === "" ? "The draft needs a title" : undefined} onClick={() => void make()}>Make the draft</Button></>}
    >
      <TextInput label="Title" value={title} onChange={setTitle} maxLength={200} hint="What it is for, so that the other side sees it in a list" />
      <FormError error={error} />
    </Dialog>
  );
}
