import { memo, useEffect, useState, type CSSProperties, type ReactNode } from "react";
import { useFormat } from "../../ui/use-format.ts";
import { spanOf, type Span } from "./knobs.ts";
import css from "./knobs.module.css";
import { readNumber } from "./read-number.ts";

interface KnobRowProps {
  id: string;
  /** What is turned, as it is read out: "Points of Asked for a demo". */
  label: string;
  name: ReactNode;
  value: number | null;
  /** As the version in force has it; undefined where it has no such rule. */
  inForce: number | null | undefined;
  inForceName: string;
  /** Null, never, may be chosen: one step beyond the end. */
  mayBeNever?: boolean;
  /** Points carry their sign. */
  sign?: boolean;
  onTurn: (id: string, value: number | null) => void;
  onLetGo: () => void;
}

/** A slider and its number: arrow keys step by one, with Shift by five, Backspace goes back to the version in force. */
export const KnobRow = memo(function KnobRow({ id, label, name, value, inForce, inForceName, mayBeNever, sign, onTurn, onLetGo }: KnobRowProps) {
  const format = useFormat();
  const [typed, setTyped] = useState<string | null>(null);
  const [held, setHeld] = useState<Span | null>(null);
  const { min, max } = spanOf(id, [inForce, value], held);
  const end = mayBeNever ? max + 1 : max;
  const say = (one: number | null) => (one === null ? "Never" : format.number(one, sign ? { sign: true } : {}));
  const changed = inForce === undefined || inForce !== value;
  const place = (one: number | null) => ((one ?? end) - min) / (end - min);
  const bound = id.startsWith("points.") ? [-1_000, 1_000] as const : [id.startsWith("grid.") ? 0 : -10_000, 10_000] as const;
  const take = (at: number) => onTurn(id, mayBeNever && at > max ? null : Math.min(bound[1], Math.max(bound[0], at)));
  const read = typed === null ? { value } : readNumber(typed, { min: bound[0], max: bound[1], never: mayBeNever ?? false });
  const hold = () => setHeld({ min, max });
  const letGo = () => {
    setHeld(null);
    onLetGo();
  };
  // A way back or a newer text moved the knob while the box kept what was typed.
  useEffect(() => setTyped((now) => (now !== null && readNumber(now, { min: bound[0], max: bound[1], never: mayBeNever ?? false })?.value === value ? now : null)), [value]); // oxlint-disable-line react-hooks/exhaustive-deps
  return (
    <div className={css.knob} data-changed={changed || undefined} data-knob={id}>
      <div className={css.knobName}>{name}</div>
      <span className={css.slide} style={{ "--at": place(value), ...(typeof inForce === "undefined" ? {} : { "--mark": place(inForce) }) } as CSSProperties}>
        {inForce !== undefined && changed && <span className={css.mark} />}
        <input
          type="range" className={css.range} aria-label={label} aria-valuetext={changed && inForce !== undefined ? `${say(value)}, ${say(inForce)} in ${inForceName}` : say(value)}
          min={min} max={end} step={1} value={value ?? end}
          onChange={(event) => take(Number(event.target.value))}
          onPointerDown={hold}
          onPointerUp={letGo}
          onPointerCancel={letGo}
          onKeyUp={letGo}
          onBlur={letGo}
          onKeyDown={(event) => {
            hold();
            const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
            if (by && event.shiftKey) {
              event.preventDefault();
              take(Math.min(end, Math.max(min, (value ?? end) + by * 5)));
            } else if ((event.key === "Backspace" || event.key === "Delete") && inForce !== undefined) {
              event.preventDefault();
              onTurn(id, inForce);
            }
          }}
        />
      </span>
      <span className={css.old}>{changed && inForce !== undefined && <><span className="sr-only">was </span><s>{say(inForce)}</s></>}</span>
      <input
        className={css.number} aria-label={`${label}, as a number`} inputMode="decimal" autoComplete="off" value={typed ?? say(value)} aria-invalid={read === null || undefined}
        title={read === null ? `A number from ${format.number(bound[0])} to ${format.number(bound[1])}${mayBeNever ? ", or never" : ""}` : undefined}
        onFocus={(event) => event.target.select()}
        onBlur={() => {
          setTyped(null);
          onLetGo();
        }}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = readNumber(event.target.value, { min: bound[0], max: bound[1], never: mayBeNever ?? false });
          if (next) onTurn(id, next.value);
        }}
        onKeyDown={(event) => {
          const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
          if (!by) return;
          event.preventDefault();
          setTyped(null);
          take((value ?? (by > 0 ? end : end)) + by * (event.shiftKey ? 5 : 1));
        }}
      />
    </div>
  );
});
