import { useState, type FormEvent } from "react";
import { Avatar } from "../ui/avatar.tsx";
import { Button } from "../ui/button.tsx";
import { FormError } from "../ui/form-error.tsx";
import { ForwardIcon } from "../ui/icons.ts";
import { TextInput } from "../ui/text-input.tsx";
import { DoorFrame } from "./door-frame.tsx";
import type { Door, SessionPort } from "./session.ts";
import css from "./sign-in-page.module.css";

/** E-mail and password; on a demo workspace one tap signs in as any of its people. */
export function SignInPage({ door, port, onSignedIn }: { door: Door; port: SessionPort; onSignedIn: () => Promise<unknown> }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const enter = async (who: string, by: () => Promise<void>) => {
    setBusy(who);
    setError(null);
    try {
      await by();
      await onSignedIn();
    } catch (failure) {
      setError(failure);
      setBusy(null);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void enter("form", () => port.signIn(email, password));
  };
  return (
    <DoorFrame title="Sign in" lead={door.workspace ?? "Tandem"}>
      {door.demo.length > 0 && (
        <section>
          <h2 className={css.heading}>This is demo data. Enter as</h2>
          <ul className={css.people}>
            {door.demo.map((person) => (
              <li key={person.id}>
                <button type="button" className={css.person} disabled={busy !== null} aria-busy={busy === person.id} onClick={() => void enter(person.id, () => port.signInAs(person.id))}>
                  <Avatar name={person.name} size={32} />
                  <span className={css.names}>
                    <span className={css.name}>{person.name}</span>
                    <span className={css.title}>{person.title}</span>
                  </span>
                  <ForwardIcon />
                </button>
              </li>
            ))}
          </ul>
          <div className={css.or}><span>or with an account</span></div>
        </section>
      )}
      <form onSubmit={submit} className={css.form}>
        <TextInput label="E-mail" type="email" autoComplete="username" value={email} onChange={setEmail} />
        <TextInput label="Password" type="password" autoComplete="current-password" value={password} onChange={setPassword} />
        <FormError error={error} />
        <Button type="submit" kind={door.demo.length > 0 ? "outline" : "primary"} tall full busy={busy === "form"}>Sign in</Button>
      </form>
    </DoorFrame>
  );
}
