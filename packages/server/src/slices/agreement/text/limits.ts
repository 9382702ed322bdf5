import { longestText } from "@tandem/contract/agreement/text";
import { Lexer } from "yaml";

/** A place that is refused before the parser sees the text; `at` counts characters. */
export interface LimitProblem {
  readonly code: "too-long" | "too-deep" | "too-large";
  readonly at: number;
  readonly words: string;
}

/** An agreement nests 20 levels of conditions, two levels of YAML each, some ten levels down. */
const deepest = 80;
const mostParts = 120_000;

/**
 * Length, depth and number of parts, looked at without building anything: parsing text that is nested some thousand
 * levels deep overflows the stack of the parser, or exhausts the memory of its regular expressions.
 */
export function findLimit(text: string): LimitProblem | null {
  if (text.length > longestText) return { code: "too-long", at: 0, words: `The text has ${text.length} characters; at most ${longestText} are read.` };
  return tooDeepInBlocks(text) ?? tooMuchInFlow(text);
}

/** Columns at which a line opens something: its indentation, and one more for each "- " or "? " it begins with. */
function tooDeepInBlocks(text: string): LimitProblem | null {
  const open: number[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    let at = start;
    while (at < end && text[at] === " ") at++;
    if (at < end && text[at] !== "#" && text[at] !== "\r") {
      while (open.length > 0 && open.at(-1)! >= at - start) open.pop();
      open.push(at - start);
      while ((text[at] === "-" || text[at] === "?" || text[at] === ":") && /[ \t]/.test(text[at + 1] ?? "")) {
        at++;
        while (at < end && (text[at] === " " || text[at] === "\t")) at++;
        open.push(at - start);
        if (open.length > deepest) return tooDeep(at);
      }
      if (open.length > deepest) return tooDeep(at);
    }
    start = end + 1;
  }
  return null;
}

function tooMuchInFlow(text: string): LimitProblem | null {
  let depth = 0;
  let parts = 0;
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") depth++;
    else if (token === "]" || token === "}") depth--;
    if (depth > deepest) return tooDeep(at);
    if (token !== " " && ++parts > mostParts) return { code: "too-large", at, words: `The text has more than ${mostParts} parts.` };
    // The lexer's own marks (start of a document, of plain text, end of a flow) are no characters of the text.
    at += token === "\u0002" || token === "\u0018" || token === "\u001f" || token === "\ufeff" ? 0 : token.length;
  }
  return null;
}

function tooDeep(at: number): LimitProblem {
  return { code: "too-deep", at, words: `Here the text is nested more than ${deepest} levels deep. Conditions may be nested 20 levels deep.` };
}
