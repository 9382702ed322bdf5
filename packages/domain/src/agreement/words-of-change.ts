import { attributeLabels } from "./diff-attributes.ts";

/** A stretch of a change in words: as it stays, as it was, as it becomes; `arrow` stands between two whole values. */
export interface ChangePart {
  readonly kind: "same" | "was" | "becomes" | "arrow";
  readonly text: string;
}

/**
 * The words of a change cut for the eye: "Pricing: +5 → +12, half-life 30 → 14 days" has two values that change, and of
 * a sentence that changes only the words that differ are marked. Put together they say the same as `words`, with " → "
 * for each arrow and both readings of a marked sentence.
 */
export function changeParts(change: { readonly name: string; readonly kind: string; readonly words: string }): readonly ChangePart[] {
  const from = change.words.indexOf(": ", Math.max(change.words.indexOf(change.name), 0) + change.name.length) + 2;
  const tail = from < 2 ? change.words : change.words.slice(from);
  const isNew = (change.kind === "added" || change.kind === "removed") && /^(new|left out)\b/.test(tail);
  if (isNew || change.kind === "moved" || !tail.includes(arrow)) return [{ kind: "same", text: change.words }];
  const parts: ChangePart[] = [{ kind: "same", text: from < 2 ? "" : change.words.slice(0, from) }];
  for (const [i, attribute] of attributesIn(tail).entries()) {
    if (i > 0) parts.push({ kind: "same", text: ", " });
    parts.push(...attributeParts(attribute));
  }
  return joined(parts);
}

const arrow = " → ";

/** "points +5 → +8, for T1, T2 → T1" is two: values may hold commas, and a new one begins by its label or its own arrow. */
function attributesIn(tail: string): string[] {
  const found: string[] = [];
  for (const piece of cutOutsideQuotes(tail, ", ")) {
    const last = found.at(-1);
    const begins = last === undefined || (hasArrow(last) && (hasArrow(piece) || labelOf(piece) !== ""));
    if (begins) found.push(piece);
    else found[found.length - 1] = `${last}, ${piece}`;
  }
  return found;
}

function attributeParts(attribute: string): ChangePart[] {
  const sides = cutOutsideQuotes(attribute, arrow);
  if (sides.length !== 2) return [{ kind: "same", text: attribute }];
  const label = labelOf(sides[0]!);
  const [before, after] = [sides[0]!.slice(label.length), sides[1]!];
  const marked = before.startsWith("“") && after.startsWith("“") ? wordParts(before, after) : null;
  return [{ kind: "same", text: label }, ...(marked ?? ([{ kind: "was", text: before }, { kind: "arrow", text: arrow }, { kind: "becomes", text: after }] as const))];
}

/** Marks inside a sentence; null where too little of it stays for marks to be easier than two sentences. */
export function wordParts(before: string, after: string): readonly ChangePart[] | null {
  const [a, b] = [before, after].map((text) => text.split(/(?<=\s)|(?=[“”().,;:])|(?<=[“(])/)) as [string[], string[]];
  if (a.length * b.length > mostCompared) return null;
  const longest = commonRuns(a, b);
  const parts: ChangePart[] = [];
  let [i, j, kept] = [0, 0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      kept += /\p{L}|\p{N}/u.test(a[i]!) ? 1 : 0;
      parts.push({ kind: "same", text: a[i]! });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && longest[i + 1]![j]! >= longest[i]![j + 1]!)) parts.push({ kind: "was", text: a[i++]! });
    else parts.push({ kind: "becomes", text: b[j++]! });
  }
  const words = (list: readonly string[]) => list.filter((one) => /\p{L}|\p{N}/u.test(one)).length;
  return kept * 2 >= Math.min(words(a), words(b)) && kept > 1 ? joined(parts) : null;
}

/** Two sentences of 400 words each: more would be felt while typing. */
const mostCompared = 160_000;

/** How many words the rest of both lists, from each place on, have in common in their order. */
function commonRuns(a: readonly string[], b: readonly string[]): readonly Uint16Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) table[i]![j] = a[i] === b[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
  return table;
}

function joined(parts: readonly ChangePart[]): ChangePart[] {
  const result: ChangePart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part.text === "") continue;
    if (last?.kind === part.kind && part.kind !== "arrow") result[result.length - 1] = { kind: part.kind, text: last.text + part.text };
    else result.push(part);
  }
  return result;
}

const labels = attributeLabels.toSorted((a, b) => b.length - a.length);
function labelOf(text: string): string {
  const label = labels.find((one) => text.startsWith(`${one} `));
  return label === undefined ? "" : `${label} `;
}

const hasArrow = (text: string) => cutOutsideQuotes(text, arrow).length > 1;

/** Quotes stand in each other: a sentence in quotes names signals in quotes of its own. */
function cutOutsideQuotes(text: string, by: string): string[] {
  const parts = [""];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (depth === 0 && text.startsWith(by, at)) {
      parts.push("");
      at += by.length - 1;
      continue;
    }
    depth = Math.max(0, depth + (text[at] === "“" ? 1 : text[at] === "”" ? -1 : 0));
    parts[parts.length - 1] += text[at]!;
  }
  return parts;
}
