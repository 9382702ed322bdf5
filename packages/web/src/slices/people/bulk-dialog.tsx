import { listColleagues } from "@tandem/contract/access/users";
import { listCampaigns } from "@tandem/contract/campaigns/campaigns";
import { memberStatuses, type MemberStatus } from "@tandem/contract/campaigns/parts";
import type { InputOf } from "@tandem/contract/operation";
import { notInBulk, previewBulkEdit, startBulkEdit, type BulkChange } from "@tandem/contract/people/bulk-edits";
import type { FieldValues } from "@tandem/contract/people/parts";
import type { KeptList } from "@tandem/contract/people/views";
import { useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { Select } from "../../ui/select.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { counted, previewWords } from "./bulk-words.ts";
import { FieldInput } from "./field-input.tsx";
import { useFields, wireKey } from "./field-words.ts";
import { ownFieldName, sentence } from "./names.ts";
import css from "./people.module.css";

export type BulkKind = BulkChange["kind"];
export type Chosen = { readonly list: KeptList } & ({ readonly ids: readonly string[] } | { readonly filter: Record<string, unknown> });

const titles: Record<BulkKind, string> = { owner: "Give to an owner", field: "Change a field", campaign: "Add to a campaign" };
const leads: Record<BulkKind, string> = {
  owner: "Routing asks the owner first; open handoffs stay where they are.",
  field: "What is set here counts as typed in: imports and your systems do not overwrite it. Scores follow at once.",
  campaign: "Who is on its list already keeps their status.",
};

/** One change for many: what, for how many it is one, and then it is begun. It can be taken back afterwards. */
export function BulkDialog({ kind, chosen, onClose, onStarted }: { kind: BulkKind; chosen: Chosen; onClose: () => void; onStarted: (bulkEditId: string) => void }) {
  const { number } = useFormat();
  const [change, setChange] = useState<BulkChange | null>(null);
  const body = { target: chosen, change } as unknown as InputOf<typeof startBulkEdit>["body"];
  const preview = useOperation(previewBulkEdit, { body }, { enabled: change !== null, keep: false });
  const start = useAct(startBulkEdit, { quietErrors: true, onDone: (edit) => onStarted(edit.id) });
  const seen = change === null ? undefined : preview.data;
  const refused = change === null ? "Choose first" : preview.error ? "That cannot be done" : !seen ? "Counting" : seen.changes === 0 ? "Nothing would change" : undefined;
  return (
    <Dialog
      open onClose={onClose} title={titles[kind]} lead={leads[kind]}
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" busy={start.isPending} refused={refused} onClick={() => start.mutate({ body })}>{seen ? `Change ${counted(chosen.list, seen.changes, number)}` : "Change"}</Button></>}
    >
      <div className={css.form}>
        {kind === "owner" && <OwnerChoice onChange={setChange} />}
        {kind === "field" && <FieldChoice list={chosen.list} onChange={setChange} />}
        {kind === "campaign" && <CampaignChoice onChange={setChange} />}
        <p className="ink2" role="status">{seen ? previewWords(seen, chosen.list, number) : change !== null && !preview.error ? "Counting…" : ""}</p>
        <FormError error={start.error ?? (change !== null ? preview.error : null)} />
      </div>
    </Dialog>
  );
}

type Choice = { onChange: (change: BulkChange | null) => void };

/** What is taken away from many is chosen as such: a field that waits for its value takes nothing from anybody. */
type Aim = "set" | "empty";

function OwnerChoice({ onChange }: Choice) {
  const [aim, setAim] = useState<Aim>("set");
  const [ownerId, setOwnerId] = useState<string | null>(null);
  const people = useOperation(listColleagues).data?.rows ?? [];
  const choose = (next: Aim, id: string | null) => {
    setAim(next);
    setOwnerId(id);
    onChange(next === "set" && id === null ? null : { kind: "owner", ownerId: next === "set" ? id : null });
  };
  return (
    <>
      <SegmentedTabs<Aim> label="To whom" full value={aim} onChange={(next) => choose(next, ownerId)} tabs={[{ value: "set", label: "To a person" }, { value: "empty", label: "To nobody" }]} />
      {aim === "set" && <Combobox label="Owner" value={ownerId} onChange={(id) => choose("set", id)} choices={people.filter((one) => one.active).map((one) => ({ value: one.id, label: one.name, detail: `${one.jobTitle ?? ""}${one.awayUntil ? ", away now" : ""}` }))} />}
    </>
  );
}

function FieldChoice({ list, onChange }: Choice & { list: KeptList }) {
  const fields = useFields();
  const entity = list === "contacts" ? "contact" : "company";
  const all = fields.of(entity).filter((field) => field.editable && !notInBulk.includes(wireKey(field)));
  const [key, setKey] = useState("");
  const [aim, setAim] = useState<Aim>("set");
  const [value, setValue] = useState<FieldValues[string]>(null);
  const field = all.find((one) => wireKey(one) === key);
  const choose = (field: string, next: Aim, to: FieldValues[string]) => {
    setKey(field);
    setAim(next);
    setValue(to);
    onChange(next === "empty" ? { kind: "field", field, value: null } : isMissing(to) ? null : { kind: "field", field, value: to });
  };
  return (
    <>
      <Select label="Field" value={key} onChange={(next) => choose(next, "set", null)} choices={all.map((one) => ({ value: wireKey(one), label: ownFieldName(one.name) }))} />
      {field && <SegmentedTabs<Aim> label="What happens to it" full value={aim} onChange={(next) => choose(key, next, value)} tabs={[{ value: "set", label: "Set to a value" }, { value: "empty", label: "Empty it" }]} />}
      {field && aim === "set" && <FieldInput field={{ ...field, name: ownFieldName(field.name) }} value={value} onChange={(next) => choose(key, "set", next)} />}
    </>
  );
}

/** Nothing is chosen yet, or what is typed can't be read. */
function isMissing(value: FieldValues[string]): boolean {
  return value === null || value === undefined || Number.isNaN(value) || (Array.isArray(value) && value.length === 0);
}

function CampaignChoice({ onChange }: Choice) {
  const [text, setText] = useState("");
  const [campaignId, setCampaignId] = useState<string | null>(null);
  const [status, setStatus] = useState<MemberStatus>("invited");
  const found = useOperation(listCampaigns, { query: { limit: 20, ...(text.trim() && { search: text.trim() }) } });
  const choose = (id: string | null, as: MemberStatus) => {
    setCampaignId(id);
    setStatus(as);
    onChange(id === null ? null : { kind: "campaign", campaignId: id, status: as });
  };
  return (
    <>
      <Combobox label="Campaign" value={campaignId} onSearch={setText} searching={found.isFetching} onChange={(id) => choose(id, status)} choices={(found.data?.rows ?? []).map((row) => ({ value: row.id, label: row.name }))} />
      <Select label="As" value={status} onChange={(next) => choose(campaignId, next)} choices={memberStatuses.map((value) => ({ value, label: sentence(value) }))} />
    </>
  );
}
