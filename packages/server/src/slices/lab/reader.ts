import { outcomesOf, type Outcomes } from "@tandem/domain/lab/tally";
import type pg from "pg";
import { bound } from "../../platform/bound.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { handoffScope, opportunityScope } from "../../spine/row-scope.ts";
import type { LoadedHistory } from "./load-history.ts";

/** Who looks into the lab, and how people ended as far as that is theirs to see. */
export interface Reader {
  readonly userId: string;
  /** Whose end they may know; null for everybody's. */
  readonly ends: { readonly text: string; readonly params: readonly unknown[] } | null;
}

/**
 * Marketing, RevOps and executives see how everybody ended. In Sales one sees it of people of whom every handoff and every
 * deal is one's own or one's teams'. Sums follow the same rule, because a draft can be about a single person.
 */
export function readerOf(principal: Principal): Reader {
  const b = bound();
  // In one order, so that the same reader is the same.
  const ordered = { ...principal, teamIds: principal.teamIds.toSorted(), managedTeamIds: principal.managedTeamIds.toSorted() };
  const [handoffs, deals] = [handoffScope(ordered, b), opportunityScope(ordered, b)];
  if (b.params.length === 0) return { userId: principal.userId, ends: null };
  // In a queue nobody is the assignee: what is not surely in scope is out of it.
  const text = `select c.survivor_id from contact c join (
      select h.contact_id, ${handoffs} is true as theirs from handoff h
      union all select k.contact_id, ${deals} is true from opportunity_contact k join opportunity o on o.id = k.opportunity_id
    ) e on e.contact_id = c.id group by c.survivor_id having bool_and(e.theirs)`;
  return { userId: principal.userId, ends: { text, params: b.params } };
}

/** How people ended as the reader may know it: of everybody else nothing is recorded. */
export async function endsFor(client: pg.Client, { outcomes, index }: LoadedHistory, ends: NonNullable<Reader["ends"]>): Promise<Outcomes> {
  const { rows } = await client.query<{ survivor_id: string }>(ends.text, [...ends.params]);
  return outcomesOf(outcomes, rows.map((row) => index.numberOfText(row.survivor_id)).filter((number) => number >= 0 && number < outcomes.ended.length));
}
