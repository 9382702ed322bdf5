import { addMembers } from "@tandem/contract/campaigns/members";
import { assignContact } from "@tandem/contract/people/contacts";
import { startBulkEdit } from "@tandem/contract/people/bulk-edits";
import type { KeptList } from "@tandem/contract/people/views";
import { useState } from "react";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { CloseIcon } from "../../ui/icons.ts";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { BulkDialog, type BulkKind, type Chosen } from "./bulk-dialog.tsx";
import { counted } from "./bulk-words.ts";
import css from "./lists.module.css";

interface BulkBarProps {
  list: KeptList;
  selected: ReadonlySet<string>;
  /** The filter as the server takes it, for "everybody that is found". */
  filter: Record<string, unknown>;
  /** How many that is; null where it is not counted before a change is asked for. */
  found: { value: number; capped: boolean } | null;
  /** There are more than were read so far. */
  more: boolean;
  onClear: () => void;
  onStarted: (bulkEditId: string) => void;
}

/** What may be done with the rows selected, or with all that the filter finds. */
export function BulkBar({ list, selected, filter, found, more: unread, onClear, onStarted }: BulkBarProps) {
  const may = useMay();
  const { number } = useFormat();
  const [all, setAll] = useState(false);
  const [open, setOpen] = useState<BulkKind | null>(null);
  const mayOwn = may(assignContact);
  const mayJoin = list === "contacts" && may(addMembers);
  useKeys("Selection", {
    s: mayOwn && { label: "Give what is selected to an owner", run: () => setOpen("owner") },
    i: may(startBulkEdit) && { label: "Change a field of what is selected", run: () => setOpen("field") },
    escape: { label: "Clear the selection", run: onClear },
  });
  const tooMany = all && found?.capped ? "At most 10,000 at once: filter further" : undefined;
  const chosen: Chosen = all ? { list, filter } : { list, ids: [...selected] };
  const more = found === null ? unread : found.capped || found.value > selected.size;
  const allFound = found === null ? "found" : `${number(found.value)}${found.capped ? "+" : ""} found`;
  return (
    <footer className={css.selection} aria-label="Selection">
      <b className="num" aria-live="polite">{all ? (found ? `All ${counted(list, found.value, number)}${found.capped ? " and more" : ""}` : "All that are found") : `${number(selected.size)} selected`}</b>
      {more && <Button kind="quiet" onClick={() => setAll(!all)}>{all ? `Only the ${number(selected.size)} selected` : `Select all ${allFound}`}</Button>}
      <span className={css.push} />
      {mayOwn && <Button hint="s" refused={tooMany} onClick={() => setOpen("owner")}>Owner…</Button>}
      <Button hint="i" refused={tooMany} onClick={() => setOpen("field")}>Field…</Button>
      {mayJoin && <Button refused={tooMany} onClick={() => setOpen("campaign")}>Add to campaign…</Button>}
      <Button kind="quiet" icon={CloseIcon} hint="escape" onClick={onClear}>Clear</Button>
      {open && <BulkDialog kind={open} chosen={chosen} onClose={() => setOpen(null)} onStarted={(id) => { setOpen(null); onClear(); onStarted(id); }} />}
    </footer>
  );
}
