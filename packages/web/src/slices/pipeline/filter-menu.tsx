import { CloseIcon, OpenIcon } from "../../ui/icons.ts";
import { Menu } from "../../ui/menu.tsx";
import css from "./pipeline.module.css";

interface FilterMenuProps {
  label: string;
  value: string | undefined;
  choices: readonly { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}

/** One filter: says what is chosen, opens into its choices, and is taken off in one press. */
export function FilterMenu({ label, value, choices, onChange }: FilterMenuProps) {
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <span className={css.filter} data-on={value !== undefined || undefined}>
      <Menu
        label={label} side="bottom-start" entries={choices.map((choice) => ({ label: choice.label, checked: choice.value === value, onSelect: () => onChange(choice.value) }))}
        target={
          <button type="button" className={css.filterOpen}>
            {label}
            {value !== undefined ? <b>{chosen?.label ?? value}</b> : <OpenIcon />}
          </button>
        }
      />
      {value !== undefined && <button type="button" className={css.filterOff} aria-label={`Take off ${label}`} onClick={() => onChange(undefined)}><CloseIcon /></button>}
    </span>
  );
}
