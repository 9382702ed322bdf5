/** A draft routing run over a row of leads: the same `route`, with rotations and loads carried from one to the next. */
import type { TeamId, UserId } from "../kit/ids.ts";
import { route, type RouteDecision, type RouteInput, type Rotations } from "./route.ts";

/** One lead as it would arrive; rotations are carried by the run. */
export type SimulatedLead = Omit<RouteInput, "rotations">;

export interface Simulation {
  readonly decisions: readonly RouteDecision[];
  readonly rotations: Rotations;
  /** Leads received by each person and left in each queue. */
  readonly byUser: Readonly<Record<UserId, number>>;
  readonly byQueue: Readonly<Record<TeamId, number>>;
}

/**
 * Routes leads in order. Each one given to a person adds to that person's open and weekly handoffs for the leads after it
 * (on top of what the lead's own `people` say), unless `countLoad` is false.
 */
export const simulateRouting = (leads: readonly SimulatedLead[], rotations: Rotations = {}, { countLoad = true }: { readonly countLoad?: boolean } = {}): Simulation => {
  const decisions: RouteDecision[] = [];
  const byUser: Record<UserId, number> = {};
  const byQueue: Record<TeamId, number> = {};
  let carried = rotations;
  for (const lead of leads) {
    const people = countLoad
      ? lead.people.map((person) => {
          const added = byUser[person.userId] ?? 0;
          return { ...person, openHandoffs: person.openHandoffs + added, weekHandoffs: person.weekHandoffs + added };
        })
      : lead.people;
    const decision = route({ ...lead, people, rotations: carried });
    decisions.push(decision);
    if (decision.rotation) carried = { ...carried, [decision.rotation.teamId]: decision.rotation.state };
    const { assignee } = decision;
    if (assignee.kind === "user") byUser[assignee.userId] = (byUser[assignee.userId] ?? 0) + 1;
    else byQueue[assignee.teamId] = (byQueue[assignee.teamId] ?? 0) + 1;
  }
  return { decisions, rotations: carried, byUser, byQueue };
};
