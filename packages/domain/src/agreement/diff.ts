import type { Json, JsonObject } from "../capture/text.ts";
import type { Agreement } from "./agreement.ts";
import { stableText } from "./canonical.ts";
import type { RoutingWording } from "./describe.ts";
import { attributeWords, type SideWording } from "./diff-attributes.ts";
import { compareLists } from "./diff-lists.ts";
import { isObject, listPlaces, partPlaces, wholePlaces, type ListPlace } from "./diff-places.ts";
import { sectionKeys, sectionOf, type SectionKey } from "./sections.ts";

/** One difference between two agreements, in words and with its place. */
export interface AgreementChange {
  readonly section: SectionKey;
  /** Key of the rule, clause, tier … inside the section; a part without one has a name of its own (`time-zone`, `A`). */
  readonly key: string;
  readonly kind: "added" | "removed" | "changed" | "moved";
  readonly name: string;
  /** Where it stands in the text after (`engagement.rules.6`); of something removed, in the text before. */
  readonly path: string;
  /** The whole rule or value; null where there is none. */
  readonly before: Json | null;
  readonly after: Json | null;
  /** A sentence: "Viewed pricing: +5 → +12, half-life 30 → 14 days". */
  readonly words: string;
}

/**
 * Every difference between two agreements, in the order of the document. Two texts whose canonical text differs have at
 * least one; equal ones have none. `names` words fields, teams and users as the company calls them.
 */
export function diffAgreements(before: Agreement, after: Agreement, names: RoutingWording = {}): readonly AgreementChange[] {
  const sides: Sides = { texts: [before, after], wordings: [wordingOf(before, names), wordingOf(after, names)] };
  const changes = comparePart("", before as unknown as JsonObject, after as unknown as JsonObject, sides);
  return changes.toSorted((a, b) => sectionKeys.indexOf(a.section) - sectionKeys.indexOf(b.section));
}

interface Sides {
  readonly texts: readonly [Agreement, Agreement];
  readonly wordings: readonly [SideWording, SideWording];
}

function wordingOf(text: Agreement, names: RoutingWording): SideWording {
  const lists: Record<string, readonly { readonly key: string; readonly name: string }[]> = { group: [...text.fit.groups, ...text.engagement.groups], segments: text.segments ?? [], "qualification.questions": text.qualification.questions };
  return {
    ...names,
    signal: (key) => text.signals.find((one) => one.key === key)?.name ?? names.signal?.(key) ?? null,
    // Tiers are called by their short key, as clauses do.
    entry: (list, key) => (list === "tiers" ? key.toUpperCase() : (lists[list]?.find((one) => one.key === key)?.name ?? key)),
    currency: text.currency,
  };
}

function comparePart(path: string, before: Json | undefined, after: Json | undefined, sides: Sides): AgreementChange[] {
  // "Absent" and "null" are told apart: they differ in the text that is signed.
  if (before === undefined ? after === undefined : after !== undefined && stableText(before) === stableText(after)) return [];
  const inside = wholePlaces.has(path) ? [] : compareInside(path, before, after, sides);
  return inside.length > 0 ? inside : [partChange(path, before, after, sides)];
}

function compareInside(path: string, before: Json | undefined, after: Json | undefined, sides: Sides): AgreementChange[] {
  const list = Object.hasOwn(listPlaces, path) ? listPlaces[path] : undefined;
  if (list) return compareEntries(path, list, (before ?? []) as readonly Json[], (after ?? []) as readonly Json[], sides);
  const [from, to] = [before ?? {}, after ?? {}];
  if (!isObject(from) || !isObject(to)) return [];
  return keysOf(from, to).flatMap((key) => comparePart(path === "" ? key : `${path}.${key}`, from[key], to[key], sides));
}

function keysOf(before: JsonObject, after: JsonObject): string[] {
  return [...new Set([...Object.keys(after), ...Object.keys(before)])];
}

function partChange(path: string, before: Json | undefined, after: Json | undefined, sides: Sides): AgreementChange {
  const { key, name, reads } = Object.hasOwn(partPlaces, path) ? partPlaces[path]! : { key: path, name: path, reads: "as written" };
  const words = attributeWords(reads, before, after, [{}, {}], sides.wordings).replace(/^(as written|list|exclusions) /, "");
  return { section: sectionOf(path), key, kind: before === undefined ? "added" : after === undefined ? "removed" : "changed", name, path, before: before ?? null, after: after ?? null, words: `${name}: ${words}` };
}

function compareEntries(path: string, place: ListPlace, before: readonly Json[], after: readonly Json[], sides: Sides): AgreementChange[] {
  const { added, removed, kept, moved } = compareLists(before, after, (entry) => place.keyOf(entry as JsonObject));
  const section = sectionOf(path);
  const nameAt = (i: number) => place.nameOf(after[i] as JsonObject, sides.wordings[1]);
  const keyIn = (entry: Json) => (path.endsWith(".groups") ? "group-" : "") + (isObject(entry) ? place.keyOf(entry) : String(entry));
  const called = (name: string) => (place.title === "" ? name : `${place.title} “${name}”`);
  const one = (kind: "added" | "removed", list: readonly Json[], i: number): AgreementChange => {
    const entry = list[i] as JsonObject;
    const side = kind === "added" ? 1 : 0;
    const [name, says] = [place.nameOf(entry, sides.wordings[side]), place.says(entry, sides.wordings[side], sides.texts[side])];
    return { section, key: keyIn(entry), kind, name, path: `${path}.${i}`, before: side === 0 ? entry : null, after: side === 1 ? entry : null, words: `${called(name)}: ${kind === "added" ? "new" : "left out"}${says === "" ? "" : `: ${says}`}` };
  };
  const changed = kept.flatMap(([from, to]): [number, AgreementChange][] => {
    const [old, now] = [before[from] as JsonObject, after[to] as JsonObject];
    if (stableText(old) === stableText(now)) return [];
    return [[to, { section, key: keyIn(now), kind: "changed", name: nameAt(to), path: `${path}.${to}`, before: old, after: now, words: `${called(nameAt(to))}: ${entryWords(old, now, sides)}` }]];
  });
  const shifted = moved.map((i): [number, AgreementChange] => [i, { section, key: keyIn(after[i]!), kind: "moved", name: nameAt(i), path: `${path}.${i}`, before: after[i]!, after: after[i]!, words: `${place.title === "" ? "" : `${place.title}: `}${movedWords(i, after.length, nameAt)}` }]);
  const inOrder = [...changed, ...shifted, ...added.map((i): [number, AgreementChange] => [i, one("added", after, i)])].toSorted(([a], [b]) => a - b);
  return [...inOrder.map(([, change]) => change), ...removed.map((i) => one("removed", before, i))];
}

function entryWords(before: JsonObject, after: JsonObject, { wordings }: Sides): string {
  const differing = keysOf(before, after).filter((name) => (before[name] === undefined) !== (after[name] === undefined) || stableText(before[name]) !== stableText(after[name]));
  return differing.map((name) => attributeWords(name, before[name], after[name], [before, after], wordings)).join(", ");
}

function movedWords(i: number, length: number, nameAt: (i: number) => string): string {
  return i + 1 < length ? `“${nameAt(i)}” now comes before “${nameAt(i + 1)}”` : `“${nameAt(i)}” now comes last`;
}
