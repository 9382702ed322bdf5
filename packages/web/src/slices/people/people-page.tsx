import { startBulkEdit } from "@tandem/contract/people/bulk-edits";
import { countContacts, createContact, exportContacts, listContacts, type ContactRow } from "@tandem/contract/people/contacts";
import type { SavedView } from "@tandem/contract/people/views";
import { listDuplicates } from "@tandem/contract/people/merges";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { call } from "../../app/api.ts";
import { useOperation, usePages } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { WaysIn } from "../../app/ways-in.tsx";
import { Button } from "../../ui/button.tsx";
import { DataTable, type Column, type Sort } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatCapped } from "../../ui/format.ts";
import { Grade } from "../../ui/grade.tsx";
import { DownloadIcon, PeopleIcon, PersonAddIcon } from "../../ui/icons.ts";
import { Link } from "../../ui/link.tsx";
import type { MenuEntry } from "../../ui/menu.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { StageChip } from "../../ui/stage-chip.tsx";
import { toast } from "../../ui/toast.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { TwoLines } from "../../ui/two-lines.tsx";
import { SearchBox } from "../../ui/search-box.tsx";
import { FilterBar } from "../../ui/filter-bar.tsx";
import { AddContactDialog } from "./add-contact-dialog.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { BulkHistory, BulkProgress } from "./bulk-progress.tsx";
import { ColumnsButton } from "./columns-menu.tsx";
import { questionOf } from "./list-kept.ts";
import { useKeptColumns } from "./use-kept-columns.ts";
import { useViews, ViewsMenu } from "./views-menu.tsx";
import { saveFile } from "./save-file.ts";
import { keepOrder } from "./list-order.ts";
import { channelName, countryName, ownerWords } from "./names.ts";
import { asText, filterKeys, filterOf, sortOf, type PeopleSearch } from "./people-filter.ts";
import { PeopleFilters } from "./people-filters.tsx";
import { usePhone } from "../../ui/use-phone.ts";
import { useUrlSearch } from "./use-url-search.ts";
import css from "./people.module.css";

/** Every column there is; which of them are shown, and in which order, is the person's. */
const allColumns: readonly Column<ContactRow>[] = [
  { key: "name", header: "Name", width: "1.6fr", sort: true, cell: (row) => <TwoLines top={row.name} strong under={row.title ?? row.email ?? ""} /> },
  { key: "company", header: "Company", width: "1.3fr", wide: true, cell: (row) => row.company && <TwoLines top={row.company.name} under={row.company.domain ?? ""} /> },
  { key: "title", header: "Job title", width: "1fr", wide: true, cell: (row) => <span className={`${css.line} ink2`} title={row.title ?? undefined}>{row.title}</span> },
  { key: "email", header: "E-mail", width: "1.3fr", wide: true, cell: (row) => <span className={`${css.line} ink2`} title={row.email ?? undefined}>{row.email}</span> },
  { key: "country", header: "Country", width: "0.8fr", wide: true, cell: (row) => <span className={`${css.line} ink2`}>{countryName(row.country)}</span> },
  { key: "stage", header: "Stage", width: 104, wide: true, cell: (row) => <StageChip stage={row.stage} /> },
  { key: "owner", header: "Owner", width: "1fr", wide: true, cell: (row) => <span className={`${css.line} ink2`} title={ownerWords(row)}>{row.owner?.name ?? <span className="ink3">{ownerWords(row)}</span>}</span> },
  { key: "channel", header: "First touch", width: 112, wide: true, cell: (row) => <span className={`${css.line} ink2`}>{channelName(row.channel)}</span> },
  { key: "fit", header: "Fit", width: 64, sort: true, wide: true, cell: (row) => <Fit row={row} /> },
  { key: "engagement", header: "Engagement", width: 88, align: "right", sort: true, cell: (row) => <Points milli={row.score.engagement} /> },
  { key: "created", header: "Created", width: 88, align: "right", sort: true, wide: true, cell: (row) => <RelativeTime at={row.createdAt} className="ink2" /> },
  { key: "seen", header: "Last seen", width: 88, align: "right", sort: true, wide: true, cell: (row) => (row.lastSeenAt ? <RelativeTime at={row.lastSeenAt} className="ink2" /> : <span className="ink3">Never</span>) },
];

const usualColumns = ["name", "company", "stage", "owner", "channel", "fit", "engagement", "created", "seen"];
/** What of the address a view keeps. */
const viewKeys = ["q", ...filterKeys, "sort"] as const;
const cleared = Object.fromEntries(viewKeys.map((key) => [key, undefined]));

export function Page() {
  const may = useMay();
  const phone = usePhone();
  const navigate = useNavigate();
  const { now, context } = useFormat();
  const [search, change] = useUrlSearch<PeopleSearch>("/people");
  const filter = filterOf(search, now);
  const sort = sortOf(search);
  const list = usePages(listContacts, { query: { ...filter, sort } as never });
  const count = useOperation(countContacts, { query: filter as never }, { every: 60_000 }).data;
  const duplicates = useOperation(listDuplicates, { query: { limit: 1 } }, { enabled: may(listDuplicates) }).data?.count;
  const filtered = Object.keys(filter).length > 0;
  const view = useViews("contacts").find((one) => one.id === search.view);
  const { columns, keys, own, choose } = useKeptColumns("contacts", allColumns, usualColumns, view?.columns);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  // Another question has other rows: nobody is changed who is no longer seen.
  const asked = JSON.stringify(filter);
  useEffect(() => setSelected(new Set()), [asked]);
  const find = useCallback((q: string) => change({ q: q === "" ? undefined : q }), [change]);
  const rows = list.rows;
  useEffect(() => {
    if (rows) keepOrder("people", { ids: rows.map((row) => row.id), more: list.more, back: `/people?${new URLSearchParams(asText({ ...search, add: undefined }) as Record<string, string>).toString()}` });
  }, [rows, list.more, search]);
  useKeys("People", { c: may(createContact) && { label: "Add contact", run: () => change({ add: "yes" }) } });
  const viewsOf = { list: "contacts", question: questionOf(search, viewKeys), columns: keys, current: search.view, onOpen: (next: SavedView | null) => change(next ? { ...cleared, ...next.query, view: next.id } : { view: undefined }) } as const;
  const views = <ViewsMenu {...viewsOf} />;
  const [exporting, exportList] = useExport({ ...filter, sort });
  const duplicateWords = duplicates && duplicates.value > 0 ? `${formatCapped(duplicates, context)} possible ${duplicates.value === 1 ? "duplicate" : "duplicates"}` : undefined;
  // On the phone all of it stands behind one button, so that the rows begin at once.
  const more: MenuEntry[] = [
    ...(may(createContact) ? [{ label: "Add contact…", icon: PersonAddIcon, onSelect: () => change({ add: "yes" }) }] : []),
    ...(may(exportContacts) ? [{ label: "Export", icon: DownloadIcon, onSelect: () => void exportList() }] : []),
    ...(duplicateWords ? [{ label: duplicateWords, icon: PeopleIcon, onSelect: () => void navigate({ to: "/people/duplicates" }) }] : []),
    "line",
  ];
  const order: Sort = { key: sort, direction: sort === "name" ? "ascending" : "descending" };
  return (
    <div className={css.page}>
      <PageHeader title="People" note={count && `${formatCapped(count, context)} ${filtered ? "found" : "known"}`}>
        {!phone && <>
        {duplicateWords && <Link to="/people/duplicates">{duplicateWords}</Link>}
        {views}
        <BulkHistory list="contacts" onOpen={(bulk) => change({ bulk })} />
        <ColumnsButton all={allColumns} shown={keys} own={own} onChange={(next) => { if (view?.columns) change({ view: undefined }); choose(next); }} />
        {may(exportContacts) && <Button icon={DownloadIcon} busy={exporting} onClick={() => void exportList()}>Export</Button>}
        {may(createContact) && <Button kind="primary" icon={PersonAddIcon} hint="c" onClick={() => change({ add: "yes" })}>Add contact…</Button>}
        </>}
      </PageHeader>
      <FilterBar>
        <div className={css.oneLine}>
          <SearchBox label="Search people" value={search.q ?? ""} onChange={find} />
          <PeopleFilters search={search} onChange={change} />
          {phone && <ViewsMenu {...viewsOf} label="More" before={more} />}
        </div>
      </FilterBar>
      <div className={css.list}>
        <DataTable
          {...list} label="People" columns={columns} rowKey={(row) => row.id} rowLabel={(row) => row.name} rowHeight={48}
          sort={order} onSort={({ key }) => change({ sort: key === "seen" ? undefined : key })}
          onOpen={(row) => void navigate({ to: `/people/${row.id}` })} linkOf={(row) => `/people/${row.id}`}
          {...(!phone && may(startBulkEdit) && { selection: { keys: selected, onChange: setSelected } })}
          phoneRow={(row) => <PhoneRow row={row} />}
          empty={
            filtered
              ? <EmptyState title="Nobody matches these filters." text="Take one off, or search for part of a name or e-mail." action={<Button onClick={() => change(Object.fromEntries(["q", ...filterKeys].map((key) => [key, undefined])))}>Clear filters</Button>} />
              : <EmptyState title="People appear here once they identify themselves." text="A form, an identify call or an import makes them known; until then they are visitors." action={<>{may(createContact) && <Button onClick={() => change({ add: "yes" })}>Add contact…</Button>}<WaysIn /></>} />
          }
        />
      </div>
      {selected.size > 0 && <BulkBar list="contacts" selected={selected} filter={filter} found={count ?? null} more={list.more} onClear={() => setSelected(new Set())} onStarted={(bulk) => change({ bulk })} />}
      {search.bulk && <BulkProgress id={search.bulk} onClose={() => change({ bulk: undefined })} />}
      <AddContactDialog open={search.add === "yes" && may(createContact)} onClose={() => change({ add: undefined })} />
    </div>
  );
}

/** Writes what is found into a file; whether that is under way. */
function useExport(query: Record<string, string>): [busy: boolean, run: () => Promise<void>] {
  const [busy, setBusy] = useState(false);
  const { number } = useFormat();
  const run = async () => {
    setBusy(true);
    try {
      const file = await call(exportContacts, { query: query as never });
      saveFile(file.fileName, file.csv);
      toast.say(file.capped ? `The first ${number(file.rows)} people are in ${file.fileName}. Filter to get the rest.` : `${number(file.rows)} people are in ${file.fileName}`);
    } catch (error) {
      toast.problem(error);
    } finally {
      setBusy(false);
    }
  };
  return [busy, run];
}

function Fit({ row }: { row: ContactRow }) {
  return (
    <span className={css.fit}>
      <Grade grade={row.score.grade} />
      <Points milli={row.score.fit} quiet />
    </span>
  );
}

/** Whole points: a list is read down, the page opens the rest. */
function Points({ milli, quiet }: { milli: number; quiet?: boolean }) {
  const format = useFormat();
  return <span className={quiet ? "num ink3" : "num"} style={quiet ? undefined : { fontWeight: 500 }} title={`${format.points(milli)} points`}>{format.number(Math.round(milli / 1000))}</span>;
}

function PhoneRow({ row }: { row: ContactRow }) {
  return (
    <div className={css.phoneRow}>
      <TwoLines top={row.name} strong under={[row.title, row.company?.name].filter(Boolean).join(", ") || (row.email ?? "")} />
      <span className={css.phoneFacts}>
        <StageChip stage={row.stage} />
        <span className={css.fit}><Grade grade={row.score.grade} /><Points milli={row.score.engagement} /></span>
      </span>
    </div>
  );
}
