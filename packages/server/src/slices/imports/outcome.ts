import type { ImportRow } from "@tandem/contract/imports/parts";

/** A row of the file with its cells by target, ready to be understood. */
export interface InputRow {
  /** As a spreadsheet counts them: the first record of the file is 1. */
  readonly number: number;
  readonly cells: readonly string[];
  readonly broken: boolean;
}

/** Why a row cannot be taken; `to` is the target whose cell is to be corrected. */
export interface RowRefusal {
  readonly code: string;
  readonly words: string;
  readonly to: string | null;
}

/** A refused row says first what was found first, and beside it everything else that is wrong with it. */
export type Outcome = { readonly kind: "created" | "updated" | "unchanged" } | ({ readonly kind: "refused"; readonly also: readonly RowRefusal[] } & RowRefusal);

const noteWords = {
  "amount-without-rate": "Amounts in a currency without a rate for their day: kept as they are, not summed. Add the rate under Settings to have them counted.",
  "unknown-country": "Countries that are not known by that name or code: kept as they are written. Rules and territories match them only where they say the very same.",
  "unknown-owner": "Owners who are no users here: the name is kept with the row, nobody is made owner.",
  "creation-unknown": "Deals without an opening date: kept and marked, left out of the sales cycle.",
  "undated-today": "New people without a date of first contact: they count as leads of the day of the import.",
  "undated-unknown": "New people without a date of first contact: kept, marked, and counted in no period but all time.",
  "won-before-first-contact": "Deals that were won or lost before the first contact: kept and marked as contradictory.",
  "closed-before-opened": "Deals that were closed before they were opened: kept and marked as contradictory.",
  "repeated": "Rows about somebody or something that an earlier row of the file was about: the earlier row counts, these fill what is empty.",
  "kept-value": "Values that differ from what stands here already, from an earlier row or a stronger source: kept as it was.",
  "kept-edit": "Values that a person had typed in: kept. Choose to overwrite edits to replace them.",
} as const;
export type NoteCode = keyof typeof noteWords;

/** What can be done about it: before an import has run, and once it has. */
const noteAdvice: Partial<Record<NoteCode, { readonly before: string; readonly after: string }>> = {
  "undated-today": {
    before: "Change the columns to give them a day, or to take them as older, before you import.",
    after: "Whoever is here keeps this date, also when the file is imported again. Give the next file a day, or take its people as older, in the step of the columns.",
  },
};

/** A note in words for a report: of a trial, or of what has happened. */
export function wordsOfNote(code: NoteCode, tried: boolean): string {
  const advice = noteAdvice[code];
  return [noteWords[code], advice && (tried ? advice.before : advice.after)].filter(Boolean).join(" ");
}

/** What became of a batch: an outcome for every row, and what is worth knowing besides. */
export interface BatchResult {
  readonly outcomes: Map<number, Outcome>;
  readonly notes: Map<NoteCode, number>;
}

export function newResult(): BatchResult {
  return { outcomes: new Map(), notes: new Map() };
}

export function note(result: BatchResult, code: NoteCode): void {
  result.notes.set(code, (result.notes.get(code) ?? 0) + 1);
}

export const refuse = (code: string, words: string, to: string | null = null): Outcome => ({ kind: "refused", code, words, to, also: [] });

/** Notes of an import with those of more rows added. */
export function addNotes(known: Readonly<Record<string, number>>, result: BatchResult): Record<string, number> {
  const notes = { ...known };
  for (const [code, count] of result.notes) notes[code] = (notes[code] ?? 0) + count;
  return notes;
}

export type Counts = Pick<ImportRow, "created" | "updated" | "unchanged" | "refused">;

export function countOutcomes(outcomes: Iterable<Outcome>): Counts {
  const counts = { created: 0, updated: 0, unchanged: 0, refused: 0 };
  for (const { kind } of outcomes) counts[kind] += 1;
  return counts;
}
