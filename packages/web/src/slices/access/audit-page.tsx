import { listAudit, type AuditLine } from "@tandem/contract/access/audit";
import { listColleagues } from "@tandem/contract/access/users";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useOperation, usePages } from "../../app/query.ts";
import { mayOpen } from "../../app/pages.ts";
import { useSession } from "../../app/session.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Facts } from "../../ui/facts.tsx";
import { formatCapped } from "../../ui/format.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Select } from "../../ui/select.tsx";
import { SidePanel } from "../../ui/side-panel.tsx";
import { DateInput } from "../../ui/text-input.tsx";
import { Button } from "../../ui/button.tsx";
import { Link } from "../../ui/link.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { recordKinds, sentenceOf, textOf, type SentencePart } from "./audit-sentence.ts";
import { actInWords, actorInWords, partInWords } from "./audit-words.ts";
import { RecordPicker } from "./record-picker.tsx";
import { SettingsPageFrame } from "./settings-page-frame.tsx";
import { startOfDayIn } from "./start-of-day.ts";
import css from "./settings.module.css";

const kinds = Object.entries(recordKinds).map(([value, label]) => ({ value, label: label.charAt(0).toUpperCase() + label.slice(1) })).toSorted((a, b) => (a.label < b.label ? -1 : 1));
const areas = ["access", "agreement", "campaign", "capture", "company", "contact", "handoff", "import", "lab", "opportunity", "pipeline", "task"].map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }));
type Filter = { actor?: string; act?: string; from?: string; to?: string; kind?: string; entity?: string; name?: string };

/** Who changed what, newest first. */
export function Page() {
  const filter: Filter = useSearch({ strict: false });
  const navigate = useNavigate();
  const format = useFormat();
  const { user } = useSession();
  const put = (change: { [Key in keyof Filter]: Filter[Key] | undefined }) => {
    const next = Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, value]) => value));
    void navigate({ to: "/settings/audit", search: next as never, replace: true });
  };
  const zone = format.context.timeZone;
  const query = {
    ...(filter.actor && { actorId: filter.actor }), ...(filter.act && { act: filter.act }), ...(filter.kind && { entityKind: filter.kind }), ...(filter.entity && { entityId: filter.entity }),
    ...(filter.from && { from: startOfDayIn(zone, filter.from, 0) }), ...(filter.to && { to: startOfDayIn(zone, filter.to, 1) }),
  };
  const { count, retry, ...list } = usePages(listAudit, { query });
  const colleagues = useOperation(listColleagues).data?.rows ?? [];
  const names = useMemo(() => new Map(colleagues.map(({ id, name }) => [id, name])), [colleagues]);
  const [opened, setOpened] = useState<AuditLine | null>(null);
  const columns: readonly Column<AuditLine>[] = [
    { key: "at", header: "When", width: 104, cell: (line) => <RelativeTime at={line.at} /> },
    { key: "actor", header: "Who", width: "1fr", cell: (line) => <span className="cut">{actorInWords(line)}</span> },
    { key: "act", header: "What", width: "3fr", cell: (line) => <Sentence parts={sentenceOf(line, names, format.date)} /> },
  ];
  return (
    <SettingsPageFrame title="Audit trail" list note={count && formatCapped(count, format.context)}>
      <div className={css.filters}>
        <Combobox bare optional label="Who" placeholder="Anybody" value={filter.actor ?? null} valueLabel={names.get(filter.actor ?? "")} onChange={(actor) => put({ actor: actor ?? undefined })} choices={colleagues.map(({ id, name, email }) => ({ value: id, label: name, detail: email }))} />
        <Select bare optional label="Area" placeholder="Everything" value={filter.act ?? ""} onChange={(act) => put({ act })} choices={areas} />
        <Select bare optional label="Kind of record" placeholder="Any record" value={filter.kind ?? ""} onChange={(kind) => put({ kind, entity: undefined, name: undefined })} choices={kinds} />
        <RecordPicker value={filter.entity ?? null} valueLabel={filter.name} onChange={(record) => put({ kind: record?.kind ?? filter.kind, entity: record?.id, name: record?.name })} />
        <DateInput bare optional label="From" aria-label="From" value={filter.from ?? ""} onChange={(from) => put({ from })} />
        <DateInput bare optional label="To" aria-label="To" value={filter.to ?? ""} onChange={(to) => put({ to })} />
        {user.role === "administrator" && <span className="label">People and deals are not named for administrators.</span>}
      </div>
      <DataTable
        label="Audit trail" columns={columns} {...list} retry={retry} rowHeight={40} rowKey={(line) => line.id} rowLabel={(line) => `${actorInWords(line)} ${textOf(sentenceOf(line, names, format.date))}`} onOpen={setOpened} phoneRow={(line) => <span className={css.auditRow}><Sentence parts={sentenceOf(line, names, format.date)} /><span className="second ink3 cut">{actorInWords(line)}, <RelativeTime at={line.at} /></span></span>} openKey={opened?.id}
        empty={<EmptyState title="Nothing was changed that fits." text="Every change anybody makes stands here, from the first day on." />}
      />
      <SidePanel open={opened !== null} onClose={() => setOpened(null)} title={opened ? actInWords(opened.act) : ""}>
        {opened && (
          <>
          <p className={css.sentence}>{actorInWords(opened)} <Sentence inline parts={sentenceOf(opened, names, format.date)} /></p>
          {opened.entity.id !== null && filter.entity !== opened.entity.id && (
            <p className={css.sentence}><Button kind="outline" onClick={() => put({ kind: opened.entity.kind, entity: opened.entity.id!, name: opened.records.find((record) => record.id === opened.entity.id)?.name })}>Everything done to this record</Button></p>
          )}
          <Facts
            labelWidth={96}
            facts={[
              { label: "When", value: format.exact(opened.at) },
              { label: "Who", value: actorInWords(opened) },
              { label: "Act", value: <span className="mono">{opened.act}</span> },
              { label: "On", value: <span className="mono" style={{ overflowWrap: "anywhere" }}>{opened.entity.kind} {opened.entity.id ?? ""}</span> },
              ...Object.entries(opened.summary).map(([label, value]) => ({ label: partInWords(label).replace(/^./, (first) => first.toUpperCase()) || label, value: <span className={typeof value === "object" ? "mono" : undefined} style={{ overflowWrap: "anywhere" }}>{typeof value === "string" ? (opened.records.find((record) => record.id === value)?.name ?? names.get(value) ?? value) : valueText(value)}</span> })),
            ]}
          />
          </>
        )}
      </SidePanel>
    </SettingsPageFrame>
  );
}

/** A summary's value as people read it; only what has a shape of its own stays as it was written down. */
function valueText(value: unknown): string {
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.map((one) => one.replaceAll("_", " ")).join(", ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function Sentence({ parts, inline }: { parts: readonly SentencePart[]; inline?: boolean }) {
  const session = useSession();
  return (
    <span {...(!inline && { className: "cut", style: { display: "block" } })} title={textOf(parts)}>
      {parts.map((part, at) => (typeof part === "string" ? part : part.to && mayOpen(session, part.to) ? <Link key={at} to={part.to.split("?")[0]!} search={Object.fromEntries(new URLSearchParams(part.to.split("?")[1] ?? ""))} className={css.record}>{part.text}</Link> : <b key={at} className={css.record}>{part.text}</b>))}
    </span>
  );
}
