import { useEffect, useRef, useState, type MouseEvent, type ReactNode } from "react";
import { fields, holdUnreadable, mainButton } from "./dialog-fields.ts";
import css from "./submit-footer.module.css";
import { useKeys } from "./use-keys.ts";

interface SubmitFooterProps {
  /** What it belongs to, for the key sheet. */
  title: string;
  open: boolean;
  /** The key leaves alone what asks for nothing. */
  onlyForms?: boolean;
  className: string | undefined;
  children: ReactNode;
}

/**
 * The buttons at the foot of a dialog or panel, the main one last. Ctrl or ⌘ with Enter presses it, wherever one is
 * typing; pressed before it can act it says beside itself what is missing, until that is there.
 */
export function SubmitFooter({ title, open, onlyForms = false, className, children }: SubmitFooterProps) {
  const footer = useRef<HTMLElement>(null);
  const [missing, setMissing] = useState<string | null>(null);
  const submit = () => {
    if (!onlyForms || footer.current?.parentElement?.querySelector(fields)) mainButton(footer.current)?.click();
  };
  useKeys(title, { "mod+enter": open && { label: "Press the main button", typing: true, run: submit } }, { inDialog: true });
  // What was typed or chosen may have changed what the button says.
  useEffect(() => {
    if (missing !== null && missing !== missingOf(mainButton(footer.current))) setMissing(null);
  }, [missing, children]);
  const press = (event: MouseEvent<HTMLElement>) => {
    holdUnreadable(event);
    const button = mainButton(footer.current);
    if (!event.isPropagationStopped() && button?.contains(event.target as Element)) setMissing(missingOf(button));
  };
  return (
    <footer ref={footer} onMouseDownCapture={holdUnreadable} onClickCapture={press} className={className}>
      {missing !== null && <p role="alert" className={css.missing}>{missing}</p>}
      {children}
    </footer>
  );
}

/** Why a button can't act now; null where it can, or where it is at it. */
function missingOf(button: HTMLButtonElement | null): string | null {
  return button?.getAttribute("aria-disabled") === "true" && button.title !== "" ? button.title : null;
}
