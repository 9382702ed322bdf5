import { useRef, useState } from "react";
import { Button } from "./button.tsx";
import { CheckIcon, CopyIcon } from "./icons.ts";
import css from "./copy-box.module.css";

/** Text to take elsewhere: a tag, a key, a link. `label` names it: "the tag". */
export function CopyBox({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const code = useRef<HTMLElement>(null);
  const copy = async () => {
    // The text is selected in any case: without https the clipboard is closed to pages.
    if (code.current) getSelection()?.selectAllChildren(code.current);
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    } catch {
      setCopied(false);
    }
  };
  return (
    <div className={css.copy}>
      <code ref={code}>{text}</code>
      <Button kind="quiet" icon={copied ? CheckIcon : CopyIcon} onClick={() => void copy()} aria-label={`Copy ${label}`}>{copied ? "Copied" : "Copy"}</Button>
    </div>
  );
}
