import type { Figure, FigurePart, FigureRow } from "@tandem/contract/insights/figures";
import { stageNames, type Stage } from "@tandem/domain/lifecycle/stage";
import { formatDuration } from "../../ui/format.ts";
import { quarterName, targetNames } from "./target-words.ts";

/** What the panel is called and how its rows were chosen. */
export function figureWords(figure: Figure, key: string | null): { title: string; definition: string } {
  const stage = stageNames[key as Stage] ?? key ?? "";
  switch (figure) {
    case "leads":
      return { title: "Leads", definition: "People who became leads in the period." };
    case "reached-mql":
    case "reached-sal":
    case "reached-sql":
    case "reached-opportunity":
    case "reached-customer": {
      const name = stageNames[figure.slice(8) as Stage];
      return { title: `Reached ${name}`, definition: `Leads of the period that reached ${name} or a later stage, whenever they did.` };
    }
    case "skipped":
      return { title: `Skipped ${stage}`, definition: `Leads of the period that went past ${stage} without an episode of it.` };
    case "contradictory":
      return { title: "Contradictory data", definition: "Leads of the period whose dates contradict each other, such as won before first contact. They are kept in every number and teach none." };
    case "cohort-leads":
      return { title: `Leads of ${key}`, definition: "People whose first contact was in this month." };
    case "cohort-customers":
      return { title: `Customers of ${key}`, definition: "People whose first contact was in this month and who became customers, whenever they did." };
    case "origin-leads":
      return { title: `Leads from ${sourceName(key)}`, definition: "Leads of the period by the source recorded with them." };
    case "origin-customers":
      return { title: `Customers from ${sourceName(key)}`, definition: "Leads of the period with this source that became customers." };
    case "mqls":
      return { title: key === null ? "MQLs" : `MQLs, week of ${key}`, definition: "MQL episodes that began then. Who qualified twice is listed twice." };
    case "passages":
      return { title: key === null ? "MQL episodes" : `MQL episodes: ${stage}`, definition: "MQL episodes of the period, and where each of them is now. A rejected one that came to a deal is with the deal." };
    case "accounted":
      return { title: key === null ? "MQLs accounted for" : `MQLs: ${accountedWords[key] ?? handoffWords[key] ?? key}`, definition: "MQL episodes of the period, each by what became of its handoff, whatever its person came to later." };
    case "returned":
      return { title: "Came back as MQL", definition: "MQL episodes of the period whose person became an MQL again later." };
    case "deals-decided":
      return { title: "Decided opportunities", definition: "Opportunities won or lost in the period." };
    case "deals-won":
      return { title: "Won opportunities", definition: "Opportunities won in the period." };
    case "deals-open":
      return { title: "Open opportunities", definition: "Opportunities open at the end of what has passed of the period." };
    case "deals-with-amount":
      return { title: "Won with an amount", definition: "Opportunities won in the period whose amount is known in the company's currency." };
    case "deals-without-rate":
      return { title: "Won without a rate", definition: "Opportunities won in the period whose currency has no exchange rate: counted apart, never summed." };
    case "deals-with-cycle":
      return { title: "Sales cycle", definition: "Opportunities won in the period, from created to won." };
    case "handoffs":
      return { title: key === null ? "Handoffs" : `Handoffs: ${handoffWords[key] ?? key}`, definition: key?.startsWith("rejected") ? "Handoffs opened in the period that Sales rejected, before or after accepting them, whatever their leads came to later." : "Handoffs opened in the period." };
    case "handoffs-by-grade":
      return { title: "Handoffs by grade", definition: "Handoffs opened in the period, by the grade they had when they were handed over." };
    case "handoffs-by-package":
      return { title: "Handoffs by package", definition: "Handoffs opened in the period. A package is complete where it had all that the agreement asks for when it was handed over." };
    case "handoffs-decided":
      return { title: "Decided handoffs", definition: "Handoffs opened in the period that Sales accepted or rejected. One that was rejected after it was accepted counts as accepted." };
    case "rejections":
      return { title: "Rejected handoffs", definition: "Handoffs opened in the period that Sales rejected for this reason." };
    case "speed":
      return { title: "Speed to lead", definition: "Handoffs opened in the period that took this step, and how long it took." };
    case "clocks":
      return { title: "Clocks decided", definition: "Clocks of this clause, as the versions they ran under had it, started in the period and decided. Late was met after its deadline and counts as missed. The time is what the clock counted of what was agreed: business hours of whoever held the lead, days on the calendar for attempts." };
    case "target-mqls":
    case "target-pipeline":
    case "target-revenue": {
      const [quarter = "", segment] = (key ?? "").split(" ");
      const how = { "target-mqls": "MQL episodes that began in the quarter.", "target-pipeline": "Deals created in the quarter, whatever became of them, with their amount.", "target-revenue": "Deals won in the quarter, with their amount." }[figure];
      return { title: `${targetNames[figure.slice(7) as keyof typeof targetNames]}, ${quarterName(quarter)}`, definition: segment === undefined ? how : `${how} Those whose person (of a deal, the main contact) matches the segment “${segment}” by what is known today.` };
    }
    case "time-in-stage":
      return { title: `Time in ${stage}`, definition: "Episodes of this stage that ended in the period." };
  }
}

const handoffWords: Record<string, string> = { waiting: "with Sales", accepted: "accepted", qualified: "qualified", "rejected-nurture": "rejected to nurture", "rejected-unqualified": "rejected as unqualified", other: "merged or withdrawn" };
const accountedWords: Record<string, string> = { queue: "in a queue", open: "with an owner, waiting", merged: "merged into another handoff", withdrawn: "withdrawn", already: "joined a handoff already open", history: "imported history", nowhere: "not accounted for" };

/** A source as it is recorded: nothing, an empty text and the word "unknown" are three things. */
export function sourceName(key: string | null): string {
  return key === null || key === "-" ? "no source" : key === "=" ? "an empty source" : key.replace(/^=/, "");
}

/**
 * What follows the number of rows: "deals, €4,268,720", "rows you may see, 3 more belong to other teams".
 * @param sum what all of them come to, written; null where the figure is no money
 */
export function rowsWords(count: number, hidden: string | null, sum: string | null): string {
  const what = `${sum === null ? "row" : "deal"}${count === 1 ? "" : "s"}`;
  if (hidden === null) return sum === null ? what : `${what}, ${sum}`;
  return `${what} you may see, ${hidden} more belong to other teams${sum === null ? "" : `; ${sum} in all`}`;
}

/** "178 met, 4 late, 44 breached", and what the figure leaves out: "16 running". Parts of nothing are not told. */
export function partsWords(parts: readonly FigurePart[], number: (value: number) => string): { among: string; apart: string } {
  const told = (among: boolean) => parts.filter((part) => part.among === among && part.count > 0).map((part) => `${number(part.count)} ${part.name}`).join(", ");
  return { among: told(true), apart: told(false) };
}

/** "14 h 20 m of 24 h"; "over 24 h" where it ran out and was never met. Business time is told in hours, since a day of it differs from person to person. */
export function judgedWords({ usedMs, allowedMs, measure }: NonNullable<FigureRow["judged"]>): string {
  const inWords = (ms: number) => formatDuration(ms, measure === "business" ? { dayHours: Infinity } : {});
  if (usedMs === null) return `over ${inWords(allowedMs)}`;
  // A second late is a minute over, or the number would read as if it had been in time.
  return `${inWords(usedMs > allowedMs ? Math.ceil(usedMs / 60_000) * 60_000 : usedMs)} of ${inWords(allowedMs)}`;
}
