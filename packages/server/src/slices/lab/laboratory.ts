import type { Agreement } from "@tandem/domain/agreement/agreement";
import type { FieldRef, FieldType } from "@tandem/domain/criteria/criteria";
import { noDay, type Codes } from "@tandem/domain/lab/columns";
import { sweep } from "@tandem/domain/lab/engagement-steps";
import { sumUp, type Sums } from "@tandem/domain/lab/picture";
import { changedRules, emptyHandovers, findCrossings, handOver, moveFitPoints, movePoints, planWithPoints, prepareReplay, withThresholds, type DaySpan, type HandoverDays, type Handovers, type VersionReplay } from "@tandem/domain/lab/replay";
import { compileAgreement } from "@tandem/domain/scoring/score";
import { CalledOff, type LoadedHistory } from "./load-history.ts";

/** Replays held in memory over one history. Nothing here waits: it runs in a thread of its own. */

/** A version as it is to be replayed: its document, and which recognition each of its signals is. */
export interface Replayable {
  readonly agreement: Agreement;
  /** Name of the history's signal by key. */
  readonly recognised: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, FieldType>>;
}

export interface Crossed {
  readonly into: number;
  readonly out: number;
}

export interface Side {
  replay: VersionReplay;
  agreement: Agreement;
  readonly types: Replayable["types"];
  readonly into: Handovers;
  days: HandoverDays;
  crossed: Crossed | null;
}

export interface HeldReplay {
  readonly loaded: LoadedHistory;
  readonly span: DaySpan;
  readonly inForce: Side;
  readonly draft: Side;
  readonly segments: readonly { readonly kind: "country" | "industry" | "channel" | "grade"; readonly values: readonly unknown[]; readonly codes: Codes }[];
}

/** Contacts replayed between two looks at whether it was called off. */
const stride = 50_000;

/** Runs a replay of both versions. `onProgress` answering false calls it off. */
export function runReplay(loaded: LoadedHistory, inForce: Replayable, draft: Replayable, span: DaySpan, onProgress: (share: number) => boolean | void): HeldReplay {
  const { history } = loaded;
  const base = sideOf(loaded, inForce, (share) => onProgress(share * 0.5));
  const other = sideOf(loaded, draft, (share) => onProgress(0.5 + share * 0.5));
  const segments: HeldReplay["segments"] = [
    ...(["country", "industry", "channel"] as const).flatMap((kind) => {
      const ref = { country: "contact.country", industry: "company.industry", channel: "member first-touch channel" }[kind];
      const column = history.people.fields.find((field) => field.ref === ref);
      return column ? [{ kind, values: column.values, codes: perContact(history.contacts, history.people.profileStart, column.codes) }] : [];
    }),
    { kind: "grade" as const, values: ["A", "B", "C", "D"], codes: new Uint8Array(history.contacts) },
  ];
  const held: HeldReplay = { loaded, span, inForce: base, draft: other, segments };
  base.days = handOver(history, base.replay, span, base.into, "recorded");
  other.days = handOver(history, other.replay, span, other.into, base.into);
  base.crossed = crossedIn(held, base);
  other.crossed = crossedIn(held, other);
  return held;
}

/** The latest profile of each contact. */
function perContact(contacts: number, start: Uint32Array, codes: Codes): Codes {
  if (start[contacts] === contacts) return codes;
  const latest = codes.slice(0, contacts);
  for (let c = 0; c < contacts; c++) latest[c] = codes[start[c + 1]! - 1]!;
  return latest;
}

function crossedIn({ loaded, span }: HeldReplay, side: Side): Crossed {
  const { into } = findCrossings(loaded.history, side.replay, span);
  const entered = into.reduce((sum, one) => sum + one, 0);
  return { into: entered, out: into.length - entered };
}

function sideOf({ history }: LoadedHistory, { agreement, recognised, types }: Replayable, onProgress: (share: number) => boolean | void): Side {
  const typeOf = (ref: FieldRef): FieldType | null => types[ref] ?? null;
  const codes = new Map(history.signals.map((name, code) => [name, code]));
  const replay = prepareReplay(history, compileAgreement(agreement, typeOf), { typeOf, codeOf: (key) => codes.get(recognised[key] ?? "") });
  for (let from = 0; from < history.contacts; from += stride) {
    sweep(history, replay.plan, replay.steps, from, Math.min(history.contacts, from + stride));
    if (onProgress(from / history.contacts) === false) throw new CalledOff();
  }
  return { replay, agreement, types, into: emptyHandovers(history.contacts), days: { all: new Uint32Array(0), byLane: new Uint32Array(0) }, crossed: null };
}

export interface Move {
  readonly grid?: Agreement["mql"]["grid"] | undefined;
  readonly gradeFrom?: Agreement["fit"]["gradeFrom"] | undefined;
  readonly points?: Readonly<Record<string, number>> | undefined;
}

/** Moves the draft of a replay: only what depends on what was moved is computed again. */
export function moveDraft(held: HeldReplay, move: Move): void {
  const { draft, loaded } = held;
  const { history } = loaded;
  const agreement = movedAgreement(draft.agreement, move);
  const compiled = compileAgreement(agreement, (ref) => draft.types[ref] ?? null);
  const changed = changedRules(draft.replay.plan, compiled);
  if (!changed.keepsVisits) {
    // A rule that begins to take points is looked at on other days.
    const plan = draft.replay.plan;
    draft.replay = prepareReplay(history, compiled, { typeOf: (ref) => draft.types[ref] ?? null, codeOf: (key) => { const code = plan.codes.get(key); return code === undefined || code < 0 ? undefined : code; } });
    sweep(history, draft.replay.plan, draft.replay.steps);
  } else {
    if (changed.engagement.length > 0) {
      const after = planWithPoints(history, draft.replay.plan, compiled, changed.engagement);
      movePoints(history, draft.replay, after, changed.engagement);
      draft.replay = { ...draft.replay, plan: after };
    }
    if (changed.fit) moveFitPoints(draft.replay, compiled);
    draft.replay = withThresholds(draft.replay, compiled);
  }
  draft.agreement = agreement;
  draft.crossed = null;
  draft.days = handOver(history, draft.replay, held.span, draft.into, held.inForce.into);
}

function movedAgreement(agreement: Agreement, { grid, gradeFrom, points = {} }: Move): Agreement {
  const withPoints = <R extends { readonly key: string; readonly points: number }>(rules: readonly R[]): R[] => rules.map((rule) => ({ ...rule, points: points[rule.key] ?? rule.points }));
  return {
    ...agreement,
    fit: { ...agreement.fit, gradeFrom: gradeFrom ?? agreement.fit.gradeFrom, rules: withPoints(agreement.fit.rules) },
    engagement: { ...agreement.engagement, rules: withPoints(agreement.engagement.rules) },
    mql: { ...agreement.mql, grid: grid ?? agreement.mql.grid },
  };
}

export interface SummedUp extends Omit<Sums, "segments" | "both" | "gained" | "lost" | "inForce"> {
  readonly both: Told;
  readonly gained: Told;
  readonly lost: Told;
  readonly ownRecord: Told;
  readonly crossed: { readonly inForce: Crossed | null; readonly draft: Crossed | null };
  readonly segments: readonly { readonly kind: "country" | "industry" | "channel" | "grade"; readonly value: string | null; readonly inForce: number; readonly draft: number; readonly gained: number; readonly lost: number }[];
  /** Handovers of each day of the span that the history reaches; `from` is the first of them, an epoch day. */
  readonly daily: { readonly from: number; readonly inForce: readonly number[]; readonly draft: readonly number[] };
  readonly contacts: number;
  readonly occurrences: number;
}

type Told = Omit<Sums["both"], "reasons"> & { readonly reasons: readonly { readonly code: string; readonly people: number }[] };

/** The figures of a replay as it stands now. */
export function sumUpReplay(held: HeldReplay): SummedUp {
  const { loaded, span, inForce, draft, segments } = held;
  const grades = segments.find((segment) => segment.kind === "grade")!.codes;
  for (let c = 0; c < loaded.history.contacts; c++) grades[c] = draft.into.firstOn[c] === noDay ? inForce.into.grade[c]! : draft.into.grade[c]!;
  const sums = sumUp(loaded.history, loaded.outcomes, span, inForce, draft, segments.map((segment) => segment.codes));
  const told = ({ reasons, ...rest }: Sums["both"]): Told => ({ ...rest, reasons: [...reasons].map(([code, people]) => ({ code: loaded.reasons[code] ?? "", people })).toSorted((a, b) => b.people - a.people) });
  const daily = (days: Uint32Array) => [...days.subarray(span.from, span.to + 1)];
  return {
    ...sums,
    both: told(sums.both),
    gained: told(sums.gained),
    lost: told(sums.lost),
    ownRecord: told(sums.inForce),
    crossed: { inForce: inForce.crossed, draft: draft.crossed },
    segments: sums.segments
      .map(({ column, code, ...rest }) => ({ kind: segments[column]!.kind, value: textOf(segments[column]!.values[code]), ...rest }))
      .toSorted((a, b) => b.inForce + b.draft - (a.inForce + a.draft))
      .slice(0, 60),
    daily: { from: loaded.history.firstDay + span.from, inForce: daily(inForce.days.all), draft: daily(draft.days.all) },
    contacts: loaded.history.contacts,
    occurrences: loaded.occurrences,
  };
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

export interface PeopleQuery {
  readonly which: "both" | "gained" | "lost" | "in-force" | "draft";
  /** Monday as an epoch day: first handover in that week, under the draft where it hands over and else under the other. */
  readonly week?: number | undefined;
  readonly ended?: number | undefined;
  /** Contacts after this number. */
  readonly after: number;
  readonly limit: number;
}

export interface FoundPerson {
  readonly number: number;
  readonly id: string;
  readonly inForce: FoundSide;
  readonly draft: FoundSide;
  /** Code of the endings, as recorded; 0 unless both hand over. */
  readonly ended: number;
  readonly reason: string | null;
}

export interface FoundSide {
  /** Epoch day, or null. */
  readonly on: number | null;
  readonly times: number;
  /** 0 for A. */
  readonly grade: number;
  /** Milli-points. */
  readonly engagement: number;
  readonly lane: string | null;
}

/** A page of people behind a replay, in the order of their numbers, and how many there are up to `mostCounted`. */
export function findPeople(held: HeldReplay, query: PeopleQuery, mostCounted: number): { readonly people: readonly FoundPerson[]; readonly more: boolean; readonly count: number } {
  const { loaded, inForce, draft } = held;
  const { firstDay, contacts } = loaded.history;
  const people: FoundPerson[] = [];
  let [count, more] = [0, false];
  for (let c = 0; c < contacts && count <= mostCounted; c++) {
    const [a, b] = [inForce.into.firstOn[c]!, draft.into.firstOn[c]!];
    if (!belongs(query.which, a !== noDay, b !== noDay)) continue;
    const ended = a !== noDay && b !== noDay ? loaded.outcomes.ended[c]! : 0;
    if (query.ended !== undefined && ended !== query.ended) continue;
    if (query.week !== undefined) {
      const on = firstDay + (b !== noDay && query.which !== "in-force" ? b : a);
      if (on < query.week || on >= query.week + 7) continue;
    }
    count++;
    if (c <= query.after) continue;
    if (people.length === query.limit) {
      more = true;
      continue;
    }
    people.push({ number: c, id: loaded.index.textOf(c), inForce: foundOn(held, inForce, c), draft: foundOn(held, draft, c), ended, reason: ended === 6 ? (loaded.reasons[loaded.outcomes.reason[c]!] ?? null) : null });
  }
  return { people, more, count };
}

function belongs(which: PeopleQuery["which"], inForce: boolean, draft: boolean): boolean {
  switch (which) {
    case "both":
      return inForce && draft;
    case "gained":
      return draft && !inForce;
    case "lost":
      return inForce && !draft;
    case "in-force":
      return inForce;
    case "draft":
      return draft;
  }
}

function foundOn(held: HeldReplay, { replay, into, agreement }: Side, c: number): FoundSide {
  const on = into.firstOn[c]!;
  const lane = into.lane[c]!;
  if (on !== noDay) return { on: held.loaded.history.firstDay + on, times: into.times[c]!, grade: into.grade[c]!, engagement: into.engagement[c]!, lane: lane === 0 ? null : (agreement.mql.fastLanes[lane - 1]?.key ?? null) };
  const fit = replay.fit.fit[replay.fit.start[c + 1]! - 1]!;
  const { A, B, C } = replay.plan.compiled.gradeFrom;
  return { on: null, times: 0, grade: fit >= A ? 0 : fit >= B ? 1 : fit >= C ? 2 : 3, engagement: Math.max(0, replay.steps.highest[c]!), lane: null };
}

