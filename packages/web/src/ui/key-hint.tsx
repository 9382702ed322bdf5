import css from "./key-hint.module.css";

const signs: Record<string, string> = { escape: "Esc", arrowleft: "←", arrowright: "→", arrowup: "↑", arrowdown: "↓", space: "Space" };
const apple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);
/** Keyboards elsewhere have the words on their keys, and not every font has the signs. */
const names: Record<string, string> = apple
  ? { ...signs, mod: "⌘", enter: "↵", backspace: "⌫", shift: "⇧", alt: "⌥" }
  : { ...signs, mod: "Ctrl", enter: "Enter", backspace: "Backspace", shift: "Shift", alt: "Alt" };

/** "mod+k" as people read it: "⌘K" on a Mac, "Ctrl K" elsewhere. */
export function keyLabel(keys: string): string {
  return keys
    .split("+")
    .map((key) => names[key.toLowerCase()] ?? key.toUpperCase())
    .join(apple ? "" : " ");
}

/** A key cap. Inside a button it is a hint for the eye: the button's `aria-keyshortcuts` says the same. */
export function KeyHint({ keys, onInk }: { keys: string; onInk?: boolean }) {
  return <kbd className={css.key} data-on-ink={onInk || undefined} aria-hidden>{keyLabel(keys)}</kbd>;
}
