import { Popover } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { Checkbox } from "../../ui/checkbox.tsx";
import { CloseIcon, OpenIcon } from "../../ui/icons.ts";
import { toggled } from "./people-filter.ts";
import css from "./people.module.css";

export interface FilterChoice {
  readonly value: string;
  readonly label: string;
}

interface FilterMenuProps {
  label: string;
  /** Choices written `a,b`; undefined is no filter. */
  value: string | undefined;
  choices: readonly FilterChoice[];
  onChange: (value: string | undefined) => void;
  /** One choice instead of several: a period, a bound. */
  single?: boolean;
}

/** One filter of a list: says what is chosen, opens into its choices, and can be taken off in one press. */
export function FilterMenu({ label, value, choices, onChange, single }: FilterMenuProps) {
  const [open, setOpen] = useState(false);
  const chosen = (value ?? "").split(",").filter((one) => one !== "");
  const words = chosen.map((one) => choices.find((choice) => choice.value === one)?.label ?? one);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" offset={4} withinPortal trapFocus transitionProps={{ duration: 120 }} classNames={{ dropdown: "float" }}>
      <Popover.Target>
        <span className={css.filter} data-on={chosen.length > 0 || undefined}>
          <button type="button" className={css.filterOpen} aria-expanded={open} aria-haspopup="dialog" onClick={() => setOpen(!open)} title={words.join(", ") || undefined}>
            {label}
            {words.length > 0 && <b>{words.length > 2 ? `${words.length} chosen` : words.join(", ")}</b>}
            {words.length === 0 && <OpenIcon />}
          </button>
          {words.length > 0 && (
            <button type="button" className={css.filterOff} aria-label={`Take off ${label}`} onClick={() => onChange(undefined)}>
              <CloseIcon />
            </button>
          )}
        </span>
      </Popover.Target>
      <Popover.Dropdown>
        <fieldset className={css.choices}>
          <legend className="sr-only">{label}</legend>
          {single
            ? choices.map((choice) => <Single key={choice.value} on={chosen[0] === choice.value} onChoose={() => { onChange(choice.value); setOpen(false); }}>{choice.label}</Single>)
            : choices.map((choice) => <Checkbox key={choice.value} label={choice.label} checked={chosen.includes(choice.value)} onChange={() => onChange(toggled(value, choice.value))} />)}
          {choices.length === 0 && <p className="label">Nothing to choose from yet</p>}
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  );
}

function Single({ on, onChoose, children }: { on: boolean; onChoose: () => void; children: ReactNode }) {
  return <button type="button" className={css.single} aria-pressed={on} onClick={onChoose}>{children}</button>;
}
