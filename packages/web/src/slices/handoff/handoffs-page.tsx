import { handoffChoices, listHandoffs, type HandoffFilter, type HandoffRow } from "@tandem/contract/handoff/list-handoffs";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useOperation, usePages } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Chip, type Tone } from "../../ui/chip.tsx";
import { ClockRing } from "../../ui/clock-ring.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FilterBar, Filters } from "../../ui/filter-bar.tsx";
import { FilterMenu } from "../../ui/filter-menu.tsx";
import { formatCapped } from "../../ui/format.ts";
import { Grade } from "../../ui/grade.tsx";
import { Row } from "../../ui/layout.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SidePanel } from "../../ui/side-panel.tsx";
import { TwoLines } from "../../ui/two-lines.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./handoffs.module.css";
import { Lead } from "./lead.tsx";

const stateWords: Record<HandoffRow["state"], { label: string; tone: Tone }> = {
  open: { label: "With Sales", tone: "neutral" }, accepted: { label: "Accepted", tone: "sales" }, qualified: { label: "Qualified", tone: "good" }, "rejected-nurture": { label: "To nurture", tone: "neutral" },
  "rejected-unqualified": { label: "Unqualified", tone: "neutral" }, merged: { label: "Merged", tone: "neutral" }, withdrawn: { label: "Withdrawn", tone: "neutral" },
};
const stateChoices = [
  { value: "open", label: "With Sales, not accepted" }, { value: "accepted", label: "Accepted" }, { value: "qualified", label: "Qualified" }, { value: "rejected", label: "Rejected, all" },
  { value: "rejected-nurture", label: "Rejected to nurture" }, { value: "rejected-unqualified", label: "Rejected as unqualified" }, { value: "disputed", label: "Disputed, not answered" }, { value: "breached", label: "A promise broken" },
] as const;

/** What became of each lead that was passed: for whoever passed it and whoever manages those who took it. */
export function Page() {
  const { handoffId } = useParams({ strict: false }) as { handoffId?: string };
  const filter = useSearch({ strict: false }) as HandoffFilter;
  const navigate = useNavigate();
  const format = useFormat();
  const choices = useOperation(handoffChoices, {});
  const { state, reason, tier, teamId, assigneeId } = filter;
  const query = Object.fromEntries(Object.entries({ state, reason, tier, teamId, assigneeId }).filter(([, value]) => typeof value === "string" && value !== ""));
  const pages = usePages(listHandoffs, { query: query as HandoffFilter });
  const narrow = (change: { [Key in keyof HandoffFilter]?: HandoffFilter[Key] | undefined }) => void navigate({ to: "/handoffs", search: Object.fromEntries(Object.entries({ ...query, ...change }).filter(([, value]) => value !== "" && value !== undefined)) as never, replace: true });
  const any = Object.keys(query).length > 0;
  const columns: Column<HandoffRow>[] = [
    { key: "lead", header: "Lead", width: "1.4fr", cell: (row) => <TwoLines strong top={row.contact.name} under={row.company?.name ?? "No company known"} /> },
    { key: "fit", header: "Fit, tier", width: 56, cell: (row) => <Row gap={6}><Grade grade={row.grade} /><span className="second ink2">{row.tier.short}</span></Row> },
    { key: "source", header: "Source", wide: true, cell: (row) => <TwoLines top={row.source.name} under={row.source.detail} /> },
    { key: "with", header: "With", wide: true, cell: (row) => <TwoLines top={row.assignee?.name ?? <span className="ink3">In the queue</span>} under={row.team.name} /> },
    { key: "passed", header: "Passed", width: 84, cell: (row) => <RelativeTime at={row.openedAt} className="second ink2" /> },
    { key: "attempt", header: "First attempt", width: 92, wide: true, cell: (row) => (row.firstAttemptAt ? <RelativeTime at={row.firstAttemptAt} className="second ink2" /> : <span className="second ink3">{row.seenAt ? "Seen, none yet" : "None yet"}</span>) },
    { key: "state", header: "State", width: 128, cell: (row) => <Row gap={6}><Chip tone={stateWords[row.state].tone}>{stateWords[row.state].label}</Chip>{row.breached.length > 0 && <span title={`Broken: ${row.breached.join(", ")}`}><ClockRing state="breached" size={14} label={`Broken: ${row.breached.join(", ")}`} /></span>}</Row> },
    { key: "words", header: "Reason and words", width: "2fr", wide: true, cell: (row) => <TwoLines top={<>{row.reasonName ?? ""}{row.dispute && <Chip tone="accent">{row.dispute === "open" ? "Disputed" : "Dispute answered"}</Chip>}</>} under={row.words ? `“${row.words}”` : row.closedAt ? format.moment(row.closedAt) : null} /> },
  ];
  return (
    <>
      <PageHeader title="Handoffs" note={pages.count ? `${formatCapped(pages.count, format.context)} ${pages.count.value === 1 ? "lead" : "leads"}` : undefined} />
      <FilterBar>
        <Filters>
          <FilterMenu single label="State" value={state} onChange={(value) => narrow({ state: value as HandoffFilter["state"] })} choices={stateChoices} />
          <FilterMenu single label="Reason" value={reason} onChange={(value) => narrow({ reason: value })} choices={(choices.data?.reasons ?? []).map((one) => ({ value: one.code, label: one.name }))} />
          <FilterMenu single label="Tier" value={tier} onChange={(value) => narrow({ tier: value })} choices={(choices.data?.tiers ?? []).map((one) => ({ value: one.key, label: one.name }))} />
          <FilterMenu single label="Person" value={assigneeId} onChange={(value) => narrow({ assigneeId: value })} choices={(choices.data?.people ?? []).map((one) => ({ value: one.id, label: one.name }))} />
          <FilterMenu single label="Team" value={teamId} onChange={(value) => narrow({ teamId: value })} choices={(choices.data?.teams ?? []).map((one) => ({ value: one.id, label: one.name }))} />
          {any && <Button kind="quiet" onClick={() => narrow({ state: undefined, reason: undefined, tier: undefined, assigneeId: undefined, teamId: undefined })}>Clear</Button>}
        </Filters>
      </FilterBar>
      <DataTable<HandoffRow>
        label="Handoffs" {...pages} columns={columns} rowKey={(row) => row.id} rowLabel={(row) => row.contact.name} openKey={handoffId}
        onOpen={(row) => void navigate({ to: `/handoffs/${row.id}`, search: query as never } as never)} linkOf={(row) => `/handoffs/${row.id}`}
        phoneRow={(row) => (
          <div className={css.phoneRow}>
            <TwoLines strong top={row.contact.name} under={row.reasonName ?? row.company?.name ?? "No company known"} />
            <span className={css.phoneState}><Chip tone={stateWords[row.state].tone}>{stateWords[row.state].label}</Chip><RelativeTime at={row.openedAt} className="label" /></span>
          </div>
        )}
        empty={any ? <EmptyState title="No handoff is like that." text="Widen the filter to see others." /> : <EmptyState title="No lead was passed yet." text="A lead appears here the moment it qualifies and is handed over." />}
      />
      <SidePanel open={handoffId !== undefined} onClose={() => void navigate({ to: "/handoffs", search: query as never })} title="Handoff" width={760}>
        {handoffId && <div className={css.panel}><Lead key={handoffId} handoffId={handoffId} /></div>}
      </SidePanel>
    </>
  );
}
