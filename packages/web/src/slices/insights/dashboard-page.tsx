import { readDashboard } from "@tandem/contract/insights/dashboard";
import type { FigureRef } from "@tandem/contract/insights/figures";
import { createContact } from "@tandem/contract/people/contacts";
import { useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { WaysIn } from "../../app/ways-in.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { ShareIcon } from "../../ui/icons.ts";
import { Link } from "../../ui/link.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toast.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { ConservationPanel } from "./conservation-panel.tsx";
import { DispositionsPanel } from "./dispositions-panel.tsx";
import { FigurePanel } from "./figure-panel.tsx";
import { FlowPanel } from "./flow-panel.tsx";
import { CohortsPanel, OriginsPanel, SpeedPanel, VelocityPanel, WeeksPanel } from "./lower-panels.tsx";
import { ReportBar } from "./report-bar.tsx";
import { openedFigure } from "./report-search.ts";
import css from "./report.module.css";
import { FunnelPanel, PacePanel, SlaPanel, Tiles } from "./top-panels.tsx";
import { TargetsCard } from "./targets-panel.tsx";
import { useReport } from "./use-report.ts";

/** One dashboard for both teams: every figure says how it is counted and opens its rows. */
export function Page() {
  const format = useFormat();
  const may = useMay();
  const { filter, search, change } = useReport("/dashboard");
  const { data: d, error, refetch, isPlaceholderData } = useOperation(readDashboard, { query: filter }, { every: 60_000 });
  const opened = openedFigure(search);
  const open = (ref: FigureRef) => change({ rows: ref.figure, part: ref.key ?? undefined });
  return (
    <>
      <PageHeader title="Dashboard" note="Revenue, shared">
        {d && <span className={`second ink3 ${css.counted}`} title={`${format.exact(d.countedAt)}, company days of ${d.timeZone}`}>Counted to {format.time(d.countedAt)}</span>}
        <ReportBar filter={filter} name={isPlaceholderData ? undefined : d?.period.name} change={change} />
        <Button icon={ShareIcon} onClick={() => void navigator.clipboard.writeText(window.location.href).then(() => toast.say("Link to this view copied"))}>Share</Button>
      </PageHeader>
      <div className={css.page}>
        {!d && (error ? <ErrorState title="The dashboard could not be read" error={error} onRetry={() => void refetch()} /> : <Loading />)}
        {d && d.blank && (
          <EmptyState
            center title="Nothing is counted yet." text="The funnel, the pace and what both teams promised are counted from the first lead on, revenue from the first deal."
            action={<>{may(createContact) && <Link to="/people" search={{ add: "yes" }}>Add a contact</Link>}<WaysIn /></>}
          />
        )}
        {d && !d.blank && (
          <div className={css.body} data-refreshing={isPlaceholderData || undefined}>
            <Tiles d={d} open={open} />
            <div className={css.wideNarrow}>
              <FunnelPanel d={d} open={open} />
              <PacePanel d={d} open={open} />
              <FlowPanel d={d} open={open} />
              <SlaPanel d={d} open={open} />
            </div>
            <TargetsCard open={open} />
            <div className={css.halves}>
              <WeeksPanel d={d} open={open} />
              <VelocityPanel d={d} open={open} />
              <SpeedPanel d={d} open={open} />
              <DispositionsPanel d={d} open={open} />
              <CohortsPanel d={d} open={open} />
              <div className={css.body} style={{ padding: 0, alignContent: "start" }}>
                <OriginsPanel d={d} open={open} />
                <ConservationPanel filter={filter} open={open} />
              </div>
            </div>
          </div>
        )}
      </div>
      <FigurePanel open={opened} filter={filter} clause={opened?.figure === "clocks" ? d?.sla.sales.find((one) => one.figure.key === opened.key)?.name : undefined} onClose={() => change({ rows: undefined, part: undefined })} />
    </>
  );
}

function Loading() {
  return (
    <div className={css.body} role="status" aria-label="Loading">
      <div className={css.tiles}>{Array.from({ length: 6 }, (_, i) => <Skeleton key={i} height={112} />)}</div>
      <div className={css.wideNarrow}>
        {[322, 322, 330, 330].map((height, i) => <Skeleton key={i} height={height} />)}
      </div>
    </div>
  );
}
