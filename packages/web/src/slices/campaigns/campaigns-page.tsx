import { createCampaign, listCampaigns, type CampaignRow } from "@tandem/contract/campaigns/campaigns";
import { listUnmatchedUtm } from "@tandem/contract/campaigns/touches";
import { useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";
import { useOperation, usePages } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatCapped } from "../../ui/format.ts";
import { AddIcon } from "../../ui/icons.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Progress } from "../../ui/progress.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SearchBox } from "../../ui/search-box.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { TwoLines } from "../../ui/two-lines.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { channelName, useReport, wholeMoney } from "../insights/door.tsx";
import { CampaignDialog } from "./campaign-dialog.tsx";
import css from "./campaigns.module.css";

export function Page() {
  const { search, change } = useReport("/campaigns");
  const navigate = useNavigate();
  const may = useMay();
  const format = useFormat();
  const [text, setText] = useState(search["q"] ?? "");
  const wanted = useDeferredValue(text.trim());
  const show = search["show"] === "archived" ? "archived" : "active";
  const sort = search["sort"] === "days" ? "days" : "name";
  const list = usePages(listCampaigns, { query: { show, sort, ...(wanted && { search: wanted }) } });
  const add = (kind: "primary" | "outline") => may(createCampaign) && <Button kind={kind} icon={AddIcon} onClick={() => change({ add: "yes" })}>Create campaign…</Button>;
  return (
    <>
      <PageHeader title="Campaigns">
        <SegmentedTabs label="Which campaigns" value={show} onChange={(value) => change({ show: value === "active" ? undefined : value })} tabs={[{ value: "active", label: "Active" }, { value: "archived", label: "Archived" }]} />
        <SearchBox label="Search campaigns" value={text} onChange={setText} />
        {add("primary")}
      </PageHeader>
      <UnmatchedUtm onTake={(utm) => change({ add: "yes", utm })} mayTake={may(createCampaign)} />
      <DataTable<CampaignRow>
        label="Campaigns" {...list} sort={{ key: sort, direction: sort === "days" ? "descending" : "ascending" }} onSort={({ key }) => change({ sort: key === "name" ? undefined : key })} rowKey={(row) => row.id} rowLabel={(row) => row.name} onOpen={(row) => void navigate({ to: `/campaigns/${row.id}` })} linkOf={(row) => `/campaigns/${row.id}`}
        empty={<EmptyState title={wanted ? "No campaign has this name." : show === "archived" ? "No campaign is archived." : "No campaign yet."} text="A campaign gathers the touches that carry its utm_campaign values, also those of before, and sets what they brought against what it cost." action={add("outline") || undefined} />}
        columns={[
          { key: "name", header: "Campaign", sort: true, width: "2.4fr", cell: (row) => <TwoLines strong top={row.name} under={row.utm.length === 0 ? "no utm_campaign value" : row.utm.join(", ")} /> },
          { key: "channel", header: "Channel", width: "1fr", cell: (row) => <Chip>{channelName(row.channel)}</Chip> },
          { key: "days", header: "Days", sort: true, width: "1.3fr", wide: true, cell: (row) => <span className="ink2">{daysOf(row, format.day)}</span> },
          { key: "spent", header: "Spent of budget", width: "1.6fr", cell: (row) => <SpentOfBudget row={row} /> },
          { key: "people", header: "People", width: 96, align: "right", cell: (row) => <PeopleTouched row={row} /> },
          { key: "touches", header: "Touches", width: 80, align: "right", wide: true, cell: (row) => <span className="num">{formatCapped(row.touches)}</span> },
          { key: "last", header: "Last touch", width: 112, align: "right", wide: true, cell: (row) => (row.lastTouchAt ? <RelativeTime at={row.lastTouchAt} /> : <span className="ink3">none yet</span>) },
        ]}
        phoneRow={(row) => <div className={css.phoneRow}><TwoLines strong top={row.name} under={`${channelName(row.channel)}, ${wholeMoney(row.spent.amount, row.spent.currency, format)} spent, ${formatCapped(row.people)} ${row.people.value === 1 && !row.people.capped ? "person" : "people"}`} /></div>}
      />
      {search["add"] && <CampaignDialog suggestedUtm={search["utm"]} onClose={() => change({ add: undefined, utm: undefined })} onDone={(made) => void navigate({ to: `/campaigns/${made.id}` })} />}
    </>
  );
}

/** Who it reached is what counts; whom somebody put on its list is said beneath, where there is a list. */
function PeopleTouched({ row }: { row: CampaignRow }) {
  const format = useFormat();
  const listed = row.members === 0 ? "" : `${format.number(row.members)} on its list`;
  return <span title="People it touched: by a visit with its utm_campaign, or by having answered or attended."><TwoLines top={<span className="num">{formatCapped(row.people)}</span>} under={listed} /></span>;
}

export function daysOf(row: Pick<CampaignRow, "startsOn" | "endsOn">, day: (day: string) => string): string {
  if (!row.startsOn && !row.endsOn) return "Not set";
  return row.startsOn && row.endsOn ? `${day(row.startsOn)} to ${day(row.endsOn)}` : row.startsOn ? `From ${day(row.startsOn)}` : `Until ${day(row.endsOn!)}`;
}

export function SpentOfBudget({ row }: { row: CampaignRow }) {
  const format = useFormat();
  const over = row.budget !== null && row.spent.amount > row.budget.amount;
  return (
    <span className={css.spent}>
      <span className="num" title={format.money(row.spent.amount, { exact: true })}>{wholeMoney(row.spent.amount, row.spent.currency, format)}{row.budget && <span className="ink3"> of {format.money(row.budget.amount)}</span>}</span>
      {row.budget && row.budget.amount > 0 && <Progress share={Math.min(1, row.spent.amount / row.budget.amount)} label={`${row.name}: spent of budget`} {...(over && { tone: "warn" as const })} />}
      {(over || row.spentWithoutRate > 0) && <span className="label">{[over && `${wholeMoney(row.spent.amount - row.budget!.amount, row.spent.currency, format)} over`, row.spentWithoutRate > 0 && `${row.spentWithoutRate} without a rate`].filter(Boolean).join(", ")}</span>}
    </span>
  );
}

/** Values that arrived and belong to nothing: a campaign somebody runs and nobody wrote down. */
function UnmatchedUtm({ onTake, mayTake }: { onTake: (utm: string) => void; mayTake: boolean }) {
  const { data } = useOperation(listUnmatchedUtm, {});
  if (!data || data.length === 0) return null;
  return (
    <div className={css.unmatched}>
      <span>{data.length === 1 ? "One utm_campaign value belongs to no campaign:" : `${data.length} utm_campaign values belong to no campaign:`}</span>
      {data.slice(0, 4).map((one) =>
        mayTake ? <Button key={one.utm} kind="soft" onClick={() => onTake(one.utm)} title={`${channelName(one.channel)}; create a campaign for it`}>{one.utm}, {formatCapped(one.touches)} touches</Button> : <Chip key={one.utm}>{one.utm}, {formatCapped(one.touches)} touches</Chip>,
      )}
    </div>
  );
}
