import type { readAgreement } from "@tandem/contract/agreement/versions";
import type { OutputOf } from "@tandem/contract/operation";

export type AgreementText = OutputOf<typeof readAgreement>;
export type Section = AgreementText["sections"][number];
export type Line = Section["lines"][number];

/** Text compared as people compare it: without case and accents. Length is kept only for what is already composed. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("en");
}

/** The sections in which every word is found, with only the lines that hold them; a section whose title matches is kept whole. */
export function findLines(sections: readonly Section[], search: string): Section[] {
  const words = folded(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...sections];
  const has = (text: string) => words.every((word) => folded(text).includes(word));
  return sections.flatMap((section) => {
    if (has(section.title)) return [section];
    const lines = section.lines.filter((line) => has(`${line.name} ${line.words}`));
    return lines.length > 0 ? [{ ...section, lines }] : [];
  });
}

/** A text cut where any of the words stands, for marking them. */
export function cutAtWords(text: string, search: string): { text: string; found: boolean }[] {
  const words = folded(search).split(/\s+/).filter(Boolean);
  // Folding may change the length of a letter; then nothing is marked rather than the wrong letters.
  const plain = folded(text);
  if (words.length === 0 || plain.length !== text.length) return [{ text, found: false }];
  const parts: { text: string; found: boolean }[] = [];
  let at = 0;
  while (at < text.length) {
    const next = words.map((word) => ({ word, from: plain.indexOf(word, at) })).filter(({ from }) => from >= 0).toSorted((a, b) => a.from - b.from || b.word.length - a.word.length)[0];
    if (!next) break;
    if (next.from > at) parts.push({ text: text.slice(at, next.from), found: false });
    parts.push({ text: text.slice(next.from, next.from + next.word.length), found: true });
    at = next.from + next.word.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), found: false });
  return parts;
}

/** Since when a version has been in force: the founding text is dated before all time, so that it covers imported history. */
export function inForceSince(version: { effectiveFrom: string; createdAt: string }): string {
  return version.effectiveFrom < version.createdAt ? version.createdAt : version.effectiveFrom;
}
