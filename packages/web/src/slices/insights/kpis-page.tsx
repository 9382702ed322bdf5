import { listKpis } from "@tandem/contract/insights/figures";
import { useOperation } from "../../app/query.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { PageHeader } from "../../ui/page-header.tsx";

const basis = { cohort: "Cohort", period: "In period", now: "Now" };
const good = { up: "Up", down: "Down", neither: "Depends" };

export function Page() {
  const { data, isPending, error, refetch } = useOperation(listKpis, {});
  return (
    <>
      <PageHeader title="KPI catalogue" path={[{ label: "Dashboard", to: "/dashboard" }]} note="Every number, defined once" />
      <DataTable
        label="KPIs" rows={data} rowKey={(kpi) => kpi.key} loading={isPending} error={error} retry={() => void refetch()} rowHeight={56}
        columns={[
          { key: "name", header: "KPI", width: 200, cell: (kpi) => <b style={{ fontWeight: 500 }}>{kpi.name}</b> },
          { key: "formula", header: "How it is counted", width: "4fr", cell: (kpi) => <span className="ink2">{kpi.formula}</span> },
          { key: "basis", header: "Basis", width: 88, wide: true, cell: (kpi) => <span title={kpi.basis === "cohort" ? "Of those who entered in the period, whenever it happens" : "What happened in the period"}>{basis[kpi.basis]}</span> },
          { key: "good", header: "Good is", width: 72, wide: true, cell: (kpi) => good[kpi.good] },
        ]}
        phoneRow={(kpi) => <><b style={{ fontWeight: 500 }}>{kpi.name}</b><span className="label">{kpi.formula}</span></>}
      />
    </>
  );
}
