import { listPipelineStages, savePipelineStages } from "@tandem/contract/pipeline/stages";
import { useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { AddIcon, OpenIcon, RemoveIcon, UpIcon } from "../../ui/icons.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./settings.module.css";

interface Draft {
  key?: string;
  name: string;
  probability: string;
  used: number;
}

/** The stages of the pipeline: their names, their order, and how likely a deal in each is won. */
export function Page() {
  const stages = useOperation(listPipelineStages);
  return (
    <div className={css.page}>
      <PageHeader title="Pipeline stages" path={[{ label: "Settings", to: "/settings" }]} />
      <div className={css.scroll}>
        {!stages.data && (stages.error ? <ErrorState title="The stages could not be loaded" error={stages.error} onRetry={() => void stages.refetch()} /> : <SkeletonLines lines={5} />)}
        {stages.data && <Form key={stages.dataUpdatedAt} rows={stages.data.rows.map(({ key, name, probability, open, closed }) => ({ key, name, probability: String(probability), used: open + closed }))} />}
      </div>
    </div>
  );
}

function Form({ rows }: { rows: Draft[] }) {
  const format = useFormat();
  const [draft, setDraft] = useState(rows);
  const save = useAct(savePipelineStages, { quietErrors: true, said: () => "The stages are saved; boards and weighted sums follow at once" });
  const put = (i: number, change: Partial<Draft>) => setDraft((now) => now.map((one, at) => (at === i ? { ...one, ...change } : one)));
  const swap = (i: number, j: number) => setDraft((now) => now.map((one, at) => (at === i ? now[j]! : at === j ? now[i]! : one)));
  const wrong = draft.some(({ probability }) => !/^\d{1,3}$/.test(probability) || Number(probability) > 100) ? "A probability is a whole number from 0 to 100" : draft.some(({ name }) => name.trim() === "") ? "Every stage needs a name" : undefined;
  const submit = () => wrong === undefined && save.mutate({ body: { stages: draft.map(({ key, name, probability }) => ({ ...(key !== undefined && { key }), name, probability: Number(probability) })) } });
  return (
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <p className="ink2">A deal moves through these in order. The probability weighs its amount in every sum that says so.</p>
      <ol className={css.rows}>
        {draft.map((stage, i) => (
          <li key={stage.key ?? `new-${i}`} className={css.row}>
            <span className="num ink3">{i + 1}</span>
            <TextInput label="Name" bare value={stage.name} onChange={(name) => put(i, { name })} maxLength={60} />
            <span className={css.percent}><TextInput label={`Probability of ${stage.name}, percent`} bare value={stage.probability} inputMode="numeric" onChange={(probability) => put(i, { probability })} /><span aria-hidden>%</span></span>
            <span className="label num">{stage.used === 0 ? "No deals" : `${format.number(stage.used)} ${stage.used === 1 ? "deal" : "deals"}`}</span>
            <span className={css.moves}>
              <IconButton icon={UpIcon} label={`Move ${stage.name} up`} disabled={i === 0} onClick={() => swap(i, i - 1)} />
              <IconButton icon={OpenIcon} label={`Move ${stage.name} down`} disabled={i === draft.length - 1} onClick={() => swap(i, i + 1)} />
              <IconButton icon={RemoveIcon} label={stage.used > 0 ? `${stage.name} has deals and stays` : `Remove ${stage.name}`} disabled={stage.used > 0 || draft.length === 1} onClick={() => setDraft((now) => now.filter((_, at) => at !== i))} />
            </span>
          </li>
        ))}
      </ol>
      <FormError error={save.error} />
      <div className={css.foot}>
        <Button icon={AddIcon} onClick={() => setDraft((now) => [...now, { name: "", probability: "50", used: 0 }])}>Add stage</Button>
        <Button kind="primary" type="submit" busy={save.isPending} refused={wrong}>Save stages</Button>
      </div>
    </form>
  );
}
