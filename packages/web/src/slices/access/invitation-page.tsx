import { acceptInvitation, readInvitation } from "@tandem/contract/access/sign-in";
import { useEffect, useState } from "react";
import { call } from "../../app/api.ts";
import { DoorFrame } from "../../app/door-frame.tsx";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import type { OutputOf } from "@tandem/contract/operation";
import css from "./settings.module.css";

/** Behind a one-time link: choose a password and come in. The token stands behind `#`, so that no server log has it. */
export function Page() {
  const [token] = useState(() => location.hash.slice(1));
  const [found, setFound] = useState<OutputOf<typeof readInvitation> | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [password, setPassword] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = "Invitation";
    call(readInvitation, { body: { token } }).then(setFound, setProblem);
  }, [token]);
  if (problem) {
    return (
      <DoorFrame title="This link does not open" lead="Tandem">
        <ErrorState title="Ask for a new one" error={problem} />
        <Button full tall onClick={() => location.assign("/")}>Sign in instead</Button>
      </DoorFrame>
    );
  }
  if (!found) return null;
  const enter = async () => {
    setBusy(true);
    setError(null);
    try {
      await call(acceptInvitation, { body: { token, password } });
      location.replace("/");
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <DoorFrame title={found.purpose === "invitation" ? `Welcome, ${found.name}` : "Choose a new password"} lead={found.workspaceName}>
      <form className={css.form} onSubmit={(event) => { event.preventDefault(); void enter(); }}>
        <TextInput label="E-mail" type="email" autoComplete="username" value={found.email} onChange={() => {}} readOnly hint="You sign in with this." />
        <TextInput label="Password" type="password" autoComplete="new-password" minLength={10} hint="At least 10 characters." value={password} onChange={setPassword} autoFocus />
        <FormError error={error} />
        <Button kind="primary" type="submit" tall full busy={busy}>{found.purpose === "invitation" ? "Come in" : "Save and sign in"}</Button>
      </form>
    </DoorFrame>
  );
}
