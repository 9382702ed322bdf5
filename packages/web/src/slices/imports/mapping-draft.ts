import type { inspectImport, saveImportMapping } from "@tandem/contract/imports/imports";
import type { ImportDetail } from "@tandem/contract/imports/parts";
import type { InputOf, OutputOf } from "@tandem/contract/operation";
import { fieldKey } from "@tandem/domain/imports/suggest";

export type Inspection = OutputOf<typeof inspectImport>;
export type MappingInput = InputOf<typeof saveImportMapping>["body"];
export type ColumnDraft = MappingInput["columns"][number];
export type Options = NonNullable<MappingInput["options"]>;

/** What the page begins with: what was saved for these columns, else what is suggested. */
export function draftOf(seen: Inspection, saved: ImportDetail["mapping"]): MappingInput {
  const known = new Map(saved?.columns.map((column) => [column.column, column]));
  const { encoding, delimiter, headerRow, dateOrder, decimal, missing } = seen;
  return {
    columns: seen.columns.map(({ name, suggestion }) => known.get(name) ?? suggestion),
    options: { ...(saved?.options ?? { dateOrder, decimal, missing }), encoding, delimiter, headerRow },
  };
}

/** The column with another target; a new field takes its name from the header. */
export function retarget(column: ColumnDraft, to: string | null, kind: ImportDetail["kind"]): ColumnDraft {
  if (to === "new") {
    const entity = kind === "companies" ? "company" : "contact";
    return { column: column.column, to: `${entity}.custom.${fieldKey(column.column)}`, newField: column.newField ?? { name: column.column.slice(0, 100), type: "text", filled: kind === "opportunities" ? "after-contact" : "unknown" } };
  }
  if (to === "property") return { column: column.column, to: `property.${column.column.replaceAll(/[^A-Za-z0-9_$ -]/g, "_").slice(0, 78) || "value"}` };
  if (to === "deal") return { column: column.column, to: `deal.custom.${fieldKey(column.column)}` };
  return { column: column.column, to };
}

/** Targets that more than one column goes to. */
export function doubled(columns: readonly ColumnDraft[]): Set<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { to } of columns) if (to !== null) (seen.has(to) ? twice : seen).add(to);
  return twice;
}
