import { z } from "zod";
import { badCursor, operation } from "../operation.ts";
import { cursor, grade, handoffState, handoffStates, id, instant, limit, person, readers, team, tier } from "./parts.ts";

export const handoffRow = z.object({
  id,
  contact: z.object({ id, name: z.string() }),
  company: z.object({ id, name: z.string() }).nullable(),
  tier,
  grade,
  /** Milli-points when it was handed over. */
  engagement: z.number().int(),
  source: z.object({ name: z.string(), detail: z.string().nullable() }),
  state: handoffState,
  reason: z.string().nullable(),
  reasonName: z.string().nullable(),
  words: z.string().nullable(),
  assignee: person.nullable(),
  team,
  openedAt: z.string(),
  seenAt: z.string().nullable(),
  firstAttemptAt: z.string().nullable(),
  acceptedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  /** Names of clauses that were broken. */
  breached: z.array(z.string()),
  dispute: z.enum(["open", "answered"]).nullable(),
});
export type HandoffRow = z.infer<typeof handoffRow>;

const filters = {
  state: z.enum([...handoffStates, "rejected", "settled", "disputed", "breached"]).optional(),
  reason: z.string().max(63).optional(),
  tier: z.string().max(63).optional(),
  teamId: id.optional(),
  assigneeId: id.optional(),
  /** Handed over from … */
  from: instant.optional(),
  /** … until before. */
  to: instant.optional(),
};
const filter = z.strictObject(filters);
export type HandoffFilter = z.infer<typeof filter>;

export const listHandoffs = operation({
  name: "handoff.list-handoffs",
  method: "GET",
  path: "/handoffs",
  summary: "What became of each lead that was passed: state, reason, words, who and when, newest first.",
  who: readers,
  query: z.strictObject({ ...filters, cursor: cursor.optional(), limit }),
  response: z.object({
    rows: z.array(handoffRow),
    next: z.string().nullable(),
    /** On the first page only. */
    count: z.object({ value: z.number().int(), capped: z.boolean() }).nullable(),
  }),
  refusals: [badCursor],
});

export const handoffChoices = operation({
  name: "handoff.list-choices",
  method: "GET",
  path: "/handoffs/choices",
  summary: "What the list of handoffs can be narrowed by: teams, people, tiers and reasons.",
  who: readers,
  response: z.object({
    teams: z.array(team),
    people: z.array(person),
    tiers: z.array(tier),
    reasons: z.array(z.object({ code: z.string(), name: z.string(), to: z.enum(["nurture", "unqualified"]) })),
  }),
});
