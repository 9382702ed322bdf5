import type { EventPattern } from "@tandem/domain/agreement/agreement";
import { Button } from "../../../ui/button.tsx";
import { Combobox } from "../../../ui/combobox.tsx";
import { AddIcon, RemoveIcon } from "../../../ui/icons.ts";
import { Menu } from "../../../ui/menu.tsx";
import { Select } from "../../../ui/select.tsx";
import { TextInput } from "../../../ui/text-input.tsx";
import { having } from "../criteria/condition-forms.ts";
import { useFormat } from "../../../ui/use-format.ts";
import { useDraftEditing } from "./draft-context.ts";
import css from "./fields.module.css";

const types: Readonly<Record<EventPattern["type"], string>> = { track: "Event", page: "Page", screen: "Screen", identify: "Identify", group: "Group" };
const paths = { pathIs: "path is", pathStartsWith: "path starts with", pathContains: "path contains" } as const;
type PathPart = keyof typeof paths;

/** One way to recognise a signal: an event by its name and properties, or a page by its path. Names come from what was heard. */
export function PatternFields({ pattern, onChange, onRemove }: { pattern: EventPattern; onChange: (pattern: EventPattern, merge?: string) => void; onRemove?: (() => void) | undefined }) {
  const { events } = useDraftEditing();
  const format = useFormat();
  const set = <K extends keyof EventPattern>(part: K, value: EventPattern[K] | undefined, merge?: string) => onChange(having(pattern, part, value), merge);
  const heard = events.filter((event) => event.type === pattern.type).map((event) => ({ value: event.name, label: event.name, detail: `${format.number(event.count)} heard lately` }));
  const choices = pattern.name && !heard.some((one) => one.value === pattern.name) ? [{ value: pattern.name, label: pattern.name }, ...heard] : heard;
  const properties = Object.entries(pattern.properties ?? {});
  const named = pattern.name !== undefined;
  const more = [
    ...(named ? [] : [{ label: "Name", onSelect: () => set("name", "") }]),
    ...(Object.keys(paths) as PathPart[]).filter((part) => pattern[part] === undefined).map((part) => ({ label: paths[part].replace("path", "Path"), onSelect: () => set(part, "/") })),
    { label: "A property equals", onSelect: () => set("properties", { ...pattern.properties, property: "" }) },
  ];
  return (
    <div className={css.pattern}>
      <div className={css.tight}><Select bare label="Kind of event" value={pattern.type} choices={(Object.keys(types) as EventPattern["type"][]).map((value) => ({ value, label: types[value] }))} onChange={(type) => set("type", type)} /></div>
      {named && (
        <div className={css.grow}>
          {heard.length > 0 ? (
            <Combobox bare label="Name of the event" value={pattern.name ?? ""} valueLabel={pattern.name} placeholder="Name" choices={choices} onSearch={(name) => set("name", name, "name")} onChange={(name) => set("name", name ?? "")} />
          ) : (
            <TextInput bare label="Name of the event" placeholder="Name" value={pattern.name ?? ""} maxLength={200} onChange={(name) => set("name", name, "name")} />
          )}
        </div>
      )}
      {(Object.keys(paths) as PathPart[]).filter((part) => pattern[part] !== undefined).map((part) => (
        <span key={part} className={css.pair}><span className="ink2">{paths[part]}</span><TextInput bare label={paths[part]} value={pattern[part] ?? ""} maxLength={400} onChange={(value) => set(part, value, part)} /><Drop label={paths[part]} onClick={() => set(part, undefined)} /></span>
      ))}
      {properties.map(([name, value], i) => (
        <span key={i} className={css.pair}>
          <TextInput bare label="Property" value={name} maxLength={100} onChange={(next) => set("properties", Object.fromEntries(properties.map((one, j) => (j === i ? [next, value] : one))), "property")} />
          <span className="ink2">is</span>
          <TextInput bare label={`Value of ${name}`} value={String(value)} onChange={(next) => set("properties", Object.fromEntries(properties.map((one, j) => (j === i ? [name, valueOf(next, value)] : one))), "value")} />
          <Drop label={name} onClick={() => set("properties", properties.length === 1 ? undefined : Object.fromEntries(properties.filter((_, j) => j !== i)))} />
        </span>
      ))}
      <Menu label="And" side="bottom-start" target={<Button kind="quiet" icon={AddIcon}>And</Button>} entries={more} />
      {onRemove && <Button kind="quiet" icon={RemoveIcon} onClick={onRemove}>Remove</Button>}
    </div>
  );
}

function Drop({ label, onClick }: { label: string; onClick: () => void }) {
  return <button type="button" className={css.drop} aria-label={`Leave out ${label}`} onClick={onClick}>×</button>;
}

/** A property that was a number or yes/no stays one while it still reads as one. */
function valueOf(text: string, before: string | number | boolean): string | number | boolean {
  if (typeof before === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  if (typeof before === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}
