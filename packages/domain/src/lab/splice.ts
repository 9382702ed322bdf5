import { bytes, codes, doubles, noDay, shorts, unsigned, type Codes } from "./columns.ts";
import type { FieldColumn, LabHistory, People } from "./history.ts";
import type { Outcomes } from "./tally.ts";

/**
 * Exchanges contacts of a history for what is newly known of them and appends those that are new; everybody else's
 * columns are copied as they are. `places[i]` is where contact `i` of the part goes: an old number, or the next free ones.
 * `gone` are old numbers of which nothing is left (merged into somebody).
 */
export function spliceHistory(old: LabHistory, part: LabHistory, places: Uint32Array, gone: readonly number[] = []): LabHistory {
  const contacts = contactsAfter(old.contacts, places);
  const from = sourceOf(contacts, places, gone);
  const signals = [...old.signals, ...part.signals.filter((name) => !old.signals.includes(name))];
  const toCode = part.signals.map((name) => signals.indexOf(name));
  const days = rangesOf(contacts, from, old.start, part.start);
  const visits = rangesOf(contacts, from, old.visits.start, part.visits.start);
  const counts = days.fill(old.count, part.count, codes(days.length, widest(old.count, part.count)));
  return {
    contacts,
    firstDay: old.firstDay,
    lastDay: Math.max(old.lastDay, part.lastDay),
    signals,
    start: days.start,
    signal: days.fill(old.signal, mapped(part.signal, toCode), codes(days.length, signals.length)),
    day: days.fill(old.day, part.day, shorts(days.length)),
    count: counts,
    latest: each(contacts, from, old.latest, part.latest, 0),
    visits: { start: visits.start, day: visits.fill(old.visits.day, part.visits.day, shorts(visits.length)) },
    people: splicePeople(contacts, from, old.people, part.people),
  };
}

/** The same for what is recorded beside the history. `reasonOf` turns the part's codes of reasons into the history's. */
export function spliceOutcomes(old: Outcomes, part: Outcomes, contacts: number, places: Uint32Array, gone: readonly number[], reasonOf: readonly number[]): Outcomes {
  const from = sourceOf(contacts, places, gone);
  const revenue = doubles(contacts);
  for (let c = 0; c < contacts; c++) revenue[c] = from[c] === empty ? 0 : from[c]! >= 0 ? part.revenue[from[c]!]! : old.revenue[c]!;
  return { ended: narrow(contacts, from, old.ended, part.ended), reason: each(contacts, from, Uint16Array.from(old.reason), mapped(part.reason, reasonOf), 0), revenue, withoutRate: narrow(contacts, from, old.withoutRate, part.withoutRate) };
}

function narrow(contacts: number, from: Int32Array, old: Uint8Array, part: Uint8Array): Uint8Array {
  const all = bytes(contacts);
  all.set(each(contacts, from, Uint16Array.from(old), Uint16Array.from(part), 0));
  return all;
}

const kept = -1;
const empty = -2;

function contactsAfter(contacts: number, places: Uint32Array): number {
  return places.reduce((most, place) => Math.max(most, place + 1), contacts);
}

/** By new number: the number in the part, `kept`, or `empty`. */
function sourceOf(contacts: number, places: Uint32Array, gone: readonly number[]): Int32Array {
  const from = new Int32Array(contacts).fill(kept);
  for (const number of gone) from[number] = empty;
  places.forEach((place, i) => (from[place] = i));
  return from;
}

interface Ranges {
  readonly start: Uint32Array;
  readonly length: number;
  fill<T extends Codes>(old: Codes, part: Codes, into: T): T;
}

/** Lays the ranges of all contacts out anew; columns are filled stretch by stretch. */
function rangesOf(contacts: number, from: Int32Array, oldStart: Uint32Array, partStart: Uint32Array): Ranges {
  const start = unsigned(contacts + 1);
  for (let c = 0; c < contacts; c++) {
    const source = from[c]!;
    start[c + 1] = start[c]! + (source === empty ? 0 : source >= 0 ? partStart[source + 1]! - partStart[source]! : oldStart[c + 1]! - oldStart[c]!);
  }
  return {
    start,
    length: start[contacts]!,
    fill(old, part, into) {
      for (let c = 0; c < contacts; ) {
        const source = from[c]!;
        if (source >= 0) into.set(part.subarray(partStart[source]!, partStart[source + 1]!) as never, start[c]!);
        if (source !== kept) {
          c++;
          continue;
        }
        const begin = c;
        while (c < contacts && from[c] === kept) c++;
        into.set(old.subarray(oldStart[begin]!, oldStart[c]!) as never, start[begin]!);
      }
      return into;
    },
  };
}

function splicePeople(contacts: number, from: Int32Array, old: People, part: People): People {
  // Whoever is gone keeps their profile: every contact has one.
  const shown = rangesOf(contacts, from.map((source) => (source === empty ? kept : source)), old.profileStart, part.profileStart);
  const releases = rangesOf(contacts, from, old.releaseStart, part.releaseStart);
  return {
    from: each(contacts, from, old.from, part.from, noDay),
    until: each(contacts, from, old.until, part.until, noDay),
    profileStart: shown.start,
    profileFrom: shown.fill(old.profileFrom, part.profileFrom, shorts(shown.length)),
    fields: old.fields.map((field) => spliceField(field, part.fields.find((one) => one.ref === field.ref), shown)),
    releaseStart: releases.start,
    releaseDay: releases.fill(old.releaseDay, part.releaseDay, shorts(releases.length)),
  };
}

function spliceField(old: FieldColumn, part: FieldColumn | undefined, profiles: Ranges): FieldColumn {
  const values = [...old.values];
  const known = new Map(values.map((value, code) => [JSON.stringify(value), code]));
  const toCode = (part?.values ?? [null]).map((value) => {
    const key = JSON.stringify(value);
    const code = known.get(key) ?? values.push(value) - 1;
    known.set(key, code);
    return code;
  });
  return { ref: old.ref, values, codes: profiles.fill(old.codes, mapped(part?.codes ?? new Uint8Array(0), toCode), codes(profiles.length, values.length)) };
}

function mapped(column: Codes, toCode: readonly number[]): Uint32Array {
  return Uint32Array.from(column, (code) => toCode[code]!);
}

function widest(old: Codes, part: Codes): number {
  let most = old.BYTES_PER_ELEMENT === 1 ? 255 : old.BYTES_PER_ELEMENT === 2 ? 65_535 : 4_294_967_295;
  for (let i = 0; i < part.length; i++) if (part[i]! > most) most = part[i]!;
  return most;
}

function each(contacts: number, from: Int32Array, old: Uint16Array, part: Codes, gone: number): Uint16Array {
  const all = shorts(contacts);
  all.set(old.subarray(0, Math.min(old.length, contacts)));
  for (let c = 0; c < contacts; c++) {
    const source = from[c]!;
    if (source >= 0) all[c] = part[source]!;
    else if (source === empty) all[c] = gone;
  }
  return all;
}
