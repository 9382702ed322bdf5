/**
 * Text as it may be stored. Postgres refuses U+0000 in text and lone surrogates in JSON, and one such string would fail
 * the whole commit it is grouped into, so they are repaired before events are grouped.
 */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const deepestJson = 32;
/** Values in one event, counted over all levels. */
export const mostJsonValues = 10_000;

const suspicious = /[\u0000\ud800-\udfff]/;
/** With the u flag a pair is one character, so only a lone half is of this class. */
const loneSurrogate = /\p{Surrogate}/gu;

/** U+0000 is dropped and a lone surrogate becomes U+FFFD; everything else stays, emoji and right-to-left marks too. */
export function repairText(text: string): string {
  return suspicious.test(text) ? text.replaceAll("\u0000", "").replace(loneSurrogate, "\ufffd") : text;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The same JSON with every text and key repaired; the very same object where nothing needed it. Refused, in words: too
 * deep, too many values, numbers JSON cannot write, and a `__proto__` key, which would poison whoever copies it.
 */
export function repairJson(value: Json): { readonly ok: Json } | { readonly refused: string } {
  const budget = { left: mostJsonValues };
  const repaired = walk(value, 0, budget);
  return typeof repaired === "symbol" ? { refused: wordsOf.get(repaired)! } : { ok: repaired };
}

const tooDeep = Symbol("too deep");
const tooMany = Symbol("too many");
const forbidden = Symbol("forbidden");
const wordsOf = new Map<symbol, string>([
  [tooDeep, `The content is nested deeper than ${deepestJson} levels.`],
  [tooMany, `The content holds more than ${mostJsonValues} values.`],
  [forbidden, "The content holds something JSON does not, or a key named __proto__."],
]);

function walk(value: Json, depth: number, budget: { left: number }): Json | symbol {
  if (--budget.left < 0) return tooMany;
  if (typeof value === "string") return repairText(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : forbidden;
  if (value === null || typeof value === "boolean") return value;
  if (typeof value !== "object") return forbidden;
  if (depth >= deepestJson) return tooDeep;
  return Array.isArray(value) ? walkList(value as readonly Json[], depth, budget) : walkObject(value as JsonObject, depth, budget);
}

function walkList(list: readonly Json[], depth: number, budget: { left: number }): Json | symbol {
  let copy: Json[] | null = null;
  for (let i = 0; i < list.length; i++) {
    const repaired = walk(list[i]!, depth + 1, budget);
    if (typeof repaired === "symbol") return repaired;
    if (repaired !== list[i]) (copy ??= [...list])[i] = repaired;
  }
  return copy ?? list;
}

function walkObject(object: JsonObject, depth: number, budget: { left: number }): Json | symbol {
  let changed = false;
  for (const key of Object.keys(object)) {
    const name = repairText(key);
    const value = object[key]!;
    // JSON.parse makes "__proto__" an own key; whoever copies it naively gives every object new properties.
    if (name === "__proto__" || (name === "constructor" && isPlainObject(value) && Object.hasOwn(value, "prototype"))) return forbidden;
    const repaired = walk(value, depth + 1, budget);
    if (typeof repaired === "symbol") return repaired;
    changed ||= name !== key || repaired !== value;
  }
  return changed ? copyRepaired(object) : object;
}

/** Second pass over what is already known to be in bounds; rare. */
function copyRepaired(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [repairText(key), walk(value, 0, { left: mostJsonValues }) as Json]));
}
