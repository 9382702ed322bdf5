import { logActivity, removeActivity } from "@tandem/contract/pipeline/activities";
import { useState } from "react";
import { call } from "../../app/api.ts";
import { useAct } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Textarea } from "../../ui/text-input.tsx";
import css from "./lead.module.css";
import type { LeadView } from "./use-lead.ts";

/** A note stands in the timeline and proves nothing. */
export function NoteDialog({ view: { page, close } }: { view: LeadView }) {
  const [text, setText] = useState("");
  const [isPrivate, setPrivate] = useState(false);
  const save = useAct(logActivity, { quietErrors: true, invalidates: ["handoff", "people", "pipeline"], said: () => "Note saved.", undo: ({ id }) => call(removeActivity, { params: { activityId: id } }), onDone: close });
  const submit = () => text.trim() !== "" && save.mutate({ body: { kind: "note", contactId: page.contact.id, body: text, private: isPrivate } });
  return (
    <Dialog open onClose={close} title="Note" lead={page.contact.name} actions={<><Button kind="quiet" onClick={close}>Cancel</Button><Button kind="primary" hint="mod+enter" busy={save.isPending} refused={text.trim() === "" ? "Write something first" : undefined} onClick={submit}>Save note</Button></>}>
      <div className={css.form}>
        <Textarea label="Note" bare value={text} onChange={setText} rows={4} data-autofocus placeholder="A note stops no clock" />
        <Checkbox label="Only for me and my manager" checked={isPrivate} onChange={setPrivate} />
        <FormError error={save.error} />
      </div>
    </Dialog>
  );
}
