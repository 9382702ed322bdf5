/** Builds the fields of an embedded form: label, control, place for an error, all tied together for assistive tech. */
import { autocompleteOf, type FieldDefinition, type Texts, type Values } from "./definition.ts";

/** Creates an element; attributes are set by name, so that no text is ever read as markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | undefined | false> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export interface BuiltField {
  definition: FieldDefinition;
  block: HTMLElement;
  /** Where focus goes when the field has an error. */
  first: HTMLElement;
  value(): string | string[] | boolean;
  /** Shows an error, or takes it away. */
  complain(message?: string): void;
}

const inputTypes = /^(text|email|tel|url|number|date|hidden)$/;

/** @param prefill value of a hidden field, from the visit's campaign */
export function buildField(definition: FieldDefinition, id: string, say: Texts, prefill: string | undefined): BuiltField {
  const { name, label, type, required } = definition;
  const options = (definition.options ?? []).map((one) => (typeof one === "string" ? { value: one, label: one } : one));
  const error = element("p", { id: `${id}-error`, class: "tandem-error", hidden: "" });
  const shared = { name, "aria-describedby": error.id, "aria-required": required ? "true" : undefined };
  const title: (Node | string)[] = [label];
  if (!required) title.push(" ", element("span", { class: "tandem-optional" }, `(${say.optional})`));

  let controls: HTMLElement[];
  let block: HTMLElement;
  let value: BuiltField["value"];
  if (type === "radio" || type === "checkboxes") {
    const many = type === "checkboxes";
    const boxes = options.map((option, place) => {
      const box = element("input", {
        type: many ? "checkbox" : "radio", id: `${id}-${place}`, name, value: option.value, "aria-describedby": error.id,
      });
      return { box, line: element("label", { class: "tandem-choice" }, box, ` ${option.label}`) };
    });
    controls = boxes.map(({ box }) => box);
    const role = many ? undefined : "radiogroup";
    block = element("fieldset", { role, "aria-required": !many && required ? "true" : undefined },
      element("legend", {}, ...title), ...boxes.map(({ line }) => line), error);
    const chosen = () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
    value = () => (many ? chosen() : (chosen()[0] ?? ""));
  } else if (type === "checkbox") {
    const box = element("input", { ...shared, type, id, value: "true" });
    controls = [box];
    block = element("div", {}, element("label", { class: "tandem-choice" }, box, " ", ...title), error);
    value = () => box.checked;
  } else {
    const autocomplete = autocompleteOf(definition);
    const control =
      type === "textarea"
        ? element("textarea", { ...shared, id, rows: "4" })
        : type === "select"
          ? element("select", { ...shared, id, autocomplete }, element("option", { value: "" }),
              ...options.map((option) => element("option", { value: option.value }, option.label)))
          : element("input", { ...shared, id, autocomplete, type: inputTypes.test(type) ? type : "text" });
    if (type === "hidden" && prefill) control.value = prefill;
    controls = [control];
    block = type === "hidden" ? element("div", { hidden: "" }, control) : element("div", {}, element("label", { for: id }, ...title), control, error);
    value = () => control.value;
  }
  return {
    definition,
    block,
    first: controls[0] ?? block,
    value,
    complain(message) {
      error.textContent = message ?? "";
      error.hidden = !message;
      for (const control of controls) {
        if (message) control.setAttribute("aria-invalid", "true");
        else control.removeAttribute("aria-invalid");
      }
    },
  };
}

/** The values of all fields by name. */
export const valuesOf = (fields: readonly BuiltField[]): Values =>
  Object.fromEntries(fields.map((field) => [field.definition.name, field.value()]));
