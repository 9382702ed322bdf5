import { getOpportunity, loseOpportunity, readBoard, reopenOpportunity, winOpportunity } from "@tandem/contract/pipeline/opportunities";
import type { OpportunityRow } from "@tandem/contract/pipeline/parts";
import { closeReasons } from "@tandem/domain/pipeline/opportunity";
import { useState } from "react";
import { call } from "../../app/api.ts";
import { patch, useAct } from "../../app/query.ts";
import { useSession } from "../../app/session.ts";
import { useUnsent } from "../../app/use-unsent.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { MoneyInput } from "../../ui/money-input.tsx";
import { RadioList } from "../../ui/radio-list.tsx";
import { Textarea, TextInput } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./pipeline.module.css";
import { closingWords } from "./words.ts";

type Closing = Pick<OpportunityRow, "id" | "name" | "amount" | "version" | "contact"> & { readonly competitor?: string | null };

/** Asks why before a deal is closed, and names what follows. Undo opens it again. */
export function CloseDialog({ open, deal, as, onClose }: { open: boolean; deal: Closing; as: "won" | "lost"; onClose: () => void }) {
  const format = useFormat();
  const { workspace } = useSession();
  const [reason, setReason] = useState<string | null>(null);
  const [words, setWords] = useUnsent(`closing ${deal.id}`, "");
  const [amount, setAmount] = useState(deal.amount?.amount ?? null);
  const [competitor, setCompetitor] = useState(deal.competitor ?? "");
  const [nurture, setNurture] = useState(true);
  const options = {
    invalidates: ["pipeline", "people"],
    quietErrors: true,
    said: (row: OpportunityRow) => (as === "won" ? `${row.name} is won${row.amount ? `: ${format.money(row.amount.amount, { currency: row.amount.currency })}` : ""}` : `${row.name} is lost`),
    undo: (row: OpportunityRow) => call(reopenOpportunity, { params: { opportunityId: row.id }, body: { version: row.version } }),
    onDone: (row: OpportunityRow) => {
      patch(readBoard, (board) => ({ ...board, columns: board.columns.map((column) => ({ ...column, cards: column.cards.filter((card) => card.id !== row.id) })) }));
      patch(getOpportunity, (page) => (page.id === row.id ? { ...page, ...row } : page));
      setWords("");
      onClose();
    },
  };
  const win = useAct(winOpportunity, options);
  const lose = useAct(loseOpportunity, options);
  const act = as === "won" ? win : lose;
  const save = () => {
    if (reason === null) return;
    const params = { opportunityId: deal.id };
    if (as === "won") win.mutate({ params, body: { version: deal.version, reason, words, ...(amount !== null && { amount }) } });
    else lose.mutate({ params, body: { version: deal.version, reason, words, nurture, ...(competitor.trim() !== "" && { competitor }) } });
  };
  const person = deal.contact?.name ?? "The company";
  const foreign = deal.amount !== null && deal.amount.currency !== workspace.currency;
  return (
    <Dialog
      open={open} onClose={onClose} title={as === "won" ? `${deal.name} is won` : `${deal.name} is lost`} lead={closingWords(person, as, { foreign, nurture })}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>Cancel</Button>
          <Button kind={as === "won" ? "primary" : "danger"} hint="mod+enter" busy={act.isPending} refused={reason === null ? "Choose a reason first" : undefined} onClick={save}>{as === "won" ? "Close as won" : "Close as lost"}</Button>
        </>
      }
    >
      <div className={css.form}>
        {as === "won" && <MoneyInput label="Amount it was won with" optional value={amount} onChange={setAmount} currency={deal.amount?.currency ?? workspace.currency} />}
        <RadioList label={as === "won" ? "Why we won" : "Why we lost"} value={reason} onChange={setReason} choices={closeReasons[as].map(({ code, name }) => ({ value: code, label: name }))} />
        {as === "lost" && reason === "competitor" && <TextInput label="Which competitor" optional value={competitor} onChange={setCompetitor} />}
        <Textarea label="In words" optional hint="What Marketing and the next rep should know." value={words} onChange={setWords} />
        {as === "lost" && <Checkbox label="Back to nurture" hint="Marketing keeps in touch." checked={nurture} onChange={setNurture} />}
        <FormError error={act.error} />
      </div>
    </Dialog>
  );
}
