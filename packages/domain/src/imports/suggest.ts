import { fold } from "../people/fold.ts";
import type { FieldDefinition } from "../people/fields.ts";
import type { FieldType } from "../criteria/criteria.ts";
import type { NamedColumn } from "./detect.ts";
import type { ColumnGuess } from "./guess-type.ts";
import type { ColumnMapping, ImportKind } from "./mapping.ts";
import { headerKey, targetsOf } from "./targets.ts";

/**
 * Where each column of a file probably goes, by its header in English or German and by what its cells hold. What is not
 * recognised is offered as a new field for people and companies, as a property for events, and left out for the rest; so
 * is what a header leaves without a name.
 */
export function suggestMapping(kind: ImportKind, columns: readonly (NamedColumn & { readonly guess: ColumnGuess })[], fields: readonly FieldDefinition[]): ColumnMapping[] {
  const targets = targetsOf(kind, fields);
  const taken = new Set<string>();
  const take = (to: string): string => (taken.add(to), to);
  const byHeader = columns.map(({ name }) => {
    const key = headerKey(name);
    const target = targets.find((one) => !taken.has(one.key) && one.known.includes(key));
    return target ? take(target.key) : null;
  });
  return columns.map(({ name, nameless, guess }, index): ColumnMapping => {
    const known = byHeader[index] ?? byContent(kind, guess, taken);
    if (known) return { column: name, to: take(known) };
    if (nameless) return { column: name, to: null };
    if (kind === "events") return { column: name, to: freshTarget("property.", name, taken) };
    if (kind === "spend" || guess.filled === 0) return { column: name, to: null };
    const entity = kind === "companies" ? "company" : "contact";
    const to = freshTarget(`${entity}.custom.`, fieldKey(name), taken);
    // What is known of a deal was learned while selling: it must not teach a score.
    return { column: name, to, newField: { name: name.slice(0, 100), type: fieldTypeOf(guess), filled: kind === "opportunities" ? "after-contact" : "unknown" } };
  });
}

function byContent(kind: ImportKind, guess: ColumnGuess, taken: ReadonlySet<string>): string | null {
  const email = kind === "events" ? "email" : kind === "spend" || kind === "companies" ? null : "contact.email";
  return guess.type === "email" && email !== null && !taken.has(email) ? email : null;
}

function freshTarget(prefix: string, name: string, taken: Set<string>): string {
  let to = `${prefix}${prefix === "property." ? name.replaceAll(/[^A-Za-z0-9_$ -]/g, "_").slice(0, 78) || "value" : name}`;
  for (let n = 2; taken.has(to); n++) to = `${to.replace(/_\d+$/, "")}_${n}`;
  taken.add(to);
  return to;
}

/** The key of a new field: lower-case letters, digits and underscores, a letter first. */
export function fieldKey(name: string): string {
  const plain = fold(name).replaceAll("ß", "ss").normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll(/[^a-z0-9]+/g, "_").replaceAll(/^_+|_+$/g, "").slice(0, 58).replace(/_+$/, "");
  return /^[a-z]/.test(plain) ? plain : `f_${plain || "value"}`;
}

function fieldTypeOf(guess: ColumnGuess): FieldType {
  return guess.type === "email" ? "text" : guess.type;
}
