import { removeGroupMember, saveGroupMember } from "@tandem/contract/pipeline/buying-group";
import { getOpportunity, type GroupMember, type OpportunityPage } from "@tandem/contract/pipeline/opportunities";
import { buyingRoleNames, buyingRoles, type BuyingRole } from "@tandem/domain/pipeline/opportunity";
import { useState } from "react";
import { call } from "../../app/api.ts";
import { patch, useAct } from "../../app/query.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Grade } from "../../ui/grade.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { MoreIcon, PersonAddIcon } from "../../ui/icons.ts";
import { Link } from "../../ui/link.tsx";
import { Menu } from "../../ui/menu.tsx";
import { RadioList } from "../../ui/radio-list.tsx";
import { Section } from "../../ui/section.tsx";
import { PersonPicker } from "./add-deal-dialog.tsx";
import css from "./opportunity.module.css";

/** Who takes part in the purchase and in which part; the main contact first. */
export function BuyingGroup({ page, mayEdit }: { page: OpportunityPage; mayEdit: boolean }) {
  const [adding, setAdding] = useState(false);
  const show = ({ group }: { group: GroupMember[] }) => void patch(getOpportunity, (shown) => (shown.id === page.id ? { ...shown, group } : shown));
  const save = useAct(saveGroupMember, { invalidates: ["pipeline", "people"], onDone: show });
  const remove = useAct(removeGroupMember, {
    invalidates: ["pipeline", "people"], onDone: show,
    said: (_, input) => `${page.group.find((member) => member.contact.id === input.params.contactId)?.contact.name ?? "The contact"} left the buying group`,
    undo: (_, input) => call(saveGroupMember, { params: input.params, body: { role: page.group.find((member) => member.contact.id === input.params.contactId)?.role ?? "other" } }),
  });
  const params = (contactId: string) => ({ opportunityId: page.id, contactId });
  return (
    <Section title="Buying group" note={page.group.length} aside={mayEdit && <Button kind="quiet" icon={PersonAddIcon} onClick={() => setAdding(true)}>Add…</Button>}>
      {page.group.length === 0 && <p className={css.none}>Nobody is in it yet. Their touches count for this deal once they are.</p>}
      <ul>
        {page.group.map((member) => (
          <li key={member.contact.id} className={css.member}>
            <Avatar name={member.contact.name} size={24} />
            <span className={css.two}>
              <span className={css.memberName}><Link to={`/people/${member.contact.id}`} title={member.contact.name}>{member.contact.name}</Link><Grade grade={member.contact.grade as "A"} /></span>
              <span className={css.under} title={member.contact.title ?? undefined}>{[buyingRoleNames[member.role] === "Other" ? null : buyingRoleNames[member.role], member.main && "main contact", member.contact.title].filter(Boolean).join(", ") || "Role not known"}</span>
            </span>
            {mayEdit && (
              <Menu
                label={`About ${member.contact.name}`} target={<IconButton icon={MoreIcon} label={`Change ${member.contact.name}`} />}
                entries={[
                  { heading: "Role" },
                  ...buyingRoles.map((role: BuyingRole) => ({ label: buyingRoleNames[role], checked: role === member.role, onSelect: () => save.mutate({ params: params(member.contact.id), body: { role } }) })),
                  "line",
                  { label: "Make main contact", refused: member.main ? "Is the main contact" : undefined, onSelect: () => save.mutate({ params: params(member.contact.id), body: { role: member.role, main: true } }) },
                  { label: "Take out of the group", danger: true, refused: member.main ? "Make somebody else the main contact first" : undefined, onSelect: () => remove.mutate({ params: params(member.contact.id) }) },
                ]}
              />
            )}
          </li>
        ))}
      </ul>
      {adding && <AddMember page={page} onSaved={show} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function AddMember({ page, onSaved, onClose }: { page: OpportunityPage; onSaved: (output: { group: GroupMember[] }) => void; onClose: () => void }) {
  const [person, setPerson] = useState<{ id: string; name: string } | null>(null);
  const [role, setRole] = useState<BuyingRole>("user");
  const save = useAct(saveGroupMember, { invalidates: ["pipeline", "people"], quietErrors: true, said: () => `${person?.name} is in the buying group`, onDone: (output) => { onSaved(output); onClose(); } });
  return (
    <Dialog
      open onClose={onClose} title="Add to the buying group" lead="Touches of everyone in it count for this deal."
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" hint="mod+enter" busy={save.isPending} refused={person ? undefined : "Choose a person first"} onClick={() => person && save.mutate({ params: { opportunityId: page.id, contactId: person.id }, body: { role } })}>Add</Button></>}
    >
      <PersonPicker label="Person" value={person} onChange={setPerson} />
      <div style={{ height: 12 }} />
      <RadioList label="Role" value={role} onChange={setRole} choices={buyingRoles.map((value) => ({ value, label: buyingRoleNames[value] }))} />
      <FormError error={save.error} />
    </Dialog>
  );
}
