import css from "./criteria.module.css";

/** Some of a few, each a button that stays pressed. */
export function Toggles<Value extends string>({ label, values, choices, onChange }: { label: string; values: readonly Value[]; choices: readonly { value: Value; label: string }[]; onChange: (values: Value[]) => void }) {
  return (
    <span role="group" aria-label={label} className={css.toggles}>
      {choices.map(({ value, label: name }) => {
        const on = values.includes(value);
        // In the order of the choices, whatever was pressed first: the same set is always the same text.
        const next = () => choices.map((choice) => choice.value).filter((one) => (one === value ? !on : values.includes(one)));
        return <button key={value} type="button" className={css.toggle} aria-pressed={on} onClick={() => onChange(next())}>{name}</button>;
      })}
    </span>
  );
}
