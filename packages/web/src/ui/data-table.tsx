import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState, type CSSProperties, type ReactNode } from "react";
import { Checkbox } from "./checkbox.tsx";
import { cx } from "./class-names.ts";
import css from "./data-table.module.css";
import { useDensity } from "./density.ts";
import { EmptyState } from "./empty-state.tsx";
import { ErrorState } from "./error-state.tsx";
import { SortDownIcon, SortUpIcon } from "./icons.ts";
import { Skeleton } from "./skeleton.tsx";
import { useKeepInSight } from "./keep-in-sight.ts";
import { useKeys } from "./use-keys.ts";
import { usePhone } from "./use-phone.ts";

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  /** Pixels, or a share of what is left ("2fr"). "1fr" when left out. */
  readonly width?: number | string;
  /** Numbers stand right. */
  readonly align?: "right";
  /** The server can sort by it. */
  readonly sort?: boolean;
  /** Left out on the phone. */
  readonly wide?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

export interface Sort {
  readonly key: string;
  readonly direction: "ascending" | "descending";
}

export interface Group<Row> {
  readonly key: string;
  /** A `GroupBar`. */
  readonly bar: ReactNode;
  readonly rows: readonly Row[];
}

interface DataTableProps<Row> {
  /** What the table holds, for screen readers and the key sheet: "Open handoffs". */
  label: string;
  columns: readonly Column<Row>[];
  /** Undefined while loading. Give `groups` instead for a list under group bars. */
  rows?: readonly Row[] | undefined;
  groups?: readonly Group<Row>[] | undefined;
  rowKey: (row: Row) => string;
  /** The row's name for screen readers. */
  rowLabel?: (row: Row) => string;
  onOpen?: (row: Row) => void;
  /** The row's own address: its first cell is a link to it, and ⌘, Ctrl or the middle button open it in a new tab. */
  linkOf?: (row: Row) => string;
  /** The row shown beside the list. */
  openKey?: string | undefined;
  /** J and K call it as they move, for lists with a detail beside them. */
  onMove?: (row: Row) => void;
  /** `quiet` keeps no column for it: the boxes stand in the margin, where the pointer is or once something is selected. */
  selection?: { keys: ReadonlySet<string>; onChange: (keys: ReadonlySet<string>) => void; quiet?: boolean };
  sort?: Sort | undefined;
  onSort?: (sort: Sort) => void;
  /** There is a next page; `loadMore` is called as its place comes near. */
  more?: boolean;
  loadMore?: () => void;
  loading?: boolean;
  refreshing?: boolean;
  error?: unknown;
  retry?: () => void;
  empty?: ReactNode;
  /** 56 shows two lines; facts 24. Compact takes people to 40, one line: mark the second `data-second`. */
  rowHeight?: number;
  /** Below the rows: a queue to claim from. */
  foot?: ReactNode;
  /** A row as a card on the phone instead of cells. */
  phoneRow?: (row: Row) => ReactNode;
}

type Line<Row> = { kind: "bar"; key: string; bar: ReactNode } | { kind: "row"; key: string; row: Row };
const barHeight = 32;
const headHeight = 28;

/** A long list, paged by the server's cursor and drawn only where it is seen. J, K move, Enter opens, X selects, ⇧J ⇧K select on. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, groups, rowKey, onOpen, linkOf, onMove, selection, more, loadMore, error, retry } = props;
  const phone = usePhone();
  const compact = useDensity() === "compact" && !phone;
  const given = props.rowHeight ?? 56;
  const rowHeight = phone && props.phoneRow ? 64 : compact && given > 40 ? 40 : given;
  const head = phone && props.phoneRow ? 0 : headHeight;
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => linesOf(rows, groups, rowKey), [rows, groups, rowKey]);
  const [current, setCurrent] = useState<string | null>(null);
  const at = lines.findIndex((line) => line.kind === "row" && line.key === (props.openKey ?? current));
  const virtual = useVirtualizer({
    count: lines.length + (more ? 3 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: (i) => (lines[i]?.kind === "bar" ? barHeight : rowHeight),
    getItemKey: (i) => lines[i]?.key ?? `loading-${i}`,
    overscan: 8,
    // The head stands above the rows and stays when they scroll: without it the last row would end below the edge.
    scrollMargin: head,
    scrollPaddingStart: head,
  });
  useEffect(() => virtual.measure(), [rowHeight, virtual]);
  const items = virtual.getVirtualItems();
  const here = lines[at];
  useKeepInSight(virtual, here?.key, at, head);
  const lastSeen = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && lastSeen >= lines.length - 8) loadMore?.();
  }, [more, lastSeen, lines.length, loadMore]);
  const move = (step: 1 | -1): number | null => {
    let next = at < 0 && step < 0 ? lines.length : at;
    do next += step;
    while (lines[next]?.kind === "bar");
    const line = lines[next];
    if (line?.kind !== "row") return null;
    setCurrent(line.key);
    virtual.scrollToIndex(next, { align: "auto" });
    onMove?.(line.row);
    return next;
  };
  /** Where selecting on began, and what was selected before. */
  const stretch = useRef<{ from: number; before: ReadonlySet<string> } | null>(null);
  const toggle = (key: string) => {
    stretch.current = null;
    if (!selection) return;
    const next = new Set(selection.keys);
    if (!next.delete(key)) next.add(key);
    selection.onChange(next);
  };
  const selectTo = (next: number | null) => {
    if (!selection || next === null) return;
    const { from, before } = (stretch.current ??= { from: Math.max(at, 0), before: selection.keys });
    const between = lines.slice(Math.min(from, next), Math.max(from, next) + 1);
    selection.onChange(new Set([...before, ...between.flatMap((line) => (line.kind === "row" ? [line.key] : []))]));
  };
  const keys = lines.flatMap((line) => (line.kind === "row" ? [line.key] : []));
  const step = (by: 1 | -1) => {
    stretch.current = null;
    move(by);
  };
  useKeys(label, {
    j: { label: "Next row", run: () => step(1) },
    k: { label: "Row before", run: () => step(-1) },
    enter: here?.kind === "row" && onOpen && { label: "Open row", run: () => onOpen(here.row) },
    x: here?.kind === "row" && selection && { label: "Select row", run: () => toggle(here.key) },
    "shift+j": selection && { label: "Extend the selection down", run: () => selectTo(move(1)) },
    "shift+k": selection && { label: "Extend the selection up", run: () => selectTo(move(-1)) },
    "mod+a": selection && keys.length > 0 && { label: "Select all rows shown", run: () => selection.onChange(new Set(keys)) },
    escape: selection !== undefined && selection.keys.size > 0 && { label: "Select nothing", run: () => { stretch.current = null; selection.onChange(new Set()); } },
  });
  const ticks = selection !== undefined && !selection.quiet;
  const grid = useMemo(() => templateOf(columns, ticks), [columns, ticks]);
  const style = { "--columns": grid.wide, "--columns-phone": grid.phone, "--row": `${rowHeight}px` } as CSSProperties;
  const first = lines.length === 0;
  return (
    <div ref={scroller} className={css.scroller} style={style} data-phone-rows={props.phoneRow ? true : undefined} data-compact={(compact && given > 40) || undefined} data-selecting={(selection !== undefined && selection.keys.size > 0) || undefined} tabIndex={0}>
      <div role="table" aria-label={label} aria-rowcount={more ? -1 : keys.length + 1} aria-busy={props.loading || props.refreshing || undefined}>
        <div role="row" className={cx(css.head, first && !props.loading && "sr-only")} aria-rowindex={1}>
          {selection && ticks && (
            <div role="columnheader" className={css.tick}>
              <Checkbox bare label={`Select all of ${label}`} checked={keys.length > 0 && keys.every((key) => selection.keys.has(key))} some={selection.keys.size > 0} onChange={(all) => selection.onChange(new Set(all ? keys : []))} />
            </div>
          )}
          {columns.map((column) => <Header key={column.key} column={column} sort={props.sort} onSort={props.onSort} />)}
        </div>
        {!first && (
          <div role="rowgroup" className={css.body} data-refreshing={props.refreshing || undefined} style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const line = lines[item.index];
              const place: CSSProperties = { height: item.size, transform: `translateY(${item.start - head}px)` };
              if (!line) return <LoadingRow key={item.key} columns={columns} selection={ticks} place={place} />;
              if (line.kind === "bar") return <div key={item.key} role="row" className={css.place} style={place}><div role="cell">{line.bar}</div></div>;
              const href = linkOf?.(line.row);
              const opener = onOpen && href === undefined && (
                <button
                  type="button" className={css.open} aria-label={`Open ${props.rowLabel?.(line.row) ?? "row"}`} aria-current={item.index === at || undefined}
                  onClick={() => { setCurrent(line.key); onOpen(line.row); }}
                />
              );
              const linked = (cell: ReactNode) => (href === undefined ? cell : <a href={href} data-row-link className={css.link} aria-current={item.index === at || undefined} draggable={false}>{cell}</a>);
              return (
                <div
                  key={item.key} role="row" aria-rowindex={item.index + 2} className={css.row} style={place}
                  aria-selected={selection ? selection.keys.has(line.key) : undefined}
                  data-here={item.index === at || undefined} data-opens={onOpen ? true : undefined}
                  data-index={item.index}
                  // Selecting rows is not selecting their text, and the middle button is no scrolling by hand.
                  onMouseDown={(event) => ((selection && event.shiftKey) || (href !== undefined && event.button === 1)) && event.preventDefault()}
                  onAuxClick={href === undefined ? undefined : (event) => event.button === 1 && !(event.target as HTMLElement).closest("a") && openBeside(href)}
                  onClick={onOpen && ((event) => {
                    const control = (event.target as HTMLElement).closest("a, button, input, label");
                    if (control && !control.hasAttribute("data-row-link")) return;
                    const beside = event.metaKey || event.ctrlKey;
                    // The browser opens its own links beside.
                    if (beside && href !== undefined) return control ? undefined : openBeside(href);
                    event.preventDefault();
                    if (selection && beside) return toggle(line.key);
                    if (selection && event.shiftKey) return selectTo(item.index);
                    setCurrent(line.key);
                    onOpen(line.row);
                  })}
                >
                  {selection && (
                    <div role="cell" className={cx(css.tick, selection.quiet && css.margin)}>
                      <Checkbox bare label={`Select ${props.rowLabel?.(line.row) ?? line.key}`} checked={selection.keys.has(line.key)} onChange={() => toggle(line.key)} />
                    </div>
                  )}
                  {props.phoneRow && <div role="cell" className={css.phoneRow}>{opener}{linked(props.phoneRow(line.row))}</div>}
                  {columns.map((column, i) => (
                    <div key={column.key} role="cell" className={css.cell} data-align={column.align} data-wide={column.wide || undefined}>
                      {i === 0 && opener}
                      {i === 0 ? linked(column.cell(line.row)) : column.cell(line.row)}
                    </div>
                  ))}
                </div>
              );
            })}
          </div>
        )}
      </div>
      {first && error ? <ErrorState title={`${label} could not be loaded`} error={error} onRetry={retry} /> : null}
      {first && !error && props.loading && <div role="status" aria-label="Loading">{Array.from({ length: 8 }, (_, i) => <LoadingRow key={i} columns={columns} selection={ticks} place={{ position: "relative", height: rowHeight }} bare />)}</div>}
      {first && !error && !props.loading && (props.empty ?? <EmptyState title="Nothing is here yet." />)}
      {!first && error ? <ErrorState title="The list could not be read again. What you see is older." error={error} onRetry={retry} /> : null}
      {props.foot}
    </div>
  );
}

/** In a new tab that knows nothing of this one. */
function openBeside(href: string): void {
  window.open(href, "_blank", "noopener");
}

function Header<Row>({ column, sort, onSort }: { column: Column<Row>; sort: Sort | undefined; onSort: ((sort: Sort) => void) | undefined }) {
  const direction = sort?.key === column.key ? sort.direction : undefined;
  const sortable = column.sort && onSort;
  return (
    <div role="columnheader" aria-sort={sortable ? (direction ?? "none") : undefined} className={css.header} data-align={column.align} data-wide={column.wide || undefined}>
      {sortable ? (
        <button type="button" className={css.sort} onClick={() => onSort({ key: column.key, direction: direction === "descending" ? "ascending" : "descending" })}>
          {column.header}
          {direction === "ascending" ? <SortUpIcon /> : direction === "descending" ? <SortDownIcon /> : null}
        </button>
      ) : column.header}
    </div>
  );
}

function LoadingRow<Row>({ columns, selection, place, bare }: { columns: readonly Column<Row>[]; selection: boolean; place: CSSProperties; bare?: boolean }) {
  return (
    <div role={bare ? undefined : "row"} className={css.row} style={place} aria-hidden={bare || undefined}>
      {selection && <div role={bare ? undefined : "cell"} className={css.tick} />}
      {columns.map((column, i) => (
        <div key={column.key} role={bare ? undefined : "cell"} className={css.cell} data-align={column.align} data-wide={column.wide || undefined}>
          <Skeleton width={i === 0 ? "70%" : "50%"} />
        </div>
      ))}
    </div>
  );
}

function linesOf<Row>(rows: readonly Row[] | undefined, groups: readonly Group<Row>[] | undefined, rowKey: (row: Row) => string): Line<Row>[] {
  const line = (row: Row): Line<Row> => ({ kind: "row", key: rowKey(row), row });
  if (!groups) return (rows ?? []).map(line);
  return groups.flatMap((group) => [{ kind: "bar" as const, key: `bar-${group.key}`, bar: group.bar }, ...group.rows.map(line)]);
}

function templateOf(columns: readonly { width?: number | string; wide?: boolean }[], selection: boolean): { wide: string; phone: string } {
  const size = ({ width }: { width?: number | string }) => (typeof width === "number" ? `${width}px` : `minmax(0, ${width ?? "1fr"})`);
  const tick = selection ? "24px " : "";
  return { wide: tick + columns.map(size).join(" "), phone: tick + columns.filter((column) => !column.wide).map(size).join(" ") };
}
