/** The embedded form as the server describes it, and what may be said about its values before they are sent. */

export interface FieldDefinition {
  name: string;
  label: string;
  /** `text`, `email`, `tel`, `url`, `number`, `date`, `textarea`, `select`, `radio`, `checkbox`, `checkboxes`, `hidden`; anything else is a text. */
  type: string;
  required?: boolean;
  options?: (string | { value: string; label: string })[];
}

export interface FormDefinition {
  key: string;
  title?: string;
  fields: FieldDefinition[];
  submitLabel?: string;
  thanks?: string;
}

export type Values = Record<string, string | string[] | boolean>;

/** Sentences shown to people; a site overrides each with `data-text-<name>` on the embed element. */
export const texts = {
  loading: "Loading the form …",
  unavailable: "The form could not be loaded.",
  again: "Try again",
  required: "Please fill this in.",
  email: "Please enter an e-mail address like name@example.com.",
  invalid: "Please check this field.",
  sending: "Sending …",
  failed: "This could not be sent. Nothing you typed is lost: please try again.",
  refused: "Please check the marked fields.",
  optional: "optional",
  submit: "Send",
  thanks: "Thank you. We will be in touch.",
};
export type Texts = typeof texts;

/** One sentence per field that keeps the form from being sent. */
export function problemsOf(fields: readonly FieldDefinition[], values: Values, say: Texts): Map<string, string> {
  const problems = new Map<string, string>();
  for (const { name, type, required } of fields) {
    const value = values[name];
    const empty = !value || (typeof value === "string" ? !value.trim() : Array.isArray(value) && !value.length);
    if (type === "hidden") continue;
    if (required && empty) problems.set(name, say.required);
    else if (type === "email" && !empty && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(value).trim())) {
      problems.set(name, say.email);
    }
  }
  return problems;
}

/** Field errors of a problem document (`errors: [{path, message}]`, paths like `values.email`), by field name. */
export function refusalsOf(answer: unknown, fields: readonly FieldDefinition[]): Map<string, string> {
  const { errors } = (answer ?? {}) as { errors?: unknown };
  const found = new Map<string, string>();
  for (const error of Array.isArray(errors) ? (errors as { path?: unknown; message?: unknown }[]) : []) {
    const name = String(error.path ?? "").replace(/^\/?(body[./])?values[./]/, "");
    if (fields.some((field) => field.name === name)) found.set(name, String(error.message ?? ""));
  }
  return found;
}

/** What a browser may fill in by itself, by the usual names of fields (WCAG 1.3.5). */
export function autocompleteOf({ name, type }: FieldDefinition): string | undefined {
  if (type === "email") return "email";
  if (type === "tel") return "tel";
  const key = name.toLowerCase().replace(/[-_ ]/g, "");
  const known: Record<string, string> = {
    name: "name", fullname: "name", firstname: "given-name", lastname: "family-name", email: "email", phone: "tel",
    company: "organization", companyname: "organization", organization: "organization", title: "organization-title",
    jobtitle: "organization-title", country: "country-name", city: "address-level2", website: "url",
  };
  return known[key];
}
