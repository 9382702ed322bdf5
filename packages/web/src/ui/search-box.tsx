import { useEffect, useRef, useState } from "react";
import { SearchIcon } from "./icons.ts";
import { KeyHint } from "./key-hint.tsx";
import { useKeys } from "./use-keys.ts";
import css from "./search-box.module.css";

/** Searches as one types, a moment after the last letter. `/` leads here. */
export function SearchBox({ label, placeholder = label, value, onChange }: { label: string; placeholder?: string; value: string; onChange: (text: string) => void }) {
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
  useKeys("Search", { "/": { label, run: () => input.current?.focus() } });
  return (
    <label className={css.search}>
      <SearchIcon />
      <input
        ref={input} type="search" aria-label={label} placeholder={placeholder} value={text} spellCheck={false} autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (text === "") input.current?.blur();
          setText("");
        }}
      />
      <KeyHint keys="/" />
    </label>
  );
}
