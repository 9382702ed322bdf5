import type { Criteria } from "@tandem/domain/criteria/criteria";

/**
 * Every way to change a tree of conditions, pure: a tree and a place give a new tree, untouched parts stay the same
 * objects. A place is the way from the root by child numbers; the child of a `not` is number 0.
 */
export type Place = readonly number[];
type GroupKind = "all" | "any";
/** A change of the tree and where to look afterwards. */
export interface Edited {
  readonly tree: Criteria;
  readonly place: Place;
}

/** Parts of a group or of a negation; a condition has none. */
export function partsOf(node: Criteria): readonly Criteria[] {
  return "all" in node ? node.all : "any" in node ? node.any : "not" in node ? [node.not] : [];
}

export function groupKindOf(node: Criteria): GroupKind | null {
  return "all" in node ? "all" : "any" in node ? "any" : null;
}

/** A node without the negations around it. `inner` is where it stands. */
export function peel(node: Criteria, place: Place = []): { readonly node: Criteria; readonly nots: number; readonly inner: Place } {
  let [at, nots] = [node, 0];
  for (; "not" in at; nots++) at = at.not;
  return { node: at, nots, inner: [...place, ...Array<number>(nots).fill(0)] };
}

export function nodeAt(tree: Criteria, place: Place): Criteria | undefined {
  return place.reduce<Criteria | undefined>((node, index) => (node === undefined ? undefined : partsOf(node)[index]), tree);
}

function withParts(node: Criteria, parts: readonly Criteria[]): Criteria {
  if ("all" in node) return { all: [...parts] };
  if ("any" in node) return { any: [...parts] };
  // A negation lives by its one part; without it nothing is said.
  return parts[0] === undefined ? { all: [] } : { not: parts[0] };
}

/** Puts another node in a place. */
export function replaceAt(tree: Criteria, place: Place, node: Criteria): Criteria {
  const [index, ...rest] = place;
  if (index === undefined) return node;
  const parts = partsOf(tree);
  const part = parts[index];
  if (part === undefined) return tree;
  return withParts(tree, parts.map((one, i) => (i === index ? replaceAt(part, rest, node) : one)));
}

/** The place of the outermost negation around a place: what is moved or removed when its condition is. */
export function outermost(tree: Criteria, place: Place): Place {
  let at = place;
  while (at.length > 0 && "not" in (nodeAt(tree, at.slice(0, -1)) ?? {})) at = at.slice(0, -1);
  return at;
}

/** A node, or the outermost group that is left empty when it goes: nobody means a group of nothing. `except` stays. */
function emptiedBy(tree: Criteria, place: Place, except: Place | null): Place {
  const whole = outermost(tree, place);
  const group = whole.slice(0, -1);
  const parent = nodeAt(tree, group);
  const around = outermost(tree, group);
  if (whole.length === 0 || around.length === 0 || !parent || partsOf(parent).length > 1 || (except && isWithin(except, around))) return whole;
  return emptiedBy(tree, around, except);
}

/** Takes a node out with the negations around it, and groups that would be left empty. The root leaves a group of nothing, which holds for everyone. */
export function removeAt(tree: Criteria, place: Place, except: Place | null = null): Criteria {
  const whole = emptiedBy(tree, place, except);
  if (whole.length === 0) return { all: [] };
  const group = whole.slice(0, -1);
  const parent = nodeAt(tree, group);
  if (!parent) return tree;
  return replaceAt(tree, group, withParts(parent, partsOf(parent).filter((_, i) => i !== whole[whole.length - 1])));
}

/** Puts a node before the part that stands in the place now; the last number may be one beyond the end. */
function insertAt(tree: Criteria, place: Place, node: Criteria): Criteria {
  const group = place.slice(0, -1);
  const parent = nodeAt(tree, group);
  const index = place[place.length - 1];
  if (!parent || index === undefined || groupKindOf(parent) === null) return tree;
  return replaceAt(tree, group, withParts(parent, partsOf(parent).toSpliced(index, 0, node)));
}

/** Adds to the group that stands in the place; a single condition there becomes a group of both. */
export function addTo(tree: Criteria, place: Place, node: Criteria): Edited {
  const here = nodeAt(tree, place);
  if (!here) return { tree, place };
  const { node: inside, inner, nots } = peel(here, place);
  // `not a` and `b` is (not a) and b: only a group takes the part within its negation.
  if (groupKindOf(inside) === null) return { tree: replaceAt(tree, place, { all: [here, node] }), place: [...place, 1] };
  if (nots > 0 && partsOf(inside).length === 0) return { tree: replaceAt(tree, inner, withParts(inside, [node])), place: [...inner, 0] };
  return { tree: replaceAt(tree, inner, withParts(inside, [...partsOf(inside), node])), place: [...inner, partsOf(inside).length] };
}

/** Adds right after a condition, in its group. */
export function addAfter(tree: Criteria, place: Place, node: Criteria): Edited {
  const whole = outermost(tree, place);
  if (whole.length === 0) return addTo(tree, whole, node);
  const next = [...whole.slice(0, -1), whole[whole.length - 1]! + 1];
  return { tree: insertAt(tree, next, node), place: next };
}

/** Puts a group around a node (and its negations), so that others can be added to it. */
export function wrapAt(tree: Criteria, place: Place, kind: GroupKind): Edited {
  const whole = outermost(tree, place);
  const node = nodeAt(tree, whole);
  if (!node) return { tree, place };
  return { tree: replaceAt(tree, whole, kind === "all" ? { all: [node] } : { any: [node] }), place: [...whole, 0] };
}

/** Whether a group can be dissolved: into the group around it, or because it holds a single part. */
export function canUnwrap(tree: Criteria, place: Place): boolean {
  const node = nodeAt(tree, place);
  if (!node || groupKindOf(node) === null) return false;
  if (partsOf(node).length === 1) return true;
  const parent = place.length === 0 ? undefined : nodeAt(tree, place.slice(0, -1));
  return parent !== undefined && groupKindOf(parent) !== null;
}

/** Dissolves a group: its parts take its place. */
export function unwrapAt(tree: Criteria, place: Place): Edited {
  const node = nodeAt(tree, place);
  if (!node || !canUnwrap(tree, place)) return { tree, place };
  const parts = partsOf(node);
  if (parts.length === 1) return { tree: replaceAt(tree, place, parts[0]!), place };
  const group = place.slice(0, -1);
  const parent = nodeAt(tree, group)!;
  return { tree: replaceAt(tree, group, withParts(parent, partsOf(parent).toSpliced(place[place.length - 1]!, 1, ...parts))), place: parts.length === 0 ? group : place };
}

/** All of these, or any of these. */
export function setKind(tree: Criteria, place: Place, kind: GroupKind): Criteria {
  const node = nodeAt(tree, place);
  if (!node || groupKindOf(node) === null) return tree;
  return replaceAt(tree, place, kind === "all" ? { all: [...partsOf(node)] } : { any: [...partsOf(node)] });
}

/** Negates what stands here, or takes a negation away. The place is that of the whole, negations included. */
export function toggleNot(tree: Criteria, place: Place): Criteria {
  const whole = outermost(tree, place);
  const node = nodeAt(tree, whole);
  if (!node) return tree;
  return replaceAt(tree, whole, "not" in node ? node.not : { not: node });
}

/** Whether one place lies in another, or is it. */
export function isWithin(place: Place, other: Place): boolean {
  return other.length <= place.length && other.every((index, i) => index === place[i]);
}

/** Moves a node before what stands in the other place (or to the end of its group); null where that is inside itself. */
export function moveTo(tree: Criteria, from: Place, to: Place): Edited | null {
  const whole = outermost(tree, from);
  const node = nodeAt(tree, whole);
  const target = nodeAt(tree, to.slice(0, -1));
  if (!node || whole.length === 0 || to.length === 0 || !target || groupKindOf(target) === null || isWithin(to.slice(0, -1), whole)) return null;
  to = [...to.slice(0, -1), Math.min(to[to.length - 1]!, partsOf(target).length)];
  const gone = emptiedBy(tree, whole, to.slice(0, -1));
  const level = gone.length - 1;
  const index = gone[level]!;
  const along = to.length > level && isWithin(to, gone.slice(0, -1));
  // Taking it out moves everything behind it in its group forward by one.
  const landing = along && to[level]! > index ? to.map((part, i) => (i === level ? part - 1 : part)) : to;
  const without = removeAt(tree, whole, to.slice(0, -1));
  return { tree: insertAt(without, landing, node), place: landing };
}

/** One step up or down as the rows are read: over a neighbour, into a neighbouring group, or out of its own. */
export function step(tree: Criteria, place: Place, by: 1 | -1): Edited | null {
  const whole = outermost(tree, place);
  if (whole.length === 0) return null;
  const [group, index] = [whole.slice(0, -1), whole[whole.length - 1]!];
  const neighbour = nodeAt(tree, [...group, index + by]);
  if (neighbour) {
    const { node, inner } = peel(neighbour, [...group, index + by]);
    if (groupKindOf(node) !== null) return moveTo(tree, whole, [...inner, by === 1 ? 0 : partsOf(node).length]);
    return moveTo(tree, whole, [...group, by === 1 ? index + 2 : index - 1]);
  }
  return stepOut(tree, whole, by === 1);
}

/** Out of its group, to stand before or after it. */
export function stepOut(tree: Criteria, place: Place, after = true): Edited | null {
  const whole = outermost(tree, place);
  if (whole.length === 0) return null;
  const around = outermost(tree, whole.slice(0, -1));
  if (around.length === 0) return null;
  return moveTo(tree, whole, [...around.slice(0, -1), around[around.length - 1]! + (after ? 1 : 0)]);
}

/** The rows from top to bottom: the place of each condition and group, without its negations. */
export function rowsOf(tree: Criteria, place: Place = []): Place[] {
  const { node, inner } = peel(tree, place);
  return [inner, ...(groupKindOf(node) === null ? [] : partsOf(node).flatMap((part, i) => rowsOf(part, [...inner, i])))];
}

/** The place as documents write it: "all.0.not". */
export function pathOf(tree: Criteria, place: Place): string {
  const words: string[] = [];
  let node: Criteria | undefined = tree;
  for (const index of place) {
    if (!node) break;
    const kind = groupKindOf(node);
    words.push(...(kind === null ? ["not"] : [kind, String(index)]));
    node = partsOf(node)[index];
  }
  return words.join(".");
}

/** The place that a path means, as far as it leads through the tree: "all.0.between" is the condition at [0]. */
export function placeOf(tree: Criteria, path: string): Place {
  const place: number[] = [];
  let node: Criteria = tree;
  const words = path === "" ? [] : path.split(".");
  for (let i = 0; i < words.length; ) {
    const index = words[i] === "not" && "not" in node ? 0 : words[i] === groupKindOf(node) ? Number(words[i + 1]) : Number.NaN;
    const part = partsOf(node)[index];
    if (part === undefined) break;
    i += "not" in node ? 1 : 2;
    place.push(index);
    node = part;
  }
  return place;
}

/** How many conditions there are. */
export function countConditions(tree: Criteria): number {
  const { node } = peel(tree);
  return groupKindOf(node) === null ? 1 : partsOf(node).reduce((sum, part) => sum + countConditions(part), 0);
}
