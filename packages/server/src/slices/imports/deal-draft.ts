import type { FieldValue } from "@tandem/domain/criteria/criteria";
import { isCurrency } from "@tandem/domain/kit/money";
import { fold } from "@tandem/domain/people/fold";
import type { OpportunityState } from "@tandem/domain/pipeline/opportunity";
import type { ContactState } from "../../spine/states.ts";
import type { Work } from "../../spine/work.ts";
import { readEmail } from "./import-contacts.ts";
import { cut, fieldValues, keyText, saysNothing, type Plan, type RowReader } from "./plan.ts";
import type { PersonKeys } from "./resolve.ts";
import { readCompany, type CompanyDraft } from "./write-companies.ts";
import type { PipelineStage } from "./deal-store.ts";

/** A deal as a row tells it. */
export interface DealDraft {
  readonly externalId: string | null;
  readonly person: PersonKeys;
  readonly company: CompanyDraft;
  /** Fields of the contact that stand in the same row. */
  readonly values: Record<string, FieldValue>;
  readonly name: string | null;
  /** Minor units. */
  readonly amount: number | null;
  readonly currency: string | null;
  readonly state: OpportunityState;
  readonly stateKnown: boolean;
  readonly stage: string | null;
  /** Epoch ms. */
  readonly createdAt: number | null;
  readonly closedAt: number | null;
  readonly closeOn: string | null;
  readonly owner: string | null;
  readonly reason: string | null;
  readonly competitor: string | null;
  readonly source: string | null;
  readonly custom: Record<string, string>;
}

const stateWords: Record<OpportunityState, ReadonlySet<string>> = {
  won: new Set(["won", "closed won", "closedwon", "gewonnen", "abgeschlossen gewonnen", "success", "customer"]),
  lost: new Set(["lost", "closed lost", "closedlost", "verloren", "abgeschlossen verloren", "failed", "dead"]),
  open: new Set(["open", "offen", "new", "neu", "in progress", "in bearbeitung", "active", "aktiv", "pending"]),
};

export function readDeal(work: Work, plan: Plan, reader: RowReader, pipeline: readonly PipelineStage[]): DealDraft {
  if (saysNothing(reader, ["id"])) reader.refuse("id", "no-key", "The row has no id of the deal, so the same deal could not be found again. Give it one.");
  const told = reader.text("state");
  const stageText = reader.text("stage");
  const closedAt = reader.moment("closedAt");
  const stage = stageText === null ? undefined : pipeline.find((one) => [one.key, fold(one.name)].includes(fold(stageText)));
  // Other systems write "Closed Won" into the stage.
  const state = stateOf(told) ?? (stage ? "open" : stateOf(stageText));
  if (told !== null && state === null) reader.refuse("state", "bad-state", `“${cut(told)}” is neither open, won nor lost.`);
  if (stageText !== null && !stage && stateOf(stageText) === null) reader.refuse("stage", "no-such-stage", `“${cut(stageText)}” is no stage of the pipeline. Stages: ${pipeline.map((one) => one.name).join(", ")}.`);
  const currency = reader.text("currency")?.toUpperCase() ?? null;
  const amount = reader.minor("amount", currency ?? work.inForce.agreement.currency);
  if (amount !== null && amount < 0) reader.refuse("amount", "negative-amount", "The amount of a deal is not negative.");
  if (currency !== null && !isCurrency(currency)) reader.refuse("currency", "bad-currency", `“${cut(currency)}” is no currency code such as EUR.`);
  if (state !== null && state !== "open" && saysNothing(reader, ["closedAt"])) reader.refuse("closedAt", "closed-missing", `The deal is ${state} but does not say since when.`);
  if (saysNothing(reader, ["contact.id", "contact.email", "company.id", "company.domain", "company.name"])) reader.refuse("contact.id", "no-party", "The row names neither contact nor company, so it is nobody's deal.");
  const email = readEmail(reader);
  return {
    externalId: keyText(reader, "id"),
    person: { externalId: keyText(reader, "contact.id"), email, userId: null },
    company: readCompany(work, plan, reader, null),
    values: fieldValues(plan, reader, "contact", work.inForce.fields),
    name: reader.text("name")?.slice(0, 300) ?? null,
    amount, currency,
    state: state ?? "open",
    stateKnown: state !== null,
    stage: stage?.key ?? null,
    createdAt: reader.moment("createdAt"),
    closedAt,
    closeOn: reader.day("closeOn"),
    owner: reader.text("owner"),
    reason: reader.text("reason")?.slice(0, 300) ?? null,
    competitor: reader.text("competitor")?.slice(0, 300) ?? null,
    source: reader.text("source")?.slice(0, 300) ?? null,
    custom: Object.fromEntries(plan.open.flatMap(({ to, name }) => {
      const text = reader.text(to);
      return text === null ? [] : [[name, text.slice(0, 2_000)]];
    })),
  };
}

function stateOf(text: string | null): OpportunityState | null {
  if (text === null) return null;
  const word = fold(text).replaceAll(/[_-]/g, " ").trim();
  return (["won", "lost", "open"] as const).find((state) => stateWords[state].has(word)) ?? null;
}

/** What a deal without a name is called after. */
export function dealWords(contact: ContactState | null, companyName: unknown): string {
  if (typeof companyName === "string") return companyName;
  const name = contact ? [contact.values["first_name"], contact.values["last_name"]].filter((part) => typeof part === "string").join(" ") : "";
  return name || "Deal";
}
