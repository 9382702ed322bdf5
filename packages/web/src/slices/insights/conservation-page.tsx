import { PageHeader } from "../../ui/page-header.tsx";
import { ConservationPanel } from "./conservation-panel.tsx";
import { FigurePanel } from "./figure-panel.tsx";
import { ReportBar } from "./report-bar.tsx";
import { openedFigure } from "./report-search.ts";
import css from "./report.module.css";
import { useReport } from "./use-report.ts";

export function Page() {
  const { filter, search, change } = useReport("/dashboard/conservation");
  return (
    <>
      <PageHeader title="Conservation report" path={[{ label: "Dashboard", to: "/dashboard" }]} note="Nothing falls through">
        <ReportBar filter={filter} name={undefined} change={change} />
      </PageHeader>
      <div className={css.page} tabIndex={0} role="region" aria-label="Conservation report">
        <div className={css.body} style={{ maxWidth: 920 }}><ConservationPanel filter={filter} open={({ figure, key }) => change({ rows: figure, part: key ?? undefined })} whole /></div>
      </div>
      <FigurePanel open={openedFigure(search)} filter={filter} onClose={() => change({ rows: undefined, part: undefined })} />
    </>
  );
}
