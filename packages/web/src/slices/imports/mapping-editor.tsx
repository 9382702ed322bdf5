import { inspectImport, saveImportMapping } from "@tandem/contract/imports/imports";
import type { ImportDetail } from "@tandem/contract/imports/parts";
import { useEffect, useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox, type ComboChoice } from "../../ui/combobox.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Section } from "../../ui/section.tsx";
import { Select } from "../../ui/select.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { draftOf, doubled, retarget, type ColumnDraft, type Inspection, type MappingInput } from "./mapping-draft.ts";
import { ReadingOptions } from "./reading-options.tsx";
import { settled } from "./undated.ts";
import { UndatedPeople } from "./undated-people.tsx";
import { filledNames, typeNames } from "./words.ts";
import css from "./imports.module.css";

interface MappingEditorProps {
  row: ImportDetail;
  onRun: (dryRun: boolean) => void;
  running: boolean;
  onCancel: (() => void) | undefined;
}

/** Where each column goes, beside what its cells hold. Nothing is written by it. */
export function MappingEditor({ row, onRun, running, onCancel }: MappingEditorProps) {
  const [reading, setReading] = useState<{ encoding?: Inspection["encoding"]; delimiter?: Inspection["delimiter"]; headerRow?: "true" | "false" }>(() => readingOf(row));
  const seen = useOperation(inspectImport, { params: { importId: row.id }, query: reading });
  const [draft, setDraft] = useState<MappingInput | null>(null);
  const [drafted, setDrafted] = useState<Inspection | null>(null);
  const save = useAct(saveImportMapping, { quietErrors: true });
  useEffect(() => {
    if (!seen.data || seen.isPlaceholderData || drafted === seen.data) return;
    // Other columns are another draft; the same ones keep what was chosen.
    const same = drafted && drafted.columns.map((c) => c.name).join("\n") === seen.data.columns.map((c) => c.name).join("\n");
    const { encoding, delimiter, headerRow } = seen.data;
    setDraft((now) => (same && now ? { ...now, options: { ...now.options, encoding, delimiter, headerRow } } : draftOf(seen.data, row.mapping)));
    setDrafted(seen.data);
  }, [seen.data, seen.isPlaceholderData, drafted, row.mapping]);
  const submit = (dryRun: boolean) => draft && save.mutate({ params: { importId: row.id }, body: row.kind === "contacts" ? settled(draft) : draft }, { onSuccess: () => onRun(dryRun) });
  useKeys("Columns", { "mod+enter": { label: "Try the import", run: () => submit(true), typing: true } });
  if (seen.error && !draft) return <ErrorState title="The file could not be read" error={seen.error} onRetry={() => void seen.refetch()} />;
  if (!draft || !drafted) return <div className={css.body}><SkeletonLines lines={12} /></div>;
  const twice = doubled(draft.columns);
  const set = (index: number, column: ColumnDraft) => setDraft({ ...draft, columns: draft.columns.map((old, at) => (at === index ? column : old)) });
  const choices = choicesOf(row, drafted);
  const taken = new Set(draft.columns.map((column) => column.to));
  return (
    <>
      <div className={css.body}>
        <ReadingOptions row={row} seen={drafted} options={draft.options} onReading={(next) => setReading({ ...reading, ...next })} onChange={(options) => setDraft({ ...draft, options: { ...draft.options, ...options } })} />
        {row.kind === "contacts" && <UndatedPeople draft={draft} onChange={(options) => setDraft({ ...draft, options: { ...draft.options, ...options } })} />}
        <Section card title="Columns" note={<ColumnsNote draft={draft} />}>
          <div className={css.columns} role="table" aria-label="Columns of the file">
            <div className={css.columnHead} role="row"><span role="columnheader">In the file</span><span role="columnheader">Its cells</span><span role="columnheader">Goes to</span></div>
            {drafted.columns.map((column, index) => {
              const to = draft.columns[index]!;
              return <ColumnRow key={column.name} column={column} draft={to} choices={choices} taken={taken} kind={row.kind} doubled={to.to !== null && twice.has(to.to)} fieldTypes={drafted.fieldTypes} onChange={(next) => set(index, next)} />;
            })}
          </div>
        </Section>
      </div>
      <footer className={css.actions}>
        <FormError error={save.error} />
        {onCancel && <Button kind="quiet" onClick={onCancel}>Back to the report</Button>}
        <Button kind="outline" tall busy={save.isPending || running} onClick={() => submit(false)}>Import now</Button>
        <Button kind="primary" tall hint="mod+enter" busy={save.isPending || running} onClick={() => submit(true)}>Try it, write nothing</Button>
      </footer>
    </>
  );
}

function readingOf({ mapping }: ImportDetail) {
  if (!mapping) return {};
  const { encoding, delimiter, headerRow } = mapping.options;
  return { encoding, delimiter, headerRow: headerRow ? "true" : "false" } as const;
}

function choicesOf(row: ImportDetail, seen: Inspection): ComboChoice[] {
  const own: ComboChoice[] = row.kind === "events" ? [{ value: "property", label: "Property of the event", detail: "kept under the column’s name" }] : row.kind === "spend" ? [] : [{ value: "new", label: "New field…", detail: "made with the import" }];
  if (row.kind === "opportunities") own.push({ value: "deal", label: "Kept with the deal", detail: "as text" });
  return [{ value: "", label: "Leave out" }, ...own, ...seen.targets.map((target) => ({ value: target.key, label: target.name, detail: target.group }))];
}

function ColumnsNote({ draft }: { draft: MappingInput }) {
  const format = useFormat();
  const used = draft.columns.filter((column) => column.to !== null).length;
  const all = draft.columns.length;
  return <>{used === all ? `all ${format.number(all)} are taken` : `${format.number(used)} of ${format.number(all)} are taken, the rest is left out`}</>;
}

interface ColumnRowProps {
  column: Inspection["columns"][number];
  draft: ColumnDraft;
  choices: readonly ComboChoice[];
  taken: ReadonlySet<string | null>;
  kind: ImportDetail["kind"];
  doubled: boolean;
  fieldTypes: Inspection["fieldTypes"];
  onChange: (draft: ColumnDraft) => void;
}

function ColumnRow({ column, draft, choices, taken, kind, doubled: isDoubled, fieldTypes, onChange }: ColumnRowProps) {
  const { newField } = draft;
  const shown = newField ? "new" : (draft.to ?? "");
  const label = draft.to?.startsWith("property.") ? "Property of the event" : draft.to?.startsWith("deal.custom.") ? "Kept with the deal" : undefined;
  return (
    <div className={css.column} role="row" data-out={draft.to === null || undefined}>
      <span role="cell" className={css.two}><span className={css.strong} title={column.name}>{column.name}</span><span className={css.under}>{typeNames[column.type]}{column.filled === 0 ? ", empty" : ""}</span></span>
      <span role="cell" className={css.samples} title={column.values.join("\n")}>{column.values.length === 0 ? <span className="ink3">nothing in the first rows</span> : column.values.slice(0, 4).map((value) => <span key={value} className={css.sample}>{value}</span>)}</span>
      <div role="cell" className={css.target}>
        <Combobox
          bare label={`Where ${column.name} goes`} value={shown === "" ? "" : shown} valueLabel={label} choices={choices.map((choice) => (choice.value !== draft.to && choice.value.includes(".") && taken.has(choice.value) ? { ...choice, detail: `${choice.detail ?? ""}, another column goes here` } : choice))}
          onChange={(to) => onChange(retarget(draft, to === "" ? null : to, kind))} error={isDoubled ? "Two columns go here. Leave one out." : undefined}
        />
        {newField && (
          <div className={css.newField}>
            <TextInput bare label={`Name of the new field for ${column.name}`} value={newField.name} onChange={(name) => onChange({ ...draft, newField: { ...newField, name } })} />
            <Select bare label="Type" value={newField.type} onChange={(type) => onChange({ ...draft, newField: { ...newField, type } })} choices={fieldTypes.map((type) => ({ value: type, label: typeNames[type] }))} />
            <Select bare label="When it is filled" value={newField.filled ?? "unknown"} onChange={(filled) => onChange({ ...draft, newField: { ...newField, filled } })} choices={Object.entries(filledNames).map(([value, name]) => ({ value: value as keyof typeof filledNames, label: name }))} />
          </div>
        )}
      </div>
    </div>
  );
}
