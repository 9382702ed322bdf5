import { changeTeam, createTeam, type Team } from "@tandem/contract/access/teams";
import { useEffect, useState } from "react";
import { useAct } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { RadioList } from "../../ui/radio-list.tsx";
import { SidePanel } from "../../ui/side-panel.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { BusinessHoursFields, hoursOf } from "./business-hours-fields.tsx";
import css from "./settings.module.css";
import { weekProblem } from "./week-editor.tsx";

/** Name and business hours of a team. */
export function TeamPanel({ team, onClose }: { team: Team | undefined; onClose: () => void }) {
  return (
    <SidePanel open={team !== undefined} onClose={onClose} title={team?.name ?? ""} width={520}>
      {team && <TeamForm team={team} onClose={onClose} />}
    </SidePanel>
  );
}

function TeamForm({ team, onClose }: { team: Team; onClose: () => void }) {
  const [given, setGiven] = useState(team);
  const save = useAct(changeTeam, { quietErrors: true, said: ({ name }) => `${name} is saved`, onDone: onClose });
  const wrong = weekProblem(given.week);
  return (
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); if (!wrong) save.mutate({ params: { id: team.id }, body: { name: given.name, ...hoursOf(given) } }); }}>
      <TextInput label="Name" value={given.name} onChange={(name) => setGiven({ ...given, name })} error={save.error?.fieldError("name")} hint={`Routing names it “${team.key}”, whatever it is called.`} />
      <p className="second ink2">While a lead waits in the queue, its clock runs in these hours; from then on in its owner's.</p>
      <BusinessHoursFields value={given} onChange={(change) => setGiven((now) => ({ ...now, ...change }))} />
      <FormError error={wrong ?? save.error} />
      <div><Button kind="primary" type="submit" tall busy={save.isPending}>Save</Button></div>
    </form>
  );
}

export function AddTeamDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [name, setName] = useState("");
  const [side, setSide] = useState<"marketing" | "sales">("sales");
  const add = useAct(createTeam, { quietErrors: true, said: (team) => `${team.name} is created`, onDone: onClose });
  const { reset } = add;
  useEffect(() => {
    if (!open) return;
    setName("");
    reset();
  }, [open, reset]);
  return (
    <Dialog open={open} onClose={onClose} title="Create team" actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" type="submit" form="add-team" busy={add.isPending}>Create team</Button></>}>
      <form id="add-team" className={css.form} onSubmit={(event) => { event.preventDefault(); add.mutate({ body: { name, side } }); }}>
        <TextInput label="Name" value={name} onChange={setName} error={add.error?.fieldError("name")} data-autofocus autoFocus />
        <RadioList label="Side" value={side} onChange={setSide} choices={[{ value: "sales", label: "Sales" }, { value: "marketing", label: "Marketing" }]} />
        <FormError error={add.error} />
      </form>
    </Dialog>
  );
}
