import { exportImportRefusals, listImportRefusals, repairImportRows, type RefusalRow } from "@tandem/contract/imports/imports";
import type { ImportDetail } from "@tandem/contract/imports/parts";
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { call } from "../../app/api.ts";
import { useAct, usePages } from "../../app/query.ts";
import { useUnsent } from "../../app/use-unsent.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { DownloadIcon } from "../../ui/icons.ts";
import { Section } from "../../ui/section.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toast.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { blockOf, emptySheet, keepRows, moveFrom, paste, redo, textOf, typeIn, undo, type Edits } from "./refused-grid.ts";
import { usePhone } from "../../ui/use-phone.ts";
import { saveFile } from "./save-file.ts";
import css from "./refused-rows.module.css";

/** Every refused row with its reason; a sheet of cells that are corrected in place (by keys, pasted blocks, undo) and imported. */
export function RefusedRows({ row }: { row: ImportDetail }) {
  const format = useFormat();
  const phone = usePhone();
  const [kept, keep] = useUnsent(`repairs of ${row.id}`, emptySheet.edits);
  const [sheet, setSheet] = useState({ ...emptySheet, edits: kept });
  const { edits } = sheet;
  // What came back by undo is kept as what was typed is.
  useEffect(() => keep(edits), [edits]);
  const grid = useRef<HTMLTableElement>(null);
  const list = usePages(listImportRefusals, { params: { importId: row.id }, query: { limit: 100 } }, { enabled: row.refused > 0 });
  const repair = useAct(repairImportRows, {
    said: ({ repaired, refused }) => (refused.length === 0 ? `${format.number(repaired)} repaired and imported` : `${format.number(repaired)} imported, ${format.number(refused.length)} refused again`),
    onDone: ({ refused }) => setSheet((now) => keepRows(now, new Set(refused.map((one) => one.rowNumber)))),
  });
  const changed = Object.keys(edits).length;
  const send = () => changed > 0 && repair.mutate({ params: { importId: row.id }, body: { rows: Object.entries(edits).slice(0, 200).map(([rowNumber, values]) => ({ rowNumber: Number(rowNumber), values })) } });
  useKeys("Refused rows", row.dryRun || row.refused === 0 ? {} : { "mod+enter": { label: "Import repaired rows", run: send, typing: true } });
  if (row.refused === 0) return null;
  const readable = !row.dryRun && row.state !== "running" && row.state !== "queued";
  const columns = row.mapping?.columns.filter((column) => column.to !== null).map((column) => column.column) ?? [];
  const rows = list.rows ?? [];
  const onKeyDown = (event: KeyboardEvent) => {
    const at = placeOf(event.target);
    if (!at || event.nativeEvent.isComposing) return;
    const mod = event.metaKey || event.ctrlKey;
    if (mod && event.key.toLowerCase() === "z") {
      event.preventDefault();
      setSheet(event.shiftKey ? redo : undo);
      return;
    }
    if (mod || event.altKey) return;
    const { selectionStart, selectionEnd, value } = event.target as HTMLInputElement;
    const whole = selectionStart === 0 && selectionEnd === value.length;
    const to = moveFrom(at, event.key, event.shiftKey, { start: whole || selectionEnd === 0, end: whole || selectionStart === value.length }, { rows: rows.length, columns: columns.length });
    const cell = to && grid.current?.querySelector<HTMLInputElement>(`[data-cell="${to.row} ${to.column}"]`);
    if (!cell) return;
    event.preventDefault();
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const onPaste = (event: ClipboardEvent) => {
    const at = placeOf(event.target);
    const text = event.clipboardData.getData("text/plain");
    // A single piece of text goes to the caret, as anywhere.
    if (!at || !/[\t\n\r]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    setSheet((now) => paste(now, rows, columns, at, blockOf(text)));
  };
  return (
    <Section
      card title="Refused rows" note={format.number(row.refused)} definition={readable ? (phone ? "Every cell can be typed in; then import the rows." : "Every cell can be typed in: arrows and Enter move, a block pasted from a spreadsheet fills from the cell you are in, and undo takes a step back. Or download the rows, correct them in a spreadsheet and import that file.") : "Each would be refused for the reason beside it. Correct the columns, the file, or the rows after the import."}
      aside={<>{readable && (!phone || sheet.past.length > 0) && <Button kind="quiet" hint="mod+z" refused={sheet.past.length === 0 ? "Nothing to undo" : undefined} onClick={() => setSheet(undo)}>Undo</Button>}{!(phone && readable) && <Button kind="quiet" icon={DownloadIcon} onClick={() => void download(row)}>Download</Button>}{readable && <Button kind={changed > 0 ? "primary" : "outline"} hint="mod+enter" busy={repair.isPending} refused={changed === 0 ? "Correct a cell first" : undefined} onClick={send}>{changed > 0 ? `Import ${format.number(changed)} repaired` : "Import repaired rows"}</Button>}</>}
    >
      {list.error && !list.rows ? <ErrorState title="The refused rows could not be loaded" error={list.error} onRetry={list.retry} /> : null}
      {list.loading ? <SkeletonLines lines={5} /> : null}
      {list.rows && (
        <div className={css.scroller} tabIndex={0} role="group" aria-label="Refused rows, scrolls sideways">
          <table className={css.refused} ref={grid} data-sheet={readable || undefined} onKeyDown={onKeyDown} onPaste={onPaste}>
            <thead><tr><th scope="col" className={css.number}>Row</th><th scope="col">Reason</th>{columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
            <tbody>
              {list.rows.map((one, at) => (
                <Row key={one.rowNumber} one={one} at={at} columns={columns} edits={edits} locked={!readable} onEdit={(column, text) => setSheet((now) => typeIn(now, one, column, text))} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.more && <div className={css.more}><Button kind="quiet" onClick={list.loadMore}>Show more</Button></div>}
    </Section>
  );
}

/** Which cell an event is about. */
function placeOf(target: EventTarget): { row: number; column: number } | null {
  const [row, column] = (target instanceof HTMLElement ? (target.dataset["cell"] ?? "") : "").split(" ").map(Number);
  return row === undefined || column === undefined ? null : { row, column };
}

/** As wide as what stands in it, within reason: a date or an address is read whole, the table scrolls. */
const sizeOf = (text: string): number => Math.min(36, Math.max(8, text.length));

interface RowProps {
  one: RefusalRow;
  at: number;
  columns: readonly string[];
  edits: Edits;
  locked: boolean;
  onEdit: (column: string, text: string) => void;
}

function Row({ one, at, columns, edits, locked, onEdit }: RowProps) {
  return (
    <tr data-edited={edits[one.rowNumber] !== undefined || undefined}>
      <td className={`${css.number} num`} data-label="Row">{one.rowNumber}</td>
      <td className={css.reason} data-label="Reason">{one.also.length === 0 ? one.words : <ul>{[one, ...one.also].map(({ code, column, words }) => <li key={`${code} ${column}`}>{words}</li>)}</ul>}</td>
      {columns.map((column, index) => {
        const text = textOf(edits, one, column);
        const wrong = one.column === column || one.also.some((other) => other.column === column) || undefined;
        return (
          <td key={column} data-label={column} data-wrong={wrong}>
            {locked ? (
              <span className="cut" title={text}>{text || <span className="ink3">empty</span>}</span>
            ) : (
              <input
                className={css.cell} data-cell={`${at} ${index}`} data-changed={edits[one.rowNumber]?.[column] !== undefined || undefined} aria-label={`${column}, row ${one.rowNumber}`} aria-invalid={wrong}
                value={text} size={sizeOf(text)} placeholder="empty" onChange={(event) => onEdit(column, event.target.value)} onFocus={(event) => event.target.select()}
              />
            )}
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
