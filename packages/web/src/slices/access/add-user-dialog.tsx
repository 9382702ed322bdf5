import { listTeams } from "@tandem/contract/access/teams";
import { createUser, type User } from "@tandem/contract/access/users";
import { roles, type OutputOf, type Role } from "@tandem/contract/operation";
import { useEffect, useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { roleNames } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { RadioList } from "../../ui/radio-list.tsx";
import { Select } from "../../ui/select.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import type { Link } from "./one-time-link.tsx";
import { roleWords } from "./role-words.ts";
import css from "./settings.module.css";

const blank = { name: "", email: "", jobTitle: "", role: "sales-rep" as Role, entry: "invitation" as "invitation" | "password", password: "", teamIds: [] as string[] };

export function AddUserDialog({ open, onClose, onMade }: { open: boolean; onClose: () => void; onMade: (user: User, link: Link | null) => void }) {
  const [given, setGiven] = useState(blank);
  const teams = useOperation(listTeams, {}, { enabled: open }).data?.rows ?? [];
  useEffect(() => {
    if (open) setGiven(blank);
  }, [open]);
  const add = useAct(createUser, {
    quietErrors: true,
    said: ({ user }: OutputOf<typeof createUser>) => `${user.name} is added`,
    onDone: ({ user, link }) => {
      onClose();
      onMade(user, link);
    },
  });
  const put = <Key extends keyof typeof blank>(key: Key) => (value: (typeof blank)[Key]) => setGiven((now) => ({ ...now, [key]: value }));
  const submit = () => {
    const { entry, password, jobTitle, ...rest } = given;
    add.mutate({ body: { ...rest, jobTitle: jobTitle || null, entry: entry === "password" ? { kind: entry, password } : { kind: entry } } });
  };
  const at = (path: string) => add.error?.fieldError(path) ?? (path === "email" && add.error?.code === "email-taken" ? add.error.message : undefined);
  return (
    <Dialog
      open={open} onClose={onClose} title="Add user" width={520}
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" type="submit" form="add-user" busy={add.isPending}>Add user</Button></>}
    >
      <form id="add-user" className={css.form} onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <div className={css.pair}>
          <TextInput label="Name" value={given.name} onChange={put("name")} error={at("name")} autoFocus data-autofocus />
          <TextInput label="E-mail" type="email" value={given.email} onChange={put("email")} error={at("email")} />
          <Select label="Role" value={given.role} onChange={put("role")} choices={roles.map((value) => ({ value, label: roleNames[value] }))} hint={roleWords[given.role]} />
          <TextInput label="Title" optional value={given.jobTitle} onChange={put("jobTitle")} />
        </div>
        {teams.length > 0 && (
          <fieldset>
            <legend className="second ink2" style={{ fontWeight: 500, padding: "0 0 4px" }}>Teams</legend>
            {teams.map((team) => (
              <Checkbox key={team.id} label={team.name} checked={given.teamIds.includes(team.id)} onChange={(on) => put("teamIds")(on ? [...given.teamIds, team.id] : given.teamIds.filter((id) => id !== team.id))} />
            ))}
          </fieldset>
        )}
        <RadioList
          label="First sign-in" value={given.entry} onChange={put("entry")}
          choices={[
            { value: "invitation", label: "By a one-time link", detail: "They choose their own password. It is mailed where mail is set up; otherwise you hand it over." },
            { value: "password", label: "By a password I set now" },
          ]}
        />
        {given.entry === "password" && <TextInput label="Password" type="password" autoComplete="new-password" minLength={10} hint="At least 10 characters." value={given.password} onChange={put("password")} error={at("entry.password")} />}
        {add.error?.code !== "email-taken" && <FormError error={add.error} />}
      </form>
    </Dialog>
  );
}
