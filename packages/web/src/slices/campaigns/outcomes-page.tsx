import { listOutcomes, type OutcomeRow } from "@tandem/contract/campaigns/closed-loop";
import { readDashboard } from "@tandem/contract/insights/dashboard";
import { useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Section } from "../../ui/section.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { ReportBar, useReport, useRowPages } from "../insights/door.tsx";
import css from "./campaigns.module.css";
import { OutcomeLine } from "./outcome-list.tsx";

const states = ["open", "accepted", "qualified", "rejected"] as const;
type State = (typeof states)[number];

/** Marketing's side of the loop: each lead passed to Sales, what became of it, and why. */
export function Page() {
  const { filter, search, change } = useReport("/outcomes");
  const format = useFormat();
  const state = (states as readonly string[]).includes(search["state"] ?? "") ? (search["state"] as State) : undefined;
  const reason = search["reason"];
  const { data } = useOperation(readDashboard, { query: filter });
  const list = useRowPages(listOutcomes, { ...filter, ...(state && { state }), ...(reason !== undefined && { reason }), limit: 50 }, true);
  const rows = list.pages?.flatMap((page) => page.rows as OutcomeRow[]) ?? [];
  const d = data?.dispositions;
  return (
    <>
      <PageHeader title="What became of our leads" note={d ? `${format.number(d.opened)} passed in ${data.period.name}` : undefined}>
        <ReportBar filter={filter} name={data?.period.name} change={change} />
      </PageHeader>
      <div className={css.page}>
        <div className={css.body}>
          <div style={{ display: "flex", flexWrap: "wrap", gap: 8 }}>
            <SegmentedTabs<State | "all">
              label="What became of them" value={state ?? "all"} onChange={(value) => change({ state: value === "all" ? undefined : value, reason: undefined })}
              tabs={[
                { value: "all", label: "All", count: d?.opened }, { value: "open", label: "With Sales", count: d?.waiting }, { value: "accepted", label: "Accepted", count: d?.accepted },
                { value: "qualified", label: "Qualified", count: d?.qualified }, { value: "rejected", label: "Rejected", count: d?.rejected },
              ]}
            />
            {state === "rejected" && d?.reasons.map((one) => (
              <Button key={one.code} kind={reason === one.code ? "soft" : "quiet"} aria-pressed={reason === one.code} onClick={() => change({ reason: reason === one.code ? undefined : one.code })}>{one.name} {format.number(one.count)}</Button>
            ))}
          </div>
          <Section card title="Leads passed to Sales" definition="Newest first. A rejection carries its reason and the words of whoever rejected it.">
            {list.loading && <SkeletonLines lines={8} />}
            {list.error && rows.length === 0 && <ErrorState title="The leads could not be read" error={list.error} onRetry={list.retry} />}
            {!list.loading && !list.error && rows.length === 0 && <EmptyState title={state ? "No lead was passed that fits this." : "No lead was passed to Sales in this period."} text="A lead is passed to Sales when it becomes an MQL." />}
            <div>{rows.map((row) => <OutcomeLine key={row.handoffId} row={row} />)}</div>
            {list.more && <div style={{ marginTop: 12 }}><Button busy={list.loadingMore} onClick={list.loadMore}>Show more</Button></div>}
          </Section>
        </div>
      </div>
    </>
  );
}
