import type { EventPattern, SignalDefinition } from "../agreement/agreement.ts";
import { stableText } from "../agreement/canonical.ts";
import { fold } from "../people/fold.ts";
import type { Json, JsonObject } from "./text.ts";

/**
 * Which signals a raw event is recognised as. Definitions are compiled once: patterns are indexed by the event's type
 * and folded name, so an event meets only the few patterns that could hold.
 */

/** What recognition reads of an event. */
export interface RecognisableEvent {
  readonly type: string;
  readonly name: string | null;
  /** Path of the page (`/pricing/`); null for events without a page. */
  readonly path: string | null;
  readonly properties: JsonObject;
}

export type Recognise = (event: RecognisableEvent) => readonly string[];

interface CompiledPattern {
  /** Position of the signal in the definitions: keys come back in that order, once each. */
  readonly signal: number;
  readonly key: string;
  readonly holds: (path: string | null, properties: JsonObject) => boolean;
}

/** @returns a function from an event to the keys of its signals, in the order of the definitions. */
export function compileSignals(definitions: readonly SignalDefinition[]): Recognise {
  const index = new Map<string, CompiledPattern[]>();
  definitions.forEach((definition, signal) => {
    for (const pattern of definition.recognise) {
      const slot = slotOf(pattern.type, pattern.name === undefined ? null : fold(pattern.name));
      const list = index.get(slot);
      const compiled = { signal, key: definition.key, holds: compilePattern(pattern) };
      if (list) list.push(compiled);
      else index.set(slot, [compiled]);
    }
  });
  return (event) => {
    const named = event.name === null ? undefined : index.get(slotOf(event.type, fold(event.name)));
    const unnamed = index.get(slotOf(event.type, null));
    if (!named && !unnamed) return [];
    const path = event.path === null ? null : foldPath(event.path);
    const found = new Map<number, string>();
    for (const list of [named, unnamed]) for (const pattern of list ?? []) if (!found.has(pattern.signal) && pattern.holds(path, event.properties)) found.set(pattern.signal, pattern.key);
    return found.size < 2 ? [...found.values()] : [...found].toSorted(([a], [b]) => a - b).map(([, key]) => key);
  };
}

function slotOf(type: string, name: string | null): string {
  return name === null ? type : `${type}\n${name}`;
}

/** Paths compare folded and without a closing slash: `/Pricing/` is `/pricing`. */
function foldPath(path: string): string {
  const folded = fold(path);
  return folded.length > 1 && folded.endsWith("/") ? folded.slice(0, -1) : folded;
}

function compilePattern(pattern: EventPattern): CompiledPattern["holds"] {
  const is = pattern.pathIs === undefined ? null : foldPath(pattern.pathIs);
  const start = pattern.pathStartsWith === undefined ? null : fold(pattern.pathStartsWith);
  const part = pattern.pathContains === undefined ? null : fold(pattern.pathContains);
  const wanted = Object.entries(pattern.properties ?? {}).map(([key, value]) => [key, typeof value === "string" ? fold(value) : value] as const);
  const asksPath = is !== null || start !== null || part !== null;
  return (path, properties) => {
    if (asksPath) {
      if (path === null || (is !== null && path !== is)) return false;
      // A pattern "/blog/" also means the page "/blog" itself, which has lost its slash above.
      if (start !== null && !path.startsWith(start) && `${path}/` !== start) return false;
      if (part !== null && !path.includes(part) && !`${path}/`.includes(part)) return false;
    }
    return wanted.every(([key, value]) => Object.hasOwn(properties, key) && foldJson(properties[key]!) === value);
  };
}

function foldJson(value: Json): Json {
  return typeof value === "string" ? fold(value) : value;
}

/**
 * What recognition of a signal depends on, as stable text: the server hashes it. A new text is a new revision, which is
 * recognised over the past before a version that uses it takes effect. The name and `handRaise` do not recognise.
 */
export function signalRevisionText(definition: SignalDefinition): string {
  const patterns = definition.recognise.map((pattern) => stableText(pattern as unknown as Json)).toSorted();
  return stableText({ key: definition.key, recognise: patterns });
}
