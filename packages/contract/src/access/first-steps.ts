import { z } from "zod";
import { operation } from "../operation.ts";

/** What a new company does before leads go from one team to the other, in the order it is best done. */
export const firstSteps = ["website", "people", "receivers", "signatures", "history"] as const;

export const readFirstSteps = operation({
  name: "access.read-first-steps",
  method: "GET",
  path: "/access/first-steps",
  summary: "What a new workspace has done of its first steps: a website that was heard of, people of both teams, somebody who receives leads, an agreement signed by both; and, as far as one likes, an import of what there was before.",
  who: ["revops", "administrator"],
  response: z.object({ steps: z.array(z.object({ step: z.enum(firstSteps), done: z.boolean(), optional: z.boolean() })) }),
});
