import type { Grade } from "../agreement/agreement.ts";
import type { EpochDay } from "../kit/epoch-day.ts";
import type { CriteriaSubject, DayCount } from "../criteria/subject.ts";
import { nextDayAfter } from "../criteria/turn.ts";
import type { CompiledAgreement, CompiledGroup } from "./compiled-agreement.ts";
import { clamp, rulePoints, ruleTurn } from "./engagement.ts";

export { compileAgreement, type CompiledAgreement } from "./compiled-agreement.ts";

/**
 * The score of a contact: a pure function of (profile, company, daily signal counts, agreement version, day). It is
 * always computed whole, never added to, so it cannot drift from its explanation (`explain.ts`).
 */

/** What a score is computed from: criteria's subject without the score itself. */
export type ScoreSubject = Omit<CriteriaSubject, "fit" | "engagement" | "grade">;

export interface Score {
  /** Milli-points. */
  readonly fit: number;
  readonly grade: Grade;
  /** Milli-points. */
  readonly engagement: number;
  /** Does this make an MQL of someone whose stage allows it? */
  readonly qualifies: boolean;
  readonly by: "fast-lane" | "grid" | null;
  /** Key of the fast lane, where one qualified. */
  readonly lane: string | null;
  /** The agreement says never, whatever they do. */
  readonly never: boolean;
  /**
   * The score stays as it is on every day before this one while nothing happens; null is for ever. On the day itself
   * it may, but need not, differ (a cap can hide the change).
   */
  readonly changesOn: EpochDay | null;
}

export interface ScoreOptions {
  /**
   * Last day of the cool-off of someone sent to nurture: until then they do not qualify, afterwards only by engagement
   * of a later day (`lifecycle/cool-off.ts`).
   */
  readonly coolOffUntil?: EpochDay | null;
}

/** @param today the company-local day; signal days after it are not counted. */
export function scoreContact(compiled: CompiledAgreement, subject: ScoreSubject, today: EpochDay, options?: ScoreOptions): Score {
  const view = viewOf(subject);
  view.fit = sumOfFit(compiled, view, today);
  view.grade = gradeOf(compiled, view.fit);
  const engagement = engagementOf(compiled, subject, today);
  view.engagement = engagement.points;
  const never = compiled.never !== null && compiled.never(view, today);
  const coolOffUntil = options?.coolOffUntil ?? null;
  const lane = never ? null : findLane(compiled, subject, today, coolOffUntil);
  const byGrid = !never && lane === null && gridQualifies(compiled, view) && isAwake(compiled, subject, today, coolOffUntil);
  return {
    fit: view.fit,
    grade: view.grade,
    engagement: view.engagement,
    qualifies: lane !== null || byGrid,
    by: lane !== null ? "fast-lane" : byGrid ? "grid" : null,
    lane,
    never,
    changesOn: nextChange(compiled, view, today, engagement.turn),
  };
}

/**
 * What the mere turn of a day does to a score: the engagement and the next day on which it changes. Only where no rule
 * asks for a date (`asksDates`), because then fit and `never` stand still and nothing of the profile is needed.
 */
export function turnEngagement(compiled: CompiledAgreement, signalDays: (key: string) => readonly DayCount[], today: EpochDay): { readonly engagement: number; readonly changesOn: EpochDay | null } {
  const signals = { signalDays } as ScoreSubject;
  const { points, turn } = engagementOf(compiled, signals, today);
  return { engagement: points, changesOn: nextChange(compiled, signals as View, today, turn) };
}

/** How an engagement goes on while nothing happens. */
export interface Foresight {
  /** Milli-points from each day on, in order; only falls are foreseen. */
  readonly falls: readonly { readonly day: EpochDay; readonly engagement: number }[];
  /** The day on which it has to be reckoned anew; null is never. */
  readonly reckonOn: EpochDay | null;
}

/**
 * The falls ahead of an engagement reckoned for `today`, at most so many, so that a turn of the day need not read the
 * signals again. Ends before a rise: a rise can qualify, and is evaluated whole.
 */
export function foreseeEngagement(compiled: CompiledAgreement, signalDays: (key: string) => readonly DayCount[], today: EpochDay, most: number): Foresight {
  const falls: { day: EpochDay; engagement: number }[] = [];
  let now = turnEngagement(compiled, signalDays, today);
  while (now.changesOn !== null && falls.length < most) {
    const next = turnEngagement(compiled, signalDays, now.changesOn);
    if (next.engagement > now.engagement) break;
    if (next.engagement < now.engagement) falls.push({ day: now.changesOn, engagement: next.engagement });
    now = next;
  }
  return { falls, reckonOn: now.changesOn };
}

/** Whether criteria of fit rules or of `never` can turn by the day alone. */
export function asksDates(compiled: CompiledAgreement): boolean {
  return compiled.turns.length > 0;
}

/** The first tier whose criteria hold; the last is everybody else's. */
export function tierOf(compiled: CompiledAgreement, subject: CriteriaSubject, today: EpochDay): string {
  const last = compiled.tiers.length - 1;
  for (let i = 0; i < last; i++) if (compiled.tiers[i]!.test(subject, today)) return compiled.tiers[i]!.key;
  return compiled.tiers[last]!.key;
}

/** The grade that fit milli-points come to. */
export function gradeOf(compiled: CompiledAgreement, fit: number): Grade {
  const { A, B, C } = compiled.gradeFrom;
  return fit >= A ? "A" : fit >= B ? "B" : fit >= C ? "C" : "D";
}

/** The subject with its score: what tiers, routing and segments are asked about. */
export function withScore(subject: ScoreSubject, score: Pick<Score, "fit" | "engagement" | "grade">): CriteriaSubject {
  return Object.assign(viewOf(subject), { fit: score.fit, engagement: score.engagement, grade: score.grade });
}

/** Whether the contact did anything worth points on a day after `since`, up to today. */
export function hasEngagedSince(compiled: CompiledAgreement, subject: ScoreSubject, since: EpochDay, today: EpochDay): boolean {
  return compiled.positiveSignals.some((signal) => happenedAfter(subject, signal, since, today));
}

/** The last day up to today on which the contact did anything worth points, or null. */
export function lastEngagedOn(compiled: CompiledAgreement, subject: ScoreSubject, today: EpochDay): EpochDay | null {
  const days = compiled.positiveSignals.flatMap((signal) => subject.signalDays(signal)).filter(({ day, count }) => day <= today && count > 0);
  return days.length === 0 ? null : Math.max(...days.map(({ day }) => day));
}

type View = { -readonly [Key in keyof CriteriaSubject]: CriteriaSubject[Key] };

function viewOf(subject: ScoreSubject): View {
  return {
    field: (ref) => subject.field(ref),
    signalDays: (key) => subject.signalDays(key),
    isMember: (kind, key) => subject.isMember(kind, key),
    stage: subject.stage,
    fit: 0,
    engagement: 0,
    grade: "D",
  };
}

function sumOfFit(compiled: CompiledAgreement, view: View, today: EpochDay): number {
  const groups = compiled.fitGroups.length === 0 ? none : new Array<number>(compiled.fitGroups.length).fill(0);
  let sum = 0;
  for (const rule of compiled.fitRules) {
    if (!rule.test(view, today)) continue;
    if (rule.group < 0) sum += rule.points;
    else groups[rule.group]! += rule.points;
  }
  return sum + sumOfGroups(compiled.fitGroups, groups);
}

/** The points, and the first day after today on which they turn (Infinity: never). */
function engagementOf(compiled: CompiledAgreement, subject: ScoreSubject, today: EpochDay): { readonly points: number; readonly turn: number } {
  const groups = compiled.engagementGroups.length === 0 ? none : new Array<number>(compiled.engagementGroups.length).fill(0);
  let [sum, turn] = [0, Infinity];
  for (const rule of compiled.engagementRules) {
    const days = subject.signalDays(rule.signal);
    if (days.length === 0) continue;
    const points = rulePoints(rule, days, today);
    if (rule.group < 0) sum += points;
    else groups[rule.group]! += points;
    turn = Math.min(turn, ruleTurn(rule, days, today));
  }
  return { points: sum + sumOfGroups(compiled.engagementGroups, groups), turn };
}

const none: number[] = [];

function sumOfGroups(groups: readonly CompiledGroup[], points: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < groups.length; i++) sum += clamp(points[i]!, groups[i]!.cap);
  return sum;
}

function gridQualifies(compiled: CompiledAgreement, view: View): boolean {
  const from = compiled.grid[view.grade];
  return from !== null && view.engagement >= from;
}

function isAwake(compiled: CompiledAgreement, subject: ScoreSubject, today: EpochDay, coolOffUntil: EpochDay | null): boolean {
  return coolOffUntil === null || hasEngagedSince(compiled, subject, coolOffUntil, today);
}

function findLane(compiled: CompiledAgreement, subject: ScoreSubject, today: EpochDay, coolOffUntil: EpochDay | null): string | null {
  return compiled.fastLanes.find((lane) => happenedAfter(subject, lane.signal, coolOffUntil ?? -Infinity, today))?.key ?? null;
}

function happenedAfter(subject: ScoreSubject, signal: string, since: EpochDay, today: EpochDay): boolean {
  const days = subject.signalDays(signal);
  for (let i = days.length - 1; i >= 0; i--) {
    const { day, count } = days[i]!;
    if (day <= since) return false;
    if (day <= today && count > 0) return true;
  }
  return false;
}

function nextChange(compiled: CompiledAgreement, view: View, today: EpochDay, engagementTurn: number): EpochDay | null {
  let first = engagementTurn;
  for (const lane of compiled.fastLanes) first = Math.min(first, nextDayAfter(view.signalDays(lane.signal), today) ?? Infinity);
  for (const turn of compiled.turns) first = Math.min(first, turn(view, today) ?? Infinity);
  return first === Infinity ? null : first;
}
