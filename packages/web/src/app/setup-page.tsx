import { completeSetup } from "@tandem/contract/access/setup";
import { useState, type FormEvent } from "react";
import { Button } from "../ui/button.tsx";
import { FormError } from "../ui/form-error.tsx";
import { Select } from "../ui/select.tsx";
import { TextInput } from "../ui/text-input.tsx";
import { Combobox } from "../ui/combobox.tsx";
import { call, isProblem } from "./api.ts";
import { DoorFrame } from "./door-frame.tsx";
import { CopyBox } from "../ui/copy-box.tsx";
import { FirstEvent } from "./first-event.tsx";
import css from "./sign-in-page.module.css";

const currencies = ["EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY", "AUD", "CAD", "INR", "BRL"];
const zones = Intl.supportedValuesOf("timeZone").map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));

/** The first run: the workspace, its first administrator, its two teams, then what to paste into the website. */
export function SetupPage({ onDone }: { onDone: () => Promise<unknown> }) {
  const [step, setStep] = useState(1);
  const [given, setGiven] = useState({
    workspaceName: "", timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, currency: "EUR", name: "", email: "", password: "",
    marketingTeam: "Marketing", salesTeam: "Sales", website: "",
  });
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [source, setSource] = useState<{ id: number; snippet: string | null } | null>(null);
  const put = (part: keyof typeof given) => (value: string) => setGiven((now) => ({ ...now, [part]: value }));
  const finish = async () => {
    setBusy(true);
    setError(null);
    const { name, email, password, website, ...workspace } = given;
    try {
      const done = await call(completeSetup, { body: { ...workspace, ...(website.trim() && { website }), administrator: { name, email, password } } });
      setSource(done.source);
      setStep(4);
    } catch (failure) {
      setError(failure);
      if (isProblem(failure) && ["administrator.name", "administrator.email", "administrator.password"].some((path) => failure.fieldError(path))) setStep(2);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (step < 3) setStep(step + 1);
    else if (step === 3) void finish();
    else void onDone();
  };
  const at = (path: string) => (isProblem(error) ? error.fieldError(path) : undefined);
  const titles = ["Set up Tandem", "First administrator", "Teams and website", "Connect the website"];
  const leads = ["One deployment serves one company.", "You add everybody else afterwards.", "Leads go from one team to the other.", "Paste this before </head> on every page."];
  return (
    <DoorFrame title={titles[step - 1] ?? ""} lead={leads[step - 1]} step={step} steps={4}>
      <form onSubmit={submit} className={css.form}>
        {step === 1 && (
          <>
            <TextInput label="Company" value={given.workspaceName} onChange={put("workspaceName")} error={at("workspaceName")} autoFocus />
            <Combobox label="Time zone" hint="Days, weeks and business hours are counted in it." value={given.timeZone} onChange={(zone) => zone && put("timeZone")(zone)} choices={zones} valueLabel={given.timeZone} />
            <Select label="Currency" value={given.currency} onChange={put("currency")} choices={currencies.map((value) => ({ value, label: value }))} />
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
            <TextInput label="Marketing's team" value={given.marketingTeam} onChange={put("marketingTeam")} error={at("marketingTeam")} autoFocus />
            <TextInput label="Sales' team" hint="More teams can follow; handoffs start with these two." value={given.salesTeam} onChange={put("salesTeam")} error={at("salesTeam")} />
            <TextInput label="Website" optional placeholder="www.example.com" hint="The first source of events. The next step shows its tag." value={given.website} onChange={put("website")} error={at("website")} />
          </>
        )}
        {step === 4 && source && (
          <>
            <CopyBox text={source.snippet ?? ""} label="the tag" />
            <p className="label">It can be found again under Settings, Sources.</p>
            <FirstEvent sourceId={source.id} />
          </>
        )}
        <FormError error={error} />
        <Button type="submit" kind="primary" tall full busy={busy}>{["Continue", "Continue", "Create workspace", "Open Tandem"][step - 1]}</Button>
        {(step === 2 || step === 3) && <Button kind="quiet" full onClick={() => setStep(step - 1)}>Back</Button>}
      </form>
    </DoorFrame>
  );
}
