import type { TextProblem } from "@tandem/contract/agreement/text";
import { diffAgreements } from "@tandem/domain/agreement/diff";
import { sectionKeys, sections } from "@tandem/domain/agreement/sections";
import { readText } from "./read.ts";

/** One change as it is printed: what the contract and the domain have in common. */
interface Said {
  readonly section: string;
  readonly kind: "added" | "removed" | "changed" | "moved";
  readonly words: string;
}

/** The difference of two texts without a server: in words, or what keeps one of them from being read. */
export function compareTexts(before: string, after: string): { readonly changes: readonly Said[] } | { readonly unreadable: "before" | "after"; readonly problems: readonly TextProblem[] } {
  const [from, to] = [readText(before, () => []), readText(after, () => [])];
  if (from.ok === null) return { unreadable: "before", problems: from.problems };
  if (to.ok === null) return { unreadable: "after", problems: to.problems };
  return { changes: diffAgreements(from.ok, to.ok) };
}

const marks = { added: "+", removed: "-", changed: "~", moved: "↕" } as const;

/** Changes as lines under their section's title. */
export function printChanges(changes: readonly Said[]): string {
  const changed = sectionKeys.filter((key) => changes.some(({ section }) => section === key));
  return changed.map((key) => [sections[key].title, ...changes.filter(({ section }) => section === key).map(({ kind, words }) => `  ${marks[kind]} ${words}`), ""].join("\n")).join("\n");
}

/** Problems as compilers print them, so that an editor finds the place: `agreement.yaml:12:5: problem: …`. */
export function printProblems(file: string, problems: readonly TextProblem[]): string {
  return problems.map(({ line, column, severity, words, path }) => `${file}${line === null ? "" : `:${line}:${column}`}: ${severity}: ${words}${path === "" ? "" : ` (${path})`}\n`).join("");
}
