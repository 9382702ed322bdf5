import { opportunityStates, buyingRoles } from "@tandem/domain/pipeline/opportunity";
import { stages } from "@tandem/domain/lifecycle/stage";
import { z } from "zod";
import type { Policy, RefusalKind } from "../operation.ts";

/** Shapes and refusals that the operations of pipeline share. Money is minor units with its currency, instants ISO 8601, days company-local. */

/** Everyone who works with deals; which ones, the store's row rules say. */
export const readers = ["marketing", "sales-rep", "sales-manager", "revops", "executive"] as const satisfies Policy;
/** Who works deals: reps their own, managers those of their teams, RevOps all. */
export const sellers = ["sales-rep", "sales-manager", "revops"] as const satisfies Policy;
/** Who may write down what was done with a person, and plan what to do. */
export const recorders = ["marketing", "sales-rep", "sales-manager", "revops"] as const satisfies Policy;
export const stewards = ["revops"] as const satisfies Policy;

export const id = z.guid();
export const instant = z.iso.datetime({ offset: true });
export const day = z.iso.date();
export const cursor = z.string().max(1_000);
export const limit = z.coerce.number().int().min(1).max(200).default(50);
export const currency = z.string().regex(/^[A-Z]{3}$/, "a currency code such as EUR");
export const minor = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
export const stageKey = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "a stage's key");
export const words = z.string().trim().max(4_000);
export const title = z.string().trim().min(1).max(200);
export const role = z.enum(buyingRoles);
export const state = z.enum(opportunityStates);
export const version = z.number().int();

export const person = z.object({ id, name: z.string() });
export const contactLink = z.object({ id, name: z.string() });
export const companyLink = z.object({ id, name: z.string() });

/** An amount as entered, and in the company's currency at a dated rate. */
export const amount = z.object({
  amount: z.number().int(),
  currency,
  /** Null where there is no rate: such an amount is counted apart and never summed. */
  company: z.number().int().nullable(),
  rate: z.object({ rate: z.string(), day }).nullable(),
});

/** Choices of a list, written in a query as `a,b,c`. */
export function listOf<Item extends z.ZodType<unknown, string>>(item: Item) {
  return z
    .string()
    .max(4_000)
    .transform((text) => text.split(",").filter((part) => part !== ""))
    .pipe(z.array(item).min(1).max(100));
}

export const pipelineStage = z.object({
  key: z.string(),
  name: z.string(),
  position: z.number().int(),
  /** Percent. */
  probability: z.number().int(),
});
export type PipelineStage = z.infer<typeof pipelineStage>;

export const opportunityRow = z.object({
  id,
  name: z.string(),
  company: companyLink.nullable(),
  contact: contactLink.nullable(),
  owner: person.nullable(),
  stage: z.object({ key: z.string(), name: z.string(), position: z.number().int(), of: z.number().int() }),
  state,
  amount: amount.nullable(),
  closeOn: day.nullable(),
  createdAt: z.string(),
  stageSince: z.string(),
  closedAt: z.string().nullable(),
  /** Longer in its stage than half of all deals were. */
  stuck: z.boolean(),
  /** Open tasks; at most 99. */
  tasks: z.number().int(),
  version,
});
export type OpportunityRow = z.infer<typeof opportunityRow>;

export const contactStage = z.enum(stages);

export const noSuchOpportunity: RefusalKind = { code: "no-such-opportunity", status: 404, title: "There is no such deal, or it is another team's. Search for it by name or company." };
export const notYourOpportunity: RefusalKind = { code: "not-your-opportunity", status: 403, title: "This deal is somebody else's to change. Ask its owner, or their manager." };
export const changedMeanwhile: RefusalKind = { code: "changed-meanwhile", status: 409, title: "Someone changed this meanwhile. Look at what is there now, then save again." };
export const alreadyClosed: RefusalKind = { code: "already-closed", status: 409, title: "This deal is closed. Open it again first." };
export const noSuchStage: RefusalKind = { code: "no-such-stage", status: 422, title: "The pipeline has no such stage. Choose one of its stages." };
export const noSuchContact: RefusalKind = { code: "no-such-contact", status: 422, title: "There is no such contact. Search for the person by name or e-mail." };
export const noSuchCompany: RefusalKind = { code: "no-such-company", status: 422, title: "There is no such company. Search for it by name or domain." };
export const noSuchUser: RefusalKind = { code: "no-such-user", status: 422, title: "That is not an active user. Choose someone else." };
export const notInYourTeams: RefusalKind = { code: "not-in-your-teams", status: 403, title: "That person is in none of your teams. Choose somebody of your team, or ask RevOps." };
