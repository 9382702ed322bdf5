import type { ImportDetail } from "@tandem/contract/imports/parts";
import { useState } from "react";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Section } from "../../ui/section.tsx";
import { Select } from "../../ui/select.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import type { Inspection, Options } from "./mapping-draft.ts";
import { dateOrderNames, delimiterNames, encodingNames } from "./words.ts";
import css from "./imports.module.css";

interface ReadingOptionsProps {
  row: ImportDetail;
  seen: Inspection;
  options: Options;
  /** The file is read anew. */
  onReading: (reading: { encoding?: Inspection["encoding"]; delimiter?: Inspection["delimiter"]; headerRow?: "true" | "false" }) => void;
  onChange: (options: Partial<Options>) => void;
}

const choicesOf = <Value extends string>(names: Readonly<Record<Value, string>>) => (Object.keys(names) as Value[]).map((value) => ({ value, label: names[value] }));

/** How the file is read and what the import may do. */
export function ReadingOptions({ row, seen, options, onReading, onChange }: ReadingOptionsProps) {
  const format = useFormat();
  const [missing, setMissing] = useState((options.missing ?? []).join(", "));
  const won = options.constants?.find((one) => one.to === "state")?.value ?? "";
  return (
    <Section card title="How the file is read" note={seen.sampled === 0 ? undefined : `found by looking at ${seen.sampled === 1 ? "its only row" : `the first ${format.number(seen.sampled)} rows`}`}>
      <div className={css.options}>
        <Select label="Encoding" value={seen.encoding} onChange={(encoding) => onReading({ encoding })} choices={choicesOf(encodingNames)} />
        <Select label="Cells are parted by" value={seen.delimiter} onChange={(delimiter) => onReading({ delimiter })} choices={choicesOf(delimiterNames)} />
        <Select label="First row" value={seen.headerRow ? "true" : "false"} onChange={(headerRow) => onReading({ headerRow })} choices={[{ value: "true", label: "Names the columns" }, { value: "false", label: "Is a row like the others" }]} />
        <Select label="Days are written" value={options.dateOrder ?? "ymd"} onChange={(dateOrder) => onChange({ dateOrder })} choices={choicesOf(dateOrderNames)} />
        <Select label="Decimals" value={options.decimal ?? "."} onChange={(decimal) => onChange({ decimal })} choices={[{ value: ".", label: "1,234.50" }, { value: ",", label: "1.234,50" }]} />
        <TextInput label="Words for “nothing”" optional value={missing} placeholder="Select, n/a" onChange={(text) => { setMissing(text); onChange({ missing: text.split(",").map((word) => word.trim()).filter((word) => word !== "") }); }} />
        <TextInput label="System the ids come from" value={options.system ?? "csv"} onChange={(system) => onChange({ system })} hint="The same id of the same system is the same record." />
        {row.kind === "opportunities" && (
          <Select label="State of every deal" value={won} onChange={(value) => onChange({ constants: [...(options.constants ?? []).filter((one) => one.to !== "state"), ...((value as string) === "" ? [] : [{ to: "state", value }])] })} optional placeholder="As its column says" choices={[{ value: "open", label: "Open" }, { value: "won", label: "Won" }, { value: "lost", label: "Lost" }]} />
        )}
      </div>
      <div className={css.checks}>
        <Checkbox label="Overwrite what people typed in" hint="Otherwise a person’s edit stays, and the report counts it." checked={options.overwriteEdits ?? false} onChange={(overwriteEdits) => onChange({ overwriteEdits })} />
        <Checkbox label="Treat as live" hint="Scores may qualify people, hand them over, start clocks and send mail. Otherwise it is history." checked={options.treatAsLive ?? false} onChange={(treatAsLive) => onChange({ treatAsLive })} />
        {row.kind === "spend" && <Checkbox label="Make campaigns that do not exist" hint="Otherwise their rows are refused." checked={options.makeCampaigns ?? false} onChange={(makeCampaigns) => onChange({ makeCampaigns })} />}
      </div>
    </Section>
  );
}
