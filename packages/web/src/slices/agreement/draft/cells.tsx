import type { ReactNode } from "react";
import { TextInput } from "../../../ui/text-input.tsx";
import { freshKey } from "./draft-context.ts";
import css from "./fields.module.css";

/** A place in the grid of an opened row, in sixths of its width; on the phone the whole. */
export function Cell({ span = 6, narrow, children }: { span?: 1 | 2 | 3 | 4 | 5 | 6; narrow?: boolean; children: ReactNode }) {
  return <div className={css.cell} style={{ gridColumn: `span ${span}` }} data-narrow={narrow || undefined}>{children}</div>;
}

interface Keyed {
  readonly key: string;
  readonly name: string;
}

/** The name of an entry. A new one gets its key from its first name, once it is written. */
export function NameCell<T extends Keyed>({ item, taken, change, label = "Name", span = 6 }: { item: T; taken: readonly string[]; change: (item: T, merge?: string) => void; label?: string; span?: 1 | 2 | 3 | 4 | 5 | 6 }) {
  return (
    <Cell span={span}>
      <TextInput
        label={label} value={item.name} maxLength={2_000} onChange={(name) => change({ ...item, name }, "name")}
        onBlur={() => { if (isPlaceholder(item.key) && item.name.trim() !== "") change({ ...item, key: freshKey(item.name, taken.filter((key) => key !== item.key)) }); }}
      />
    </Cell>
  );
}

const placeholder = "new-entry";
/** The key of an entry that has no name yet. */
export function placeholderKey(taken: readonly string[]): string {
  return freshKey(placeholder, taken);
}
function isPlaceholder(key: string): boolean {
  return key === placeholder || key.startsWith(`${placeholder}-`);
}
