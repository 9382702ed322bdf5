import type { LabHistory } from "@tandem/domain/lab/history";
import { benchRules, signalKeys } from "./lab-arrays.ts";

/**
 * What somebody would write by hand for the bench's one agreement, over the same arrays: its 25 rules, one group, four
 * thresholds and one lane, nothing else. It answers the same question: every crossing into and out of the grid with its
 * day, and every handover with re-entry after the cool-off.
 */
export interface Totals {
  readonly crossings: number;
  readonly crossingDays: number;
  readonly handovers: number;
  readonly handoverDays: number;
}

const coolOff = 30;
const lane = 13;
const webCap = 50_000;

interface HandRule {
  readonly once: boolean;
  readonly worth: Int32Array;
  readonly perDay: number;
  readonly cap: number;
  readonly web: boolean;
}

function handRules(lastDay: number): HandRule[][] {
  const bySignal: HandRule[][] = signalKeys.map(() => []);
  for (const rule of benchRules) {
    const worth = new Int32Array(lastDay + 1);
    for (let age = 0; age <= lastDay; age++) {
      if (rule.windowDays !== undefined) worth[age] = age <= rule.windowDays ? rule.points * 1_000 : 0;
      else worth[age] = age === 0 ? rule.points * 1_000 : Math.round((rule.points * 1_000 * 2 ** (-age / rule.halfLifeDays!)) / 100) * 100;
    }
    let ages = worth.length;
    while (ages > 0 && worth[ages - 1] === 0) ages--;
    bySignal[signalKeys.indexOf(rule.signal)]!.push({ once: rule.per === "once", worth: worth.slice(0, ages), perDay: rule.capPerDay ?? 1e9, cap: rule.cap === undefined ? 1e15 : rule.cap * 1_000, web: rule.group === "web" });
  }
  return bySignal;
}

export function replayByHand(history: LabHistory): Totals {
  const { contacts, start, signal, day, count, visits, people, lastDay } = history;
  const rules = handRules(lastDay);
  const [employees, country, seniority, email] = people.fields.map((field) => field.codes) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  let plain = new Float64Array(512);
  let web = new Float64Array(512);
  let [crossings, crossingDays, handovers, handoverDays] = [0, 0, 0, 0];

  const scoreOn = (c: number, today: number): number => {
    let [sum, ofWeb] = [0, 0];
    const end = start[c + 1]!;
    for (let a = start[c]!; a < end; ) {
      const code = signal[a]!;
      let b = a + 1;
      while (b < end && signal[b] === code) b++;
      for (const rule of rules[code]!) {
        let points = 0;
        if (rule.once) {
          if (rule.worth.length > 0) points = onceOn(rule, day, a, b, today);
        } else
          for (let i = a; i < b && day[i]! <= today; i++) {
            const age = today - day[i]!;
            if (age < rule.worth.length) points += Math.min(count[i]!, rule.perDay) * rule.worth[age]!;
          }
        if (points > rule.cap) points = rule.cap;
        if (rule.web) ofWeb += points;
        else sum += points;
      }
      a = b;
    }
    return sum + (ofWeb > webCap ? webCap : ofWeb);
  };

  for (let c = 0; c < contacts; c++) {
    const first = visits.start[c]!;
    const last = visits.start[c + 1]!;
    const n = last - first;
    if (plain.length < n) {
      plain = new Float64Array(n * 2);
      web = new Float64Array(n * 2);
    }
    for (let i = 0; i < n; i++) plain[i] = web[i] = 0;
    const end = start[c + 1]!;
    let lanes = false;
    for (let a = start[c]!; a < end; ) {
      const code = signal[a]!;
      if (code === lane) lanes = true;
      let b = a + 1;
      while (b < end && signal[b] === code) b++;
      let begin = first;
      while (visits.day[begin]! < day[a]!) begin++;
      const ofSignal = rules[code]!;
      for (let r = 0; r < ofSignal.length; r++) {
        const rule = ofSignal[r]!;
        const { worth, cap, perDay } = rule;
        const into = rule.web ? web : plain;
        for (let v = begin; v < last; v++) {
          const today = visits.day[v]!;
          let points = 0;
          if (rule.once) points = onceOn(rule, day, a, b, today);
          else
            for (let i = a; i < b; i++) {
              const age = today - day[i]!;
              if (age < 0) break;
              if (age < worth.length) points += (count[i]! > perDay ? perDay : count[i]!) * worth[age]!;
            }
          into[v - first]! += points > cap ? cap : points;
        }
      }
      a = b;
    }
    const fit = (employees[c]! >= 4 ? 30 : 0) + (country[c]! >= 1 && country[c]! <= 3 ? 20 : 0) + (seniority[c] === 1 || seniority[c] === 2 || seniority[c] === 4 ? 25 : 0) - (email[c] === 4 ? 15 : 0);
    const needed = email[c] === 5 ? Infinity : fit >= 60 ? 80_000 : fit >= 40 ? 100_000 : fit >= 15 ? 130_000 : Infinity;
    let high = -1;
    for (let i = 0; i < n; i++) {
      plain[i]! += web[i]! > webCap ? webCap : web[i]!;
      if (plain[i]! > high) high = plain[i]!;
    }
    if (high < needed && !(lanes && email[c] !== 5)) continue;

    /** First day outside after visit `v`, on which the score is inside. */
    const outAfter = (v: number): number => {
      for (; ; v++) {
        const next = v + 1 < last ? visits.day[v + 1]! : lastDay + 1;
        if (next - 1 > visits.day[v]! && scoreOn(c, next - 1) < needed) {
          let [inside, outside] = [visits.day[v]!, next - 1];
          while (outside - inside > 1) {
            const middle = (inside + outside) >> 1;
            if (scoreOn(c, middle) < needed) outside = middle;
            else inside = middle;
          }
          return outside;
        }
        if (next > lastDay) return Infinity;
        if (plain[v + 1 - first]! < needed) return next;
      }
    };

    for (let v = first; v < last; v++) {
      if (plain[v - first]! < needed) continue;
      crossings++;
      crossingDays += visits.day[v]!;
      const out = outAfter(v);
      if (out === Infinity) break;
      crossings++;
      crossingDays += out;
      while (v + 1 < last && visits.day[v + 1]! <= out) v++;
    }

    if (email[c] === 5) continue;
    let cool = -1;
    for (let v = first; v < last; v++) {
      const today = visits.day[v]!;
      if (today < people.from[c]!) continue;
      let [laned, woken] = [false, cool < 0];
      for (let i = start[c]!; i < end; i++)
        if (day[i]! > cool && day[i]! <= today) {
          if (signal[i] === lane) laned = true;
          woken = true;
        }
      if (!laned && (plain[v - first]! < needed || !woken)) continue;
      handovers++;
      handoverDays += today;
      let out: number;
      if (plain[v - first]! >= needed) out = outAfter(v);
      else if (today + 1 > lastDay) out = Infinity;
      else if (v + 1 < last && visits.day[v + 1] === today + 1 && plain[v + 1 - first]! >= needed) out = outAfter(v + 1);
      else out = today + 1;
      if (out === Infinity) break;
      cool = out + coolOff;
      while (v + 1 < last && visits.day[v + 1]! <= cool) v++;
    }
  }
  return { crossings, crossingDays, handovers, handoverDays };
}

function onceOn({ worth }: HandRule, day: Uint16Array, a: number, b: number, today: number): number {
  // Both of the bench's rules that count once: one fades from the first ever, one looks for any in its window.
  const fades = worth.length > 1 && worth[1] !== worth[0];
  if (fades) return today >= day[a]! && today - day[a]! < worth.length ? worth[today - day[a]!]! : 0;
  for (let i = b - 1; i >= a; i--) {
    const age = today - day[i]!;
    if (age >= 0) return age < worth.length ? worth[age]! : 0;
  }
  return 0;
}
