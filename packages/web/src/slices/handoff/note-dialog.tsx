import { logActivity, removeActivity } from "@tandem/contract/pipeline/activities";
import { call } from "../../app/api.ts";
import { useAct } from "../../app/query.ts";
import { useUnsent } from "../../app/use-unsent.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Textarea } from "../../ui/text-input.tsx";
import css from "./lead-dialogs.module.css";
import type { LeadView } from "./use-lead.ts";

const emptyNote = { text: "", private: false };

/** A note stands in the timeline and proves nothing. */
export function NoteDialog({ view: { page, close } }: { view: LeadView }) {
  const [note, write] = useUnsent(`note of ${page.contact.id}`, emptyNote);
  const { text } = note;
  const save = useAct(logActivity, { quietErrors: true, invalidates: ["handoff", "people", "pipeline"], said: () => "Note saved.", undo: ({ id }) => call(removeActivity, { params: { activityId: id } }), onDone: () => { write(emptyNote); close(); } });
  const submit = () => text.trim() !== "" && save.mutate({ body: { kind: "note", contactId: page.contact.id, body: text, private: note.private } });
  return (
    <Dialog open onClose={close} title="Note" lead={page.contact.name} actions={<><Button kind="quiet" onClick={close}>Cancel</Button><Button kind="primary" hint="mod+enter" busy={save.isPending} refused={text.trim() === "" ? "Write something first" : undefined} onClick={submit}>Save note</Button></>}>
      <div className={css.form}>
        <Textarea label="Note" bare value={text} onChange={(next) => write({ ...note, text: next })} rows={4} data-autofocus placeholder="A note stops no clock" />
        <Checkbox label="Only for me and my manager" checked={note.private} onChange={(next) => write({ ...note, private: next })} />
        <FormError error={save.error} />
      </div>
    </Dialog>
  );
}
