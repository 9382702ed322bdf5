import type { ImportDetail, ImportRow, ImportState } from "@tandem/contract/imports/parts";

export type ImportKind = ImportRow["kind"];

export const kindNames: Record<ImportKind, string> = { contacts: "Contacts", companies: "Companies", opportunities: "Deals", spend: "Campaign spend", events: "Events" };

export const kindWords: Record<ImportKind, string> = {
  contacts: "One row a person, with an id or e-mail. Companies may stand in the same row.",
  companies: "One row a company, with an id, domain or name.",
  opportunities: "One row a deal with its own id and the contact or company it belongs to. Import contacts first.",
  spend: "One row a campaign and day, with what was spent.",
  events: "One row for something a person did, with when and who.",
};

export const kindChoices = (Object.keys(kindNames) as ImportKind[]).map((value) => ({ value, label: kindNames[value], detail: kindWords[value] }));

export const encodingNames = { "utf-8": "UTF-8", "utf-16le": "UTF-16 (little end first)", "utf-16be": "UTF-16 (big end first)", "windows-1252": "Windows-1252 (Western)" } as const;
export const delimiterNames = { ",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar" } as const;
export const dateOrderNames = { ymd: "Year month day", dmy: "Day month year", mdy: "Month day year" } as const;
export const typeNames = { text: "Text", number: "Number", date: "Date", boolean: "Yes or no", choice: "Choice", "multi-choice": "Several choices", money: "Money", country: "Country", email: "E-mail", moment: "Date and time", key: "Id" } as const;
export const filledNames = { unknown: "Not known when", "before-contact": "Filled before Sales talks", "after-contact": "Filled while Sales talks" } as const;

const stateNames: Record<ImportState, string> = { uploading: "Uploading", mapping: "Columns to be mapped", queued: "Waiting", running: "Running", finished: "Imported", failed: "Failed", cancelled: "Cancelled" };

/** Where an import stands, in a word or two. */
export function stateName(row: Pick<ImportRow, "state" | "dryRun">): string {
  if (row.dryRun && row.state === "finished") return "Tried only";
  return row.dryRun && row.state === "running" ? "Trying" : stateNames[row.state];
}

/** A size as people say it. */
export function sizeWords(bytes: number, locale?: string): string {
  const [value, unit] = bytes >= 1024 * 1024 ? [bytes / 1024 / 1024, "MB"] : [bytes / 1024, "kB"];
  return `${value.toLocaleString(locale, { maximumFractionDigits: value < 10 ? 1 : 0 })} ${unit}`;
}

export const isUnderWay = (row: Pick<ImportDetail, "state">): boolean => row.state === "queued" || row.state === "running";
