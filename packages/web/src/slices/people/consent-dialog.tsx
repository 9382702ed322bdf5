import { recordConsent } from "@tandem/contract/people/contacts";
import { useEffect, useState } from "react";
import { useAct } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { RadioList } from "../../ui/radio-list.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import css from "./people.module.css";

const blank = { purpose: "newsletter", given: "yes" as "yes" | "no", proof: "" };

/** Adds a line to the ledger of consent: what for, given or withdrawn, and how it is known. */
export function ConsentDialog({ open, onClose, contactId, name }: { open: boolean; onClose: () => void; contactId: string; name: string }) {
  const [line, setLine] = useState(blank);
  const record = useAct(recordConsent, { quietErrors: true, said: ({ purpose, given }) => `${name}: ${purpose} ${given ? "given" : "withdrawn"}`, onDone: onClose });
  const { reset } = record;
  useEffect(() => {
    if (open) {
      setLine(blank);
      reset();
    }
  }, [open, reset]);
  return (
    <Dialog
      open={open} onClose={onClose} title="Record consent" lead="Lines are only added, never changed. The latest one stands; a withdrawal stops bulk mail at once."
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" type="submit" form="record-consent" busy={record.isPending}>Record</Button></>}
    >
      <form id="record-consent" className={css.form} onSubmit={(event) => { event.preventDefault(); record.mutate({ params: { contactId }, body: { purpose: line.purpose, given: line.given === "yes", proof: line.proof } }); }}>
        <TextInput label="Purpose" value={line.purpose} onChange={(purpose) => setLine({ ...line, purpose })} error={record.error?.fieldError("purpose")} />
        <RadioList label="Said" value={line.given} onChange={(given) => setLine({ ...line, given })} choices={[{ value: "yes", label: "Given" }, { value: "no", label: "Withdrawn" }]} />
        <TextInput label="How it is known" hint="The proof: a form, a call, a mail, with its date." value={line.proof} onChange={(proof) => setLine({ ...line, proof })} error={record.error?.fieldError("proof")} data-autofocus />
        <FormError error={record.error} />
      </form>
    </Dialog>
  );
}
