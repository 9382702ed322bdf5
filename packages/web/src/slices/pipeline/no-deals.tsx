import { createImport } from "@tandem/contract/imports/imports";
import { createOpportunity } from "@tandem/contract/pipeline/opportunities";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Link } from "../../ui/link.tsx";

/** Before the first deal: what brings one. */
export function NoDeals({ onAdd }: { onAdd: () => void }) {
  const may = useMay();
  return (
    <EmptyState
      title="Deals appear here once a lead is qualified." text="Qualifying a handoff opens one; they can be opened by hand or imported too."
      action={<>{may(createOpportunity) && <Button onClick={onAdd}>Open a deal…</Button>}{may(createImport) && <Link to="/settings/imports">Import from CSV</Link>}</>}
    />
  );
}
