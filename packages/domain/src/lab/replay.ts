import type { FieldRef, FieldType } from "../criteria/criteria.ts";
import { standardTypeOf } from "../criteria/operators.ts";
import type { CompiledAgreement } from "../scoring/compiled-agreement.ts";
import { bytes } from "./columns.ts";
import { emptySteps, sweep, visitsFor, type EngagementSteps } from "./engagement-steps.ts";
import { fitSteps, type FitSteps } from "./fit-steps.ts";
import type { LabHistory } from "./history.ts";
import { planReplay, type ReplayPlan } from "./plan.ts";

/**
 * The replay of one version over a company's history, as known today: who would have been handed over on which day, and
 * when each person's score crossed into and out of the MQL grid.
 *
 * A person is handed over on the first day on which they can be reached and the score qualifies (grid or fast lane). After
 * that they are with Sales. If a real handoff says when Sales gave them back to nurture, that is when; of whom nothing is
 * known, the day on which their score leaves the grid stands for it. From then the agreement's cool-off runs, and only
 * engagement after it hands them over again.
 */
export interface VersionReplay {
  readonly plan: ReplayPlan;
  readonly fit: FitSteps;
  readonly steps: EngagementSteps;
  /** 1 for contacts that ever did what opens a fast lane. */
  readonly laned: Uint8Array;
}

/** Both ends included, counted from the history's first day. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

/** Contacts `from` … `to - 1`: what one thread takes on. Contacts are independent, so that parts give the whole. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** Lays a plan out over the history: fit over time and empty steps, to be filled by `sweep`. */
export function layOut(history: LabHistory, plan: ReplayPlan, typeOf: (ref: FieldRef) => FieldType | null = standardTypeOf): VersionReplay {
  const fit = fitSteps(history, plan, typeOf);
  const visits = visitsFor(history, plan, fit.turns ? (c, days) => { for (let i = fit.start[c]! + 1; i < fit.start[c + 1]!; i++) days.push(fit.from[i]!); } : undefined);
  return { plan, fit, steps: emptySteps(visits, history.contacts, plan.groupCaps.length), laned: lanedContacts(history, plan) };
}

/** Lays a version out over the history. */
export function prepareReplay(history: LabHistory, compiled: CompiledAgreement, options: { readonly typeOf?: (ref: FieldRef) => FieldType | null; readonly codeOf?: (key: string) => number | undefined } = {}): VersionReplay {
  return layOut(history, planReplay(compiled, history, options.codeOf), options.typeOf);
}

function lanedContacts({ contacts, start, signal }: LabHistory, plan: ReplayPlan): Uint8Array {
  const laned = bytes(contacts);
  if (!plan.hasLanes) return laned;
  for (let c = 0; c < contacts; c++) for (let i = start[c]!; i < start[c + 1]!; i++) if (plan.laneOf[signal[i]!]! > 0) laned[c] = 1;
  return laned;
}

/** The whole replay of a version on one thread. */
export function replayVersion(history: LabHistory, compiled: CompiledAgreement, options?: Parameters<typeof prepareReplay>[2]): VersionReplay {
  const replay = prepareReplay(history, compiled, options);
  sweep(history, replay.plan, replay.steps);
  return replay;
}
