import { PageHeader } from "../../ui/page-header.tsx";
import { ConservationPanel } from "./conservation-panel.tsx";
import { ReportBar } from "./report-bar.tsx";
import css from "./report.module.css";
import { useReport } from "./use-report.ts";

export function Page() {
  const { filter, change } = useReport("/dashboard/conservation");
  return (
    <>
      <PageHeader title="Conservation report" path={[{ label: "Dashboard", to: "/dashboard" }]} note="Nothing falls through">
        <ReportBar filter={filter} name={undefined} change={change} />
      </PageHeader>
      <div className={css.page} tabIndex={0} role="region" aria-label="Conservation report">
        <div className={css.body} style={{ maxWidth: 920 }}><ConservationPanel filter={filter} whole /></div>
      </div>
    </>
  );
}
