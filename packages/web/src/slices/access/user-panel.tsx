import { changeUser, resetPassword, type User } from "@tandem/contract/access/users";
import { roles } from "@tandem/contract/operation";
import { useState } from "react";
import { call } from "../../app/api.ts";
import { invalidate, useAct } from "../../app/query.ts";
import { roleNames, useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Facts } from "../../ui/facts.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Section } from "../../ui/section.tsx";
import { Select } from "../../ui/select.tsx";
import { SidePanel } from "../../ui/side-panel.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { BusinessHoursFields, hoursOf } from "./business-hours-fields.tsx";
import type { Link } from "./one-time-link.tsx";
import { roleWords } from "./role-words.ts";
import css from "./settings.module.css";
import { weekInWords, weekProblem } from "./week-editor.tsx";

/** One person: what an administrator changes, what RevOps reads. */
export function UserPanel({ user, onClose, onLink }: { user: User | undefined; onClose: () => void; onLink: (link: Link) => void }) {
  const may = useMay();
  return (
    <SidePanel open={user !== undefined} onClose={onClose} title={user?.name ?? ""} width={520}>
      {user && (may(changeUser) ? <UserForm user={user} onClose={onClose} onLink={onLink} /> : <UserFacts user={user} />)}
    </SidePanel>
  );
}

function UserFacts({ user }: { user: User }) {
  return (
    <Facts
      labelWidth={112}
      facts={[
        { label: "E-mail", value: user.email },
        { label: "Role", value: roleNames[user.role] },
        { label: "Title", value: user.jobTitle ?? undefined, absent: "None" },
        { label: "Time zone", value: user.timeZone },
        { label: "Hours", value: weekInWords(user.week) },
        { label: "Holidays of", value: user.holidayCountry ?? undefined, absent: "None" },
      ]}
    />
  );
}

function UserForm({ user, onClose, onLink }: { user: User; onClose: () => void; onLink: (link: Link) => void }) {
  const [given, setGiven] = useState(user);
  const [asking, setAsking] = useState(false);
  const put = <Key extends keyof User>(key: Key) => (value: User[Key]) => setGiven((now) => ({ ...now, [key]: value }));
  const save = useAct(changeUser, { quietErrors: true, said: ({ name }) => `${name} is saved`, onDone: onClose });
  const reset = useAct(resetPassword, { onDone: onLink });
  const there = save.error?.code === "changed-meanwhile" ? (save.error.problem.data as User | undefined) : undefined;
  const wrong = weekProblem(given.week);
  const submit = () => {
    const { name, email, role, jobTitle, signsFor, version } = given;
    save.mutate({ params: { id: user.id }, body: { name, email, role, jobTitle: jobTitle || null, signsFor, ...hoursOf(given), version } });
  };
  const setActive = (active: boolean) => call(changeUser, { params: { id: user.id }, body: { active, version: given.version } });
  return (
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); if (!wrong) submit(); }}>
      <div className={css.pair}>
        <TextInput label="Name" value={given.name} onChange={put("name")} error={save.error?.fieldError("name")} />
        <TextInput label="E-mail" type="email" value={given.email} onChange={put("email")} error={save.error?.fieldError("email")} />
        <Select label="Role" value={given.role} onChange={put("role")} choices={roles.map((value) => ({ value, label: roleNames[value] }))} hint={roleWords[given.role]} />
        <TextInput label="Title" optional value={given.jobTitle ?? ""} onChange={put("jobTitle")} />
        <Select
          label="Signs the agreement for" value={given.signsFor ?? "nobody"} hint="A right of the person, apart from the role."
          onChange={(side: "nobody" | "marketing" | "sales") => put("signsFor")(side === "nobody" ? null : side)}
          choices={[{ value: "nobody", label: "Nobody" }, { value: "marketing", label: "Marketing" }, { value: "sales", label: "Sales" }]}
        />
      </div>
      <Section title="Business hours" definition="Their clocks run in these hours, and routing knows when they are there.">
        <div style={{ paddingTop: 8 }}><BusinessHoursFields value={given} onChange={(change) => setGiven((now) => ({ ...now, ...change }))} /></div>
      </Section>
      <FormError error={wrong ?? save.error}>
        {there && <Button kind="outline" onClick={() => { setGiven(there); save.reset(); }}>Show what is there now</Button>}
      </FormError>
      <div style={{ display: "flex", flexWrap: "wrap", gap: 8 }}>
        <Button kind="primary" type="submit" busy={save.isPending} tall>Save</Button>
        <Button tall busy={reset.isPending} refused={user.active ? undefined : "Activate them first"} onClick={() => reset.mutate({ params: { id: user.id } })}>{user.hasPassword ? "Reset password…" : "New invitation…"}</Button>
        <span style={{ flex: 1 }} />
        {user.active ? <Button kind="danger" tall onClick={() => setAsking(true)}>Deactivate…</Button> : <Button tall onClick={() => save.mutate({ params: { id: user.id }, body: { active: true, version: given.version } })}>Activate</Button>}
      </div>
      <ConfirmDialog
        open={asking} onClose={() => setAsking(false)} title={`Deactivate ${user.name}?`} danger confirm="Deactivate"
        lead="They are signed out at once and their API keys end. Their open handoffs go back to routing. History keeps their name."
        onConfirm={async () => { await setActive(false); await invalidate(["access"]); onClose(); }}
      />
    </form>
  );
}
