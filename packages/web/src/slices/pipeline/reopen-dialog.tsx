import { getOpportunity, reopenOpportunity, type OpportunityPage } from "@tandem/contract/pipeline/opportunities";
import { patch, useAct } from "../../app/query.ts";
import { useUnsent } from "../../app/use-unsent.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Textarea } from "../../ui/text-input.tsx";

/** Opens a closed deal again; that it was closed stays in its history. */
export function ReopenDialog({ page, onClose }: { page: OpportunityPage; onClose: () => void }) {
  const [words, setWords] = useUnsent(`opening ${page.id} again`, "");
  const act = useAct(reopenOpportunity, {
    invalidates: ["pipeline", "people"], quietErrors: true, said: (row) => `${row.name} is open again`,
    onDone: (row) => {
      patch(getOpportunity, (shown) => (shown.id === row.id ? { ...shown, ...row } : shown));
      setWords("");
      onClose();
    },
  });
  return (
    <Dialog
      open onClose={onClose} title={`Open ${page.name} again`} lead={`It goes back to ${page.stage.name.toLowerCase()}, and its main contact to opportunity. That it was ${page.state} stays in the history.`}
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" hint="mod+enter" busy={act.isPending} onClick={() => act.mutate({ params: { opportunityId: page.id }, body: { version: page.version, words } })}>Open again</Button></>}
    >
      <Textarea label="Why" optional value={words} onChange={setWords} data-autofocus />
      <FormError error={act.error} />
    </Dialog>
  );
}
