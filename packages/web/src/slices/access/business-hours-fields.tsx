import type { Week } from "@tandem/contract/access/business-hours";
import { listHolidays } from "@tandem/contract/access/holidays";
import { useOperation } from "../../app/query.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./settings.module.css";
import { WeekEditor } from "./week-editor.tsx";

export interface BusinessHours {
  readonly timeZone: string;
  readonly week: Week;
  readonly holidayCountry: string | null;
  readonly holidayRegion: string | null;
}

export const zones = Intl.supportedValuesOf("timeZone").map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));

/** Zone, public holidays and the week: what clocks and routing count by. */
export function BusinessHoursFields({ value, onChange }: { value: BusinessHours; onChange: (change: Partial<BusinessHours>) => void }) {
  const format = useFormat();
  const query = { ...(value.holidayCountry && { country: value.holidayCountry }), ...(value.holidayRegion && { region: value.holidayRegion }) };
  const known = useOperation(listHolidays, { query }).data;
  const choices = (places: readonly { code: string; name: string }[] | undefined) => (places ?? []).map(({ code, name }) => ({ value: code, label: name }));
  const next = value.holidayCountry ? known?.coming.slice(0, 3).map(({ day, name }) => `${name}, ${format.day(day)}`).join(" · ") : undefined;
  return (
    <div className={css.form}>
      <div className={css.pair}>
        <Combobox label="Time zone" value={value.timeZone} onChange={(zone) => zone && onChange({ timeZone: zone })} choices={zones} valueLabel={value.timeZone} />
        <Combobox
          label="Public holidays of" optional placeholder="None" value={value.holidayCountry} valueLabel={value.holidayCountry ?? ""} choices={choices(known?.countries)}
          onChange={(country) => onChange({ holidayCountry: country, holidayRegion: null })}
        />
      </div>
      {(known?.regions.length ?? 0) > 0 && value.holidayCountry && (
        <Combobox label="Region" optional placeholder="The whole country" value={value.holidayRegion} valueLabel={value.holidayRegion ?? ""} choices={choices(known?.regions)} onChange={(region) => onChange({ holidayRegion: region })} />
      )}
      {next && <p className="label" title={known?.attribution}>Next free days: {next}</p>}
      <WeekEditor week={value.week} onChange={(week) => onChange({ week })} />
    </div>
  );
}

export function hoursOf({ timeZone, week, holidayCountry, holidayRegion }: BusinessHours): BusinessHours {
  return { timeZone, week, holidayCountry, holidayRegion };
}
