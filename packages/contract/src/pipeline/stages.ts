import { z } from "zod";
import { badCursor, operation, pageOf } from "../operation.ts";
import { currency, cursor, day, limit, pipelineStage, readers, stageKey, stewards } from "./parts.ts";

/** How the pipeline is set up: its stages with their probabilities, and the rates amounts are converted with. */

export const listPipelineStages = operation({
  name: "pipeline.list-stages",
  method: "GET",
  path: "/pipeline/stages",
  summary: "The stages of the pipeline in order, with their probabilities in percent, and how many deals stand in each.",
  who: readers,
  response: z.object({ rows: z.array(pipelineStage.extend({ open: z.number().int(), closed: z.number().int() })) }),
});

export const savePipelineStages = operation({
  name: "pipeline.save-stages",
  method: "PUT",
  path: "/pipeline/stages",
  summary: "Sets the stages in their order. A stage without a key is new. One that any deal stands or was closed in stays.",
  who: stewards,
  body: z.strictObject({
    stages: z
      .array(z.strictObject({ key: stageKey.optional(), name: z.string().trim().min(1).max(60), probability: z.number().int().min(0).max(100) }))
      .min(1)
      .max(20),
  }),
  response: z.object({ rows: z.array(pipelineStage) }),
  refusals: [
    { code: "stage-in-use", status: 409, title: "Deals stand in this stage or were closed in it, so it stays. Move the open ones, or rename it." },
    { code: "no-such-stage", status: 422, title: "There is no stage of this key. Look at the stages again." },
    { code: "stage-named-twice", status: 422, title: "Two stages have the same name. Give each its own." },
  ],
});

const rate = z.object({ currency, day, /** Units of the company's currency for one unit of this one. */ rate: z.string() });

export const listExchangeRates = operation({
  name: "pipeline.list-exchange-rates",
  method: "GET",
  path: "/pipeline/exchange-rates",
  summary: "The recorded rates, newest first.",
  who: readers,
  query: z.strictObject({ currency: currency.optional(), cursor: cursor.optional(), limit }),
  response: pageOf(rate).extend({ companyCurrency: currency, /** Currencies of deals that have no rate, with how many amounts are counted apart. */ missing: z.array(z.object({ currency, deals: z.number().int() })) }),
  refusals: [badCursor],
});

export const addExchangeRate = operation({
  name: "pipeline.add-exchange-rate",
  method: "POST",
  path: "/pipeline/exchange-rates",
  summary: "Records the rate of a day. Open deals are converted with the latest rate at once; won and lost ones keep theirs and are converted only where they had none.",
  who: stewards,
  body: z.strictObject({ currency, day, rate: z.string().trim().regex(/^\d{1,9}(\.\d{1,10})?$/, "a decimal such as 1.0834").refine((text) => Number(text) > 0, "more than nothing") }),
  response: z.object({ converted: z.number().int() }),
  refusals: [
    { code: "company-currency", status: 422, title: "This is the company's own currency. It needs no rate." },
    { code: "rate-in-future", status: 422, title: "A rate is recorded once its day has come. Correct the day." },
  ],
});
