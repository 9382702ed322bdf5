import { stableText } from "@tandem/domain/agreement/canonical";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { listPlaces, wholePlaces } from "@tandem/domain/agreement/diff-places";
import type { Json, JsonObject } from "@tandem/domain/capture/text";

/**
 * Two people wrote on the same text at once: what only one of them changed is taken from them, rule by rule and part by
 * part. Where both changed the same part differently, `prefer` decides; the other reading is never thrown away by the
 * caller, who merges once each way and shows the difference.
 */
export function mergeDocuments(base: Agreement, mine: Agreement, theirs: Agreement, prefer: "mine" | "theirs"): Agreement {
  const part = (value: Agreement) => value as unknown as JsonObject;
  return mergePart("", part(base), part(mine), part(theirs), prefer) as unknown as Agreement;
}

type Value = Json | undefined;
const same = (a: Value, b: Value) => (a === undefined || b === undefined ? a === b : a === b || stableText(a) === stableText(b));
const isObject = (value: Value): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

function mergePart(path: string, base: Value, mine: Value, theirs: Value, prefer: "mine" | "theirs"): Value {
  if (same(mine, theirs) || same(base, theirs)) return mine;
  if (same(base, mine)) return theirs;
  const list = Object.hasOwn(listPlaces, path) ? listPlaces[path] : undefined;
  if (list && [base, mine, theirs].every((one) => one === undefined || Array.isArray(one))) {
    const keyed = (value: Value) => new Map(((value ?? []) as readonly JsonObject[]).map((entry) => [list.keyOf(entry), entry as Value]));
    return mergeLists(path, keyed(base), keyed(mine), keyed(theirs), prefer);
  }
  if (!wholePlaces.has(path) && isObject(mine) && isObject(theirs) && (isObject(base) || base === undefined)) return mergeObjects(path, base ?? {}, mine, theirs, prefer);
  return prefer === "mine" ? mine : theirs;
}

function mergeObjects(path: string, base: JsonObject, mine: JsonObject, theirs: JsonObject, prefer: "mine" | "theirs"): JsonObject {
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const parts = keys.map((key) => [key, mergePart(path === "" ? key : `${path}.${key}`, base[key], mine[key], theirs[key], prefer)] as const);
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined)) as JsonObject;
}

function mergeLists(path: string, base: Map<string, Value>, mine: Map<string, Value>, theirs: Map<string, Value>, prefer: "mine" | "theirs"): Json {
  const entries = new Map<string, Json>();
  for (const key of new Set([...mine.keys(), ...theirs.keys()])) {
    const [b, m, t] = [base.get(key), mine.get(key), theirs.get(key)];
    // Parts of an entry are merged one by one; their insides (criteria, patterns) are taken whole.
    const merged = !same(m, t) && !same(b, m) && !same(b, t) && isObject(m) && isObject(t) ? mergeEntry(isObject(b) ? b : {}, m, t, prefer) : mergePart(`${path}.*`, b, m, t, prefer);
    if (merged !== undefined) entries.set(key, merged);
  }
  const shared = [...base.keys()].filter((key) => mine.has(key));
  const reordered = shared.join("\n") !== [...mine.keys()].filter((key) => base.has(key)).join("\n");
  const [first, second] = reordered ? [mine, theirs] : [theirs, mine];
  const order = [...first.keys()].filter((key) => entries.has(key));
  // What only the other has stands after what it stood after there.
  let before = -1;
  for (const key of second.keys()) {
    const at = order.indexOf(key);
    if (at >= 0) before = at;
    else if (entries.has(key)) order.splice((before += 1), 0, key);
  }
  return order.map((key) => entries.get(key)!);
}

function mergeEntry(base: JsonObject, mine: JsonObject, theirs: JsonObject, prefer: "mine" | "theirs"): JsonObject {
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const parts = keys.map((key): [string, Value] => {
    const [b, m, t] = [base[key], mine[key], theirs[key]];
    return [key, same(m, t) || same(b, t) ? m : same(b, m) ? t : prefer === "mine" ? m : t];
  });
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined)) as JsonObject;
}
