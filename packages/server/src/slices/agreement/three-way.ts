import type { z } from "zod";
import type { draftConflict } from "@tandem/contract/agreement/drafts";
import { stableText } from "@tandem/domain/agreement/canonical";
import { isObject, listPlaces, partPlaces, wholePlaces } from "@tandem/domain/agreement/diff-places";
import { sectionOf } from "@tandem/domain/agreement/sections";
import type { Json, JsonObject } from "@tandem/domain/capture/text";

export type Conflict = z.output<typeof draftConflict>;
export type Taken = Readonly<Record<string, "draft" | "newest">>;

/**
 * Brings a draft and the newest version together over what both began from. What one side alone changed is kept; a rule,
 * clause or part that both changed differently is a conflict, named by its place and decided by `take`. Entries of lists
 * are told apart by their keys, never by their position, and stay whole: half a rule is no rule.
 */
export function mergeDocuments(base: Json, draft: Json, newest: Json, take: Taken): { readonly merged: Json; readonly conflicts: readonly Conflict[] } {
  const conflicts: Conflict[] = [];
  const merged = mergePart("", { base, draft, newest }, take, conflicts);
  return { merged: merged ?? null, conflicts };
}

interface Three {
  readonly base: Json | undefined;
  readonly draft: Json | undefined;
  readonly newest: Json | undefined;
}

function mergePart(path: string, three: Three, take: Taken, conflicts: Conflict[]): Json | undefined {
  const easy = settled(three);
  if (easy) return easy.value;
  const { base, draft, newest } = three;
  if (Object.hasOwn(listPlaces, path) && [base ?? [], draft, newest].every(isKeyedBy(path))) return mergeList(path, { base: base ?? [], draft, newest } as Lists, take, conflicts);
  if (isObject(draft) && isObject(newest) && (base === undefined || isObject(base)) && !wholePlaces.has(path)) {
    const keys = [...new Set([...Object.keys(newest), ...Object.keys(draft), ...Object.keys(base ?? {})])];
    const parts = keys.map((key) => [key, mergePart(path === "" ? key : `${path}.${key}`, { base: base?.[key], draft: draft[key], newest: newest[key] }, take, conflicts)] as const);
    return Object.fromEntries(parts.filter(([, part]) => part !== undefined)) as JsonObject;
  }
  const named = Object.hasOwn(partPlaces, path) ? partPlaces[path]! : null;
  return decided(path, { key: named?.key ?? path, name: named?.name ?? path }, three, take, conflicts);
}

/** What needs no decision: only one side changed it, or both the same way. */
function settled({ base, draft, newest }: Three): { readonly value: Json | undefined } | null {
  if (same(draft, newest) || same(base, newest)) return { value: draft };
  if (same(base, draft)) return { value: newest };
  return null;
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return a === undefined || b === undefined ? a === b : stableText(a) === stableText(b);
}

function decided(path: string, what: { key: string; name: string }, { base, draft, newest }: Three, take: Taken, conflicts: Conflict[]): Json | undefined {
  const choice = Object.hasOwn(take, path) ? take[path] : undefined;
  if (choice === undefined) conflicts.push({ path, section: sectionOf(path), ...what, base: base ?? null, draft: draft ?? null, newest: newest ?? null });
  return choice === "draft" ? draft : newest;
}

interface Lists {
  readonly base: readonly Json[];
  readonly draft: readonly Json[];
  readonly newest: readonly Json[];
}

/** A list whose entries' keys differ; one with a key twice is compared whole. */
function isKeyedBy(path: string): (list: Json | undefined) => boolean {
  return (list) => Array.isArray(list) && new Set(list.map((entry) => keyOf(path, entry as Json))).size === list.length;
}

function keyOf(path: string, entry: Json): string {
  return listPlaces[path]!.keyOf(entry as JsonObject);
}

function mergeList(path: string, lists: Lists, take: Taken, conflicts: Conflict[]): Json[] {
  const byKey = (list: readonly Json[]) => new Map(list.map((entry) => [keyOf(path, entry), entry]));
  const [base, draft, newest] = [byKey(lists.base), byKey(lists.draft), byKey(lists.newest)];
  const merged = new Map<string, Json>();
  for (const key of new Set([...newest.keys(), ...draft.keys(), ...base.keys()])) {
    const three = { base: base.get(key), draft: draft.get(key), newest: newest.get(key) };
    const easy = settled(three);
    const entry = (three.draft ?? three.newest ?? three.base) as JsonObject;
    const name = isObject(entry) && typeof entry["name"] === "string" ? entry["name"] : key;
    const value = easy ? easy.value : decided(`${path}.${key}`, { key, name }, three, take, conflicts);
    if (value !== undefined) merged.set(key, value);
  }
  return orderOf(path, { base: [...base.keys()], draft: [...draft.keys()], newest: [...newest.keys()] }, [...merged.keys()], take, conflicts).map((key) => merged.get(key)!);
}

/** The order of the side that changed it; entries only the other has stand after the entry they follow there. */
function orderOf(path: string, orders: Record<"base" | "draft" | "newest", readonly string[]>, keys: readonly string[], take: Taken, conflicts: Conflict[]): string[] {
  const common = (order: readonly string[]) => order.filter((key) => orders.base.includes(key) && orders.draft.includes(key) && orders.newest.includes(key));
  const three = { base: common(orders.base), draft: common(orders.draft), newest: common(orders.newest) };
  const easy = settled(three);
  const chosen = easy ? easy.value : decided(`${path}.order`, { key: "order", name: "Order" }, three, take, conflicts);
  const lead = same(chosen, three.newest) ? orders.newest : orders.draft;
  const follow = lead === orders.newest ? orders.draft : orders.newest;
  const ordered = lead.filter((key) => keys.includes(key));
  for (const [i, key] of follow.entries()) {
    if (ordered.includes(key) || !keys.includes(key)) continue;
    const before = follow.slice(0, i).findLast((one) => ordered.includes(one));
    ordered.splice(before === undefined ? 0 : ordered.indexOf(before) + 1, 0, key);
  }
  return ordered;
}
