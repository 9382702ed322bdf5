import { breakGlass } from "@tandem/contract/agreement/signing";
import { useState } from "react";
import { call } from "../../../app/api.ts";
import { invalidate } from "../../../app/query.ts";
import { ConfirmDialog } from "../../../ui/dialog.tsx";
import { Textarea } from "../../../ui/text-input.tsx";
import { toast } from "../../../ui/toast.tsx";
import type { ListedChange } from "./change-list.tsx";
import { useOvertaken } from "./overtaken.ts";
import type { Draft } from "./use-draft.ts";
import type { Reckoning } from "./use-reckoning.ts";
import { WhatChanges } from "./what-changes.tsx";
import { WhoCrosses } from "./who-crosses.tsx";
import css from "./signing.module.css";

/** For an emergency: in force at once and unsigned, with what it changes, whom it moves, and a reason that everybody reads. */
export function BreakGlassDialog({ draft, changes, reckoning, open, onClose }: { draft: Draft; changes: readonly ListedChange[]; reckoning: Reckoning; open: boolean; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const overtakes = useOvertaken(draft.hash, null);
  return (
    <ConfirmDialog
      open={open} onClose={onClose} danger width={560} title={`Put draft ${draft.number} in force unsigned?`} confirm="Put in force unsigned"
      lead="For an emergency. The engine runs it at once, everybody is told with your name and reason, and it shows in red on the agreement until both sides have signed it."
      onConfirm={async () => {
        await call(breakGlass, { params: { id: draft.id }, body: { hash: draft.hash, reason } });
        await invalidate(["agreement"]);
        toast.say(`Draft ${draft.number} is in force, unsigned`);
      }}
    >
      {overtakes && <p className={css.owedHere}>{overtakes.words}</p>}
      <WhatChanges changes={changes} version={draft.inForceVersion} label="What comes into force" />
      <WhoCrosses reckoning={reckoning} />
      <div className={css.reason}><Textarea label="Why it can’t wait for signatures" value={reason} maxLength={2_000} onChange={setReason} hint="At least 20 letters; both teams read it." /></div>
    </ConfirmDialog>
  );
}
