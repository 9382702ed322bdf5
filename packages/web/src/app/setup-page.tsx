import { completeSetup } from "@tandem/contract/access/setup";
import { useState, type FormEvent } from "react";
import { Button } from "../ui/button.tsx";
import { FormError } from "../ui/form-error.tsx";
import { Select } from "../ui/select.tsx";
import { Facts } from "../ui/facts.tsx";
import { TextInput } from "../ui/text-input.tsx";
import { Combobox } from "../ui/combobox.tsx";
import { call, isProblem } from "./api.ts";
import { DoorFrame } from "./door-frame.tsx";
import css from "./sign-in-page.module.css";

const currencies = ["EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY", "AUD", "CAD", "INR", "BRL"];
const zones = Intl.supportedValuesOf("timeZone").map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));

/** The first run: the workspace, then its first administrator, then what to paste into the website. */
export function SetupPage({ onDone }: { onDone: () => Promise<unknown> }) {
  const [step, setStep] = useState(1);
  const [given, setGiven] = useState({
    workspaceName: "", timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, currency: "EUR", website: "Website", name: "", email: "", password: "",
  });
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [source, setSource] = useState<{ snippet: string | null } | null>(null);
  const put = (part: keyof typeof given) => (value: string) => setGiven((now) => ({ ...now, [part]: value }));
  const finish = async () => {
    setBusy(true);
    setError(null);
    const { name, email, password, ...workspace } = given;
    try {
      const done = await call(completeSetup, { body: { ...workspace, administrator: { name, email, password } } });
      setSource(done.source);
      setStep(3);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (step === 1) setStep(2);
    else if (step === 2) void finish();
    else void onDone();
  };
  const at = (path: string) => (isProblem(error) ? error.fieldError(path) : undefined);
  const titles = ["Set up Tandem", "First administrator", "Connect the website"];
  return (
    <DoorFrame title={titles[step - 1] ?? ""} lead={step === 3 ? "Paste this before </head>. It can be found again in Settings." : "One deployment serves one company."} step={step} steps={3}>
      <form onSubmit={submit} className={css.form}>
        {step === 1 && (
          <>
            <TextInput label="Company" value={given.workspaceName} onChange={put("workspaceName")} error={at("workspaceName")} autoFocus />
            <Combobox label="Time zone" hint="Days, weeks and business hours are counted in it." value={given.timeZone} onChange={(zone) => zone && put("timeZone")(zone)} choices={zones} valueLabel={given.timeZone} />
            <Select label="Currency" value={given.currency} onChange={put("currency")} choices={currencies.map((value) => ({ value, label: value }))} />
            <TextInput label="Website" hint="A name for the first source of events." value={given.website} onChange={put("website")} />
          </>
        )}
        {step === 2 && (
          <>
            <TextInput label="Your name" autoComplete="name" value={given.name} onChange={put("name")} error={at("administrator.name")} autoFocus />
            <TextInput label="E-mail" type="email" autoComplete="username" value={given.email} onChange={put("email")} error={at("administrator.email")} />
            <TextInput label="Password" type="password" autoComplete="new-password" minLength={10} hint="At least 10 characters." value={given.password} onChange={put("password")} error={at("administrator.password")} />
          </>
        )}
        {step === 3 && (
          <>
            <pre className="mono" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", margin: 0, padding: 12, borderRadius: 8, background: "var(--sunken)" }}>{source?.snippet}</pre>
            <Facts facts={[{ label: "Signed in as", value: given.email }]} labelWidth={88} />
          </>
        )}
        <FormError error={error} />
        <Button type="submit" kind="primary" tall full busy={busy}>{step === 1 ? "Continue" : step === 2 ? "Create workspace" : "Open Tandem"}</Button>
        {step === 2 && <Button kind="quiet" full onClick={() => setStep(1)}>Back</Button>}
      </form>
    </DoorFrame>
  );
}
