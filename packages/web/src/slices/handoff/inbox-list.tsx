import type { InboxGroup, InboxRow, InboxScope } from "@tandem/contract/handoff/inbox";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import { ClockRing } from "../../ui/clock-ring.tsx";
import { ClockText } from "../../ui/clock-text.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Grade } from "../../ui/grade.tsx";
import { Ask, GroupBar } from "../../ui/group-bar.tsx";
import { Steps } from "../../ui/progress.tsx";
import { Spark } from "../../ui/spark.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { usePhone } from "../../ui/use-phone.ts";
import { cx } from "../../ui/class-names.ts";
import css from "./inbox.module.css";
import { progressOf } from "./progress-words.ts";
import { useRowClock, type RowClock } from "./use-row-clock.ts";
import type { InboxView } from "./use-inbox.ts";

const titles: Record<InboxGroup, string> = { "first-attempt": "First attempt owed", disposition: "In work, disposition owed", accepted: "Accepted, to qualify", settled: "Settled today" };
/** What the figures of a group count, said once for all of its rows. */
const measures: Partial<Record<InboxGroup, string>> = { "first-attempt": "business time", disposition: "business time", accepted: "calendar days" };

interface InboxListProps {
  view: InboxView;
  scope: InboxScope;
  openId: string | undefined;
  onOpen: (row: InboxRow) => void;
  onMove: (row: InboxRow) => void;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  empty: ReactNode;
  foot: ReactNode;
}

/** What is owed first at the top; clocks tick in place. */
export function InboxList({ view, scope, openId, onOpen, onMove, selected, onSelect, empty, foot }: InboxListProps) {
  const format = useFormat();
  const clockOf = useRowClock(view);
  // Where the list has no room for it the lead beside it tells what it did and where it came from; its acts need their one line.
  const roomy = useMediaQuery("(min-width: 1680px)", false, { getInitialValueInEffect: false });
  const phone = usePhone();
  const narrow = useMediaQuery("(max-width: 1439px)", false, { getInitialValueInEffect: false });
  const engagement: Column<InboxRow> = {
    key: "engagement", header: "Engagement", width: 76, cell: (row) => (
      <span className={css.engagement}>
        <Spark values={row.spark.map((value) => value / 1000)} label={`Engagement of the last 30 days, now ${format.points(row.engagement)}`} width={40} />
        <b className="num">{format.number(Math.round(row.engagement / 1000))}</b>
      </span>
    ),
  };
  const columns: Column<InboxRow>[] = [
    { key: "left", header: "Time left", width: 106, cell: (row) => <TimeLeft clock={clockOf(row)} /> },
    {
      key: "lead", header: "Lead", cell: (row) => (
        <div className={css.lead} data-unseen={isUnseen(row, scope)}>
          <span className={cx(css.name, "cut")} title={row.contact.name}>{row.contact.name}</span>
          <span data-second className={cx(css.context, "cut")} title={[row.assignee?.name, row.company?.name].filter(Boolean).join(", ")}>{scope === "team" && row.assignee ? `${row.assignee.name.split(" ")[0]}, ${row.company?.name ?? "no company"}` : (row.company?.name ?? "No company known")}</span>
        </div>
      ),
    },
    { key: "fit", header: "Fit, tier", width: 46, cell: (row) => <span className={css.fit}><Grade grade={row.grade} /><span className="second ink2">{row.tier.short}</span></span> },
    ...(narrow ? [] : [engagement]),
    ...(roomy ? [{ key: "source", header: "Source", width: 112, cell: (row: InboxRow) => <Source row={row} /> }] : []),
    { key: "progress", header: "Progress", width: 84, cell: (row) => <Progress row={row} /> },
  ];
  return (
    <DataTable<InboxRow>
      label="Inbox"
      columns={columns}
      groups={view.groups?.map((group) => ({
        key: group.key,
        rows: group.rows,
        bar: (
          <GroupBar title={scope === "queue" && group.key === "first-attempt" ? "Unclaimed, first attempt owed" : titles[group.key]} count={group.count}>
            {measures[group.key] && !(phone && group.breached + group.warning > 0) && group.rows.some((row) => row.clock !== null) && <span className="ink3">{measures[group.key]}</span>}
            {group.breached > 0 && <Ask tone="breach">{group.breached} breached</Ask>}
            {group.warning > 0 && <Ask tone="warn">{group.warning} warning</Ask>}
          </GroupBar>
        ),
      }))}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.contact.name}
      onOpen={onOpen}
      onMove={onMove}
      openKey={openId}
      {...(!phone && { selection: { keys: selected, onChange: onSelect } })}
      more={view.more}
      loadMore={view.loadMore}
      loading={view.loading}
      refreshing={view.refreshing}
      error={view.error}
      retry={view.retry}
      empty={empty}
      foot={foot}
      phoneRow={(row) => <PhoneRow row={row} clock={clockOf(row)} scope={scope} />}
    />
  );
}

/** A lead of one's own that was not before one's eyes yet; whoever tried or accepted it has seen it. */
function isUnseen(row: InboxRow, scope: InboxScope): true | undefined {
  return (scope === "mine" && !row.seen && row.group === "first-attempt" && row.state === "open") || undefined;
}

function TimeLeft({ clock }: { clock: RowClock }) {
  return <div className={css.clock}><ClockText state={clock.state} share={clock.share} left={clock.left} due={clock.due} label={clock.label} title={clock.title} /></div>;
}

function Source({ row: { source } }: { row: InboxRow }) {
  return (
    <>
      <span className={cx(css.source, "cut")} title={source.name}>{source.name}</span>
      {source.detail && <span data-second className={cx(css.context, "cut")} title={source.detail}>{source.detail}</span>}
    </>
  );
}

/** Attempts made of those agreed, or how it ended: whole words, on two lines where one is too short. */
function Progress({ row }: { row: InboxRow }) {
  const { steps, words } = progressOf(row);
  return (
    <span className={css.progress} title={steps ? `Attempts: ${words}` : words}>
      {steps && <Steps done={steps.done} of={steps.of} label={`Attempts: ${words}`} />}
      <span className={cx(css.progressWords, steps && "num")}>{words}</span>
    </span>
  );
}

function PhoneRow({ row, clock, scope }: { row: InboxRow; clock: RowClock; scope: InboxScope }) {
  return (
    <div className={css.phoneRow}>
      <span><ClockRing state={clock.state} share={clock.share} size={18} {...(clock.label !== undefined && { label: clock.label })} /></span>
      <div className={css.lead} data-unseen={isUnseen(row, scope)} style={{ minWidth: 0 }}>
        <div className={cx(css.phoneName, "cut")}>{row.contact.name}</div>
        <div className={cx(css.phoneCompany, "cut")}>{row.group === "settled" ? [progressOf(row).words, clock.due].filter(Boolean).join(", ") : (row.company?.name ?? "No company known")}</div>
      </div>
      <div>
        <div className={cx(css.phoneLeft, "num")} data-state={clock.state} title={clock.title}>{clock.left}</div>
        <div className={css.phoneFacts}><Grade grade={row.grade} /><span>{row.tier.short}</span><span className="num">{Math.round(row.engagement / 1000)}</span></div>
      </div>
    </div>
  );
}
