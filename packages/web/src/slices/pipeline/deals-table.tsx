import { listOpportunities, opportunitySorts } from "@tandem/contract/pipeline/opportunities";
import type { OpportunityRow } from "@tandem/contract/pipeline/parts";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { usePages } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatCapped } from "../../ui/format.ts";
import { Steps } from "../../ui/progress.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { NoDeals } from "./no-deals.tsx";
import { TwoLines } from "../../ui/two-lines.tsx";
import { filterOf, sortOf, stateOf, type PipelineSearch } from "./pipeline-search.ts";
import { daysIn, isPast, stageAge, todayIn } from "./words.ts";
import css from "./pipeline.module.css";

const columns: readonly Column<OpportunityRow>[] = [
  { key: "name", header: "Deal", width: "1.8fr", cell: (row) => <TwoLines strong top={row.name} under={row.company?.name ?? row.contact?.name ?? ""} /> },
  { key: "stage", header: "Stage", width: "1.1fr", wide: true, cell: (row) => <Stage deal={row} /> },
  { key: "amount", header: "Amount", width: 128, align: "right", sort: true, cell: (row) => <Amount deal={row} /> },
  { key: "close", header: "Close", width: 96, align: "right", sort: true, wide: true, cell: (row) => <Close deal={row} /> },
  { key: "age", header: "In stage", width: 96, align: "right", sort: true, wide: true, cell: (row) => <Age deal={row} /> },
  { key: "owner", header: "Owner", width: "0.8fr", wide: true, cell: (row) => <span className="cut ink2" title={row.owner?.name}>{row.owner?.name ?? <span className="ink3">Nobody</span>}</span> },
  { key: "created", header: "Opened", width: 96, align: "right", sort: true, wide: true, cell: (row) => <RelativeTime at={row.createdAt} className="ink2" /> },
];
const direction = { close: "ascending", amount: "descending", created: "descending", age: "ascending" } as const;

/** Deals as a dense list, closed ones too. */
export function DealsTable({ search, onChange, onClear, onFound }: { search: PipelineSearch; onChange: (change: Partial<PipelineSearch>) => void; onClear: () => void; onFound: (words: string | null) => void }) {
  const navigate = useNavigate();
  const { context } = useFormat();
  const sort = sortOf(search);
  const state = stateOf(search);
  const filter = { ...filterOf(search), ...(search.stage && { stage: search.stage }) };
  const list = usePages(listOpportunities, { query: { ...filter, state, sort } as never });
  const filtered = Object.keys(filter).length > 0 || state !== "open";
  const found = list.count && `${formatCapped(list.count, context)} ${list.count.value === 1 && !list.count.capped ? "deal" : "deals"}`;
  useEffect(() => onFound(found), [found, onFound]);
  return (
    <div className={css.list}>
      <DataTable
        {...list} label="Deals" columns={columns} rowKey={(row) => row.id} rowLabel={(row) => row.name} rowHeight={48} sort={{ key: sort, direction: direction[sort] }}
        onSort={({ key }) => onChange({ sort: key === "close" ? undefined : opportunitySorts.find((one) => one === key) })} onOpen={(row) => void navigate({ to: `/pipeline/${row.id}` })} linkOf={(row) => `/pipeline/${row.id}`}
        phoneRow={(row) => <div className={css.phoneRow}><TwoLines strong top={row.name} under={[row.company?.name, row.state === "open" ? row.stage.name : undefined].filter(Boolean).join(", ")} /><Amount deal={row} /></div>}
        empty={
          filtered
            ? <EmptyState title="No deal matches these filters." text="Take one off, or search for part of a deal's or a company's name." action={<Button onClick={onClear}>Clear filters</Button>} />
            : <NoDeals onAdd={() => onChange({ add: "yes" })} />
        }
      />
    </div>
  );
}

function Stage({ deal }: { deal: OpportunityRow }) {
  if (deal.state === "won") return <Chip tone="good">Won</Chip>;
  if (deal.state === "lost") return <Chip>Lost</Chip>;
  return <span className={css.stage}><Steps done={deal.stage.position} of={deal.stage.of} label={`${deal.stage.name}, ${deal.stage.position} of ${deal.stage.of}`} /><span className="cut">{deal.stage.name}</span></span>;
}

function Amount({ deal }: { deal: OpportunityRow }) {
  const format = useFormat();
  if (!deal.amount) return <span className="ink3">None</span>;
  return (
    <TwoLines
      align="right" strong under={deal.amount.company === null && <span className={css.warn}>No rate</span>}
      top={<span className="num" style={{ color: deal.state === "won" ? "var(--good)" : undefined }}>{format.money(deal.amount.amount, { currency: deal.amount.currency })}</span>}
    />
  );
}

function Close({ deal }: { deal: OpportunityRow }) {
  const format = useFormat();
  if (deal.closedAt !== null) return <RelativeTime at={deal.closedAt} className="ink2" />;
  if (deal.closeOn === null) return <span className="ink3">None</span>;
  return <span className={`num ${isPast(deal.closeOn, todayIn(format.context.timeZone, format.now)) ? css.warn : "ink2"}`}>{format.day(deal.closeOn)}</span>;
}

function Age({ deal }: { deal: OpportunityRow }) {
  const { now } = useFormat();
  return <span className={`num ${deal.stuck ? css.warn : "ink2"}`} title={deal.stuck ? "Longer than half of all deals stay in this stage" : undefined}>{daysIn(stageAge(deal, now))}</span>;
}
