import { z } from "zod";
import { operation } from "../operation.ts";

/** A share now beside its usual range: the Wilson interval (95 %) of the preceding four quarters. Shares are 0 to 1. */
export const watchedShare = z.object({
  key: z.string(),
  name: z.string(),
  /** The last 13 weeks. */
  now: z.object({ hits: z.number().int(), of: z.number().int(), share: z.number().nullable() }),
  usual: z.object({ hits: z.number().int(), of: z.number().int(), share: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() }),
  /** `too-few`: fewer than 20 now or before; nothing is said then. */
  standing: z.enum(["usual", "below", "above", "too-few"]),
  words: z.string(),
});

export const readDrift = operation({
  name: "agreement.read-drift",
  method: "GET",
  path: "/agreement/drift",
  summary: "Whether winners still match the ideal customer, and Sales still accepts what each score band hands over, as usual.",
  who: "signed-in",
  response: z.object({
    version: z.number().int(),
    /** Company days, both included. */
    now: z.object({ from: z.string(), to: z.string() }),
    before: z.object({ from: z.string(), to: z.string() }),
    winners: watchedShare,
    /** Weeks (their Monday) with won deals, and how many of those match the ideal customer. */
    weeks: z.array(z.object({ week: z.string(), won: z.number().int(), matching: z.number().int() })),
    bands: z.array(watchedShare),
    /** Something left its usual range: the page says so and offers the lab. */
    drifting: z.boolean(),
  }),
});
