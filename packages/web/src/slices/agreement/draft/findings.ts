import type { Agreement } from "@tandem/domain/agreement/agreement";
import type { Criteria } from "@tandem/domain/criteria/criteria";
import { missingIn } from "../criteria/condition-forms.ts";
import type { PlacedProblem } from "./draft-context.ts";

/** "2 problems, 1 doubt": the same words wherever what is wrong with a draft is counted. */
export function findingsWords(found: readonly Pick<PlacedProblem, "severity">[]): string {
  const problems = found.filter((one) => one.severity === "problem").length;
  const doubts = found.length - problems;
  const said = [...(problems > 0 ? [`${problems} ${problems === 1 ? "problem" : "problems"}`] : []), ...(doubts > 0 ? [`${doubts} ${doubts === 1 ? "doubt" : "doubts"}`] : [])];
  return said.length === 0 ? "No problems" : said.join(", ");
}

/** Whether it is about a condition inside criteria, or about all of them: the editor says what is wrong at its row. */
export const isOfCriteria = ({ path, code }: { readonly path: string; readonly code: string }) => code === "holds-for-nobody" || /\.(when|entry|never)\.(all|any|not)\b/.test(path);

/**
 * What is not written yet, once a place and in the words that stand at it; what the shape says of the parts of one
 * condition is one thing to whoever writes it.
 */
export function unfinishedPlaces(document: Agreement, places: readonly { readonly path: string; readonly words: string }[]): PlacedProblem[] {
  const found = new Map<string, PlacedProblem>();
  for (const { path, words } of places) {
    const condition = unfinishedCondition(document, path);
    const one: PlacedProblem = condition ? { ...condition, severity: "problem", atRow: true } : { path, words, severity: "problem" };
    if (!found.has(one.path)) found.set(one.path, one);
  }
  return [...found.values()];
}

function unfinishedCondition(document: Agreement, path: string): { path: string; words: string } | null {
  const steps = path.split(".");
  let part: unknown = document;
  for (const [i, step] of steps.entries()) {
    part = typeof part === "object" && part !== null ? (part as Record<string, unknown>)[step] : undefined;
    if (!isOneCondition(part)) continue;
    const words = missingIn(part);
    if (words !== null) return { path: steps.slice(0, i + 1).join("."), words };
  }
  return null;
}

function isOneCondition(part: unknown): part is Criteria {
  if (typeof part !== "object" || part === null || "key" in part !== "memberOf" in part) return false;
  return ["field", "signal", "memberOf", "stageIsAnyOf", "gradeIsAnyOf", "score"].some((name) => name in part);
}

/** Problems that speak of a team name it by its key, as the text does; people know it by its name. */
const ofTeams = new Set(["no-rule-for-the-rest", "nobody-receives", "no-business-hours", "no-working-day", "longer-than-a-quarter"]);
export function withTeamNames(one: { readonly code: string; readonly words: string }, teams: readonly { readonly key: string; readonly name: string }[]): string {
  if (!ofTeams.has(one.code)) return one.words;
  return one.words.replace(/“([^”]+)”/, (whole, key: string) => { const team = teams.find((other) => other.key === key); return team ? `“${team.name}”` : whole; });
}
