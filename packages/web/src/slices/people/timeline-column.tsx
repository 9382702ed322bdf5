import { listTimeline, type TimelineFilter } from "@tandem/contract/people/timeline";
import { useMemo } from "react";
import { usePages } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCapped } from "../../ui/format.ts";
import { RecordMain } from "../../ui/record-page.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { lineOf } from "./timeline-words.tsx";
import css from "./contact.module.css";

export const timelineTabs = [{ value: "all", label: "All" }, { value: "sales", label: "Sales" }, { value: "marketing", label: "Marketing" }, { value: "web", label: "Web" }] as const;

const nothing: Record<TimelineFilter, string> = {
  all: "Nothing has happened yet. Visits, mails, calls and stages appear here.",
  sales: "Sales has not been at work here yet. Attempts, notes, handoffs and deals appear here.",
  marketing: "No campaign or channel has brought this person yet.",
  web: "No visit or event is known. The tracker or your systems send them.",
};

/** What happened, newest first, read page by page. */
export function TimelineColumn({ contactId, events, show, onShow }: { contactId: string; events: { value: number; capped: boolean }; show: TimelineFilter; onShow: (show: TimelineFilter) => void }) {
  const format = useFormat();
  const list = usePages(listTimeline, { params: { contactId }, query: { show, limit: 40 } });
  const lines = useMemo(() => list.rows?.map((entry) => lineOf(entry, format)), [list.rows, format]);
  return (
    <RecordMain label="Timeline">
      <header className={css.columnHead}>
        <h2>Timeline</h2>
        <span className="second ink2">{formatCapped(events, format.context)} {events.value === 1 && !events.capped ? "event" : "events"}</span>
        <span className={css.headRight}><SegmentedTabs label="Which entries" value={show} onChange={onShow} tabs={timelineTabs} /></span>
      </header>
      {list.error && !lines ? <ErrorState title="The timeline could not be loaded" error={list.error} onRetry={list.retry} /> : null}
      {!lines && !list.error && <SkeletonLines lines={8} />}
      {lines?.length === 0 && <EmptyState title={nothing[show]} />}
      {lines && lines.length > 0 && <div style={list.refreshing ? { opacity: 0.6 } : undefined}><Timeline entries={lines} /></div>}
      {list.more && <Button kind="quiet" onClick={list.loadMore}>Show older</Button>}
    </RecordMain>
  );
}
