import { useEffect, useState } from "react";
import { readTime } from "./read-time.ts";

/** A time of day on the 24-hour clock, as business hours are written everywhere; "9", "930" and "9:30" are understood. */
export function TimeInput({ label, value, onChange, disabled }: { label: string; value: string; onChange: (time: string) => void; disabled?: boolean | undefined }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const leave = () => {
    const time = readTime(text);
    setText(time ?? value);
    if (time && time !== value) onChange(time);
  };
  return (
    <input
      type="text" inputMode="numeric" maxLength={5} aria-label={label} value={text} disabled={disabled}
      onChange={(event) => setText(event.target.value)} onBlur={leave} onFocus={(event) => event.target.select()}
      onKeyDown={(event) => event.key === "Enter" && leave()}
    />
  );
}
