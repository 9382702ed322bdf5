import { compileAgreement, type CompiledAgreement } from "@tandem/domain/scoring/score";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { bytes, shorts, unsigned } from "@tandem/domain/lab/columns";
import { buildHistory, type FieldColumn, type LabHistory, type SignalRows } from "@tandem/domain/lab/history";
import { profilePeople } from "./lab-people.ts";

/**
 * The arrays the lab's loops are measured on, made straight in memory: the same for the same size. Twelve months, ten
 * signals a contact on average, a few contacts with very many; 25 rules with windows, caps, half-lives and groups.
 */
export const days = 365;
export const signalKeys = Array.from({ length: 14 }, (_, i) => `s${i}`);

/** A stream of numbers from 0 to 1 that is the same every time. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function signalRows(contacts: number, each: number): SignalRows {
  const roll = dice(7);
  const length = contacts * each;
  const rows = { length, contact: unsigned(length), signal: bytes(length), day: shorts(length) };
  for (let i = 0; i < length; i++) {
    rows.contact[i] = Math.floor(roll() * contacts);
    // Common signals are common: page views far more than demo requests.
    rows.signal[i] = roll() < 0.002 ? 13 : Math.floor(roll() ** 2 * 13);
    rows.day[i] = Math.floor(roll() * days);
  }
  return rows;
}

export function labHistory(contacts: number, each: number): LabHistory {
  const fields: FieldColumn[] = [];
  return buildHistory({ contacts, firstDay: 20_000, lastDay: days - 1, signals: signalKeys, rows: signalRows(contacts, each), people: profilePeople(contacts, fields) });
}

type Rule = Agreement["engagement"]["rules"][number];

/** Engagement rules of the bench's agreement: 25, over 13 signals, every kind of them. */
export const benchRules: readonly Rule[] = Array.from({ length: 25 }, (_, i): Rule => {
  const signal = signalKeys[i % 13]!;
  const points = 3 + ((i * 7) % 19);
  const kind = i % 5;
  return {
    key: `r${i}`,
    name: `Rule ${i}`,
    signal,
    points,
    per: i === 9 || i === 16 ? "once" : "occurrence",
    ...(kind === 0 && { windowDays: 30, capPerDay: 2 }),
    ...(kind === 1 && { halfLifeDays: 14, cap: 40 }),
    ...(kind === 2 && { windowDays: 90, cap: 30 }),
    ...(kind === 3 && { halfLifeDays: 30, capPerDay: 3 }),
    ...(kind === 4 && { windowDays: 180, capPerDay: 1, cap: 25 }),
    ...(i % 6 === 0 && { group: "web" }),
  };
});

export function benchAgreement(change: { readonly points?: Readonly<Record<string, number>>; readonly grid?: Agreement["mql"]["grid"] } = {}): CompiledAgreement {
  return compileAgreement({
    signals: signalKeys.map((key) => ({ key, name: key, recognise: [], handRaise: false })),
    fit: {
      rules: [
        { key: "size", name: "Size", points: 30, when: { field: "company.employees", atLeast: 200 } },
        { key: "country", name: "Country", points: 20, when: { field: "contact.country", isAnyOf: ["DE", "AT", "CH"] } },
        { key: "senior", name: "Senior", points: 25, when: { field: "contact.seniority", isAnyOf: ["head", "director", "c-level"] } },
        { key: "free", name: "Free mail", points: -15, when: { field: "contact.email_kind", is: "free" } },
      ],
      groups: [],
      gradeFrom: { A: 60, B: 40, C: 15 },
    },
    engagement: { rules: benchRules.map((rule) => ({ ...rule, points: change.points?.[rule.key] ?? rule.points })), groups: [{ key: "web", name: "Web", cap: 50 }] },
    mql: { grid: change.grid ?? { A: 80, B: 100, C: 130, D: null }, fastLanes: [{ key: "demo", name: "Demo", signal: "s13" }], never: { field: "contact.email_kind", is: "disposable" } },
    tiers: [{ key: "all", name: "All", when: { all: [] } }],
    nurture: { coolOffDays: 30 },
  } as unknown as Agreement);
}
