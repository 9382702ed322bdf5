import { changePreferences, readMe, type Preferences } from "@tandem/contract/access/me";
import type { CallInput } from "../../app/api.ts";
import { useOwnLooks } from "../../app/own-looks.ts";
import { patch, useAct } from "../../app/query.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Section } from "../../ui/section.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { Select } from "../../ui/select.tsx";
import css from "./settings.module.css";

/** Shown at once; taken back where it could not be kept. */
const atOnce = ({ body }: CallInput<typeof changePreferences>) => patch(readMe, (me) => ({ ...me, preferences: { ...me.preferences, ...body } as Preferences }));

const locales = ["en-GB", "en-US", "de-DE", "de-AT", "de-CH", "fr-FR", "es-ES", "it-IT", "nl-NL", "pl-PL", "pt-BR", "sv-SE", "da-DK", "fi-FI", "ja-JP"];

/** Theme, rows, keys and how numbers are written. The theme acts in this browser at once; all of it is kept for the next one. */
export function LooksSection({ preferences }: { preferences: Preferences }) {
  const { show } = useOwnLooks();
  const change = useAct(changePreferences, { optimistic: atOnce });
  const put = (body: Partial<Preferences>) => {
    show(body);
    // Numbers are written anew everywhere, so the page begins anew.
    change.mutate({ body }, body.locale !== undefined ? { onSuccess: () => location.reload() } : {});
  };
  const words = new Intl.DisplayNames(["en"], { type: "language" });
  return (
    <Section card title="Looks and keys">
      <div className={css.form} style={{ paddingTop: 8 }}>
        <div><SegmentedTabs label="Theme" value={preferences.theme} onChange={(theme) => put({ theme })} tabs={[{ value: "system", label: "As the system" }, { value: "light", label: "Light" }, { value: "dark", label: "Dark" }]} /></div>
        <div><SegmentedTabs label="Rows" value={preferences.density} onChange={(density) => put({ density })} tabs={[{ value: "comfortable", label: "Two lines a row" }, { value: "compact", label: "One line, compact" }]} /></div>
        <Checkbox label="Single keys" hint="A accepts, R rejects, J and K move. Switch them off where they get in the way of dictation." checked={preferences.keys} onChange={(keys) => put({ keys })} />
        <div style={{ maxWidth: 300 }}>
          <Select label="Numbers and money" value={preferences.locale ?? "browser"} onChange={(value) => put({ locale: value === "browser" ? null : value })} choices={[{ value: "browser", label: "As the browser" }, ...locales.map((value) => ({ value, label: words.of(value) ?? value }))]} />
        </div>
      </div>
    </Section>
  );
}

/** What comes by e-mail besides standing in the product. */
export function MailSection({ email, preferences }: { email: string; preferences: Preferences }) {
  const change = useAct(changePreferences, { optimistic: atOnce, said: ({ mail }) => (mail ? `Handoffs are mailed to ${email}` : "Handoffs are no longer mailed to you") });
  return (
    <Section card title="E-mail">
      <div className={css.form} style={{ paddingTop: 8 }}>
        <Checkbox label="Mail me my handoffs" hint={`New leads and broken promises go to ${email} where the workspace sends e-mail. They stand under Notifications either way.`} checked={preferences.mail} onChange={(mail) => change.mutate({ body: { mail } })} />
      </div>
    </Section>
  );
}
