import { changeWorkspace } from "@tandem/contract/access/workspace";
import { useState } from "react";
import { useAct } from "../../app/query.ts";
import { useSession } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Facts } from "../../ui/facts.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Section } from "../../ui/section.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { SettingsPageFrame } from "./settings-page-frame.tsx";
import css from "./settings.module.css";

/** What the company is called here. What it counts in belongs to the agreement. */
export function Page() {
  const { workspace, format } = useSession();
  const [name, setName] = useState(workspace.name);
  const save = useAct(changeWorkspace, {
    quietErrors: true,
    // The name stands in the navigation and in every page's title.
    onDone: () => location.reload(),
  });
  return (
    <SettingsPageFrame title="Workspace">
      <Section card title="Name">
        <form className={css.form} style={{ paddingTop: 8, maxWidth: 360 }} onSubmit={(event) => { event.preventDefault(); save.mutate({ body: { name } }); }}>
          <TextInput label="Company" value={name} onChange={setName} error={save.error?.fieldError("name")} />
          <FormError error={save.error} />
          <div><Button type="submit" kind="primary" busy={save.isPending} refused={name.trim() === workspace.name ? "Nothing is changed yet" : undefined}>Save</Button></div>
        </form>
      </Section>
      <Section card title="Counted in" definition="Both belong to the agreement and change with its next version.">
        <div style={{ paddingTop: 8 }}>
          <Facts labelWidth={96} facts={[{ label: "Currency", value: workspace.currency }, { label: "Company zone", value: format.timeZone.replaceAll("_", " ") }]} />
        </div>
      </Section>
    </SettingsPageFrame>
  );
}
