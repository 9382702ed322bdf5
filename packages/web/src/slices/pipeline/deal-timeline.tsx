import { logActivity, removeActivity } from "@tandem/contract/pipeline/activities";
import { listOpportunityTimeline, type OpportunityEntry, type OpportunityPage } from "@tandem/contract/pipeline/opportunities";
import { closeReasonName } from "@tandem/domain/pipeline/opportunity";
import { useMemo } from "react";
import { call } from "../../app/api.ts";
import { useAct, usePages } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { CallIcon, CheckIcon, CloseIcon, EditIcon, ForwardIcon, MailIcon, MeetingIcon, MessageIcon, MoreIcon, NoteIcon, PersonAddIcon, PipelineIcon, RemoveIcon, TasksIcon, UndoIcon } from "../../ui/icons.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Link } from "../../ui/link.tsx";
import { Menu } from "../../ui/menu.tsx";
import { RecordMain } from "../../ui/record-page.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { Timeline, type TimelineEntry } from "../../ui/timeline.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { Composer } from "./composer.tsx";
import { daysIn, kindNames, outcomeNames } from "./words.ts";
import css from "./opportunity.module.css";

type Format = ReturnType<typeof useFormat>;
const activityIcons = { call: CallIcon, email: MailIcon, meeting: MeetingIcon, message: MessageIcon, note: NoteIcon };

/** What happened with the deal, newest first, beneath a place to write it down. */
export function DealTimeline({ page }: { page: OpportunityPage }) {
  const may = useMay();
  const format = useFormat();
  const list = usePages(listOpportunityTimeline, { params: { opportunityId: page.id }, query: { limit: 40 } });
  const remove = useAct(removeActivity, {
    invalidates: ["pipeline", "people"],
    said: () => "Taken away",
    undo: (_, input) => call(removeActivity, { params: input.params, query: { back: "true" } }),
  });
  const { mutate } = remove;
  const lines = useMemo(() => list.rows?.map((entry) => lineOf(entry, format, (id) => mutate({ params: { activityId: id } }))), [list.rows, format, mutate]);
  return (
    <RecordMain label="Timeline">
      {may(logActivity) && <Composer page={page} />}
      {list.error && !lines ? <ErrorState title="The timeline could not be loaded" error={list.error} onRetry={list.retry} /> : null}
      {!lines && !list.error && <SkeletonLines lines={6} />}
      {lines?.length === 0 && <EmptyState title="Nothing has happened yet. Notes, calls, moves and changes appear here." />}
      {lines && lines.length > 0 && <div style={list.refreshing ? { opacity: 0.6 } : undefined}><Timeline entries={lines} /></div>}
      {list.more && <Button kind="quiet" onClick={list.loadMore}>Show older</Button>}
    </RecordMain>
  );
}

function lineOf(entry: OpportunityEntry, format: Format, onRemove: (id: string) => void): TimelineEntry {
  const by = entry.by?.name ?? "Tandem";
  const base = { id: entry.id, at: entry.at };
  switch (entry.kind) {
    case "activity": {
      const outcome = entry.outcome && entry.outcome !== "sent" && entry.outcome !== "held" ? `, ${(outcomeNames[entry.outcome] ?? entry.outcome).toLowerCase()}` : "";
      const title = entry.type === "note" ? `${by} wrote` : `${kindNames[entry.type]} by ${by}${entry.contact ? ` with ${entry.contact.name}` : ""}${outcome}${entry.minutes ? `, ${entry.minutes} m` : ""}`;
      const menu = entry.mine ? <Menu label="About this entry" target={<IconButton icon={MoreIcon} label="Change this entry" />} entries={[{ label: "Take away", icon: RemoveIcon, danger: true, onSelect: () => onRemove(entry.id) }]} /> : undefined;
      return {
        ...base, icon: activityIcons[entry.type], side: "sales", effect: menu,
        title: <>{title}{entry.private && <> <Chip title="Only its author and their manager read it">Private</Chip></>}</>,
        detail: entry.subject || entry.body ? <span className={css.said}>{entry.subject && <b>{entry.subject}. </b>}{entry.body}</span> : undefined,
      };
    }
    case "move": {
      const stayed = entry.stayedMs === null ? undefined : `After ${daysIn(entry.stayedMs).replace("today", "less than a day")} in ${(entry.from ?? "").toLowerCase()}`;
      if (entry.fromState === null) return { ...base, icon: PipelineIcon, title: `${by} opened the deal in ${entry.to.toLowerCase()}` };
      if (entry.toState === "won") return { ...base, icon: CheckIcon, side: "sales", title: <b style={{ color: "var(--good)" }}>Won by {by}</b>, detail: [closeReasonName("won", entry.reason), entry.words].filter(Boolean).join(". ") || stayed };
      if (entry.toState === "lost") return { ...base, icon: CloseIcon, title: `Lost, closed by ${by}`, detail: [closeReasonName("lost", entry.reason), entry.words].filter(Boolean).join(". ") || stayed };
      if (entry.fromState !== "open") return { ...base, icon: UndoIcon, title: `${by} opened the deal again`, detail: entry.words ?? undefined };
      return { ...base, icon: ForwardIcon, title: `${by} moved it from ${(entry.from ?? "").toLowerCase()} to ${entry.to.toLowerCase()}`, detail: stayed };
    }
    case "change":
      return { ...base, icon: EditIcon, title: `${by} changed ${fieldNames[entry.field] ?? entry.field}`, detail: `${valueOf(entry.field, entry.old, format)} to ${valueOf(entry.field, entry.new, format)}` };
    case "task":
      return { ...base, icon: TasksIcon, title: `${by} did: ${entry.title}` };
    case "joined":
      return { ...base, icon: PersonAddIcon, title: <><Link to={`/people/${entry.contact.id}`}>{entry.contact.name}</Link> joined the buying group</>, detail: entry.by ? `by ${entry.by.name}` : undefined };
  }
}

const fieldNames: Record<string, string> = { amount: "the amount", close_on: "the close date", owner_id: "the owner", company_id: "the company", name: "the name", competitor: "the competitor" };

function valueOf(field: string, value: unknown, format: Format): string {
  if (value === null || value === undefined) return field === "owner_id" ? "nobody" : "none";
  if (field === "amount" && typeof value === "object") {
    const { amount, currency } = value as { amount: number; currency: string };
    return format.money(amount, { currency, exact: true });
  }
  return field === "close_on" && typeof value === "string" ? format.day(value) : String(value);
}
