import { listColleagues } from "@tandem/contract/access/users";
import { assignCompany } from "@tandem/contract/people/companies";
import { assignContact } from "@tandem/contract/people/contacts";
import { useEffect, useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { roleNames } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";

interface About {
  kind: "contact" | "company";
  id: string;
  name: string;
  version: number;
  owner: { id: string; name: string } | null;
}

/** Gives a contact or a company an owner. Says what follows: routing asks them first. */
export function OwnerDialog({ open, onClose, about }: { open: boolean; onClose: () => void; about: About }) {
  const [ownerId, setOwnerId] = useState<string | null>(about.owner?.id ?? null);
  const people = useOperation(listColleagues, {}, { enabled: open }).data?.rows ?? [];
  const nameOf = (id: string | null) => people.find((one) => one.id === id)?.name ?? "nobody";
  const options = { quietErrors: true, said: () => (ownerId === null ? `${about.name} has no owner now` : `${about.name} belongs to ${nameOf(ownerId)}`), onDone: onClose } as const;
  const contact = useAct(assignContact, options);
  const company = useAct(assignCompany, options);
  const act = about.kind === "contact" ? contact : company;
  const { reset } = act;
  useEffect(() => {
    if (open) {
      setOwnerId(about.owner?.id ?? null);
      reset();
    }
  }, [open, about.owner?.id, reset]);
  const save = () => {
    const body = { ownerId, version: about.version };
    if (about.kind === "contact") contact.mutate({ params: { contactId: about.id }, body });
    else company.mutate({ params: { companyId: about.id }, body });
  };
  return (
    <Dialog
      open={open} onClose={onClose} title={`Owner of ${about.name}`}
      lead={about.kind === "contact" ? "The next handoff goes to the owner before any rule. One that is open stays where it is." : "Leads of this company go to its owner where the contact has none."}
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" busy={act.isPending} onClick={save}>{ownerId === null ? "Take owner off" : "Assign"}</Button></>}
    >
      <Combobox
        label="Owner" optional value={ownerId} valueLabel={about.owner?.name} onChange={setOwnerId} placeholder="Nobody"
        choices={people.filter((one) => one.active).map((one) => ({ value: one.id, label: one.name, detail: `${one.jobTitle ?? roleNames[one.role]}${one.awayUntil ? ", away now" : ""}` }))}
      />
      <FormError error={act.error} />
    </Dialog>
  );
}
