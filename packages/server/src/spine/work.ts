import type { EpochDay } from "@tandem/domain/kit/epoch-day";
import type { App } from "../platform/app.ts";
import type { Transaction } from "../platform/transaction.ts";
import type { NewFact } from "../platform/facts.ts";
import type { NewTimer } from "../platform/timers.ts";
import type { Actor } from "./actor.ts";
import { inForceColumns, resolveInForce, type InForce, type InForceRow } from "./agreement-in-force.ts";
import type { AuditLine } from "./audit.ts";
import type { HandoffPackage } from "@tandem/domain/handoff/package";
import type { AssignmentRecord, ClockRecord, HandoffState, NotificationRecord, Rung } from "./handoff-states.ts";
import type { Roster } from "./roster-states.ts";
import { dayIn } from "./company-day.ts";
import type { CompanyState, ContactState } from "./states.ts";

/** What one command reads and is about to write: loaded under locks, decided in memory, written by `settle`. */
export interface Work {
  readonly app: App;
  readonly tx: Transaction;
  readonly at: Date;
  /** The company day of `at`. */
  readonly today: EpochDay;
  readonly actor: Actor;
  /** History is applied without handoffs, clocks or messages. */
  readonly live: boolean;
  /**
   * The order in which things were applied: drawn when the work begins, and anew under every lock on contacts, so that of
   * two commands about one contact the later one has the higher number.
   */
  applied: number;
  readonly inForce: InForce;
  readonly contacts: Map<string, ContactState>;
  readonly companies: Map<string, CompanyState>;
  /** Domains whose company is among those loaded if there is one. */
  readonly domainsAsked: Set<string>;
  readonly changes: Change[];
  readonly scores: ScoreRecord[];
  readonly episodes: { readonly opened: EpisodeRecord[]; readonly closed: { id: string; leftAt: Date }[] };
  readonly facts: NewFact[];
  readonly audit: AuditLine[];
  readonly timers: { readonly set: NewTimer[]; readonly cancelled: { kind: string; key: string }[] };
  /** Handoffs and clocks loaded under the contact's lock, or opened by this command. */
  readonly handoffs: Map<string, HandoffState>;
  readonly clocks: Map<string, ClockRecord>;
  readonly assignments: AssignmentRecord[];
  readonly packages: { readonly handoffId: string; readonly package: HandoffPackage }[];
  readonly clockLevels: { readonly clockId: string; readonly level: string }[];
  /** Levels that fired, to be answered for when the command settles. */
  readonly rungs: Rung[];
  readonly notifications: NotificationRecord[];
  /** Visitors found to be somebody known, as merges of the engine's own. */
  readonly links: { readonly id: string; readonly fromId: string; readonly intoId: string }[];
  /** Moves on with any change of people, teams or hours. */
  readonly rosterStamp: number;
  roster: Roster | null;
  /** Topics and events told to open browsers at commit, each once. */
  readonly liveEvents: Map<string, { topics: string[]; readonly kind: string; readonly id: string }>;
}

export interface Change {
  readonly entityKind: "contact" | "company" | "opportunity" | "spend";
  readonly entityId: string;
  readonly field: string;
  readonly old: unknown;
  readonly new: unknown;
  readonly happenedAt: Date;
}

export interface ScoreRecord {
  readonly contactId: string;
  readonly fit: number;
  readonly grade: string;
  readonly engagement: number;
  readonly eventId: string | null;
}

export interface EpisodeRecord {
  readonly id: string;
  readonly contactId: string;
  readonly stage: string;
  readonly enteredAt: Date;
  leftAt: Date | null;
  readonly predecessorId: string | null;
  readonly cause: string;
  readonly words: string | null;
  readonly flag: string | null;
  readonly history: boolean;
  readonly actor: Actor;
}

/**
 * Opens a unit of work: the applied number and the version in force, in one round trip. From here on the plans of
 * prepared statements are kept: they ask by key, and planning one anew takes longer than running it. A plan made while a
 * table is small must do when it has grown: none may rest on reading a small table whole.
 */
export async function beginWork(app: App, tx: Transaction, options: { at: Date; actor: Actor; live?: boolean }): Promise<Work> {
  const [row] = await tx.query<{ applied: number; roster_stamp: number; in_force: Omit<InForceRow, "fields"> | null; fields: InForceRow["fields"] }>(
    { name: "begin-work", text: `select nextval('applied_seq') as applied, set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), (select version from roster_stamp) as roster_stamp, ${inForceColumns}` },
    [options.at],
  );
  if (!row?.in_force) throw new Error("No agreement version is in force: the founding agreement is missing.");
  const inForce = await resolveInForce(tx, { ...row.in_force, fields: row.fields });
  return {
    app,
    tx,
    at: options.at,
    today: dayIn(inForce.agreement.timeZone, options.at),
    actor: options.actor,
    live: options.live ?? true,
    applied: row.applied,
    inForce,
    contacts: new Map(),
    companies: new Map(),
    domainsAsked: new Set(),
    changes: [],
    scores: [],
    episodes: { opened: [], closed: [] },
    facts: [],
    audit: [],
    timers: { set: [], cancelled: [] },
    handoffs: new Map(),
    clocks: new Map(),
    assignments: [],
    packages: [],
    clockLevels: [],
    rungs: [],
    notifications: [],
    links: [],
    rosterStamp: row.roster_stamp,
    roster: null,
    liveEvents: new Map(),
  };
}

/** Has open browsers told at commit; the same event is told once. */
export function tell(work: Work, topics: string[], kind: string, id: string): void {
  const known = work.liveEvents.get(`${kind} ${id}`);
  if (known) known.topics = [...new Set([...known.topics, ...topics])];
  else work.liveEvents.set(`${kind} ${id}`, { topics, kind, id });
}
