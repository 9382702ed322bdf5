import { unknownField, wrongValue, type FieldValues } from "@tandem/contract/people/parts";
import { normaliseDomain, normaliseEmail } from "@tandem/domain/capture/email";
import type { FieldRef, FieldValue } from "@tandem/domain/criteria/criteria";
import type { FieldDefinition } from "@tandem/domain/people/fields";
import { Refusal } from "../../platform/refusal.ts";
import type { InForce } from "../../spine/agreement-in-force.ts";
import { toFieldValue } from "../../spine/set-fields.ts";

/** Whether a person may type the field in; the kind of an e-mail follows from the e-mail. */
export function isEditable(field: Pick<FieldDefinition, "entity" | "key">): boolean {
  return !(field.entity === "contact" && field.key === "email_kind");
}

/** What a person typed, as values of the fields' types; a field or value that does not suit is refused by name. */
export function readValues(inForce: InForce, entity: "contact" | "company", values: FieldValues): Record<string, FieldValue> {
  const read: Record<string, FieldValue> = {};
  for (const [key, raw] of Object.entries(values)) {
    const field = inForce.fields.get(`${entity}.${key}` as FieldRef);
    if (!field || !isEditable(field)) throw new Refusal(unknownField, undefined, { field: key });
    const value = valueOf(field, typeof raw === "string" ? raw.trim() : raw);
    if (value === undefined) throw new Refusal(wrongValue, `${field.name} ${expected(field)}. Correct it and save again.`, { field: key });
    read[key] = value;
  }
  return read;
}

function valueOf(field: FieldDefinition, raw: FieldValues[string]): FieldValue | undefined {
  const value = toFieldValue(field.type, raw);
  if (value === undefined || value === null) return value;
  if (!field.custom && field.key === "email") return normaliseEmail(String(value)) === null ? undefined : value;
  if (!field.custom && field.key === "domain") return normaliseDomain(String(value)) ?? undefined;
  if (field.key === "employees" && !field.custom) return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 31 ? value : undefined;
  if (field.type === "money") return Number.isSafeInteger(value) ? value : undefined;
  if (field.options && field.type === "choice") return field.options.includes(String(value)) ? value : undefined;
  if (field.options && Array.isArray(value)) return value.length === 0 ? null : value.every((choice) => field.options!.includes(choice)) ? value : undefined;
  return value;
}

function expected(field: FieldDefinition): string {
  if (!field.custom && field.key === "email") return "is an e-mail address like name@example.com";
  if (!field.custom && field.key === "domain") return "is a domain like example.com";
  if (field.options) return `is one of ${field.options.slice(0, 8).join(", ")}${field.options.length > 8 ? " …" : ""}`;
  switch (field.type) {
    case "number":
      return "is a number";
    case "money":
      return "is an amount in whole minor units";
    case "boolean":
      return "is yes or no";
    case "date":
      return "is a day like 2026-03-31";
    default:
      return "is text";
  }
}
