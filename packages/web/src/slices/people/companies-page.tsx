import { startBulkEdit } from "@tandem/contract/people/bulk-edits";
import { listColleagues } from "@tandem/contract/access/users";
import { companySorts, createCompany, listCompanies, type CompanyRow } from "@tandem/contract/people/companies";
import type { SavedView } from "@tandem/contract/people/views";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { useOperation, usePages } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { WaysIn } from "../../app/ways-in.tsx";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { DataTable, type Column, type Sort } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { AddIcon } from "../../ui/icons.ts";
import type { MenuEntry } from "../../ui/menu.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { NumberText } from "../../ui/values.tsx";
import { TwoLines } from "../../ui/two-lines.tsx";
import { SearchBox } from "../../ui/search-box.tsx";
import { FilterMenu } from "../../ui/filter-menu.tsx";
import { FilterBar } from "../../ui/filter-bar.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { BulkHistory, BulkProgress } from "./bulk-progress.tsx";
import { ColumnsButton } from "./columns-menu.tsx";
import { questionOf } from "./list-kept.ts";
import { useKeptColumns } from "./use-kept-columns.ts";
import { useViews, ViewsMenu } from "./views-menu.tsx";
import { AddCompanyDialog } from "./add-company-dialog.tsx";
import { ListFilters } from "./list-filters.tsx";
import { keepOrder } from "./list-order.ts";
import { countryChoices, countryName } from "./names.ts";
import { asText } from "./people-filter.ts";
import { usePhone } from "../../ui/use-phone.ts";
import { useUrlSearch } from "./use-url-search.ts";
import css from "./people.module.css";

interface CompaniesSearch {
  readonly q?: string | undefined;
  readonly owner?: string | undefined;
  readonly country?: string | undefined;
  readonly size?: string | undefined;
  readonly sort?: string | undefined;
  readonly add?: string | undefined;
  readonly view?: string | undefined;
  readonly bulk?: string | undefined;
}

const sizes = [{ value: "1-49", label: "Up to 49 people" }, { value: "50-199", label: "50 to 199" }, { value: "200-999", label: "200 to 999" }, { value: "1000-4999", label: "1,000 to 4,999" }, { value: "5000-", label: "5,000 and more" }];

const allColumns: readonly Column<CompanyRow>[] = [
  { key: "name", header: "Company", width: "1.8fr", sort: true, cell: (row) => <span className={css.named}><Avatar name={row.name} size={28} shape="company" /><TwoLines top={row.name} strong under={row.domain ?? "No domain"} /></span> },
  { key: "industry", header: "Industry", width: "1fr", wide: true, cell: (row) => <span className={`${css.line} ink2`} title={row.industry ?? undefined}>{row.industry}</span> },
  { key: "country", header: "Country", width: "0.8fr", wide: true, cell: (row) => <span className={`${css.line} ink2`}>{countryName(row.country)}</span> },
  { key: "employees", header: "Employees", width: 88, align: "right", sort: true, wide: true, cell: (row) => row.employees !== null && <NumberText value={row.employees} /> },
  { key: "people", header: "Known people", width: 96, align: "right", cell: (row) => <span className="num">{row.people >= 1000 ? "1,000+" : row.people}</span> },
  { key: "engagement", header: "Top engagement", width: 112, align: "right", wide: true, cell: (row) => <TopEngagement milli={row.engagement} /> },
  { key: "deals", header: "Open deals", width: 80, align: "right", wide: true, cell: (row) => <span className={row.openOpportunities === 0 ? "num ink3" : "num"}>{row.openOpportunities}</span> },
  { key: "owner", header: "Owner", width: "0.8fr", wide: true, cell: (row) => <span className={`${css.line} ink2`}>{row.owner?.name ?? <span className="ink3">Nobody</span>}</span> },
  { key: "created", header: "Created", width: 88, align: "right", sort: true, wide: true, cell: (row) => <RelativeTime at={row.createdAt} className="ink2" /> },
];

const usualColumns = allColumns.map((column) => column.key);
const viewKeys = ["q", "owner", "country", "size", "sort"] as const;
const cleared = Object.fromEntries(viewKeys.map((key) => [key, undefined]));

export function Page() {
  const may = useMay();
  const phone = usePhone();
  const navigate = useNavigate();
  const [search, change] = useUrlSearch<CompaniesSearch>("/companies");
  const people = useOperation(listColleagues).data?.rows ?? [];
  const sort = companySorts.find((one) => one === search.sort) ?? "name";
  const [least, most] = (search.size ?? "").split("-");
  const filter = asText({ q: search.q, owner: search.owner, country: search.country, employeesAtLeast: least, employeesAtMost: most }) as Record<string, string>;
  const list = usePages(listCompanies, { query: { ...filter, sort } as never });
  const find = useCallback((q: string) => change({ q: q === "" ? undefined : q }), [change]);
  const rows = list.rows;
  useEffect(() => {
    if (rows) keepOrder("companies", { ids: rows.map((row) => row.id), more: list.more, back: `/companies?${new URLSearchParams(asText({ ...search, add: undefined }) as Record<string, string>).toString()}` });
  }, [rows, list.more, search]);
  useKeys("Companies", { c: may(createCompany) && { label: "Add company", run: () => change({ add: "yes" }) } });
  const filtered = Object.keys(filter).length > 0;
  const used = [search.owner, search.country, search.size].filter((one) => one !== undefined).length;
  const view = useViews("companies").find((one) => one.id === search.view);
  const { columns, keys, own, choose } = useKeptColumns("companies", allColumns, usualColumns, view?.columns);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const asked = JSON.stringify(filter);
  useEffect(() => setSelected(new Set()), [asked]);
  const viewsOf = { list: "companies", question: questionOf(search, viewKeys), columns: keys, current: search.view, onOpen: (next: SavedView | null) => change(next ? { ...cleared, ...next.query, view: next.id } : { view: undefined }) } as const;
  // On the phone all of it stands behind one button, so that the rows begin at once.
  const more: MenuEntry[] = may(createCompany) ? [{ label: "Add company…", icon: AddIcon, onSelect: () => change({ add: "yes" }) }, "line"] : [];
  const order: Sort = { key: sort, direction: sort === "name" ? "ascending" : "descending" };
  return (
    <div className={css.page}>
      <PageHeader title="Companies" note={rows && !list.more ? `${rows.length} ${filtered ? "found" : "known"}` : undefined}>
        {!phone && <>
        <ViewsMenu {...viewsOf} />
        <BulkHistory list="companies" onOpen={(bulk) => change({ bulk })} />
        <ColumnsButton all={allColumns} shown={keys} own={own} onChange={(next) => { if (view?.columns) change({ view: undefined }); choose(next); }} />
        {may(createCompany) && <Button kind="primary" icon={AddIcon} hint="c" onClick={() => change({ add: "yes" })}>Add company…</Button>}
        </>}
      </PageHeader>
      <FilterBar>
        <div className={css.oneLine}>
          <SearchBox label="Search companies" value={search.q ?? ""} onChange={find} />
          <ListFilters used={used} show="Show companies" onClear={() => change({ owner: undefined, country: undefined, size: undefined })}>
            <FilterMenu label="Owner" value={search.owner} onChange={(owner) => change({ owner })} choices={[{ value: "me", label: "Me" }, { value: "none", label: "Nobody" }, ...people.filter((one) => one.active).map((one) => ({ value: one.id, label: one.name }))]} />
            <FilterMenu label="Country" value={search.country} onChange={(country) => change({ country })} choices={countryChoices()} />
            <FilterMenu label="Size" single value={search.size} onChange={(size) => change({ size })} choices={sizes} />
          </ListFilters>
          {phone && <ViewsMenu {...viewsOf} label="More" before={more} />}
        </div>
      </FilterBar>
      <div className={css.list}>
        <DataTable
          {...list} label="Companies" columns={columns} rowKey={(row) => row.id} rowLabel={(row) => row.name} rowHeight={48}
          sort={order} onSort={({ key }) => change({ sort: key === "name" ? undefined : key })}
          onOpen={(row) => void navigate({ to: `/companies/${row.id}` })} linkOf={(row) => `/companies/${row.id}`}
          {...(!phone && may(startBulkEdit) && { selection: { keys: selected, onChange: setSelected } })}
          phoneRow={(row) => (
            <div className={css.phoneRow}>
              <span className={css.named}><Avatar name={row.name} size={28} shape="company" /><TwoLines top={row.name} strong under={[row.industry, countryName(row.country)].filter(Boolean).join(", ") || (row.domain ?? "")} /></span>
              <span className={css.phoneFacts}><span className="num">{row.people} {row.people === 1 ? "person" : "people"}</span>{row.openOpportunities > 0 && <span className="second ink2 num">{row.openOpportunities} open</span>}</span>
            </div>
          )}
          empty={filtered
            ? <EmptyState title="No company matches these filters." text="Take one off, or search for part of a name or domain." action={<Button onClick={() => change({ q: undefined, owner: undefined, country: undefined, size: undefined })}>Clear filters</Button>} />
            : <EmptyState title="Companies appear here with the first business e-mail of their people." text="They are found by e-mail domain, imported, or added by hand." action={<>{may(createCompany) && <Button onClick={() => change({ add: "yes" })}>Add company…</Button>}<WaysIn /></>} />}
        />
      </div>
      {selected.size > 0 && <BulkBar list="companies" selected={selected} filter={filter} found={rows && !list.more ? { value: rows.length, capped: false } : null} more={list.more} onClear={() => setSelected(new Set())} onStarted={(bulk) => change({ bulk })} />}
      {search.bulk && <BulkProgress id={search.bulk} onClose={() => change({ bulk: undefined })} />}
      <AddCompanyDialog open={search.add === "yes" && may(createCompany)} onClose={() => change({ add: undefined })} />
    </div>
  );
}

function TopEngagement({ milli }: { milli: number }) {
  const format = useFormat();
  return <span className={milli === 0 ? "num ink3" : "num"}>{format.number(Math.round(milli / 1000))}</span>;
}
