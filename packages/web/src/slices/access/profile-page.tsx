import { changeMe, changePassword, listSessions, readMe, type Me } from "@tandem/contract/access/me";
import { signOutEverywhere } from "@tandem/contract/access/sign-in";
import { useState } from "react";
import { call } from "../../app/api.ts";
import { useAct, useOperation } from "../../app/query.ts";
import { roleNames } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Section } from "../../ui/section.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { BusinessHoursFields, hoursOf } from "./business-hours-fields.tsx";
import { browserInWords } from "./browser-words.ts";
import { LooksSection, MailSection } from "./looks-section.tsx";
import { SettingsPageFrame } from "./settings-page-frame.tsx";
import css from "./settings.module.css";
import { weekProblem } from "./week-editor.tsx";

/** What a person sets for themselves. */
export function Page() {
  const me = useOperation(readMe);
  return (
    <SettingsPageFrame title="Your profile" note={me.data && roleNames[me.data.user.role]}>
      {me.isPending && <SkeletonLines lines={8} />}
      {me.error && !me.data && <ErrorState title="Your profile could not be loaded" error={me.error} onRetry={() => void me.refetch()} />}
      {me.data && (
        <>
          <ProfileSection key={me.data.user.version} me={me.data} />
          <LooksSection preferences={me.data.preferences} />
          <MailSection email={me.data.user.email} preferences={me.data.preferences} />
          <PasswordSection email={me.data.user.email} />
          <SessionsSection />
        </>
      )}
    </SettingsPageFrame>
  );
}

function ProfileSection({ me: { user, teams } }: { me: Me }) {
  const [given, setGiven] = useState(user);
  const save = useAct(changeMe, { quietErrors: true, said: () => "Your profile is saved" });
  const wrong = weekProblem(given.week);
  const submit = () => save.mutate({ body: { name: given.name, jobTitle: given.jobTitle || null, ...hoursOf(given), version: user.version } });
  return (
    <Section card title="You" definition={[user.email, teams.map((team) => team.name).join(", ") || "in no team", ...(user.signsFor ? [`signs the agreement for ${user.signsFor === "marketing" ? "Marketing" : "Sales"}`] : [])].join(" · ")}>
      <form className={css.form} style={{ paddingTop: 8 }} onSubmit={(event) => { event.preventDefault(); if (!wrong) submit(); }}>
        <div className={css.pair}>
          <TextInput label="Name" autoComplete="name" value={given.name} onChange={(name) => setGiven({ ...given, name })} error={save.error?.fieldError("name")} />
          <TextInput label="Title" optional autoComplete="organization-title" value={given.jobTitle ?? ""} onChange={(jobTitle) => setGiven({ ...given, jobTitle })} />
        </div>
        <BusinessHoursFields value={given} onChange={(change) => setGiven((now) => ({ ...now, ...change }))} />
        <FormError error={wrong ?? save.error} />
        <div><Button kind="primary" type="submit" tall busy={save.isPending}>Save</Button></div>
      </form>
    </Section>
  );
}

function PasswordSection({ email }: { email: string }) {
  const [given, setGiven] = useState({ current: "", next: "" });
  const change = useAct(changePassword, { quietErrors: true, said: () => "Your password is changed. Other sessions are signed out.", onDone: () => setGiven({ current: "", next: "" }) });
  return (
    <Section card title="Password" definition="Changing it signs you out everywhere else.">
      <form className={css.form} style={{ paddingTop: 8 }} onSubmit={(event) => { event.preventDefault(); change.mutate({ body: given }); }}>
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <div className={css.pair}>
          <TextInput label="Present password" type="password" autoComplete="current-password" value={given.current} onChange={(current) => setGiven({ ...given, current })} error={change.error?.code === "wrong-password" ? change.error.message : undefined} />
          <TextInput label="New password" type="password" autoComplete="new-password" minLength={10} hint="At least 10 characters." value={given.next} onChange={(next) => setGiven({ ...given, next })} error={change.error?.fieldError("next")} />
        </div>
        {change.error?.code !== "wrong-password" && <FormError error={change.error} />}
        <div><Button type="submit" tall busy={change.isPending}>Change password</Button></div>
      </form>
    </Section>
  );
}

function SessionsSection() {
  const sessions = useOperation(listSessions).data?.rows;
  const [asking, setAsking] = useState(false);
  return (
    <Section card title="Where you are signed in" aside={<Button kind="quiet" onClick={() => setAsking(true)}>Sign out everywhere…</Button>}>
      <div className={css.rows}>
        {sessions?.map((session, i) => (
          <div key={i} className={css.row}>
            <span className={`${css.grow} ${css.lines}`}>
              <span>{browserInWords(session.userAgent)}</span>
              <span className={css.under}>{session.address}</span>
            </span>
            {session.current ? <Chip tone="accent">This one</Chip> : <span className="second ink2">last seen <RelativeTime at={session.lastSeenAt} /></span>}
          </div>
        ))}
      </div>
      <ConfirmDialog
        open={asking} onClose={() => setAsking(false)} title="Sign out everywhere?" lead="Every browser you are signed in with is signed out, this one included. API keys stay." confirm="Sign out everywhere"
        onConfirm={async () => {
          await call(signOutEverywhere);
          location.assign("/");
        }}
      />
    </Section>
  );
}
