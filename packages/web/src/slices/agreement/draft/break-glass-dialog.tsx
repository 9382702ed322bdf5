import { breakGlass } from "@tandem/contract/agreement/signing";
import { useState } from "react";
import { call } from "../../../app/api.ts";
import { invalidate } from "../../../app/query.ts";
import { ConfirmDialog } from "../../../ui/dialog.tsx";
import { Textarea } from "../../../ui/text-input.tsx";
import { toast } from "../../../ui/toast.tsx";
import { useOvertaken } from "./overtaken.ts";
import type { Draft } from "./use-draft.ts";

/** For an emergency: in force at once and unsigned, with a reason that everybody reads. */
export function BreakGlassDialog({ draft, open, onClose }: { draft: Draft; open: boolean; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const overtakes = useOvertaken(draft.hash, null);
  return (
    <ConfirmDialog
      open={open} onClose={onClose} danger width={480} title={`Put draft ${draft.number} in force unsigned?`} confirm="Put in force unsigned"
      lead="For an emergency. The engine runs it at once, everybody is told with your name and reason, and it shows in red on the agreement until both sides have signed it."
      onConfirm={async () => {
        await call(breakGlass, { params: { id: draft.id }, body: { hash: draft.hash, reason } });
        await invalidate(["agreement"]);
        toast.say(`Draft ${draft.number} is in force, unsigned`);
      }}
    >
      {overtakes && <p className="ink2" style={{ marginBottom: 12 }}>{overtakes.words}</p>}
      <Textarea label="Why it can’t wait for signatures" value={reason} maxLength={2_000} onChange={setReason} data-autofocus hint="At least 20 letters; both teams read it." />
    </ConfirmDialog>
  );
}
