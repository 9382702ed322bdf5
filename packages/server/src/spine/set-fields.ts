import type { FieldType, FieldValue } from "@tandem/domain/criteria/criteria";
import { epochDayFromIso } from "@tandem/domain/kit/epoch-day";
import { countryCode } from "@tandem/domain/people/country";
import { fieldSources, type CompanyState, type ContactState, type FieldSource } from "./states.ts";
import type { Work } from "./work.ts";

export interface FieldsToSet {
  readonly entity: "contact" | "company";
  readonly id: string;
  /** By column key, or `custom.<key>`. An absent value is null. */
  readonly values: Readonly<Record<string, FieldValue>>;
  readonly source: FieldSource;
  /** When it happened, where that is not now. */
  readonly happenedAt?: Date;
  /** Fill what is empty, never overwrite. */
  readonly onlyEmpty?: boolean;
}

/**
 * Sets fields of a loaded contact or company in memory: a weaker source never overwrites a stronger one, every change
 * goes to the history. Answers the keys that changed.
 */
export function setFields(work: Work, { entity, id, values, source, happenedAt = work.at, onlyEmpty = false }: FieldsToSet): string[] {
  const state = entity === "contact" ? work.contacts.get(id) : work.companies.get(id);
  if (!state) throw new Error(`The ${entity} ${id} is not loaded.`);
  const changed: string[] = [];
  for (const [key, value] of Object.entries(values)) {
    const { holder, name } = holderOf(state, key);
    const old = holder[name] ?? null;
    if (same(old, value) || !mayOverwrite(state, key, old, source, happenedAt, onlyEmpty)) continue;
    if (value === null) delete holder[name];
    else holder[name] = value;
    state.fieldSource[key] = [source, happenedAt.toISOString()];
    state.isDirty = true;
    if (!(state.isNew && old === null && source === "derived")) work.changes.push({ entityKind: entity, entityId: state.id, field: key, old, new: value, happenedAt });
    changed.push(key);
  }
  return changed;
}

function holderOf(state: ContactState | CompanyState, key: string): { holder: Record<string, FieldValue>; name: string } {
  return key.startsWith("custom.") ? { holder: state.custom, name: key.slice(7) } : { holder: state.values, name: key };
}

function mayOverwrite(state: ContactState | CompanyState, key: string, old: FieldValue, source: FieldSource, at: Date, onlyEmpty: boolean): boolean {
  const known = state.fieldSource[key];
  if (old === null && (!known || known[0] !== "person")) return true;
  if (onlyEmpty) return old === null;
  if (!known) return true;
  const strength = fieldSources.indexOf(source) - fieldSources.indexOf(known[0]);
  // Of two values from equal sources the one that happened later stands, whichever arrived first.
  return strength < 0 || (strength === 0 && at.toISOString() >= known[1]);
}

function same(a: FieldValue, b: FieldValue): boolean {
  return a === b || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => item === b[i]));
}

/** A raw value (trait, cell, form answer) as a value of the field's type, or undefined where it is none. */
export function toFieldValue(type: FieldType, raw: unknown): FieldValue | undefined {
  if (raw === null || raw === undefined || raw === "") return null;
  switch (type) {
    case "country":
      return typeof raw === "string" ? (countryCode(raw) ?? raw.slice(0, 100)) : undefined;
    case "text":
    case "choice":
      return typeof raw === "string" ? raw.slice(0, 2_000) : typeof raw === "number" || typeof raw === "boolean" ? String(raw) : undefined;
    case "number":
    case "money": {
      const number = typeof raw === "string" ? Number(raw.trim()) : raw;
      return typeof number === "number" && Number.isFinite(number) ? number : undefined;
    }
    case "boolean":
      return typeof raw === "boolean" ? raw : raw === "true" || raw === "yes" || raw === 1 ? true : raw === "false" || raw === "no" || raw === 0 ? false : undefined;
    case "date":
      return typeof raw === "string" && epochDayFromIso(raw.slice(0, 10)) !== null ? raw.slice(0, 10) : undefined;
    case "multi-choice":
      return Array.isArray(raw) && raw.every((item) => typeof item === "string") ? raw : typeof raw === "string" ? [raw] : undefined;
  }
}
