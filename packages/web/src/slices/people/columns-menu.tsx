import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { ColumnsIcon, OpenIcon, UpIcon } from "../../ui/icons.ts";
import { movedColumn, withColumn } from "./list-kept.ts";
import css from "./lists.module.css";

interface ColumnsButtonProps {
  all: readonly { readonly key: string; readonly header: string }[];
  shown: readonly string[];
  /** The choice is the person's own, not the usual one. */
  own: boolean;
  onChange: (keys: readonly string[] | null) => void;
}

/** Which columns a list has and in which order: for oneself, in every browser. */
export function ColumnsButton({ all, shown, own, onChange }: ColumnsButtonProps) {
  const [open, setOpen] = useState(false);
  const name = (key: string) => all.find((column) => column.key === key)?.header ?? key;
  const order = [...shown, ...all.map(({ key }) => key).filter((key) => !shown.includes(key))];
  return (
    <>
      <IconButton icon={ColumnsIcon} label="Columns" onClick={() => setOpen(true)} />
      <Dialog
        open={open} onClose={() => setOpen(false)} title="Columns" lead="Kept for you. Others see their own."
        actions={<><Button kind="quiet" refused={own ? undefined : "These are the usual ones"} onClick={() => onChange(null)}>Usual columns</Button><Button kind="primary" onClick={() => setOpen(false)}>Done</Button></>}
      >
        <ul className={css.columns}>
          {order.map((key, at) => {
            const on = shown.includes(key);
            return (
              <li key={key}>
                <Checkbox label={name(key)} checked={on} disabled={at === 0} onChange={() => onChange(withColumn(all.map((column) => column.key), shown, key))} />
                {on && at > 0 && (
                  <span className={css.moves}>
                    <IconButton icon={UpIcon} label={`${name(key)} further left`} disabled={at === 1} onClick={() => onChange(movedColumn(shown, key, -1))} />
                    <IconButton icon={OpenIcon} label={`${name(key)} further right`} disabled={at === shown.length - 1} onClick={() => onChange(movedColumn(shown, key, 1))} />
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      </Dialog>
    </>
  );
}
