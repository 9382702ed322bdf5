/**
 * Where a lead goes and why. Pure: criteria, absences, shifts and loads are worked out before; this decides, and records
 * each thing it looked at, so that "why this rep, why not the others" is read from the trace and never guessed later.
 *
 * Order: an owner of the contact, of its company, of an open opportunity there; then the rules; then the fallback queue.
 * An owner is passed over when inactive, excluded, out of office, outside their shift where the clause asks for it, or
 * after rejecting this lead, but not for being at capacity: they are responsible already, it is no new share of load.
 * A rule that matches with a team decides: when nobody of the team is free the lead waits in that team's queue.
 */
import type { TeamId, UserId } from "../kit/ids.ts";
import type { InstantMs } from "../kit/instant.ts";
import { NEW_ROTATION, type RotationState, takeTurn } from "./rotation.ts";

/** Somebody who might take the lead, as they are at this moment. */
export interface RoutingPerson {
  readonly userId: UserId;
  readonly active: boolean;
  /** The end of the present absence; null when in. */
  readonly outOfOfficeUntilMs: InstantMs | null;
  readonly insideShift: boolean;
  readonly openHandoffs: number;
  /** Most open handoffs at once; null for no limit. */
  readonly capacity: number | null;
  /** Handoffs received this week; breaks ties of `least-open`. */
  readonly weekHandoffs: number;
  readonly rejectedThisLead: boolean;
}

export interface RoutingMember {
  readonly userId: UserId;
  /** Whole number; 0 takes no leads by rotation. */
  readonly weight: number;
  /** For `territory`: whether this lead lies in the member's territory (worked out before). Left out means yes. */
  readonly coversLead?: boolean;
}

export interface RoutingTeam {
  readonly teamId: TeamId;
  readonly members: readonly RoutingMember[];
}

export type TeamMethod = "weighted" | "least-open" | "territory";

export type RoutingTarget =
  | { readonly kind: "user"; readonly userId: UserId }
  | { readonly kind: "team"; readonly teamId: TeamId; readonly method: TeamMethod }
  | { readonly kind: "queue"; readonly teamId: TeamId };

/** `matches` is the rule's criteria, evaluated on this lead. */
export interface RoutingRule {
  readonly key: string;
  readonly name: string;
  readonly matches: boolean;
  readonly target: RoutingTarget;
}

export type OwnerOf = "contact" | "company" | "opportunity";

/** Rotation states by team. A team keeps one rotation, whatever rule leads to it. */
export type Rotations = Readonly<Record<TeamId, RotationState>>;

export interface RouteInput {
  readonly owners: Readonly<Partial<Record<OwnerOf, UserId | null>>>;
  readonly rules: readonly RoutingRule[];
  readonly people: readonly RoutingPerson[];
  readonly teams: readonly RoutingTeam[];
  readonly rotations: Rotations;
  /** The team whose queue always exists. */
  readonly fallback: { readonly teamId: TeamId };
  /** Never these, for instance the silent owner a lead is taken from. */
  readonly exclude?: readonly UserId[];
  /** Whether the clause wants somebody inside their shift. Default false: the clock waits for opening anyway. */
  readonly insideShiftOnly?: boolean;
}

export type SkipReason = "inactive" | "excluded" | "already-rejected" | "out-of-office" | "outside-shift" | "at-capacity" | "other-territory" | "no-weight" | "unknown-user";

/** One thing that was looked at, in order. Ids and figures only; names are added by `explainTrace`. */
export type RouteStep =
  | { readonly kind: "owner"; readonly of: OwnerOf; readonly userId: UserId; readonly outcome: "chosen"; /** Of an owner who has more than was agreed: they get it all the same. */ readonly over?: StepFigures }
  | { readonly kind: "owner"; readonly of: OwnerOf; readonly userId: UserId; readonly outcome: "skipped"; readonly reason: SkipReason; readonly untilMs?: InstantMs }
  | { readonly kind: "rule"; readonly key: string; readonly name: string; readonly outcome: "matched" | "passed" }
  | { readonly kind: "person"; readonly userId: UserId; readonly outcome: "chosen"; readonly by: TeamMethod | "named"; readonly figures: StepFigures }
  | { readonly kind: "person"; readonly userId: UserId; readonly outcome: "not-next"; readonly figures: StepFigures }
  | { readonly kind: "person"; readonly userId: UserId; readonly outcome: "skipped"; readonly reason: SkipReason; readonly untilMs?: InstantMs; readonly figures: StepFigures }
  | { readonly kind: "queue"; readonly teamId: TeamId; readonly why: "rule" | "nobody-free" | "no-rule-matched" };

export interface StepFigures {
  readonly openHandoffs: number;
  readonly weekHandoffs: number;
  readonly capacity: number | null;
  readonly weight: number | null;
}

export type Assignee = { readonly kind: "user"; readonly userId: UserId } | { readonly kind: "queue"; readonly teamId: TeamId };

export interface RouteDecision {
  readonly assignee: Assignee;
  /** The rule that decided; null for an owner and for the fallback. */
  readonly ruleKey: string | null;
  readonly trace: readonly RouteStep[];
  /** The rotation to store, when one took part. */
  readonly rotation: { readonly teamId: TeamId; readonly state: RotationState } | null;
}

interface Skip {
  readonly reason: SkipReason;
  readonly untilMs?: InstantMs;
}

interface Look {
  readonly input: RouteInput;
  readonly people: ReadonlyMap<UserId, RoutingPerson>;
  readonly teams: ReadonlyMap<TeamId, RoutingTeam>;
  readonly trace: RouteStep[];
}

const skipOf = ({ input, people }: Look, userId: UserId, asOwner: boolean): Skip | null => {
  const person = people.get(userId);
  if (!person) return { reason: "unknown-user" };
  if (!person.active) return { reason: "inactive" };
  if (input.exclude?.includes(userId)) return { reason: "excluded" };
  if (person.rejectedThisLead) return { reason: "already-rejected" };
  if (person.outOfOfficeUntilMs !== null) return { reason: "out-of-office", untilMs: person.outOfOfficeUntilMs };
  if (input.insideShiftOnly && !person.insideShift) return { reason: "outside-shift" };
  if (!asOwner && person.capacity !== null && person.openHandoffs >= person.capacity) return { reason: "at-capacity" };
  return null;
};

const figuresOf = ({ people }: Look, userId: UserId, weight: number | null): StepFigures => {
  const person = people.get(userId);
  return { openHandoffs: person?.openHandoffs ?? 0, weekHandoffs: person?.weekHandoffs ?? 0, capacity: person?.capacity ?? null, weight };
};

const OWNERS: readonly OwnerOf[] = ["contact", "company", "opportunity"];

const chooseOwner = (look: Look): UserId | null => {
  for (const of of OWNERS) {
    const userId = look.input.owners[of];
    if (userId === null || userId === undefined) continue;
    const skip = skipOf(look, userId, true);
    const figures = figuresOf(look, userId, null);
    const over = figures.capacity !== null && figures.openHandoffs >= figures.capacity;
    look.trace.push(skip ? { kind: "owner", of, userId, outcome: "skipped", ...skip } : { kind: "owner", of, userId, outcome: "chosen", ...(over && { over: figures }) });
    if (!skip) return userId;
  }
  return null;
};

const memberSkip = (look: Look, { userId, weight, coversLead }: RoutingMember, method: TeamMethod): Skip | null => {
  if (method === "territory" && coversLead === false) return { reason: "other-territory" };
  if (method !== "least-open" && weight <= 0) return { reason: "no-weight" };
  return skipOf(look, userId, false);
};

const leastOpen = (look: Look, free: readonly RoutingMember[]): UserId | null => {
  const load = ({ userId }: RoutingMember): StepFigures => figuresOf(look, userId, null);
  const [first] = [...free].sort(
    (a, b) => load(a).openHandoffs - load(b).openHandoffs || load(a).weekHandoffs - load(b).weekHandoffs || (a.userId < b.userId ? -1 : 1),
  );
  return first?.userId ?? null;
};

const queue = (teamId: TeamId): Assignee => ({ kind: "queue", teamId });

const user = (userId: UserId): Assignee => ({ kind: "user", userId });

type Choice = Pick<RouteDecision, "assignee" | "rotation">;

const chooseInTeam = (look: Look, teamId: TeamId, method: TeamMethod): Choice => {
  const members = look.teams.get(teamId)?.members ?? [];
  const skips = members.map((member) => memberSkip(look, member, method));
  const free = members.filter((_, index) => skips[index] === null);
  const turn = method === "least-open" ? null : takeTurn(look.input.rotations[teamId] ?? NEW_ROTATION, free, members.map(({ userId }) => userId));
  const chosen = turn?.userId ?? (method === "least-open" ? leastOpen(look, free) : null);
  members.forEach(({ userId, weight }, index) => {
    const figures = figuresOf(look, userId, weight);
    const skip = skips[index];
    if (skip) look.trace.push({ kind: "person", userId, outcome: "skipped", ...skip, figures });
    else if (userId === chosen) look.trace.push({ kind: "person", userId, outcome: "chosen", by: method, figures });
    else look.trace.push({ kind: "person", userId, outcome: "not-next", figures });
  });
  if (chosen !== null) return { assignee: user(chosen), rotation: turn ? { teamId, state: turn.state } : null };
  look.trace.push({ kind: "queue", teamId, why: "nobody-free" });
  return { assignee: queue(teamId), rotation: null };
};

/** What a matching rule decides; null when it names one person who can't take the lead, so the next rule is asked. */
const chooseByTarget = (look: Look, target: RoutingTarget): Choice | null => {
  if (target.kind === "team") return chooseInTeam(look, target.teamId, target.method);
  if (target.kind === "queue") {
    look.trace.push({ kind: "queue", teamId: target.teamId, why: "rule" });
    return { assignee: queue(target.teamId), rotation: null };
  }
  const { userId } = target;
  const skip = skipOf(look, userId, false);
  const figures = figuresOf(look, userId, null);
  look.trace.push(skip ? { kind: "person", userId, outcome: "skipped", ...skip, figures } : { kind: "person", userId, outcome: "chosen", by: "named", figures });
  return skip ? null : { assignee: user(userId), rotation: null };
};

/** Decides where one lead goes. Always ends at a person or a queue. */
export const route = (input: RouteInput): RouteDecision => {
  const look: Look = {
    input,
    people: new Map(input.people.map((person) => [person.userId, person])),
    teams: new Map(input.teams.map((team) => [team.teamId, team])),
    trace: [],
  };
  const owner = chooseOwner(look);
  if (owner !== null) return { assignee: user(owner), ruleKey: null, trace: look.trace, rotation: null };
  for (const { key, name, matches, target } of input.rules) {
    look.trace.push({ kind: "rule", key, name, outcome: matches ? "matched" : "passed" });
    const choice = matches ? chooseByTarget(look, target) : null;
    if (choice) return { ...choice, ruleKey: key, trace: look.trace };
  }
  const { teamId } = input.fallback;
  look.trace.push({ kind: "queue", teamId, why: "no-rule-matched" });
  return { assignee: queue(teamId), ruleKey: null, trace: look.trace, rotation: null };
};
