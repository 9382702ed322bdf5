import { z } from "zod";
import { operation } from "../operation.ts";
import { handoffState, id, person, readers, team } from "./parts.ts";

/** Who works on a person, for everybody who may see the person: neither what was said nor how the clocks stand. */
export const holding = z.object({
  id,
  state: handoffState,
  /** Null waits in the queue of the team. */
  assignee: person.nullable(),
  team,
  openedAt: z.string(),
  acceptedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  /** Whether the handoff itself is the caller's to open. */
  mayOpen: z.boolean(),
});
export type Holding = z.infer<typeof holding>;

export const whoHolds = operation({
  name: "handoff.who-holds",
  method: "GET",
  path: "/contacts/:contactId/handoff",
  summary: "Who holds the person's open handoff, or held the last one, and how it stands. Null where they were never handed over.",
  who: readers,
  params: z.object({ contactId: id }),
  response: z.object({ handoff: holding.nullable() }),
});
