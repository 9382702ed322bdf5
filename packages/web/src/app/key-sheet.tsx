import { Dialog } from "../ui/dialog.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { KeyHint } from "../ui/key-hint.tsx";
import { boundKeys, useSingleKeys } from "../ui/use-keys.ts";
import css from "./key-sheet.module.css";

/** Everything that can be pressed on this page now. */
export function KeySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [on, set] = useSingleKeys();
  return (
    <Dialog open={open} onClose={onClose} title="Keys" lead="What can be pressed on this page. While typing, letters only type.">
      {/* The sheet is read first; its one setting stands at the end. */}
      <div className={css.sheet} tabIndex={-1} data-autofocus role="group" aria-label="Keys of this page">
      {open && boundKeys().filter(({ keys }) => keys.length > 0).map(({ group, keys }) => (
        <section key={group} className={css.group}>
          <h3 className={css.heading}>{group}</h3>
          <dl>
            {keys.map((one) => (
              <div key={one.keys} className={css.line}>
                <dt>{one.label}</dt>
                <dd><KeyHint keys={one.keys} /><span className="sr-only">{one.keys}</span></dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      </div>
      <div className={css.setting}><Checkbox label="Use single-letter keys" hint="Switch off if you dictate or use a screen reader's own keys." checked={on} onChange={set} /></div>
    </Dialog>
  );
}
