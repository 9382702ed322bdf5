import type { Criteria, FieldCondition, FieldRef, SignalCondition } from "@tandem/domain/criteria/criteria";
import { forwardPath, stageNames, stages } from "@tandem/domain/lifecycle/stage";
import { Combobox } from "../../../ui/combobox.tsx";
import { Menu } from "../../../ui/menu.tsx";
import { MoneyInput } from "../../../ui/money-input.tsx";
import { NumberBox } from "../../../ui/number-box.tsx";
import { Select } from "../../../ui/select.tsx";
import { DateInput, TextInput } from "../../../ui/text-input.tsx";
import { AddIcon } from "../../../ui/icons.ts";
import { askOf, askOtherField, askSignal, having, missingIn, questionOf, questionsFor, questionWords, signalQuestionOf, signalQuestions, signalWords } from "./condition-forms.ts";
import { Toggles } from "./toggles.tsx";
import { ValuesInput } from "./values-input.tsx";
import { fieldOf, useVocabulary, type VocabularyField } from "./vocabulary.ts";
import css from "./condition-fields.module.css";

type Leaf = Exclude<Criteria, { all: Criteria[] } | { any: Criteria[] } | { not: Criteria }>;
interface FieldsProps<C> {
  condition: C;
  onChange: (condition: Criteria) => void;
}

/** The inputs of one condition, in the order in which it is read aloud. */
export function ConditionFields({ condition, onChange }: FieldsProps<Leaf>) {
  if ("field" in condition) return <OfField condition={condition} onChange={onChange} />;
  if ("signal" in condition) return <OfSignal condition={condition} onChange={onChange} />;
  if ("memberOf" in condition) return <OfMember condition={condition} onChange={onChange} />;
  if ("stageIsAnyOf" in condition) {
    const order = [...forwardPath, ...stages.filter((stage) => !(forwardPath as readonly string[]).includes(stage))];
    return <><span className={css.said}>Stage is</span><Toggles label="Stages" values={condition.stageIsAnyOf} choices={order.map((value) => ({ value, label: stageNames[value] }))} onChange={(stageIsAnyOf) => onChange({ stageIsAnyOf })} /></>;
  }
  if ("gradeIsAnyOf" in condition) return <><span className={css.said}>Fit grade is</span><Toggles label="Grades" values={condition.gradeIsAnyOf} choices={(["A", "B", "C", "D"] as const).map((value) => ({ value, label: value }))} onChange={(gradeIsAnyOf) => onChange({ gradeIsAnyOf })} /></>;
  return <OfScore condition={condition} onChange={onChange} />;
}

function OfField({ condition, onChange }: FieldsProps<FieldCondition>) {
  const vocabulary = useVocabulary();
  const field = fieldOf(vocabulary, condition.field);
  const type = field?.type ?? "text";
  const question = questionOf(condition);
  return (
    <>
      <span className={css.subject}>
        <Combobox
          bare label="Field" value={condition.field} valueLabel={field?.name ?? condition.field}
          choices={vocabulary.fields.map((one) => ({ value: one.ref, label: one.name, detail: one.ref.startsWith("company.") ? "Company" : "Person" }))}
          onChange={(ref) => {
            const next = ref === null ? null : fieldOf(vocabulary, ref as FieldRef);
            if (next) onChange(askOtherField(condition, next.ref, next.type, field?.type ?? null));
          }}
        />
      </span>
      <span className={css.question}><Select bare label="Asks" value={question} choices={questionsFor(type, question).map((value) => ({ value, label: type === "boolean" && value === "is" ? "is" : questionWords[value] }))} onChange={(next) => onChange(askOf(condition, next, type))} /></span>
      <ValueOf condition={condition} field={field ?? { ref: condition.field, name: condition.field, type, options: null }} onChange={onChange} />
    </>
  );
}

/** The input that fits the type and the question. */
function ValueOf({ condition, field, onChange }: FieldsProps<FieldCondition> & { field: VocabularyField }) {
  const { currency } = useVocabulary();
  const { type } = field;
  const question = questionOf(condition);
  const set = (part: Partial<FieldCondition>) => onChange({ field: condition.field, ...part });
  const invalid = missingIn(condition) !== null;
  const number = (label: string, value: unknown, change: (value: number) => void) =>
    type === "money" ? (
      <span className={css.amount}><MoneyInput bare signed label={label} currency={currency} value={typeof value === "number" && !Number.isNaN(value) ? value : null} onChange={(minor) => change(minor ?? Number.NaN)} /></span>
    ) : (
      <span className={css.small}><NumberBox bare label={label} value={typeof value === "number" ? value : Number.NaN} onChange={(next) => change(next ?? Number.NaN)} /></span>
    );
  const day = (label: string, value: unknown, change: (value: string) => void) => <span className={css.day}><DateInput bare label={label} value={typeof value === "string" ? value : ""} onChange={change} data-primary /></span>;
  if (question === "known" || question === "empty") return null;
  if (question === "inTheLastDays") return <span className={css.days}><NumberBox bare label="Days" value={condition.inTheLastDays ?? Number.NaN} min={0} max={36_500} whole unit="days" onChange={(inTheLastDays) => set({ inTheLastDays: inTheLastDays ?? Number.NaN })} /></span>;
  if (type === "boolean") return <span className={css.small}><Select bare label="Answer" value={condition.is === false ? "no" : "yes"} choices={[{ value: "yes", label: "yes" }, { value: "no", label: "no" }]} onChange={(answer) => set({ is: answer === "yes" })} /></span>;
  if (type === "number" || type === "money") {
    if (question === "between") {
      const [low, high] = condition.between!;
      return <>{number("From", low, (value) => set({ between: [value, high] }))}<span className={css.said}>and</span>{number("To", high, (value) => set({ between: [low, value] }))}</>;
    }
    if (question === "isAnyOf") return <span className={css.wide}><ValuesInput field={field} label={`Values of ${field.name}`} values={(condition.isAnyOf ?? []).map(String)} invalid={invalid} onChange={(values) => set({ isAnyOf: values.map(Number).filter(Number.isFinite) })} /></span>;
    return number("Number", condition[question], (value) => set({ [question]: value }));
  }
  if (type === "date") {
    if (question === "between") {
      const [low, high] = condition.between!;
      return <>{day("From", low, (value) => set({ between: [value, high] }))}<span className={css.said}>and</span>{day("To", high, (value) => set({ between: [low, value] }))}</>;
    }
    return day("Day", condition[question], (value) => set({ [question]: value }));
  }
  if (question === "isAnyOf") return <span className={css.wide}><ValuesInput field={field} label={`Values of ${field.name}`} values={(condition.isAnyOf ?? []).map(String)} invalid={invalid} onChange={(values) => set({ isAnyOf: [...values] })} /></span>;
  if (question === "is") return <span className={css.wide}><ValuesInput single field={field} label={`Value of ${field.name}`} values={condition.is === "" || condition.is === undefined ? [] : [String(condition.is)]} invalid={invalid} onChange={(values) => set({ is: values[0] ?? "" })} /></span>;
  return <span className={css.wide}><TextInput bare label="Text" value={String(condition[question] ?? "")} placeholder="Text" onChange={(value) => set({ [question]: value })} data-primary /></span>;
}

function OfSignal({ condition, onChange }: FieldsProps<SignalCondition>) {
  const { signals } = useVocabulary();
  const question = signalQuestionOf(condition);
  const set = <K extends keyof SignalCondition>(part: K, value: SignalCondition[K] | undefined) => onChange(having(condition, part, value));
  const count = (label: string, part: "atLeast" | "atMost", min: number) => <span className={css.tiny}><NumberBox bare label={label} value={condition[part] ?? Number.NaN} min={min} max={100_000} whole onChange={(value) => set(part, value ?? Number.NaN)} /></span>;
  const more = [
    ...(condition.firstWithinDays === undefined ? [{ label: "For the first time in the last … days", onSelect: () => set("firstWithinDays", 30) }] : []),
    ...(condition.notForDays === undefined ? [{ label: "Not again for … days", onSelect: () => set("notForDays", 30) }] : []),
  ];
  return (
    <>
      <span className={css.subject}>
        <Combobox bare label="Signal" value={condition.signal} valueLabel={signals.find((one) => one.key === condition.signal)?.name ?? condition.signal} choices={signals.map((one) => ({ value: one.key, label: one.name }))} onChange={(key) => key !== null && onChange({ ...condition, signal: key })} />
      </span>
      <span className={css.question}><Select bare label="How often" value={question} choices={signalQuestions.map((value) => ({ value, label: signalWords[value] }))} onChange={(next) => onChange(askSignal(condition, next))} /></span>
      {(question === "atLeast" || question === "range") && count("At least", "atLeast", 1)}
      {question === "range" && <span className={css.said}>and</span>}
      {(question === "atMost" || question === "range") && count("At most", "atMost", 0)}
      {(question === "atLeast" || question === "range" || question === "atMost") && <span className={css.said}>times</span>}
      <span className={css.window}><Select bare label="When" value={condition.withinDays === undefined ? "ever" : "last"} choices={[{ value: "ever", label: "ever" }, { value: "last", label: "in the last" }]} onChange={(when) => set("withinDays", when === "ever" ? undefined : 30)} /></span>
      {condition.withinDays !== undefined && <span className={css.days}><NumberBox bare label="Days" value={condition.withinDays} min={1} max={3_650} whole unit="days" onChange={(value) => set("withinDays", value ?? Number.NaN)} /></span>}
      {condition.firstWithinDays !== undefined && <Extra words="first time in the last" label="First time within days" value={condition.firstWithinDays} onChange={(value) => set("firstWithinDays", value)} />}
      {condition.notForDays !== undefined && <Extra words="not again for" label="Not for days" value={condition.notForDays} onChange={(value) => set("notForDays", value)} />}
      {more.length > 0 && <Menu label="Add a bound" side="bottom-start" target={<button type="button" className={css.plus} aria-label="Add a bound" title="Add a bound"><AddIcon /></button>} entries={more} />}
    </>
  );
}

function Extra({ words, label, value, onChange }: { words: string; label: string; value: number; onChange: (value: number | undefined) => void }) {
  return (
    <span className={css.extra}>
      <span className={css.said}>{words}</span>
      <span className={css.days}><NumberBox bare label={label} value={value} min={0} max={3_650} whole unit="days" onChange={(next) => onChange(next ?? Number.NaN)} /></span>
      <button type="button" className={css.valueRemove} aria-label={`Remove “${words}”`} onClick={() => onChange(undefined)}>×</button>
    </span>
  );
}

function OfMember({ condition, onChange }: FieldsProps<Extract<Leaf, { memberOf: string }>>) {
  const { members } = useVocabulary();
  const kinds = ["campaign", "segment", "list"] as const;
  const known = members.filter((one) => one.kind === condition.memberOf);
  return (
    <>
      <span className={css.said}>Is in the</span>
      <span className={css.small}><Select bare label="Kind" value={condition.memberOf} choices={kinds.map((value) => ({ value, label: value }))} onChange={(memberOf) => onChange({ memberOf, key: "" })} /></span>
      <span className={css.wide}>
        {known.length > 0 ? (
          <Combobox bare label={`Which ${condition.memberOf}`} value={condition.key === "" ? null : condition.key} valueLabel={condition.key} choices={known.map((one) => ({ value: one.key, label: one.name }))} placeholder="Choose…" onChange={(key) => key !== null && onChange({ ...condition, key })} />
        ) : (
          <TextInput bare label={`Key of the ${condition.memberOf}`} value={condition.key} placeholder="key" onChange={(key) => onChange({ ...condition, key })} data-primary />
        )}
      </span>
    </>
  );
}

function OfScore({ condition, onChange }: FieldsProps<Extract<Leaf, { score: string }>>) {
  const bound = condition.atLeast !== undefined && condition.atMost !== undefined ? "between" : condition.atMost !== undefined ? "atMost" : "atLeast";
  const { score, atLeast, atMost } = condition;
  const ask = (next: string) => onChange({ score, ...(next !== "atMost" && { atLeast: atLeast ?? atMost ?? 0 }), ...(next !== "atLeast" && { atMost: atMost ?? atLeast ?? 100 }) });
  const box = (label: string, part: "atLeast" | "atMost") => <span className={css.small}><NumberBox bare label={label} value={condition[part] ?? Number.NaN} onChange={(value) => onChange({ ...condition, [part]: value ?? Number.NaN })} /></span>;
  return (
    <>
      <span className={css.subject}><Select bare label="Score" value={score} choices={[{ value: "fit", label: "Fit score" }, { value: "engagement", label: "Engagement score" }]} onChange={(next) => onChange({ ...condition, score: next })} /></span>
      <span className={css.question}><Select bare label="Asks" value={bound} choices={[{ value: "atLeast", label: "is at least" }, { value: "atMost", label: "is at most" }, { value: "between", label: "is between" }]} onChange={ask} /></span>
      {bound !== "atMost" && box("At least", "atLeast")}
      {bound === "between" && <span className={css.said}>and</span>}
      {bound !== "atLeast" && box("At most", "atMost")}
      <span className={css.said}>points</span>
    </>
  );
}
