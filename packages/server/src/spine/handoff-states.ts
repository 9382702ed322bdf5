import type { Grade } from "@tandem/domain/agreement/agreement";
import type { RouteStep } from "@tandem/domain/routing/route";
import type { Clock, ClockEvent, ClockHolder } from "@tandem/domain/sla/clock";

export type HandoffKind = "open" | "accepted" | "qualified" | "rejected-nurture" | "rejected-unqualified" | "merged" | "withdrawn";

/** A handoff as it will be written. */
export interface HandoffState {
  readonly id: string;
  readonly contactId: string;
  readonly episodeId: string;
  readonly agreementVersion: number;
  readonly tier: string;
  readonly lane: string | null;
  state: HandoffKind;
  assigneeId: string | null;
  teamId: string;
  rule: string | null;
  trace: readonly RouteStep[];
  readonly capturedAt: Date;
  readonly scoredAt: Date;
  readonly openedAt: Date;
  assignedAt: Date | null;
  notifiedAt: Date | null;
  seenAt: Date | null;
  firstAttemptAt: Date | null;
  firstConversationAt: Date | null;
  acceptedAt: Date | null;
  closedAt: Date | null;
  closedBy: string | null;
  reason: string | null;
  words: string | null;
  /** Milli-points. */
  readonly fit: number;
  readonly grade: Grade;
  readonly engagement: number;
  version: number;
  isNew: boolean;
  isDirty: boolean;
}

export type ClockKind = "first-attempt" | "attempts" | "disposition";

/** The running time of one clause for one handoff: the pure machine and what the tables show of it. */
export interface ClockRecord {
  readonly id: string;
  readonly handoffId: string;
  readonly clause: string;
  readonly kind: ClockKind;
  readonly agreementVersion: number;
  machine: Clock;
  /** Ended without a verdict: the handoff was merged away, or a reason needs no attempt. */
  void: boolean;
  excusedWhy: string | null;
  isNew: boolean;
  isDirty: boolean;
}

export interface AssignmentRecord {
  readonly id: string;
  readonly handoffId: string;
  readonly assigneeId: string | null;
  readonly teamId: string;
  readonly at: Date;
  readonly why: string;
}

export interface NotificationRecord {
  readonly id: string;
  readonly userId: string;
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  readonly link: string;
  /** Natural key: the same cause is told to a person once. */
  readonly cause: string;
}

/** A level of a clock that fired in this command, and who held the lead when it did. */
export interface Rung {
  readonly record: ClockRecord;
  readonly event: Extract<ClockEvent, { readonly level: number }>;
  readonly holder: ClockHolder;
}
