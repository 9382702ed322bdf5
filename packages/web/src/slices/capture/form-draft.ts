import type { formFieldTypes, listForms } from "@tandem/contract/capture/forms";
import type { OutputOf } from "@tandem/contract/operation";

export type FieldType = (typeof formFieldTypes)[number];

/** A field while it is edited: `id` keeps it apart from others of the same name, `options` are lines. */
export interface DraftField {
  readonly id: number;
  readonly name: string;
  /** The name follows the label until somebody writes one of their own. */
  readonly ownName: boolean;
  readonly label: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly options: string;
}

export interface FormDraft {
  readonly key: string;
  readonly ownKey: boolean;
  readonly title: string;
  readonly fields: readonly DraftField[];
  readonly submitLabel: string;
  readonly thanks: string;
}

type Form = OutputOf<typeof listForms>["forms"][number];
type FormInput = Pick<Form, "title" | "fields" | "submitLabel" | "thanks">;

export const typeNames: Readonly<Record<FieldType, string>> = {
  text: "Text", email: "E-mail", tel: "Telephone", url: "Web address", number: "Number", date: "Date", textarea: "Long text",
  select: "One of a list", radio: "One of a few", checkbox: "Yes or no", checkboxes: "Several of a few", hidden: "Hidden",
};

/** Fields that fill what is known of people; the names are those the engine understands. */
export const knownFields: readonly Pick<DraftField, "name" | "label" | "type">[] = [
  { name: "email", label: "Work e-mail", type: "email" },
  { name: "firstName", label: "First name", type: "text" },
  { name: "lastName", label: "Last name", type: "text" },
  { name: "company", label: "Company", type: "text" },
  { name: "title", label: "Job title", type: "text" },
  { name: "phone", label: "Telephone", type: "tel" },
  { name: "country", label: "Country", type: "text" },
];

let last = 0;
export const newFieldId = (): number => (last += 1);

export function hasOptions(type: FieldType): boolean {
  return type === "select" || type === "radio" || type === "checkboxes";
}

/** What a new form begins with. */
export function emptyDraft(): FormDraft {
  const field = (name: string): DraftField => ({ ...knownFields.find((known) => known.name === name)!, id: newFieldId(), ownName: true, required: true, options: "" });
  return { key: "", ownKey: false, title: "", fields: [field("firstName"), field("lastName"), field("email"), { ...field("company"), required: false }], submitLabel: "Send", thanks: "Thank you. We answer within one working day." };
}

export function draftOf(form: Form): FormDraft {
  return {
    key: form.key, ownKey: true, title: form.title, submitLabel: form.submitLabel, thanks: form.thanks,
    fields: form.fields.map((field) => ({ id: newFieldId(), name: field.name, ownName: true, label: field.label, type: field.type, required: field.required, options: (field.options ?? []).join("\n") })),
  };
}

const optionsOf = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** What is sent of a draft. */
export function inputOf(draft: FormDraft): FormInput {
  return {
    title: draft.title.trim(), submitLabel: draft.submitLabel.trim(), thanks: draft.thanks.trim(),
    fields: draft.fields.map(({ name, label, type, required, options }) => ({ name, label: label.trim(), type, required: type === "hidden" ? false : required, ...(hasOptions(type) && { options: optionsOf(options) }) })),
  };
}

/** "Company size?" → companySize: a name that every library and spreadsheet takes. */
export function nameOf(label: string, taken: ReadonlySet<string> = new Set()): string {
  const words = plain(label).match(/[a-zA-Z0-9]+/g) ?? [];
  const joined = words.map((word, i) => (i === 0 ? word.toLowerCase() : word[0]!.toUpperCase() + word.slice(1).toLowerCase())).join("");
  const name = (/^[a-zA-Z]/.test(joined) ? joined : `field${joined}`).slice(0, 60);
  if (!taken.has(name)) return name;
  let n = 2;
  while (taken.has(`${name}${n}`)) n += 1;
  return `${name}${n}`;
}

/** "Ask for a demo" → ask-for-a-demo. */
export function keyOf(title: string): string {
  return (plain(title).toLowerCase().match(/[a-z0-9]+/g) ?? []).join("-").slice(0, 60);
}

function plain(text: string): string {
  return text.replaceAll("ß", "ss").normalize("NFD").replace(/\p{M}/gu, "");
}

/** What keeps a draft from being saved, by its place: "title", "fields", "fields.3.name" (3 is the field's `id`). */
export function problemsOf(draft: FormDraft): Map<string, string> {
  const problems = new Map<string, string>();
  if (draft.title.trim() === "") problems.set("title", "Give the form a title.");
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(draft.key)) problems.set("key", "Lower-case letters, digits and hyphens, beginning with a letter or digit.");
  if (draft.submitLabel.trim() === "") problems.set("submitLabel", "Say what the button does.");
  if (draft.thanks.trim() === "") problems.set("thanks", "Say what happens next.");
  if (!draft.fields.some((field) => field.type === "email")) problems.set("fields", "A form has an e-mail field, so that people can be answered.");
  const names = new Set<string>();
  for (const field of draft.fields) {
    if (field.label.trim() === "") problems.set(`fields.${field.id}.label`, "Give the field a label.");
    if (!/^[a-zA-Z][a-zA-Z0-9_]{0,62}$/.test(field.name)) problems.set(`fields.${field.id}.name`, "Letters, digits and underscores, beginning with a letter.");
    else if (names.has(field.name)) problems.set(`fields.${field.id}.name`, "Another field has this name.");
    names.add(field.name);
    if (hasOptions(field.type) && optionsOf(field.options).length === 0) problems.set(`fields.${field.id}.options`, "Write one choice per line.");
  }
  return problems;
}

/** Moves a field one place up or down. */
export function moved(fields: readonly DraftField[], id: number, step: -1 | 1): DraftField[] {
  const from = fields.findIndex((field) => field.id === id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= fields.length) return [...fields];
  const next = [...fields];
  [next[from], next[to]] = [next[to]!, next[from]!];
  return next;
}
