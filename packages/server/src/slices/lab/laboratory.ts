import type { Agreement } from "@tandem/domain/agreement/agreement";
import type { FieldRef, FieldType } from "@tandem/domain/criteria/criteria";
import { noDay, type Codes } from "@tandem/domain/lab/columns";
import { drag, draggable, type Draggable } from "@tandem/domain/lab/drag";
import { sweep } from "@tandem/domain/lab/engagement-steps";
import { findCrossings } from "@tandem/domain/lab/grid";
import { emptyHandovers, handOver, type HandoverDays, type Handovers } from "@tandem/domain/lab/handover";
import { startTally, type Sums, type Tally } from "@tandem/domain/lab/picture";
import { prepareReplay, type DaySpan, type VersionReplay } from "@tandem/domain/lab/replay";
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
  readonly replay: VersionReplay;
  readonly agreement: Agreement;
  readonly types: Replayable["types"];
  readonly into: Handovers;
  readonly days: HandoverDays;
  readonly crossed: Crossed | null;
}

export interface HeldReplay {
  readonly loaded: LoadedHistory;
  readonly span: DaySpan;
  readonly inForce: Side;
  /** The draft as it was last dragged. */
  draft: Side & Pick<Draggable, "trace">;
  readonly segments: readonly { readonly kind: "country" | "industry" | "channel" | "grade"; readonly values: readonly unknown[]; readonly codes: Codes }[];
  /** The picture of both, kept up to date. */
  tally: Tally;
}

/** Contacts replayed between two looks at whether it was called off. */
const stride = 50_000;

/** Runs a replay of both versions. `onProgress` answering false calls it off. */
export function runReplay(loaded: LoadedHistory, inForce: Replayable, draft: Replayable, span: DaySpan, onProgress: (share: number) => boolean | void): HeldReplay {
  const { history } = loaded;
  const base = replayOf(loaded, inForce, (share) => onProgress(share * 0.5));
  const other = replayOf(loaded, draft, (share) => onProgress(0.5 + share * 0.5));
  const into = emptyHandovers(history.contacts);
  const first: Side = { replay: base, agreement: inForce.agreement, types: inForce.types, into, days: handOver(history, base, span, into, "recorded"), crossed: crossedIn(loaded, base, span) };
  const second: HeldReplay["draft"] = { ...draggable(history, other, span, into), agreement: draft.agreement, types: draft.types, crossed: crossedIn(loaded, other, span) };
  const segments: HeldReplay["segments"] = [
    ...(["country", "industry", "channel"] as const).flatMap((kind) => {
      const ref = { country: "contact.country", industry: "company.industry", channel: "member first-touch channel" }[kind];
      const column = history.people.fields.find((field) => field.ref === ref);
      return column ? [{ kind, values: column.values, codes: perContact(history.contacts, history.people.profileStart, column.codes) }] : [];
    }),
    { kind: "grade" as const, values: ["A", "B", "C", "D"], codes: new Uint8Array(history.contacts) },
  ];
  return { loaded, span, inForce: first, draft: second, segments, tally: tallyOf(loaded, span, first, second, segments) };
}

function tallyOf({ history, outcomes }: LoadedHistory, span: DaySpan, inForce: Side, draft: Side, segments: HeldReplay["segments"]): Tally {
  const grades = gradesOf(segments);
  for (let c = 0; c < history.contacts; c++) grades[c] = gradeShown(inForce, draft, c);
  return startTally(history, outcomes, span, inForce, draft, segments.map((segment) => segment.codes));
}

function gradesOf(segments: HeldReplay["segments"]): Codes {
  return segments.find((segment) => segment.kind === "grade")!.codes;
}

/** The grade somebody is counted under: as the draft hands them over, or else the version in force. */
function gradeShown(inForce: Side, draft: Side, c: number): number {
  return draft.into.firstOn[c] === noDay ? inForce.into.grade[c]! : draft.into.grade[c]!;
}

/** The latest profile of each contact. */
function perContact(contacts: number, start: Uint32Array, codes: Codes): Codes {
  if (start[contacts] === contacts) return codes;
  const latest = codes.slice(0, contacts);
  for (let c = 0; c < contacts; c++) latest[c] = codes[start[c + 1]! - 1]!;
  return latest;
}

function crossedIn({ history }: LoadedHistory, replay: VersionReplay, span: DaySpan): Crossed {
  const { into } = findCrossings(history, replay, span);
  const entered = into.reduce((sum, one) => sum + one, 0);
  return { into: entered, out: into.length - entered };
}

function replayOf({ history }: LoadedHistory, { agreement, recognised, types }: Replayable, onProgress: (share: number) => boolean | void): VersionReplay {
  const typeOf = (ref: FieldRef): FieldType | null => types[ref] ?? null;
  const codes = new Map(history.signals.map((name, code) => [name, code]));
  const replay = prepareReplay(history, compileAgreement(agreement, typeOf), { typeOf, codeOf: (key) => codes.get(recognised[key] ?? "") });
  for (let from = 0; from < history.contacts; from += stride) {
    sweep(history, replay.plan, replay.steps, from, Math.min(history.contacts, from + stride));
    if (onProgress(from / history.contacts) === false) throw new CalledOff();
  }
  return replay;
}

export interface Move {
  readonly grid?: Agreement["mql"]["grid"] | undefined;
  readonly gradeFrom?: Agreement["fit"]["gradeFrom"] | undefined;
  readonly points?: Readonly<Record<string, number>> | undefined;
}

/** Moves the draft of a replay: only what depends on what was moved is computed again, only of whom that concerns. */
export function moveDraft(held: HeldReplay, move: Move): void {
  const { draft, inForce, loaded, span, segments } = held;
  const { history } = loaded;
  const agreement = movedAgreement(draft.agreement, move);
  const typeOf = (ref: FieldRef): FieldType | null => draft.types[ref] ?? null;
  const compiled = compileAgreement(agreement, typeOf);
  const dragged: Draggable = { replay: draft.replay, into: draft.into, days: draft.days, trace: draft.trace };
  const grades = gradesOf(segments);
  const watch = {
    before: (c: number) => held.tally.remove(c),
    after: (c: number) => {
      grades[c] = gradeShown(inForce, draft, c);
      held.tally.add(c);
    },
  };
  if (drag(history, dragged, compiled, span, inForce.into, watch)) {
    held.draft = { ...draft, replay: dragged.replay, agreement, crossed: null };
    return;
  }
  const codes = draft.replay.plan.codes;
  const replay = prepareReplay(history, compiled, { typeOf, codeOf: (key) => { const code = codes.get(key); return code === undefined || code < 0 ? undefined : code; } });
  sweep(history, replay.plan, replay.steps);
  held.draft = { ...draft, ...draggable(history, replay, span, inForce.into), agreement, crossed: null };
  held.tally = tallyOf(loaded, span, inForce, held.draft, segments);
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
  const { loaded, span, inForce, draft, segments, tally } = held;
  const sums = tally.read();
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

