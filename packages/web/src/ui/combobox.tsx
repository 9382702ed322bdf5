import { Combobox as Floating, useCombobox } from "@mantine/core";
import { useEffect, useState } from "react";
import { Field, type FieldProps } from "./field.tsx";
import css from "./field.module.css";
import { OpenIcon } from "./icons.ts";

export interface ComboChoice {
  readonly value: string;
  readonly label: string;
  /** In second place: an address, a role. */
  readonly detail?: string | undefined;
  /** Stays visible and says what is missing. */
  readonly refused?: string | undefined;
}

interface ComboboxProps extends FieldProps {
  value: string | null;
  onChange: (value: string | null, choice: ComboChoice | null) => void;
  choices: readonly ComboChoice[];
  /** Given, the server searches: called with every change of the text, and `choices` are shown as they are. */
  onSearch?: (text: string) => void;
  searching?: boolean;
  placeholder?: string;
  /** The label of a value that is not among the choices now (an earlier search). */
  valueLabel?: string | undefined;
  disabled?: boolean;
}

/** One of many, found by typing. Arrow keys move, Enter takes, Escape closes. */
export function Combobox({ label, hint, error, optional, bare, value, onChange, choices, onSearch, searching, placeholder, valueLabel, disabled }: ComboboxProps) {
  const store = useCombobox({ onDropdownClose: () => store.resetSelectedOption() });
  const [text, setText] = useState<string | null>(null);
  const chosen = choices.find((choice) => choice.value === value)?.label ?? (value === null ? "" : (valueLabel ?? value));
  const wanted = (text ?? "").trim().toLowerCase();
  const shown = onSearch || wanted === "" ? choices : choices.filter((choice) => `${choice.label} ${choice.detail ?? ""}`.toLowerCase().includes(wanted));
  // What is typed points at the best hit, so that Enter takes it.
  const first = text === null ? null : (shown[0]?.value ?? null);
  useEffect(() => {
    if (first !== null) store.selectFirstOption();
    // The store is a new object at every render; only another first hit matters.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [first, text]);
  const close = () => {
    setText(null);
    store.closeDropdown();
  };
  return (
    <Field {...{ label, hint, error, bare: bare ?? false, optional: optional ?? false }}>
      {(control) => (
        <Floating
          store={store} withinPortal offset={4} transitionProps={{ duration: 120 }} classNames={{ dropdown: "float", option: "float-item" }}
          onOptionSubmit={(taken) => {
            onChange(taken, choices.find((choice) => choice.value === taken) ?? null);
            close();
          }}
        >
          <Floating.Target>
            <span className={css.select}>
              <Floating.EventsTarget withExpandedAttribute>
                <input
                  {...control} className={css.input} value={text ?? chosen} placeholder={placeholder} disabled={disabled} autoComplete="off" role="combobox"
                  onChange={(event) => {
                    setText(event.target.value);
                    onSearch?.(event.target.value);
                    if (event.target.value === "" && optional) onChange(null, null);
                    store.openDropdown();
                  }}
                  onFocus={(event) => event.target.select()}
                  onClick={() => store.openDropdown()}
                  onBlur={close}
                />
              </Floating.EventsTarget>
              <OpenIcon />
            </span>
          </Floating.Target>
          <Floating.Dropdown>
            <Floating.Options mah={280} style={{ overflowY: "auto" }} aria-label={label}>
              {shown.map((choice) => (
                <Floating.Option key={choice.value} value={choice.value} active={choice.value === value} disabled={choice.refused !== undefined}>
                  <span>
                    {choice.label}
                    {(choice.refused ?? choice.detail) && <span className="label" style={{ display: "block" }}>{choice.refused ?? choice.detail}</span>}
                  </span>
                </Floating.Option>
              ))}
              {shown.length === 0 && <Floating.Empty className="label">{searching ? "Searching…" : "Nothing found"}</Floating.Empty>}
            </Floating.Options>
          </Floating.Dropdown>
        </Floating>
      )}
    </Field>
  );
}
