import type { FieldRef, FieldValue } from "@tandem/domain/criteria/criteria";
import type { ImportKind, ImportMapping } from "@tandem/domain/imports/mapping";
import { instantOf, minorFromDecimal, readBoolean, readDecimal, readList, readMoment, readText, type ReadingOptions } from "@tandem/domain/imports/read-cell";
import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { countryCode } from "@tandem/domain/people/country";
import { mostOfCompany, type FieldDefinition } from "@tandem/domain/people/fields";
import type { InputRow, RowRefusal } from "./outcome.ts";

/** A mapping made ready for rows: which cell belongs to which target, and how cells are read. */
export interface Plan {
  readonly kind: ImportKind;
  readonly importId: string;
  readonly system: string;
  readonly mapping: ImportMapping;
  /** Target to the index of its cell. */
  readonly cellOf: ReadonlyMap<string, number>;
  readonly columns: readonly string[];
  readonly constants: ReadonlyMap<string, string>;
  readonly reading: ReadingOptions;
  /** Fields of contact and company that rows fill: reference to column key. */
  readonly fields: readonly { readonly entity: "contact" | "company"; readonly key: string; readonly to: string }[];
  /** Names behind a point: deal.custom.* and property.*. */
  readonly open: readonly { readonly to: string; readonly name: string }[];
}

export function planOf(importId: string, kind: ImportKind, mapping: ImportMapping, columns: readonly string[]): Plan {
  const { options } = mapping;
  const cellOf = new Map<string, number>();
  for (const { column, to } of mapping.columns) if (to !== null && columns.includes(column)) cellOf.set(to, columns.indexOf(column));
  const constants = new Map(options.constants.map(({ to, value }) => [to, value]));
  const targets = [...new Set([...cellOf.keys(), ...constants.keys()])];
  return {
    kind, importId, system: options.system, mapping, cellOf, columns, constants,
    reading: { dateOrder: options.dateOrder, decimal: options.decimal, missing: new Set(options.missing.map((word) => word.toLowerCase())) },
    fields: targets.flatMap((to) => {
      const match = /^(contact|company)\.((?:custom\.)?[a-z][a-z0-9_]*)$/.exec(to);
      return match && to !== "company.id" && to !== "contact.id" && to !== "contact.email" ? [{ entity: match[1] as "contact" | "company", key: match[2]!, to }] : [];
    }),
    open: targets.flatMap((to) => (/^(deal\.custom|property)\./.test(to) ? [{ to, name: to.replace(/^(deal\.custom|property)\./, "") }] : [])),
  };
}

/** Reads the cells of one row by target. A cell that cannot be read is null and stands among `refusals`: the row is read to its end, so that all of it can be corrected at once. */
export interface RowReader {
  readonly row: InputRow;
  readonly refusals: readonly RowRefusal[];
  /** Says which cell is wrong, what was expected and what stands there; no cell where the row as a whole is. */
  refuse(to: string | null, code: string, words: string): null;
  text(to: string): string | null;
  /** Epoch ms. */
  moment(to: string): number | null;
  /** YYYY-MM-DD. */
  day(to: string): string | null;
  minor(to: string, currency: string): number | null;
  value(to: string, field: FieldDefinition): FieldValue;
}

const longestText = 2_000;
const longestKey = 255;

export function rowReader(plan: Plan, row: InputRow, around: { zone: string; currency: string; now: number }): RowReader {
  const refusals: RowRefusal[] = [];
  const reader: RowReader = {
    row,
    refusals,
    refuse(to, code, words) {
      // Read twice it is wrong once.
      if (!refusals.some((one) => one.to === to)) refusals.push({ to, code, words });
      return null;
    },
    text(to) {
      const at = plan.cellOf.get(to);
      return (at === undefined ? null : readText(row.cells[at], plan.reading)) ?? plan.constants.get(to) ?? null;
    },
    moment(to) {
      const text = reader.text(to);
      if (text === null) return null;
      const moment = readMoment(text, plan.reading.dateOrder);
      if (!moment) return reader.refuse(to, "bad-date", `“${cut(text)}” is no date as it is read here. Correct it, or choose how days are written.`);
      const at = instantOf(moment, around.zone);
      if (at > around.now + 86_400_000) return reader.refuse(to, "date-ahead", `“${cut(text)}” lies in the future.`);
      return at;
    },
    day(to) {
      const text = reader.text(to);
      if (text === null) return null;
      const moment = readMoment(text, plan.reading.dateOrder);
      if (!moment) return reader.refuse(to, "bad-date", `“${cut(text)}” is no date as it is read here. Correct it, or choose how days are written.`);
      return isoFromEpochDay(moment.day);
    },
    minor(to, currency) {
      const text = reader.text(to);
      if (text === null) return null;
      const plain = readDecimal(text, plan.reading.decimal);
      const minor = plain === null ? null : minorFromDecimal(plain, currency);
      if (minor === null) return reader.refuse(to, "bad-amount", `“${cut(text)}” is no amount with a decimal ${plan.reading.decimal === "," ? "comma" : "point"}.`);
      return minor;
    },
    value: (to, field) => fieldValue(reader, to, field, plan, around.currency),
  };
  return reader;
}

function fieldValue(reader: RowReader, to: string, { type, options, custom, name }: FieldDefinition, plan: Plan, currency: string): FieldValue {
  const text = reader.text(to);
  if (text === null) return null;
  switch (type) {
    case "text":
      return text.slice(0, longestText);
    case "country":
      return countryCode(text) ?? text.slice(0, 100);
    case "choice": {
      const option = options?.find((one) => one.toLowerCase() === text.toLowerCase());
      if (!option && options && !custom) return reader.refuse(to, "no-such-option", `“${cut(text)}” is no option of ${name}. Options: ${options.join(", ")}.`);
      return option ?? text.slice(0, 200);
    }
    case "multi-choice":
      return readList(text).map((part) => options?.find((one) => one.toLowerCase() === part.toLowerCase()) ?? part.slice(0, 200)).slice(0, 100);
    case "money":
      return reader.minor(to, currency);
    case "number": {
      const plain = readDecimal(text, plan.reading.decimal);
      const number = plain === null ? Number.NaN : Number(plain);
      if (!Number.isFinite(number)) return reader.refuse(to, "bad-number", `“${cut(text)}” is no number with a decimal ${plan.reading.decimal === "," ? "comma" : "point"}.`);
      return number;
    }
    case "boolean": {
      const answer = readBoolean(text);
      if (answer === null) return reader.refuse(to, "bad-boolean", `“${cut(text)}” is neither yes nor no.`);
      return answer;
    }
    case "date":
      return reader.day(to);
  }
}

/** Whether a row has text in none of these cells; text that cannot be read is some. */
export function saysNothing(reader: RowReader, targets: readonly string[]): boolean {
  return targets.every((to) => reader.text(to) === null);
}

/** The id of something in another system, as its references are kept. */
export function keyText(reader: RowReader, to: string): string | null {
  const text = reader.text(to);
  if (text !== null && text.length > longestKey) return reader.refuse(to, "id-too-long", `An id has at most ${longestKey} characters.`);
  return text;
}

/** Values of one entity's fields in a row; absent cells are left out, so that they clear nothing. */
export function fieldValues(plan: Plan, reader: RowReader, entity: "contact" | "company", fields: ReadonlyMap<FieldRef, FieldDefinition>): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const field of plan.fields) {
    const definition = field.entity === entity ? fields.get(field.to as FieldRef) : undefined;
    const value = definition ? reader.value(field.to, definition) : null;
    const most = entity === "company" && typeof value === "number" ? mostOfCompany[field.key] : undefined;
    if (most !== undefined && Number(value) > most) {
      reader.refuse(field.to, "number-too-large", "No company has as much as that.");
      continue;
    }
    if (value !== null) values[field.key] = most === undefined ? value : Math.max(0, Math.round(Number(value)));
  }
  return values;
}

export function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

