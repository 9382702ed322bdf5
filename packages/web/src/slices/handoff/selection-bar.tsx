import { acceptHandoff, acceptHandoffs, reassignHandoff, rejectHandoff } from "@tandem/contract/handoff/acts";
import type { InboxRow } from "@tandem/contract/handoff/inbox";
import { useState } from "react";
import { call } from "../../app/api.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { CheckIcon, CloseIcon } from "../../ui/icons.ts";
import { later } from "../../ui/later.tsx";
import { toast } from "../../ui/toast.tsx";
import { useKeys } from "../../ui/use-keys.ts";
import css from "./inbox.module.css";
import { holdActs, nextDue } from "./pending-acts.ts";
import { failedWords, leadNames, leadsCount } from "./several-words.ts";

const ReassignManyDialog = later(() => import("./reassign-many-dialog.tsx").then((module) => module.ReassignManyDialog));
const RejectManyDialog = later(() => import("./reject-many-dialog.tsx").then((module) => module.RejectManyDialog));

/** What may be done with the leads selected, at the foot of the list; its keys come before those of the open lead. */
export function SelectionBar({ rows, onClear }: { rows: readonly InboxRow[]; onClear: () => void }) {
  const may = useMay();
  const [open, setOpen] = useState<"reassign" | "reject" | null>(null);
  const leads = rows.filter((row) => row.closedAt === null);
  const settled = leads.length === 0 ? "What is selected is settled already" : undefined;
  const acceptable = leads.filter((row) => row.state === "open" && row.assignee !== null);
  const notToAccept = settled ?? (acceptable.length > 0 ? undefined : leads.some((row) => row.assignee === null) ? "What waits in the queue is claimed first" : "All that are selected are accepted already");
  const accept = () => {
    if (notToAccept !== undefined) return toast.say(notToAccept);
    acceptMany(acceptable);
    onClear();
  };
  const begin = (what: "reassign" | "reject") => settled === undefined && setOpen(what);
  useKeys("Selection", {
    a: may(acceptHandoff) && { label: "Accept what is selected", run: accept },
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
      {may(acceptHandoff) && <Button hint="a" icon={CheckIcon} refused={notToAccept} onClick={accept}>Accept</Button>}
      {may(reassignHandoff) && <Button hint="s" refused={settled} onClick={() => begin("reassign")}>Reassign…</Button>}
      {may(rejectHandoff) && <Button hint="r" refused={settled} onClick={() => begin("reject")}>Reject…</Button>}
      <Button kind="quiet" icon={CloseIcon} hint="escape" onClick={onClear}>Clear</Button>
      <ReassignManyDialog shown={open === "reassign"} rows={leads} onClose={() => setOpen(null)} onDone={done} />
      <RejectManyDialog shown={open === "reject"} rows={leads} onClose={() => setOpen(null)} onDone={done} />
    </footer>
  );
}

/** Shown at once, sent as one request when nobody took it back; each is judged by itself. */
function acceptMany(rows: readonly InboxRow[]): void {
  const body = { ids: rows.map((row) => row.id) };
  const at = new Date().toISOString();
  holdActs(
    rows.map((row) => ({ handoffId: row.id, state: "accepted" as const, reason: null, at, dueAt: nextDue(row.clock ? [row.clock] : []) })),
    {
      leaving: { path: "/handoffs/accept", body },
      send: async () => {
        const answer = await call(acceptHandoffs, { body });
        if (answer.failed.length > 0) toast.problem(new Error(`${answer.done.length} of ${leadsCount(rows.length)} accepted. ${failedWords(answer, rows)}`));
      },
    },
    `Accepted: ${leadNames(rows)}.`,
  );
}
