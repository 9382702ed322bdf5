import { clamp } from "../scoring/engagement.ts";
import { addTable, least, most, scratchFor, sweepContact, type EngagementSteps } from "./engagement-steps.ts";
import type { LabHistory } from "./history.ts";
import { aloneOn, pointsOn, type FlatRule, type ReplayPlan } from "./plan.ts";

/**
 * Exchanges rules in place: `before` gave what the steps hold, `after` is what they shall hold. Only contacts that did
 * something such a rule looks at are touched, of them only the visits that rule reaches, and nothing else is computed.
 *
 * @param before rules that the steps hold; only those of `changed` differ from those of `after`
 * @param touched told of everybody touched, and by how many milli-points their score can have gained and lost at most, on
 * whatever day
 */
export function exchangeRules(history: LabHistory, before: ReplayPlan["rules"], after: ReplayPlan, changed: readonly number[], steps: EngagementSteps, touched: (contact: number, gained: number, lost: number) => void, from = 0, to = history.contacts): void {
  const { start, signal, day } = history;
  const { peak, highest, asked } = steps;
  const { start: visitStart, day: visitDay } = steps.visits;
  const rulesBy = history.signals.map((_, code) => changed.filter((index) => before[index]!.signal === code).map((index) => exchangeOf(before[index]!, after.rules[index]!, after, steps)));
  const concerns = Uint8Array.from(rulesBy, (list) => (list.length > 0 ? 1 : 0));
  if (!concerns.includes(1)) return;
  const scratch = scratchFor(after);
  let room = new Float64Array(64);
  for (let c = from; c < to; c++) {
    const end = start[c + 1]!;
    let a = start[c]!;
    while (a < end && concerns[signal[a]!] === 0) a++;
    if (a === end) continue;
    const first = visitStart[c]!;
    const last = visitStart[c + 1]!;
    if (room.length < last - first) room = new Float64Array((last - first) * 2);
    let high = highest[c]!;
    let sank = false;
    let full = false;
    let [gained, lost] = [0, 0];
    while (a < end) {
      const code = signal[a]!;
      let b = a + 1;
      while (b < end && signal[b] === code) b++;
      if (concerns[code] === 1) {
        const since = day[a]!;
        let begin = first;
        while (visitDay[begin]! < since) begin++;
        const list = rulesBy[code]!;
        for (let r = 0; r < list.length; r++) {
          const { sums, cap } = list[r]!;
          gained += mostOf(list[r]!, list[r]!.gains, history, a, b);
          lost += mostOf(list[r]!, list[r]!.losses, history, a, b);
          const until = differ(list[r]!, history, a, b, visitDay, begin, last, room);
          for (let v = begin; v < until; v++) {
            let difference = room[v - begin]!;
            if (difference === 0) continue;
            if (sums !== null) {
              const old = sums[v]!;
              const now = old + difference;
              if (old >= most || old <= least || now >= most || now <= least) full = true;
              sums[v] = now;
              difference = clamp(now, cap) - clamp(old, cap);
            }
            const old = peak[v]!;
            const now = old + difference;
            if (old >= most || old <= least || now >= most || now <= least) full = true;
            peak[v] = now;
            if (now > high) high = now;
            else if (old === high && now < old) sank = true;
          }
        }
      }
      a = b;
    }
    asked[c] = 0;
    // What was cut off can't be added to: those are computed whole.
    if (full) sweepContact(history, after, steps, c, scratch);
    else highest[c] = sank ? highestOf(peak, first, last) : high;
    touched(c, gained, lost);
  }
}

function highestOf(peak: Int32Array, first: number, last: number): number {
  let high = least;
  for (let v = first; v < last; v++) if (peak[v]! > high) high = peak[v]!;
  return high;
}

/** Two versions of a rule, and what they differ by for one day, by count and age. */
interface Exchange {
  readonly before: FlatRule;
  readonly after: FlatRule;
  readonly alone: readonly Int32Array[];
  /** Days add up: no cap and not once. */
  readonly additive: boolean;
  /** Sums of its group by visit, and the group's cap; null for a rule in none. */
  readonly sums: Int32Array | null;
  readonly cap: number;
  /** What an occurrence of an age or any later one gains, and loses, at most. */
  readonly gains: Int32Array;
  readonly losses: Int32Array;
}

function exchangeOf(before: FlatRule, after: FlatRule, { groupCaps }: ReplayPlan, steps: EngagementSteps): Exchange {
  const ages = Math.max(before.worth.length, after.worth.length);
  const alone = Array.from({ length: 9 }, (_, count) => Int32Array.from({ length: ages }, (__, age) => aloneOn(after, count, age) - aloneOn(before, count, age)));
  const { group } = before;
  return { before, after, alone, additive: !before.once && before.cap === Infinity, sums: group < 0 ? null : steps.groups[group]!, cap: group < 0 ? Infinity : groupCaps[group]!, gains: mostFrom(ages, (age) => (after.worth[age] ?? 0) - (before.worth[age] ?? 0)), losses: mostFrom(ages, (age) => (before.worth[age] ?? 0) - (after.worth[age] ?? 0)) };
}

function mostFrom(ages: number, difference: (age: number) => number): Int32Array {
  const table = new Int32Array(ages);
  for (let age = ages - 1; age >= 0; age--) table[age] = Math.max(0, difference(age), table[age + 1] ?? 0);
  return table;
}

/**
 * What a rule can give more (or less) on any day, by a table that never rises with age: then the most is reached on a day
 * on which the signal happened. Caps of a rule or a group only make a difference smaller.
 */
function mostOf({ before }: Exchange, table: Int32Array, { day, count }: Pick<LabHistory, "day" | "count">, a: number, b: number): number {
  if (table[0] === 0) return 0;
  if (before.once) return table[0]!;
  const { capPerDay } = before;
  let highest = 0;
  for (let i = a; i < b; i++) {
    let sum = 0;
    for (let j = i; j >= a; j--) {
      const age = day[i]! - day[j]!;
      if (age >= table.length) break;
      sum += (count[j]! > capPerDay ? capPerDay : count[j]!) * table[age]!;
    }
    if (sum > highest) highest = sum;
  }
  return highest;
}

/**
 * Writes what both versions of a rule differ by on each visit from `begin` on into `room`, over one contact's days
 * `a` … `b - 1` of its signal. Answers the visit from which on they do not differ.
 */
function differ({ before, after, alone, additive }: Exchange, history: Pick<LabHistory, "day" | "count">, a: number, b: number, visitDay: Uint16Array, begin: number, last: number, room: Float64Array): number {
  const { day, count } = history;
  if (b - a === 1 && count[a]! < alone.length) {
    const table = alone[count[a]!]!;
    const since = day[a]!;
    const ages = table.length;
    for (let v = begin; v < last; v++) {
      const age = visitDay[v]! - since;
      if (age >= ages) return v;
      room[v - begin] = table[age]!;
    }
    return last;
  }
  if (additive && tabled(count, a, b, alone.length)) {
    for (let i = last - begin - 1; i >= 0; i--) room[i] = 0;
    for (let i = a, from = begin; i < b; i++) {
      while (visitDay[from]! < day[i]!) from++;
      addTable(alone[count[i]!]!, day[i]!, visitDay, from, last, room, begin);
    }
    return last;
  }
  if (before.once) {
    for (let v = begin; v < last; v++) room[v - begin] = pointsOn(after, history, a, b, visitDay[v]!) - pointsOn(before, history, a, b, visitDay[v]!);
    return last;
  }
  const { capPerDay, cap } = after;
  const [old, now] = [before.worth, after.worth];
  const ages = Math.max(old.length, now.length);
  let latest = a;
  for (let v = begin; v < last; v++) {
    const today = visitDay[v]!;
    while (latest + 1 < b && day[latest + 1]! <= today) latest++;
    let was = 0;
    let is = 0;
    for (let i = latest; i >= a; i--) {
      const age = today - day[i]!;
      if (age >= ages) break;
      const times = count[i]! > capPerDay ? capPerDay : count[i]!;
      if (age < old.length) was += times * old[age]!;
      if (age < now.length) is += times * now[age]!;
    }
    room[v - begin] = (is > cap ? cap : is < -cap ? -cap : is) - (was > cap ? cap : was < -cap ? -cap : was);
  }
  return last;
}

function tabled(count: LabHistory["count"], a: number, b: number, tables: number): boolean {
  for (let i = a; i < b; i++) if (count[i]! >= tables) return false;
  return true;
}
