/** What becomes of the company's business with it: a deal begins, the person joins one that is open, or neither. */
export type QualifyingDeal = "new" | "none" | { readonly joins: string };

export interface QualifyWords {
  readonly submit: string;
  /** Said once it is done. */
  readonly done: string;
  /** What whoever chooses it may not expect. */
  readonly mind: string | null;
}

export function qualifyWords(person: string, deal: QualifyingDeal): QualifyWords {
  if (deal === "new") return { submit: "Qualify and open the deal", done: `Qualified: ${person}. The deal is in the pipeline.`, mind: null };
  if (deal === "none") return { submit: "Qualify", done: `Qualified: ${person} is an SQL.`, mind: null };
  return {
    submit: "Qualify and join the deal",
    done: `Qualified: ${person} is an SQL and in the buying group of ${deal.joins}.`,
    mind: `${person} stays an SQL: only the main contact moves on with the deal.`,
  };
}
