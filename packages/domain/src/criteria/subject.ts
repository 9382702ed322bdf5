import type { Grade } from "../agreement/agreement.ts";
import type { Stage } from "../lifecycle/stage.ts";
import type { FieldRef, FieldValue } from "./criteria.ts";
import type { EpochDay } from "../kit/epoch-day.ts";

/** How often a signal happened on one company day. */
export interface DayCount {
  readonly day: EpochDay;
  readonly count: number;
}

export type MemberKind = "segment" | "campaign" | "list";

/** What criteria can ask about a contact. Everything is in memory: evaluating does no I/O. */
export interface CriteriaSubject {
  /** A field of the contact or its company; absent is null. */
  field(ref: FieldRef): FieldValue;
  /** Days with at least one occurrence of the signal, ascending; an unknown signal has none. */
  signalDays(key: string): readonly DayCount[];
  isMember(kind: MemberKind, key: string): boolean;
  readonly stage: Stage;
  /** Milli-points. */
  readonly fit: number;
  /** Milli-points. */
  readonly engagement: number;
  readonly grade: Grade;
}
