import { listFields, type FieldDefinitionRow } from "@tandem/contract/people/fields";
import type { FieldValues } from "@tandem/contract/people/parts";
import { useMemo } from "react";
import { useOperation } from "../../app/query.ts";
import { countryName, languageName, optionName, sentence } from "./names.ts";

type Entity = FieldDefinitionRow["entity"];

export interface FieldNames {
  readonly of: (entity: Entity) => readonly FieldDefinitionRow[];
  /** By the key of the wire: `title`, `custom.region`. */
  readonly nameOf: (entity: Entity, key: string) => string;
  readonly typeOf: (entity: Entity, key: string) => FieldDefinitionRow["type"] | null;
}

/** The key of a field on the wire. */
export function wireKey(field: FieldDefinitionRow): string {
  return field.custom ? `custom.${field.key}` : field.key;
}

/** Every field with its name and type; what is not read yet is called by its key. */
export function useFields(): FieldNames {
  const { data } = useOperation(listFields);
  return useMemo(() => {
    const fields = data?.fields ?? [];
    const find = (entity: Entity, key: string) => fields.find((field) => field.entity === entity && wireKey(field) === key);
    return {
      of: (entity) => fields.filter((field) => field.entity === entity),
      nameOf: (entity, key) => find(entity, key)?.name ?? sentence(key.replace(/^custom\./, "").replaceAll("_", "-")),
      typeOf: (entity, key) => find(entity, key)?.type ?? null,
    };
  }, [data]);
}

/** A value as people read it. */
export function valueWords(key: string, value: FieldValues[string] | undefined, type: FieldDefinitionRow["type"] | null, format: { number: (value: number) => string; money: (minor: number) => string; day: (day: string) => string }): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (type === "money" && typeof value === "number") return format.money(value);
  if (typeof value === "number") return format.number(value);
  if (type === "country") return countryName(value) ?? value;
  if (key === "language") return languageName(value);
  if (type === "date") return format.day(value);
  return type === "choice" && !key.startsWith("custom.") ? optionName(value) : value;
}
