import type { ReactNode } from "react";
import { hasOptions, type DraftField, type FormDraft } from "./form-draft.ts";
import css from "./form-editor.module.css";

/** The form as a visitor meets it, on a page that brings no style of its own. It can be looked at, not filled. */
export function FormPreview({ draft }: { draft: FormDraft }) {
  const seen = draft.fields.filter(({ type }) => type !== "hidden");
  return (
    <div className={css.preview} inert aria-label="Preview of the form">
      {seen.map((field) => <PreviewField key={field.id} field={field} />)}
      <span className={css.previewButton}>{draft.submitLabel || "Send"}</span>
    </div>
  );
}

function PreviewField({ field }: { field: DraftField }) {
  const label = <>{field.label || "Label"}{!field.required && field.type !== "checkbox" && <span className="ink3"> (optional)</span>}</>;
  const options = field.options.split("\n").filter((line) => line.trim() !== "");
  const box = (kind: "radio" | "checkbox", text: ReactNode, key: string) => <label key={key} className={css.previewChoice}><input type={kind} tabIndex={-1} />{text}</label>;
  if (field.type === "checkbox") return box("checkbox", label, "only");
  if (hasOptions(field.type) && field.type !== "select") {
    return <fieldset><legend>{label}</legend>{options.length === 0 ? <span className="ink3">No choices yet</span> : options.map((option, i) => box(field.type === "radio" ? "radio" : "checkbox", option, `${i}`))}</fieldset>;
  }
  return (
    <label className={css.previewField}>
      <span>{label}</span>
      {field.type === "textarea" ? <textarea rows={3} readOnly /> : field.type === "select" ? <select>{["", ...options].map((option, i) => <option key={i}>{option}</option>)}</select> : <input type={field.type === "date" ? "date" : "text"} readOnly />}
    </label>
  );
}
