import type { MappingInput, Options } from "./mapping-draft.ts";

/** What is said of people whose row has no date of first contact: new today, on one day for all, or not known since when. */
export type Undated = "today" | "day" | "unknown";

const dayOf = (options: Options) => options.constants?.find((one) => one.to === "createdAt")?.value;

/** What was chosen; before anybody chose, history makes nobody a new lead, and what is treated as live happens today. */
export function undatedOf({ options }: MappingInput): { choice: Undated; day: string } {
  const day = dayOf(options);
  return { choice: day !== undefined ? "day" : (options.undated ?? (options.treatAsLive ? "today" : "unknown")), day: day ?? "" };
}

/** The draft as it is saved: the choice that stands preselected is said. */
export function settled(draft: MappingInput): MappingInput {
  const { choice } = undatedOf(draft);
  return { ...draft, options: { ...draft.options, undated: choice === "unknown" ? "unknown" : "today" } };
}

export function withUndated(options: Options, choice: Undated, day: string): Pick<Options, "undated" | "constants"> {
  const others = (options.constants ?? []).filter((one) => one.to !== "createdAt");
  return { undated: choice === "unknown" ? "unknown" : "today", constants: choice === "day" ? [...others, { to: "createdAt", value: day }] : others };
}

export const hasDateColumn = ({ columns }: MappingInput): boolean => columns.some((column) => column.to === "createdAt");

/** What follows, in a sentence. */
export function consequenceOf(choice: Undated, live: boolean, some: boolean): string {
  const who = some ? "New people whose cell is empty" : "All new people of this file";
  if (choice === "day") return `${who} count as leads of that day, in the dashboard, the cohorts and the agreement’s volumes.`;
  if (choice === "unknown") return `${who} are marked “creation unknown” and kept out of every period but all time: nobody is guessed to be a new lead.`;
  return `${who} count as leads of today, in the dashboard, the cohorts and the agreement’s volumes${live ? "" : ", although they are imported as history"}.`;
}
