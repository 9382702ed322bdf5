import { createOpportunity } from "@tandem/contract/pipeline/opportunities";
import { useMay } from "../../app/session.ts";
import { WaysIn } from "../../app/ways-in.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";

/** Before the first deal: what brings one. */
export function NoDeals({ onAdd }: { onAdd: () => void }) {
  const may = useMay();
  return (
    <EmptyState
      title="Deals appear here once a lead is qualified." text="Qualifying a handoff opens one; they can be opened by hand or imported too."
      action={<>{may(createOpportunity) && <Button onClick={onAdd}>Open a deal…</Button>}<WaysIn /></>}
    />
  );
}
