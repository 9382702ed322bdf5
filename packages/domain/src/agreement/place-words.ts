import { stageNames, type Stage } from "../lifecycle/stage.ts";
import type { Agreement } from "./agreement.ts";
import { sectionOf, sections } from "./sections.ts";

/** A place of the document as people call it: `engagement.rules.3.cap` is "Engagement: Viewed pricing". */
export function placeWords(document: Agreement, path: string): string {
  let part: unknown = document;
  let name: string | null = null;
  for (const step of path.split(".")) {
    part = typeof part === "object" && part !== null ? (part as Record<string, unknown>)[step] : undefined;
    if (!Number.isNaN(Number(step))) name = nameOf(part) ?? name;
  }
  return `${sections[sectionOf(path)].title}${name === null ? "" : `: ${name}`}`;
}

function nameOf(entry: unknown): string | null {
  if (typeof entry !== "object" || entry === null) return null;
  const { name, stage, quarter } = entry as Record<string, unknown>;
  if (typeof name === "string") return name.trim() === "" ? "without a name" : name;
  return typeof stage === "string" ? (stageNames[stage as Stage] ?? stage) : typeof quarter === "string" ? quarter.replace("-", " ") : null;
}
