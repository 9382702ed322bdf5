import type { Team } from "@tandem/contract/access/teams";
import { useEffect, useState } from "react";
import { Checkbox } from "../../ui/checkbox.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { CloseIcon } from "../../ui/icons.ts";
import { PersonCell } from "./person-cell.tsx";
import css from "./settings.module.css";

type Member = Team["members"][number];
type Terms = Pick<Member, "manages" | "receives" | "weight" | "capacity">;

interface RowProps {
  member: Member;
  /** May set what the member takes. */
  editable: boolean;
  /** May also set who belongs and who manages. */
  whole: boolean;
  onSave: (terms: Terms) => void;
  onRemove: () => void;
}

/** One member and what they take; every change is saved at once. */
export function MemberRow({ member, editable, whole, onSave, onRemove }: RowProps) {
  const { manages, receives, weight, capacity } = member;
  const save = (change: Partial<Terms>) => onSave({ manages, receives, weight, capacity, ...change });
  return (
    <div className={css.member} role="row">
      <span role="cell"><PersonCell name={member.name} under={member.active ? (manages ? "Manages this team" : "") : "Inactive"} off={!member.active} /></span>
      <span role="cell"><Checkbox bare label={`${member.name} receives leads`} checked={receives} disabled={!editable} onChange={(on) => save({ receives: on })} /></span>
      <span role="cell" className={css.wide2}><NumberCell label={`Weight of ${member.name}`} value={weight} most={1000} disabled={!editable || !receives} onSave={(value) => save({ weight: value ?? 1 })} /></span>
      <span role="cell"><NumberCell label={`Capacity of ${member.name}`} value={capacity} most={100_000} none="No limit" disabled={!editable || !receives} onSave={(value) => save({ capacity: value })} /></span>
      <span role="cell" className={css.wide2}><Checkbox bare label={`${member.name} manages the team`} checked={manages} disabled={!whole} onChange={(on) => save({ manages: on })} /></span>
      <span role="cell">{whole && <IconButton icon={CloseIcon} label={`Take ${member.name} out of the team`} onClick={onRemove} />}</span>
    </div>
  );
}

/** A number that is text until it is left; empty means there is none, where that is allowed. */
function NumberCell({ label, value, most, none, disabled, onSave }: { label: string; value: number | null; most: number; none?: string; disabled: boolean; onSave: (value: number | null) => void }) {
  const [text, setText] = useState(value === null ? "" : String(value));
  useEffect(() => setText(value === null ? "" : String(value)), [value]);
  const leave = () => {
    const number = text.trim() === "" ? null : Number(text);
    const good = number === null ? none !== undefined : Number.isInteger(number) && number >= 0 && number <= most;
    if (!good) return setText(value === null ? "" : String(value));
    if (number !== value) onSave(number);
  };
  return (
    <input
      className={css.cell} inputMode="numeric" aria-label={label} value={text} placeholder={none} disabled={disabled}
      onChange={(event) => setText(event.target.value)} onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") setText(value === null ? "" : String(value));
      }}
    />
  );
}
