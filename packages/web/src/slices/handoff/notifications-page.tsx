import { listNotifications, markRead } from "@tandem/contract/handoff/notifications";
import { useNavigate } from "@tanstack/react-router";
import { useAct, usePages } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { BellIcon, ClockIcon, FlagIcon, HandoffIcon, PipelineIcon, QueueIcon, RecycleIcon, WarningIcon } from "../../ui/icons.ts";
import type { IconType } from "../../ui/button.tsx";
import { Row } from "../../ui/layout.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import css from "./handoffs.module.css";

const icons: Record<string, IconType> = {
  "handoff.assigned": HandoffIcon, "handoff.queued": QueueIcon, "clock.warned": ClockIcon, "clock.breached": WarningIcon, "clock.escalated": WarningIcon, "handoff.disputed": FlagIcon, "handoff.dispute-answered": FlagIcon, "lead.aged": RecycleIcon, "opportunity.joined": PipelineIcon,
};

/** What concerns oneself, newest first. */
export function Page() {
  const navigate = useNavigate();
  const pages = usePages(listNotifications, { query: {} });
  const read = useAct(markRead, { invalidates: ["notification"] });
  const unread = pages.rows?.some((row) => row.readAt === null) ?? false;
  return (
    <>
      <PageHeader title="Notifications">{unread && <Button busy={read.isPending} onClick={() => read.mutate({ body: { until: pages.rows?.[0]?.at ?? new Date().toISOString() } })}>Mark all as read</Button>}</PageHeader>
      <DataTable
        label="Notifications" {...pages} rowKey={(row) => row.id} rowLabel={(row) => row.title}
        onOpen={(row) => {
          if (row.readAt === null) read.mutate({ body: { ids: [row.id] } });
          if (row.link) void navigate({ to: row.link as never });
        }}
        phoneRow={(row) => <div className={css.phoneNotice}><span className="cut" style={{ fontWeight: row.readAt === null ? 600 : 400 }}>{row.title}</span><span className={css.phoneNoticeUnder}><span className="label cut">{row.body}</span><RelativeTime at={row.at} className="label" /></span></div>}
        empty={<EmptyState title="Nothing has been told to you yet." text="New leads, clocks that run out and answers to you appear here." />}
        columns={[
          {
            key: "what", header: "What", cell: (row) => {
              const Icon = icons[row.kind] ?? BellIcon;
              return (
                <Row gap={12}>
                  <span className="ink2" style={{ display: "flex" }}><Icon /></span>
                  <span style={{ minWidth: 0 }}>
                    <span className="cut" style={{ display: "block", fontWeight: row.readAt === null ? 600 : 400 }} title={row.title}>{row.title}</span>
                    <span className="label cut" style={{ display: "block" }} title={row.body}>{row.body}</span>
                  </span>
                </Row>
              );
            },
          },
          { key: "at", header: "When", width: 96, align: "right", cell: (row) => <RelativeTime at={row.at} className="ink3 second" /> },
        ]}
      />
    </>
  );
}
