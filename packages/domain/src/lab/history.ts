import type { FieldRef, FieldValue } from "../criteria/criteria.ts";
import type { EpochDay } from "../kit/epoch-day.ts";
import { bytes, codes, noDay, shorts, unsigned, type Codes } from "./columns.ts";

/**
 * The history of a company in columns, as known today: what every contact did on which day, who they were, since when
 * they could be handed over, and what became of real handoffs. Contacts are numbered 0…n-1 and own ranges of the columns;
 * days count from `firstDay`. About 4 bytes a signal day (contact, signal, day) plus 2 bytes a day on which somebody did
 * something plus some 40 bytes a contact; figures in `historyBytes`.
 */
export interface LabHistory {
  readonly contacts: number;
  /** Day 0 of the columns. */
  readonly firstDay: EpochDay;
  /** The last day there is to replay, counted from `firstDay`. */
  readonly lastDay: number;
  /** What the codes of `signal` mean: a signal's key, or the key of a recognition of its own. */
  readonly signals: readonly string[];
  /** Contact `c` owns signal days `start[c]` … `start[c + 1] - 1`, sorted by signal, then day. */
  readonly start: Uint32Array;
  readonly signal: Codes;
  readonly day: Uint16Array;
  /** Occurrences on that day, at least one. */
  readonly count: Codes;
  /** The last day on which each contact did anything; meaningless for who never did. */
  readonly latest: Uint16Array;
  readonly visits: Visits;
  readonly people: People;
}

/** The days on which something about a contact's score can rise: ascending, contact by contact. */
export interface Visits {
  readonly start: Uint32Array;
  readonly day: Uint16Array;
}

/** Who they are and what really became of them. */
export interface People {
  /** From this day on they could be handed over (identified); `noDay`: never. */
  readonly from: Uint16Array;
  /** From this day on they were beyond a lead without any handoff (an imported customer); `noDay`: never. */
  readonly until: Uint16Array;
  /** Contact `c` has profiles `profileStart[c]` … `profileStart[c + 1] - 1`, at least one, each from a day on. */
  readonly profileStart: Uint32Array;
  readonly profileFrom: Uint16Array;
  readonly fields: readonly FieldColumn[];
  /** Real handoffs: when each gave the person back to nurture; `noDay` where it did not (yet). Ascending. */
  readonly releaseStart: Uint32Array;
  readonly releaseDay: Uint16Array;
}

/** One field over all profiles; code 0 is absent. */
export interface FieldColumn {
  readonly ref: FieldRef;
  readonly codes: Codes;
  /** By code. */
  readonly values: readonly FieldValue[];
}

/** Signal days before they are put in order: one entry an occurrence or a counted day, in any order. */
export interface SignalRows {
  readonly length: number;
  readonly contact: Uint32Array;
  readonly signal: Codes;
  /** Days since `firstDay`. */
  readonly day: Uint16Array;
  /** Left out: once each. */
  readonly count?: Uint32Array;
}

export interface SignalIndex {
  readonly start: Uint32Array;
  readonly signal: Codes;
  readonly day: Uint16Array;
  readonly count: Codes;
  readonly latest: Uint16Array;
}

/** Sorts signal rows by contact, signal and day and adds up what is the same: a counting sort, then small sorts a contact. */
export function indexSignals(contacts: number, rows: SignalRows, signals: number): SignalIndex {
  const { length, contact, signal, day, count } = rows;
  const offset = new Uint32Array(contacts + 1);
  for (let i = 0; i < length; i++) offset[contact[i]! + 1]!++;
  for (let c = 0; c < contacts; c++) offset[c + 1]! += offset[c]!;
  const key = new Uint32Array(length);
  const times = count ? new Uint32Array(length) : null;
  const next = offset.slice(0, contacts);
  for (let i = 0; i < length; i++) {
    const at = next[contact[i]!]!++;
    key[at] = signal[i]! * 65_536 + day[i]!;
    if (times) times[at] = count![i]!;
  }
  return foldKeys(contacts, offset, key, times, signals);
}

/** Within each contact: sort the keys, count what is equal, write the columns tightly. */
function foldKeys(contacts: number, offset: Uint32Array, key: Uint32Array, times: Uint32Array | null, signals: number): SignalIndex {
  const start = unsigned(contacts + 1);
  const folded = times ?? new Uint32Array(key.length).fill(1);
  let [at, most] = [0, 1];
  for (let c = 0; c < contacts; c++) {
    const [from, to] = [offset[c]!, offset[c + 1]!];
    if (to - from > 24) sortLong(key, folded, from, to, times !== null);
    else sortShort(key, folded, from, to);
    start[c] = at;
    for (let i = from; i < to; ) {
      const same = key[i]!;
      let sum = folded[i]!;
      for (i++; i < to && key[i] === same; i++) sum += folded[i]!;
      key[at] = same;
      folded[at++] = sum;
      if (sum > most) most = sum;
    }
  }
  start[contacts] = at;
  const [signal, day, count, latest] = [codes(at, signals), shorts(at), codes(at, most), shorts(contacts)];
  for (let c = 0; c < contacts; c++)
    for (let i = start[c]!; i < start[c + 1]!; i++) {
      signal[i] = key[i]! >>> 16;
      const on = (day[i] = key[i]! & 65_535);
      count[i] = folded[i]!;
      if (on > latest[c]!) latest[c] = on;
    }
  return { start, signal, day, count, latest };
}

function sortShort(key: Uint32Array, times: Uint32Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const [k, n] = [key[i]!, times[i]!];
    let j = i - 1;
    for (; j >= from && key[j]! > k; j--) {
      key[j + 1] = key[j]!;
      times[j + 1] = times[j]!;
    }
    key[j + 1] = k;
    times[j + 1] = n;
  }
}

function sortLong(key: Uint32Array, times: Uint32Array, from: number, to: number, weighted: boolean): void {
  if (!weighted) return void key.subarray(from, to).sort();
  const order = Array.from({ length: to - from }, (_, i) => from + i).sort((a, b) => key[a]! - key[b]!);
  const sorted = order.map((i) => [key[i]!, times[i]!] as const);
  sorted.forEach(([k, n], i) => {
    key[from + i] = k;
    times[from + i] = n;
  });
}

/** Every day with a signal, the day they became reachable, and days on which their profile changed. */
export function indexVisits(contacts: number, { start, day }: Pick<SignalIndex, "start" | "day">, { from, profileStart, profileFrom }: Pick<People, "from" | "profileStart" | "profileFrom">): Visits {
  const visitStart = unsigned(contacts + 1);
  const most = day.length + contacts + profileFrom.length;
  const all = new Uint16Array(most);
  let at = 0;
  for (let c = 0; c < contacts; c++) {
    visitStart[c] = at;
    const first = at;
    for (let i = start[c]!; i < start[c + 1]!; i++) all[at++] = day[i]!;
    const known = from[c]!;
    if (known !== noDay) all[at++] = known;
    at = sortUnique(all, first, at);
    // Before they did anything or could be reached, nobody's score is asked for.
    const begins = at > first ? all[first]! : noDay;
    const seen = at;
    for (let p = profileStart[c]! + 1; p < profileStart[c + 1]!; p++) if (profileFrom[p]! > begins) all[at++] = profileFrom[p]!;
    if (at > seen) at = sortUnique(all, first, at);
  }
  visitStart[contacts] = at;
  const tight = shorts(at);
  tight.set(all.subarray(0, at));
  return { start: visitStart, day: tight };
}

/** Sorts `from` … `to - 1` and drops repetitions; answers the new end. */
export function sortUnique(days: Uint16Array, from: number, to: number): number {
  if (to - from > 32) days.subarray(from, to).sort();
  else
    for (let i = from + 1; i < to; i++) {
      const d = days[i]!;
      let j = i - 1;
      for (; j >= from && days[j]! > d; j--) days[j + 1] = days[j]!;
      days[j + 1] = d;
    }
  let end = from;
  for (let i = from; i < to; i++) if (end === from || days[i] !== days[end - 1]) days[end++] = days[i]!;
  return end;
}

/** People of whom nothing is known but that they can be handed over from the first day on: a start for tests and benches. */
export function plainPeople(contacts: number): People {
  const profileStart = unsigned(contacts + 1);
  for (let c = 0; c <= contacts; c++) profileStart[c] = c;
  return {
    from: shorts(contacts),
    until: shorts(contacts).fill(noDay),
    profileStart,
    profileFrom: shorts(contacts),
    fields: [],
    releaseStart: unsigned(contacts + 1),
    releaseDay: shorts(0),
  };
}

/** Field columns with every value looked up once. */
export function fieldColumn(ref: FieldColumn["ref"], values: readonly FieldValue[]): FieldColumn {
  const known = new Map<string, number>();
  const words: FieldValue[] = [null];
  const all = unsigned(values.length);
  values.forEach((value, i) => {
    if (value === null) return;
    const key = JSON.stringify(value);
    let code = known.get(key);
    if (code === undefined) known.set(key, (code = words.push(value) - 1));
    all[i] = code;
  });
  if (words.length > 65_535) return { ref, codes: all, values: words };
  const narrow = words.length < 256 ? bytes(values.length) : shorts(values.length);
  narrow.set(all);
  return { ref, codes: narrow, values: words };
}

/** Puts rows and people together. */
export function buildHistory(input: { readonly contacts: number; readonly firstDay: EpochDay; readonly lastDay: number; readonly signals: readonly string[]; readonly rows: SignalRows; readonly people: People }): LabHistory {
  const { contacts, firstDay, lastDay, signals, people } = input;
  const index = indexSignals(contacts, input.rows, signals.length);
  return { contacts, firstDay, lastDay, signals, ...index, visits: indexVisits(contacts, index, people), people };
}
