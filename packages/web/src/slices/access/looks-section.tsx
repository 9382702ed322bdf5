import { useMantineColorScheme } from "@mantine/core";
import { changePreferences, type Preferences } from "@tandem/contract/access/me";
import { useAct } from "../../app/query.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Section } from "../../ui/section.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { Select } from "../../ui/select.tsx";
import { useSingleKeys } from "../../ui/use-keys.ts";
import css from "./settings.module.css";

const locales = ["en-GB", "en-US", "de-DE", "de-AT", "de-CH", "fr-FR", "es-ES", "it-IT", "nl-NL", "pl-PL", "pt-BR", "sv-SE", "da-DK", "fi-FI", "ja-JP"];

/** Theme, keys and how numbers are written. The theme acts in this browser at once; all of it is kept for the next one. */
export function LooksSection({ preferences }: { preferences: Preferences }) {
  const { setColorScheme } = useMantineColorScheme();
  const [, setSingleKeys] = useSingleKeys();
  const change = useAct(changePreferences);
  const put = (body: Partial<Preferences>) => {
    if (body.theme) setColorScheme(body.theme === "system" ? "auto" : body.theme);
    if (body.keys !== undefined) setSingleKeys(body.keys);
    // Numbers are written anew everywhere, so the page begins anew.
    change.mutate({ body }, body.locale !== undefined ? { onSuccess: () => location.reload() } : {});
  };
  const words = new Intl.DisplayNames(["en"], { type: "language" });
  return (
    <Section card title="Looks and keys">
      <div className={css.form} style={{ paddingTop: 8 }}>
        <div><SegmentedTabs label="Theme" value={preferences.theme} onChange={(theme) => put({ theme })} tabs={[{ value: "system", label: "As the system" }, { value: "light", label: "Light" }, { value: "dark", label: "Dark" }]} /></div>
        <Checkbox label="Single keys" hint="A accepts, R rejects, J and K move. Switch them off where they get in the way of dictation." checked={preferences.keys} onChange={(keys) => put({ keys })} />
        <div style={{ maxWidth: 300 }}>
          <Select label="Numbers and dates" value={preferences.locale ?? "browser"} onChange={(value) => put({ locale: value === "browser" ? null : value })} choices={[{ value: "browser", label: "As the browser" }, ...locales.map((value) => ({ value, label: words.of(value) ?? value }))]} />
        </div>
      </div>
    </Section>
  );
}
