import { listOutcomes, startCalibration } from "@tandem/contract/lab/calibration";
import type { InputOf, OutputOf } from "@tandem/contract/operation";
import { useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Row } from "../../ui/layout.tsx";
import { Notice } from "../../ui/notice.tsx";
import { RadioList } from "../../ui/radio-list.tsx";
import { Section } from "../../ui/section.tsx";
import { Select } from "../../ui/select.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./calibration.module.css";
import { becameStage, nextThatWorks, usualStage } from "./outcome-choices.ts";
import { readNumber } from "./read-number.ts";

type Ask = InputOf<typeof startCalibration>["body"];

/** What to learn towards, and from what. */
export function CalibrationForm({ onStarted }: { onStarted: (id: string) => void }) {
  const outcomes = useOperation(listOutcomes);
  const format = useFormat();
  const [chosen, setOutcome] = useState<string | null>(null);
  const [value, setValue] = useState("");
  const [from, setFrom] = useState<"rules" | "fields">("rules");
  const [precision, setPrecision] = useState("50");
  const [age, setAge] = useState("");
  const [horizon, setHorizon] = useState("");
  const start = useAct(startCalibration, { quietErrors: true, invalidates: ["lab.list-calibrations"], onDone: ({ id }) => onStarted(id) });
  if (!outcomes.data) return outcomes.error ? <ErrorState title="What could be learned towards was not read" error={outcomes.error} onRetry={() => void outcomes.refetch()} /> : <SkeletonLines lines={5} />;
  const outcome = chosen ?? `stage ${usualStage(outcomes.data, from)}`;
  const needed = outcomes.data.needed[from];
  const stage = outcomes.data.stages.find((one) => outcome === `stage ${one.stage}`);
  const days = horizon.trim() === "" ? { value: null } : readNumber(horizon, { min: 1, max: 1_825, never: false });
  // With days of their own there may be more or fewer: the server counts them before it begins.
  const short = stage !== undefined && days?.value === null && stage.usable < needed;
  const other = short ? nextThatWorks(outcomes.data, { outcome: { stage: stage.stage }, from }) : null;
  const field = outcome.startsWith("field ") ? outcomes.data.fields.find((one) => one.ref === outcome.slice(6)) : undefined;
  const share = readNumber(precision, { min: 5, max: 99, never: false });
  const is = field?.type === "boolean" ? value === "true" : field?.type === "number" ? (readNumber(value, { min: -1e15, max: 1e15, never: false })?.value ?? null) : value.trim();
  const missing = share === null ? "The precision is a number from 5 to 99" : days === null ? "The days are a number from 1 to 1,825" : field && (is === "" || is === null || (field.type === "boolean" && value === "")) ? "Say which value is the outcome" : short ? `Needs ${format.number(needed)} people, ${format.number(stage.usable)} so far` : undefined;
  const ask: Ask = {
    outcome: field ? { field: field.ref as never, is: is as string } : { stage: outcome.slice(6) as "sql" },
    from, precision: (share?.value ?? 50) / 100, horizonDays: days?.value ?? null, age: age === "" ? null : age === "first-seen" ? "first-seen" : { field: age as never },
  };
  return (
    <Section card title="Learn points from outcomes" definition="The same rules, weighed by what became of people. The result is an ordinary draft: explained, editable, signed by both or by nobody.">
      <form className={css.form} onSubmit={(event) => { event.preventDefault(); if (!missing) start.mutate({ body: ask }); }}>
        <Select
          label="Success is a person who" value={outcome} onChange={setOutcome}
          choices={[
            ...outcomes.data.stages.map(({ stage, people }) => ({ value: `stage ${stage}`, label: `${becameStage[stage]} (${format.number(people)} ${people === 1 ? "person" : "people"})` })),
            ...outcomes.data.fields.map((one) => ({ value: `field ${one.ref}`, label: `has a value of ${one.name}` })),
          ]}
        />
        <p className="second ink2">
          {stage && days?.value === null ? `${format.number(stage.usable)} ${stage.usable === 1 ? "person" : "people"} to learn from on the rarer side, with time enough behind them; ${format.number(needed)} are needed.` : `At least ${format.number(needed)} people are needed on each side of the outcome.`}
        </p>
        {short && (
          <Notice tone="warn" title="Too few to suggest anything from" text={other ? `Enough is known of people who ${becameStage[other.stage]}${other.from === from ? "" : ", if new rules are looked for"}.` : "No outcome has enough yet."}>
            {other && <Button onClick={() => { setFrom(other.from); setOutcome(`stage ${other.stage}`); }}>Take that</Button>}
          </Notice>
        )}
        {field && <FieldValue field={field} value={value} onChange={setValue} />}
        <RadioList
          label="Learn" value={from} onChange={setFrom}
          choices={[
            { value: "rules", label: "Points for the rules in force", detail: "Each rule keeps its words; only its points are suggested anew." },
            { value: "fields", label: "New rules from fields and signals", detail: "Where there are no rules worth weighing yet. What Sales fills in afterwards is left out." },
          ]}
        />
        <details className={css.more}>
          <summary>Threshold, age and horizon</summary>
          <div className={css.form}>
            <TextInput label="Precision wanted above the threshold, percent" value={precision} onChange={setPrecision} inputMode="decimal" error={share === null ? "A number from 5 to 99." : undefined} />
            <Select optional label="People are ordered by age by" value={age} placeholder="First sight, or the number a file brought" onChange={setAge} choices={[{ value: "first-seen", label: "First sight" }, ...outcomes.data.ages.map((one) => ({ value: one.ref, label: one.name }))]} />
            <TextInput optional label="Days within which an outcome counts" value={horizon} onChange={setHorizon} inputMode="numeric" error={days === null ? "A number from 1 to 1,825." : undefined} hint="Left empty: what covers nine of ten outcomes. Younger people are left out." />
          </div>
        </details>
        <FormError error={start.error} />
        <Row gap={12} wrap><Button kind="primary" type="submit" busy={start.isPending} refused={missing}>Learn from outcomes</Button>{short && <span className="second ink2">{missing}</span>}</Row>
      </form>
    </Section>
  );
}

function FieldValue({ field, value, onChange }: { field: OutputOf<typeof listOutcomes>["fields"][number]; value: string; onChange: (value: string) => void }) {
  if (field.type === "boolean") return <Select label={`${field.name} is`} value={value as "true" | "false" | ""} onChange={onChange} choices={[{ value: "true", label: "Yes" }, { value: "false", label: "No" }]} />;
  return <TextInput label={`${field.name} is`} value={value} onChange={onChange} hint="Exactly this value is the outcome; everybody else is without it" />;
}
