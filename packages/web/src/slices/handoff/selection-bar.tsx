import { reassignHandoff, rejectHandoff } from "@tandem/contract/handoff/acts";
import type { InboxRow } from "@tandem/contract/handoff/inbox";
import { useState } from "react";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { CloseIcon } from "../../ui/icons.ts";
import { useKeys } from "../../ui/use-keys.ts";
import css from "./inbox.module.css";
import { ReassignManyDialog } from "./reassign-many-dialog.tsx";
import { RejectManyDialog } from "./reject-many-dialog.tsx";

/** What may be done with the leads selected, at the foot of the list; its keys come before those of the open lead. */
export function SelectionBar({ rows, onClear }: { rows: readonly InboxRow[]; onClear: () => void }) {
  const may = useMay();
  const [open, setOpen] = useState<"reassign" | "reject" | null>(null);
  const leads = rows.filter((row) => row.closedAt === null);
  const settled = leads.length === 0 ? "What is selected is settled already" : undefined;
  const begin = (what: "reassign" | "reject") => settled === undefined && setOpen(what);
  useKeys("Selection", {
    s: may(reassignHandoff) && { label: "Reassign what is selected", run: () => begin("reassign") },
    r: may(rejectHandoff) && { label: "Reject what is selected", run: () => begin("reject") },
  });
  const done = () => {
    setOpen(null);
    onClear();
  };
  return (
    <footer className={css.selection} aria-label="Selection">
      <b className="num" aria-live="polite">{rows.length} selected</b>
      <span className={css.push} />
      {may(reassignHandoff) && <Button hint="s" refused={settled} onClick={() => begin("reassign")}>Reassign…</Button>}
      {may(rejectHandoff) && <Button hint="r" refused={settled} onClick={() => begin("reject")}>Reject…</Button>}
      <Button kind="quiet" icon={CloseIcon} hint="escape" onClick={onClear}>Clear</Button>
      {open === "reassign" && <ReassignManyDialog rows={leads} onClose={() => setOpen(null)} onDone={done} />}
      {open === "reject" && <RejectManyDialog rows={leads} onClose={() => setOpen(null)} onDone={done} />}
    </footer>
  );
}
