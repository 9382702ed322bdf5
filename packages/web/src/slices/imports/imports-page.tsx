import { createImport, listImports } from "@tandem/contract/imports/imports";
import type { ImportRow } from "@tandem/contract/imports/parts";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { usePages } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Chip, type Tone } from "../../ui/chip.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ImportIcon } from "../../ui/icons.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Progress } from "../../ui/progress.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { NewImportDialog } from "./new-import-dialog.tsx";
import { isUnderWay, kindNames, sizeWords, stateName } from "./words.ts";
import css from "./imports.module.css";

/** Every file that was brought in, and how far each is. */
export function Page() {
  const may = useMay();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Record<string, string | undefined>;
  const list = usePages(listImports, { query: {} });
  const add = () => void navigate({ to: "/settings/imports", search: { add: "yes" } as never });
  useKeys("Imports", { i: { label: "Import a file", run: add } });
  const button = may(createImport) && <Button kind="primary" icon={ImportIcon} hint="i" onClick={add}>Import a file…</Button>;
  return (
    <>
      <PageHeader title="Imports" path={[{ label: "Settings", to: "/settings" }]}>{list.rows?.length === 0 ? null : button}</PageHeader>
      <DataTable<ImportRow>
        label="Imports" {...list} rowKey={(row) => row.id} rowLabel={(row) => row.fileName} onOpen={(row) => void navigate({ to: `/settings/imports/${row.id}` })} linkOf={(row) => `/settings/imports/${row.id}`} columns={columns}
        phoneRow={(row) => <PhoneRow row={row} />}
        empty={<EmptyState title="Nothing was imported yet." text="Contacts, companies, deals, campaign spend and events come in from CSV files. You see what would happen before anything is written." action={button || undefined} />}
      />
      {search["add"] && <NewImportDialog onClose={() => void navigate({ to: "/settings/imports", replace: true })} onCreated={(id) => void navigate({ to: `/settings/imports/${id}` })} />}
    </>
  );
}

const columns: readonly Column<ImportRow>[] = [
  { key: "file", header: "File", width: "2.2fr", cell: (row) => <FileCell row={row} /> },
  { key: "state", header: "State", width: "1.2fr", cell: (row) => <StateCell row={row} /> },
  { key: "created", header: "Created", width: 80, align: "right", wide: true, cell: (row) => <Count value={row.created} /> },
  { key: "updated", header: "Updated", width: 80, align: "right", wide: true, cell: (row) => <Count value={row.updated} /> },
  { key: "unchanged", header: "Unchanged", width: 88, align: "right", wide: true, cell: (row) => <Count value={row.unchanged} /> },
  { key: "refused", header: "Refused", width: 80, align: "right", cell: (row) => <Count value={row.refused} asks /> },
  { key: "by", header: "By", width: "1fr", wide: true, cell: (row) => <span className="ink2 cut">{row.createdBy?.name ?? ""}</span> },
  { key: "at", header: "Started", width: 104, align: "right", wide: true, cell: (row) => <RelativeTime at={row.createdAt} className="ink2" /> },
];

function FileCell({ row }: { row: ImportRow }) {
  const { context } = useFormat();
  return <span className={css.two}><span className={css.strong} title={row.fileName}>{row.fileName}</span><span className={css.under}>{kindNames[row.kind]}, {sizeWords(row.fileSize, context.locale)}</span></span>;
}

const tones: Partial<Record<ImportRow["state"], Tone>> = { failed: "breach", mapping: "warn", finished: "good" };

function StateCell({ row }: { row: ImportRow }) {
  if (isUnderWay(row) || row.state === "uploading") return <span className={css.two}><span className={css.under}>{stateName(row)}</span><Progress share={row.progress} label={`${row.fileName}, done`} tone="accent" /></span>;
  return <span><Chip tone={row.dryRun ? "accent" : (tones[row.state] ?? "neutral")}>{stateName(row)}</Chip></span>;
}

function Count({ value, asks }: { value: number; asks?: boolean }) {
  const format = useFormat();
  return <span className="num" style={{ color: value === 0 ? "var(--ink3)" : asks ? "var(--warn)" : undefined }}>{format.number(value)}</span>;
}

function PhoneRow({ row }: { row: ImportRow }) {
  return <div className={css.phoneRow}><FileCell row={row} /><StateCell row={row} /></div>;
}
