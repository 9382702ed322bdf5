import type { CampaignRow } from "@tandem/contract/campaigns/campaigns";
import { addSpend, deleteSpend, editSpend, listSpend, type SpendRow } from "@tandem/contract/campaigns/spend";
import { useContext, useState } from "react";
import { useAct, usePages } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { AddIcon, MoreIcon } from "../../ui/icons.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { MoneyInput } from "../../ui/money-input.tsx";
import { Section } from "../../ui/section.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { DateInput, TextInput } from "../../ui/text-input.tsx";
import { Formatting, useFormat } from "../../ui/use-format.ts";
import css from "./campaigns.module.css";

/** What it cost, day by day; an amount without a rate is shown and not summed. */
export function SpendSection({ campaign }: { campaign: CampaignRow }) {
  const may = useMay();
  const format = useFormat();
  const [editing, setEditing] = useState<SpendRow | "new" | null>(null);
  const list = usePages(listSpend, { params: { campaignId: campaign.id }, query: { limit: 20 } });
  const remove = useAct(deleteSpend, { said: () => "Entry deleted; the change history keeps it" });
  return (
    <Section
      card title="Spend" note={format.money(campaign.spent.amount)} definition={campaign.spentWithoutRate > 0 ? `${campaign.spentWithoutRate} ${campaign.spentWithoutRate === 1 ? "entry has" : "entries have"} no exchange rate and ${campaign.spentWithoutRate === 1 ? "is" : "are"} not in the sum.` : undefined}
      aside={may(addSpend) && <Button kind="quiet" icon={AddIcon} onClick={() => setEditing("new")}>Record spend…</Button>}
    >
      {list.loading && <SkeletonLines lines={3} />}
      {list.error && !list.rows && <ErrorState title="The spend could not be read" error={list.error} onRetry={list.retry} />}
      {list.rows?.length === 0 && <EmptyState title="No spend recorded." text="Record it here or import it as CSV; cost per lead and ROI follow." />}
      {list.rows?.map((row) => (
        <div key={row.id} className={css.rowLine} style={{ minHeight: 32, alignItems: "center" }}>
          <span className="cut">{format.day(row.day)} <span className="ink3">{row.note}</span></span>
          {!row.converted && <span className="label">no rate</span>}
          <span className="num" title={row.rate ? `At ${row.rate}: ${format.money(row.converted!.amount, { exact: true })}` : undefined}>{format.money(row.amount.amount, { currency: row.amount.currency, exact: true })}</span>
          {may(editSpend) && (
            <Menu
              label="Change entry" target={<IconButton icon={MoreIcon} label={`Change the entry of ${format.day(row.day)}`} />}
              entries={[{ label: "Edit…", onSelect: () => setEditing(row) }, { label: "Delete", danger: true, onSelect: () => remove.mutate({ params: { campaignId: campaign.id, spendId: row.id } }) }]}
            />
          )}
        </div>
      ))}
      {list.more && <Button onClick={list.loadMore}>Show more</Button>}
      {editing && <SpendDialog campaignId={campaign.id} row={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
    </Section>
  );
}

function SpendDialog({ campaignId, row, onClose }: { campaignId: string; row: SpendRow | null; onClose: () => void }) {
  const own = useContext(Formatting).currency;
  const [day, setDay] = useState(row?.day ?? new Date().toISOString().slice(0, 10));
  const [amount, setAmount] = useState<number | null>(row?.amount.amount ?? null);
  const [currency, setCurrency] = useState(row?.amount.currency ?? own);
  const [note, setNote] = useState(row?.note ?? "");
  const add = useAct(addSpend, { said: () => "Spend recorded", onDone: onClose, quietErrors: true });
  const edit = useAct(editSpend, { said: () => "Entry corrected", onDone: onClose, quietErrors: true });
  const act = row ? edit : add;
  const known = /^[A-Z]{3}$/.test(currency);
  const save = () => {
    if (amount === null) return;
    const body = { day, amount, currency, note };
    if (row) edit.mutate({ params: { campaignId, spendId: row.id }, body });
    else add.mutate({ params: { campaignId }, body });
  };
  return (
    <Dialog
      open onClose={onClose} title={row ? "Edit spend" : "Record spend"} lead="Another currency is converted at the rate of the day and stays as it was."
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" busy={act.isPending} refused={amount === null ? "Needs an amount" : !known ? "Needs a currency such as EUR" : !day ? "Needs a day" : undefined} onClick={save}>{row ? "Save" : "Record spend"}</Button></>}
    >
      <div className={css.form}>
        <DateInput label="Day" value={day} onChange={setDay} />
        <TextInput label="Currency" value={currency} maxLength={3} onChange={(value) => setCurrency(value.toUpperCase())} />
        <div className={css.wide}><MoneyInput signed label="Amount" currency={known ? currency : own} value={amount} onChange={setAmount} /></div>
        <div className={css.wide}><TextInput label="Note" optional value={note} onChange={setNote} error={act.error?.code === "spend-exists" ? act.error.message : undefined} /></div>
      </div>
      <FormError error={act.error && act.error.code !== "spend-exists" ? act.error : null} />
    </Dialog>
  );
}
