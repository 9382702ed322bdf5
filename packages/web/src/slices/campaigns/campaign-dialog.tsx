import { createCampaign, editCampaign, type CampaignRow } from "@tandem/contract/campaigns/campaigns";
import { channels, type Channel } from "@tandem/domain/capture/touch";
import { useContext, useState } from "react";
import { useAct } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { MoneyInput } from "../../ui/money-input.tsx";
import { Select } from "../../ui/select.tsx";
import { DateInput, Textarea, TextInput } from "../../ui/text-input.tsx";
import { Formatting } from "../../ui/use-format.ts";
import { channelName } from "../insights/door.tsx";
import css from "./campaigns.module.css";

interface CampaignDialogProps {
  /** Given, it is edited; else one is made. */
  campaign?: CampaignRow;
  suggestedUtm?: string | undefined;
  onClose: () => void;
  onDone?: (campaign: CampaignRow) => void;
}

export function CampaignDialog({ campaign, suggestedUtm, onClose, onDone }: CampaignDialogProps) {
  const { currency } = useContext(Formatting);
  const [name, setName] = useState(campaign?.name ?? suggestedUtm ?? "");
  const [channel, setChannel] = useState<Channel>(campaign?.channel ?? "paid-search");
  const [utm, setUtm] = useState(campaign?.utm.join(", ") ?? suggestedUtm ?? "");
  const [goal, setGoal] = useState(campaign?.goal ?? "");
  const [startsOn, setStartsOn] = useState(campaign?.startsOn ?? "");
  const [endsOn, setEndsOn] = useState(campaign?.endsOn ?? "");
  const [budget, setBudget] = useState<number | null>(campaign?.budget?.amount ?? null);
  const done = (saved: CampaignRow) => {
    onClose();
    onDone?.(saved);
  };
  const create = useAct(createCampaign, { said: (made) => `${made.name} created`, onDone: done, quietErrors: true });
  const edit = useAct(editCampaign, { said: (saved) => `${saved.name} saved`, onDone: done, quietErrors: true });
  const act = campaign ? edit : create;
  const body = { name, channel, goal, startsOn: startsOn || null, endsOn: endsOn || null, budget, utm: utm.split(",").map((one) => one.trim()).filter(Boolean) };
  const save = () => (campaign ? edit.mutate({ params: { campaignId: campaign.id }, body: { ...body, version: campaign.version } }) : create.mutate({ body }));
  const errors = act.error;
  return (
    <Dialog
      open onClose={onClose} width={520} title={campaign ? `Edit ${campaign.name}` : "Create campaign"} lead="Touches that carry a utm_campaign value of it belong to it, also those of before."
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" busy={act.isPending} refused={name.trim() === "" ? "Needs a name" : undefined} onClick={save}>{campaign ? "Save" : "Create campaign"}</Button></>}
    >
      <div className={css.form}>
        <div className={css.wide}><TextInput label="Name" value={name} onChange={setName} data-autofocus error={errors?.code === "name-taken" ? errors.message : errors?.fieldError("name")} /></div>
        <Select label="Channel" value={channel} onChange={setChannel} choices={channels.map((value) => ({ value, label: channelName(value) }))} />
        <MoneyInput label="Budget" optional currency={currency} value={budget} onChange={setBudget} />
        <DateInput label="First day" optional value={startsOn} onChange={setStartsOn} />
        <DateInput label="Last day" optional value={endsOn} onChange={setEndsOn} error={errors?.code === "ends-before-start" ? errors.message : undefined} />
        <div className={css.wide}><TextInput label="utm_campaign values" optional hint="Separated by commas. Upper and lower case are the same." value={utm} onChange={setUtm} error={errors?.code === "utm-taken" ? errors.message : undefined} /></div>
        <div className={css.wide}><Textarea label="Goal" optional value={goal} onChange={setGoal} /></div>
      </div>
      <FormError error={errors && !["name-taken", "utm-taken", "ends-before-start"].includes(errors.code) ? errors : null} />
    </Dialog>
  );
}
