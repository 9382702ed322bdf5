import type { Agreement } from "@tandem/domain/agreement/agreement";
import { bytes, codes as codesFor, type Codes } from "@tandem/domain/lab/columns";
import { emptyDragged, follow, type DraggedColumns } from "@tandem/domain/lab/drag";
import { emptyHandovers, type Handovers } from "@tandem/domain/lab/handover";
import { pictureOf, type Sums } from "@tandem/domain/lab/picture";
import { layOut, type DaySpan, type VersionReplay } from "@tandem/domain/lab/replay";
import { compileAgreement } from "@tandem/domain/scoring/score";
import type { Outcomes } from "@tandem/domain/lab/tally";
import type { Crew, PartSums, Taken } from "./crew.ts";
import type { LoadedHistory } from "./load-history.ts";
import { planOf, typesOf, type Crossed, type Replayable } from "./part.ts";

/** Replays held in memory over one history, each worked by a crew of threads. */

export interface Side {
  readonly replay: VersionReplay;
  readonly replayable: Replayable;
  readonly into: Handovers;
}

export interface Segment {
  readonly kind: "country" | "industry" | "channel" | "grade";
  readonly values: readonly unknown[];
  /** By contact. */
  readonly codes: Codes;
}

export interface HeldReplay {
  readonly loaded: LoadedHistory;
  /** What the reader may know of how people ended. */
  readonly outcomes: Outcomes;
  readonly span: DaySpan;
  readonly crew: Crew;
  readonly inForce: Side;
  /** The draft as it was last dragged. */
  draft: Side & DraggedColumns;
  readonly segments: readonly Segment[];
  taken: Taken;
  parts: readonly PartSums[];
  crossed: { readonly inForce: Crossed; readonly draft: Crossed | null };
}

/** Runs a replay of both versions. `onProgress` calls it off by throwing. */
export async function runReplay(loaded: LoadedHistory, outcomes: Outcomes, inForce: Replayable, draft: Replayable, span: DaySpan, crew: Crew, onProgress: (share: number) => void): Promise<HeldReplay> {
  onProgress(0);
  const base: Side = { ...laidOutSide(loaded, inForce), into: emptyHandovers(loaded.history.contacts) };
  onProgress(layOutShare / 2);
  const given: Given = { loaded, outcomes, span, crew, inForce: base, draft: draggedSide(loaded, draft), segments: segmentsOf(loaded) };
  return take(given, (share) => onProgress(layOutShare + (1 - layOutShare) * share));
}

/** Of a whole replay, about what laying out both versions is. */
const layOutShare = 0.3;

type Given = Omit<HeldReplay, "taken" | "parts" | "crossed">;

async function take(given: Given, onProgress: (share: number) => void): Promise<HeldReplay> {
  const { loaded, outcomes, span, crew, inForce, draft, segments } = given;
  const taken = await crew.take(
    {
      history: loaded.history,
      outcomes,
      span,
      inForce: { ...inForce.replayable, columns: columnsOf(inForce.replay), into: inForce.into },
      draft: { ...draft.replayable, columns: columnsOf(draft.replay), into: draft.into, trace: draft.trace },
      segments: segments.map((segment) => segment.codes),
    },
    onProgress,
  );
  const { parts } = taken;
  const crossed = (side: "inForce" | "draft"): Crossed => ({ into: parts.reduce((sum, part) => sum + part.crossed[side].into, 0), out: parts.reduce((sum, part) => sum + part.crossed[side].out, 0) });
  return { ...given, taken, parts, crossed: { inForce: crossed("inForce"), draft: crossed("draft") } };
}

function columnsOf({ plan: _plan, ...columns }: VersionReplay): Omit<VersionReplay, "plan"> {
  return columns;
}

function laidOutSide({ history }: LoadedHistory, replayable: Replayable): Pick<Side, "replay" | "replayable"> {
  return { replay: layOut(history, planOf(history, replayable), typesOf(replayable)), replayable };
}

function draggedSide(loaded: LoadedHistory, replayable: Replayable): HeldReplay["draft"] {
  const side = laidOutSide(loaded, replayable);
  return { ...side, ...emptyDragged(loaded.history, side.replay) };
}

const refs = { country: "contact.country", industry: "company.industry", channel: "member first-touch channel" } as const;

function segmentsOf({ history: { contacts, people } }: LoadedHistory): Segment[] {
  const known = (["country", "industry", "channel"] as const).flatMap((kind) => {
    const column = people.fields.find((field) => field.ref === refs[kind]);
    return column ? [{ kind, values: column.values, codes: latestOf(contacts, people.profileStart, column.codes, column.values.length) }] : [];
  });
  return [...known, { kind: "grade", values: ["A", "B", "C", "D"], codes: bytes(contacts) }];
}

/** The latest profile of each contact. */
function latestOf(contacts: number, start: Uint32Array, codes: Codes, values: number): Codes {
  if (start[contacts] === contacts) return codes;
  const latest = codesFor(contacts, values);
  for (let c = 0; c < contacts; c++) latest[c] = codes[start[c + 1]! - 1]!;
  return latest;
}

export interface Move {
  readonly grid?: Agreement["mql"]["grid"] | undefined;
  readonly gradeFrom?: Agreement["fit"]["gradeFrom"] | undefined;
  readonly points?: Readonly<Record<string, number>> | undefined;
}

/** Moves the draft of a replay: only what depends on what was moved is computed again, only of whom that concerns. */
export async function moveDraft(held: HeldReplay, move: Move): Promise<void> {
  const { draft, loaded, taken } = held;
  const agreement = movedAgreement(draft.replayable.agreement, move);
  const replayable = { ...draft.replayable, agreement };
  if (follow(loaded.history, draft.replay, compileAgreement(agreement, typesOf(replayable)))) {
    held.parts = await taken.move(agreement);
    held.draft = { ...draft, replayable };
    held.crossed = { ...held.crossed, draft: null };
    return;
  }
  taken.forget();
  Object.assign(held, await take({ ...held, draft: draggedSide(loaded, replayable) }, () => {}));
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

export interface SummedUp extends Omit<Sums, "segments" | "both" | "gained" | "lost" | "inForce" | "daily"> {
  readonly both: Told;
  readonly gained: Told;
  readonly lost: Told;
  readonly ownRecord: Told;
  readonly crossed: HeldReplay["crossed"];
  readonly segments: readonly { readonly kind: Segment["kind"]; readonly value: string | null; readonly inForce: number; readonly draft: number; readonly gained: number; readonly lost: number }[];
  /** Handovers of each day of the span that the history reaches; `from` is the first of them, an epoch day. */
  readonly daily: Sums["daily"] & { readonly from: number };
  readonly contacts: number;
  readonly occurrences: number;
}

type Told = Omit<Sums["both"], "reasons"> & { readonly reasons: readonly { readonly code: string; readonly people: number }[] };

/** Segments shown at most, the largest first. */
const mostSegments = 60;

/** The figures of a replay as it stands now. */
export function sumUpReplay({ loaded, span, segments, parts, crossed }: HeldReplay): SummedUp {
  const { inForce, ...sums } = pictureOf(loaded.history, span, parts.map((part) => part.counts));
  const told = ({ reasons, ...rest }: Sums["both"]): Told => ({ ...rest, reasons: [...reasons].map(([code, people]) => ({ code: loaded.reasons[code] ?? "", people })).toSorted((a, b) => b.people - a.people) });
  return {
    ...sums,
    both: told(sums.both),
    gained: told(sums.gained),
    lost: told(sums.lost),
    ownRecord: told(inForce),
    crossed,
    segments: sums.segments
      .map(({ column, code, ...rest }) => ({ kind: segments[column]!.kind, value: textOf(segments[column]!.values[code]), ...rest }))
      .toSorted((a, b) => b.inForce + b.draft - (a.inForce + a.draft))
      .slice(0, mostSegments),
    daily: { ...sums.daily, from: loaded.history.firstDay + span.from },
    contacts: loaded.history.contacts,
    occurrences: loaded.occurrences,
  };
}

export function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
