import css from "./key-hint.module.css";

const names: Record<string, string> = { mod: "⌘", enter: "↵", escape: "Esc", arrowleft: "←", arrowright: "→", arrowup: "↑", arrowdown: "↓", backspace: "⌫", shift: "⇧" };
const apple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** "mod+k" as people read it: "⌘K" on a Mac, "Ctrl K" elsewhere. */
export function keyLabel(keys: string): string {
  return keys
    .split("+")
    .map((key) => (key === "mod" && !apple ? "Ctrl " : (names[key.toLowerCase()] ?? key.toUpperCase())))
    .join("");
}

/** A key cap. Inside a button it is a hint for the eye: the button's `aria-keyshortcuts` says the same. */
export function KeyHint({ keys, onInk }: { keys: string; onInk?: boolean }) {
  return <kbd className={css.key} data-on-ink={onInk || undefined} aria-hidden>{keyLabel(keys)}</kbd>;
}
