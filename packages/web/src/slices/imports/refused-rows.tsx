import { exportImportRefusals, listImportRefusals, repairImportRows, type RefusalRow } from "@tandem/contract/imports/imports";
import type { ImportDetail } from "@tandem/contract/imports/parts";
import { useState } from "react";
import { call } from "../../app/api.ts";
import { useAct, usePages } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { DownloadIcon } from "../../ui/icons.ts";
import { Section } from "../../ui/section.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toast.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { saveFile } from "./save-file.ts";
import css from "./imports.module.css";

type Edits = Readonly<Record<number, Readonly<Record<string, string>>>>;

/** Every refused row with its reason; cells are corrected in place and the rows imported. */
export function RefusedRows({ row }: { row: ImportDetail }) {
  const format = useFormat();
  const [edits, setEdits] = useState<Edits>({});
  const list = usePages(listImportRefusals, { params: { importId: row.id }, query: { limit: 100 } }, { enabled: row.refused > 0 });
  const repair = useAct(repairImportRows, {
    said: ({ repaired, refused }) => (refused.length === 0 ? `${format.number(repaired)} repaired and imported` : `${format.number(repaired)} imported, ${format.number(refused.length)} refused again`),
    onDone: ({ refused }) => setEdits((now) => Object.fromEntries(Object.entries(now).filter(([number]) => refused.some((one) => one.rowNumber === Number(number))))),
  });
  const changed = Object.keys(edits).length;
  const send = () => changed > 0 && repair.mutate({ params: { importId: row.id }, body: { rows: Object.entries(edits).slice(0, 200).map(([rowNumber, values]) => ({ rowNumber: Number(rowNumber), values })) } });
  useKeys("Refused rows", row.dryRun || row.refused === 0 ? {} : { "mod+enter": { label: "Import repaired rows", run: send, typing: true } });
  if (row.refused === 0) return null;
  const readable = !row.dryRun && row.state !== "running" && row.state !== "queued";
  const columns = row.mapping?.columns.filter((column) => column.to !== null).map((column) => column.column) ?? [];
  return (
    <Section
      card title="Refused rows" note={format.number(row.refused)} definition={readable ? "Correct the marked cells here and import the rows, or download them, correct them in a spreadsheet and import that file." : "Each would be refused for the reason beside it. Correct the columns, the file, or the rows after the import."}
      aside={<><Button kind="quiet" icon={DownloadIcon} onClick={() => void download(row)}>Download</Button>{readable && <Button kind={changed > 0 ? "primary" : "outline"} hint="mod+enter" busy={repair.isPending} refused={changed === 0 ? "Correct a cell first" : undefined} onClick={send}>{changed > 0 ? `Import ${format.number(changed)} repaired` : "Import repaired rows"}</Button>}</>}
    >
      {list.error && !list.rows ? <ErrorState title="The refused rows could not be loaded" error={list.error} onRetry={list.retry} /> : null}
      {list.loading ? <SkeletonLines lines={5} /> : null}
      {list.rows && (
        <div className={css.scroller} tabIndex={0} role="group" aria-label="Refused rows, scrolls sideways">
          <table className={css.refused}>
            <thead><tr><th scope="col" className={css.number}>Row</th><th scope="col">Reason</th>{columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
            <tbody>
              {list.rows.map((one) => (
                <Row key={one.rowNumber} one={one} columns={columns} edits={edits[one.rowNumber]} locked={!readable} onEdit={(column, text) => setEdits((now) => withEdit(now, one, column, text))} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.more && <div className={css.more}><Button kind="quiet" onClick={list.loadMore}>Show more</Button></div>}
    </Section>
  );
}

/** A cell set back to what it was is no repair. */
function withEdit(now: Edits, one: RefusalRow, column: string, text: string): Edits {
  const { [column]: _, ...others } = now[one.rowNumber] ?? {};
  const next = text === one.values[column] ? others : { ...others, [column]: text };
  const { [one.rowNumber]: _row, ...rest } = now;
  return Object.keys(next).length === 0 ? rest : { ...rest, [one.rowNumber]: next };
}

interface RowProps {
  one: RefusalRow;
  columns: readonly string[];
  edits: Readonly<Record<string, string>> | undefined;
  locked: boolean;
  onEdit: (column: string, text: string) => void;
}

function Row({ one, columns, edits, locked, onEdit }: RowProps) {
  return (
    <tr data-edited={edits !== undefined || undefined}>
      <td className={`${css.number} num`} data-label="Row">{one.rowNumber}</td>
      <td className={css.reason} data-label="Reason">{one.words}</td>
      {columns.map((column) => {
        const text = edits?.[column] ?? one.values[column] ?? "";
        return (
          <td key={column} data-label={column} data-wrong={one.column === column || undefined}>
            {locked ? <span className="cut" title={text}>{text || <span className="ink3">empty</span>}</span> : <input className={css.cell} aria-label={`${column}, row ${one.rowNumber}`} aria-invalid={one.column === column || undefined} value={text} onChange={(event) => onEdit(column, event.target.value)} />}
          </td>
        );
      })}
    </tr>
  );
}

async function download(row: ImportDetail): Promise<void> {
  try {
    let [csv, name] = ["", `${row.fileName}.refused.csv`];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const part: { csv: string; fileName: string; next: string | null } = await call(exportImportRefusals, { params: { importId: row.id }, query: cursor ? { cursor } : {} });
      csv += part.csv;
      [name, cursor] = [part.fileName, part.next];
    }
    saveFile(name, csv);
  } catch (error) {
    toast.problem(error);
  }
}
