import { useRef, type KeyboardEvent } from "react";
import css from "./segmented-tabs.module.css";

interface SegmentedTabsProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  tabs: readonly { value: Value; label: string; count?: number | string | undefined }[];
  full?: boolean;
}

/** A few views of one thing, side by side. Arrow keys move between them. */
export function SegmentedTabs<Value extends string>({ label, value, onChange, tabs, full }: SegmentedTabsProps<Value>) {
  const row = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.value);
    (row.current?.children[tabs.indexOf(next)] as HTMLElement | undefined)?.focus();
  };
  return (
    <div ref={row} role="radiogroup" aria-label={label} className={css.tabs} data-full={full || undefined} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.value} type="button" role="radio" aria-checked={tab.value === value} tabIndex={tab.value === value ? 0 : -1}
          className={css.tab} onClick={() => onChange(tab.value)}
        >
          {tab.label}
          {tab.count !== undefined && <span className={css.count}> {tab.count}</span>}
        </button>
      ))}
    </div>
  );
}
