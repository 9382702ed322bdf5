import { useEffect, useRef, useState } from "react";
import { SearchIcon } from "../../ui/icons.ts";
import { KeyHint } from "../../ui/key-hint.tsx";
import { useKeys } from "../../ui/use-keys.ts";
import css from "./pipeline.module.css";

/** Searches as one types, a moment after the last letter. `/` leads here. */
export function SearchBox({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const said = useRef(value);
  useEffect(() => {
    if (value !== said.current) setText((said.current = value));
  }, [value]);
  useEffect(() => {
    if (text === said.current) return;
    const later = setTimeout(() => onChange((said.current = text)), 200);
    return () => clearTimeout(later);
  }, [text, onChange]);
  useKeys(label, { "/": { label, run: () => input.current?.focus() } });
  return (
    <label className={css.search}>
      <SearchIcon />
      <input ref={input} type="search" aria-label={label} placeholder={label} value={text} spellCheck={false} autoComplete="off" onChange={(event) => setText(event.target.value)} onKeyDown={(event) => event.key === "Escape" && setText("")} />
      <KeyHint keys="/" />
    </label>
  );
}
