import type { OpportunityRow } from "@tandem/contract/pipeline/parts";

export type DealField = "name" | "amount" | "closeOn" | "owner" | "company";
type Value = string | number | null;

/** What somebody else changed while one was editing. */
export interface DealChange {
  readonly field: DealField;
  readonly before: Value;
  readonly now: Value;
  /** As it stands in the form. */
  readonly mine: Value;
  /** Both changed it, to different things. */
  readonly both: boolean;
}

type Deal = Pick<OpportunityRow, "name" | "amount" | "closeOn" | "owner" | "company">;
/** The form: ids of owner and company, the amount in minor units of `currency`. */
export interface DealForm {
  readonly name: string;
  readonly amount: number | null;
  readonly currency: string;
  readonly closeOn: string | null;
  readonly owner: string | null;
  readonly company: string | null;
}

const values: Readonly<Record<DealField, (deal: Deal) => Value>> = {
  name: (deal) => deal.name,
  amount: (deal) => deal.amount?.amount ?? null,
  closeOn: (deal) => deal.closeOn,
  owner: (deal) => deal.owner?.id ?? null,
  company: (deal) => deal.company?.id ?? null,
};

/** Compares the deal as it was opened, as it is now, and as it is typed. The currency goes with the amount. */
export function changesBetween(start: Deal, now: Deal, mine: DealForm): DealChange[] {
  return (Object.keys(values) as DealField[]).flatMap((field) => {
    const [before, after] = [values[field](start), values[field](now)];
    const otherCurrency = field === "amount" && start.amount?.currency !== now.amount?.currency;
    if (before === after && !otherCurrency) return [];
    const typed = mine[field];
    const touched = typed !== before || (field === "amount" && start.amount !== null && mine.currency !== start.amount.currency);
    return [{ field, before, now: after, mine: typed, both: touched && typed !== after }];
  });
}
