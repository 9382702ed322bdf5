import { Popover } from "@mantine/core";
import { useState, type ComponentProps } from "react";
import { Checkbox } from "./checkbox.tsx";
import { cx } from "./class-names.ts";
import css from "./filter.module.css";
import { CloseIcon, OpenIcon } from "./icons.ts";
import { Menu } from "./menu.tsx";
import { toggled } from "./toggled.ts";

export interface FilterChoice {
  readonly value: string;
  readonly label: string;
}

interface FilterMenuProps {
  label: string;
  /** Several choices are written `a,b`; undefined is no filter. */
  value: string | undefined;
  choices: readonly FilterChoice[];
  onChange: (value: string | undefined) => void;
  /** One choice instead of several: a period, a bound, an order. */
  single?: boolean;
}

/** One filter of a list: says what is chosen, opens into its choices, and is taken off in one press. */
export function FilterMenu({ label, value, choices, onChange, single }: FilterMenuProps) {
  const chosen = single ? (value === undefined ? [] : [value]) : (value ?? "").split(",").filter((one) => one !== "");
  const words = chosen.map((one) => choices.find((choice) => choice.value === one)?.label ?? one);
  const opener = { label, words };
  return (
    <span className={css.filter} data-on={words.length > 0 || undefined}>
      {single
        ? <Menu label={label} side="bottom-start" target={<Opener {...opener} />} entries={choices.map((choice) => ({ label: choice.label, checked: choice.value === value, onSelect: () => onChange(choice.value) }))} />
        : <Several {...opener} chosen={chosen} choices={choices} onChange={onChange} />}
      {words.length > 0 && <button type="button" className={css.off} aria-label={`Take off ${label}`} onClick={() => onChange(undefined)}><CloseIcon /></button>}
    </span>
  );
}

function Opener({ label, words, className, ...rest }: { label: string; words: readonly string[] } & ComponentProps<"button">) {
  return (
    <button type="button" title={words.join(", ") || undefined} {...rest} className={cx(css.open, className)}>
      {label}
      {words.length === 0 ? <OpenIcon /> : <b>{words.length > 2 ? `${words.length} chosen` : words.join(", ")}</b>}
    </button>
  );
}

function Several({ label, words, chosen, choices, onChange }: Pick<FilterMenuProps, "label" | "choices" | "onChange"> & { words: readonly string[]; chosen: readonly string[] }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" offset={4} withinPortal trapFocus transitionProps={{ duration: 120 }} classNames={{ dropdown: "float" }}>
      <Popover.Target><Opener label={label} words={words} aria-expanded={open} aria-haspopup="dialog" onClick={() => setOpen(!open)} /></Popover.Target>
      <Popover.Dropdown>
        <fieldset className={css.choices}>
          <legend className="sr-only">{label}</legend>
          {choices.map((choice) => <Checkbox key={choice.value} label={choice.label} checked={chosen.includes(choice.value)} onChange={() => onChange(toggled(chosen.join(","), choice.value))} />)}
          {choices.length === 0 && <p className="label">Nothing to choose from yet</p>}
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  );
}
