import type { Agreement } from "@tandem/domain/agreement/agreement";
import type { FieldRef, FieldType } from "@tandem/domain/criteria/criteria";
import { noDay, type Codes } from "@tandem/domain/lab/columns";
import { drag, draggable, handOverFirst, type DraggedColumns } from "@tandem/domain/lab/drag";
import { sweep } from "@tandem/domain/lab/engagement-steps";
import { findCrossings, type Crossings } from "@tandem/domain/lab/grid";
import { handOver, noDays, type Handovers } from "@tandem/domain/lab/handover";
import type { LabHistory } from "@tandem/domain/lab/history";
import { planReplay, type ReplayPlan } from "@tandem/domain/lab/plan";
import type { DaySpan, Part, VersionReplay } from "@tandem/domain/lab/replay";
import { startTally, type Counts, type Outcomes } from "@tandem/domain/lab/tally";
import { compileAgreement } from "@tandem/domain/scoring/score";

/**
 * What one thread does of a replay: its contacts, from the sweep to the counts, and after every move again. All columns are
 * in shared memory; each part writes its own places in them and nobody else's.
 */

/** A version as it is to be replayed: its document, and which recognition each of its signals is. */
export interface Replayable {
  readonly agreement: Agreement;
  /** Name of the history's signal by key. */
  readonly recognised: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, FieldType>>;
}

/** A replay laid out, ready to be taken on in parts. Plain data over shared columns: it goes from thread to thread. */
export interface LaidOut {
  readonly history: LabHistory;
  /** What the reader may know of how people ended. */
  readonly outcomes: Outcomes;
  readonly span: DaySpan;
  readonly inForce: Replayable & { readonly columns: Columns; readonly into: Handovers };
  readonly draft: Replayable & { readonly columns: Columns } & DraggedColumns;
  /** To break the counts down by; the last is the grade, which the parts fill. */
  readonly segments: readonly Codes[];
}

export type Columns = Omit<VersionReplay, "plan">;

export interface Crossed {
  readonly into: number;
  readonly out: number;
}

/** A part of a replay, held for moves. */
export interface HeldPart {
  readonly crossed: { readonly inForce: Crossed; readonly draft: Crossed };
  /** As they stand; they go on changing. */
  readonly counts: Counts;
  /** Drags the draft to thresholds, grades and points of `agreement`, which `follows` has said it can. */
  move(agreement: Agreement): void;
}

/** Contacts worked between two looks at what others want: about a millisecond. */
const stride = 250;

export const typesOf = ({ types }: Pick<Replayable, "types">) => (ref: FieldRef): FieldType | null => types[ref] ?? null;

export function planOf(history: LabHistory, replayable: Replayable): ReplayPlan {
  const codes = new Map(history.signals.map((name, code) => [name, code]));
  return planReplay(compileAgreement(replayable.agreement, typesOf(replayable)), history, (key) => codes.get(replayable.recognised[key] ?? ""));
}

/** Takes a part on. `onProgress` is told the share done every millisecond or so, 1 when all is, and calls it off by throwing. */
export function takePart({ history, outcomes, span, inForce, draft, segments }: LaidOut, part: Part, onProgress: (share: number) => void): HeldPart {
  const { from, to } = part;
  let done = 0;
  /** Works through the part stride by stride; `weight` is about the share it is of the whole. */
  const through = (weight: number, work: (from: number, to: number) => void): void => {
    for (let at = from; at < to; at += stride) {
      const until = Math.min(to, at + stride);
      work(at, until);
      onProgress(done + weight * ((until - from) / (to - from)));
    }
    done += weight;
  };
  const swept = (version: Replayable & { readonly columns: Columns }): VersionReplay => {
    const replay = { ...version.columns, plan: planOf(history, version) };
    through(0.35, (a, b) => sweep(history, replay.plan, replay.steps, a, b));
    return replay;
  };
  const [base, other] = [swept(inForce), swept(draft)];
  const first = { into: inForce.into, days: noDays(span) };
  through(0.05, (a, b) => handOver(history, base, span, inForce.into, "recorded", a, b, null, first.days));
  const dragged = draggable(history, other, span, draft, part);
  through(0.05, (a, b) => handOverFirst(history, dragged, span, inForce.into, a, b));
  const crossed = { inForce: { into: 0, out: 0 }, draft: { into: 0, out: 0 } };
  through(0.09, (a, b) => addCrossings(crossed.inForce, findCrossings(history, base, span, a, b)));
  through(0.09, (a, b) => addCrossings(crossed.draft, findCrossings(history, other, span, a, b)));
  const grades = segments.at(-1)!;
  const regrade = (c: number): void => void (grades[c] = gradeShown(inForce.into, draft.into, c));
  for (let c = from; c < to; c++) regrade(c);
  const tally = startTally(outcomes, span, first, dragged, segments, part);
  onProgress(1);
  const watch = {
    before: (c: number) => tally.remove(c),
    after: (c: number) => {
      regrade(c);
      tally.add(c);
    },
  };
  return {
    crossed,
    counts: tally.counts,
    move: (agreement) => void drag(history, dragged, compileAgreement(agreement, typesOf(draft)), span, inForce.into, watch),
  };
}

/** The grade somebody is counted under: as the draft hands them over, or else the version in force. */
function gradeShown(inForce: Handovers, draft: Handovers, c: number): number {
  return draft.firstOn[c] === noDay ? inForce.grade[c]! : draft.grade[c]!;
}

function addCrossings(crossed: { -readonly [Way in keyof Crossed]: number }, { into }: Crossings): void {
  for (const one of into) {
    if (one === 1) crossed.into++;
    else crossed.out++;
  }
}
