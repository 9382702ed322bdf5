import type { ReportFilterInput } from "@tandem/contract/insights/filter";
import { listFigureRows, type FigureRef, type FigureRow } from "@tandem/contract/insights/figures";
import { useSession } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCapped, formatDuration } from "../../ui/format.ts";
import { Link } from "../../ui/link.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SidePanel } from "../../ui/side-panel.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { figureWords, judgedWords, partsWords, rowsWords } from "./figure-words.ts";
import css from "./report.module.css";
import { useRowPages } from "./use-row-pages.ts";
import { wholeMoney } from "./write-words.ts";

/**
 * The rows behind a figure: each opens its person, deal or handoff.
 * @param clause the clause all of them are of, said once at the top
 */
export function FigurePanel({ open, filter, clause, onClose }: { open: FigureRef | null; filter: ReportFilterInput; clause?: string | undefined; onClose: () => void }) {
  const figure = open?.figure ?? "leads";
  const { pages, more, loadMore, loadingMore, loading, error, retry } = useRowPages(listFigureRows, { ...filter, figure, ...(open?.key === null || open === null ? {} : { key: open.key }), limit: 50 }, open !== null);
  const format = useFormat();
  const { workspace } = useSession();
  const words = figureWords(figure, open?.key ?? null);
  const rows = pages?.flatMap((page) => page.rows) ?? [];
  const first = pages?.[0];
  const { among, apart } = partsWords(first?.parts ?? [], format.number);
  return (
    <SidePanel open={open !== null} onClose={onClose} title={clause ?? words.title}>
      <div className={css.panelHead}>
        {first?.count && <p><b className="num">{formatCapped(first.count)}</b> <span className="ink2 num">{rowsWords(first.count.value, first.hidden > 0 ? format.number(first.hidden) : null, first.sum === null ? null : wholeMoney(first.sum, workspace.currency, format))}</span></p>}
        {among !== "" && <p className="num">{among}{apart !== "" && <span className="ink3">{`, and not counted: ${apart}`}</span>}</p>}
        <p className="label">{words.definition}</p>
      </div>
      {loading && <div className={css.foot}><SkeletonLines lines={8} /></div>}
      {error && rows.length === 0 && <ErrorState title="The rows could not be read" error={error} onRetry={retry} />}
      {!loading && !error && rows.length === 0 && <EmptyState title={first && first.hidden > 0 ? "None of these rows is yours to see." : "No row is behind this figure."} text="It counts nobody in this period and segment." />}
      <ul aria-label={clause ?? words.title}>{rows.map((row) => <li key={row.id} className={css.row}><Row row={clause === undefined ? row : { ...row, detail: row.detail.replace(`: ${clause}`, "") }} /></li>)}</ul>
      {more && <div className={css.foot}><Button busy={loadingMore} onClick={loadMore}>Show more</Button></div>}
    </SidePanel>
  );
}

function Row({ row }: { row: FigureRow }) {
  const name = row.opportunity?.name ?? row.contact?.name ?? "Nobody named";
  const to = row.opportunity ? `/pipeline/${row.opportunity.id}` : row.contact ? `/people/${row.contact.id}` : null;
  return (
    <>
      <span className={css.rowLine}>
        <span className="cut" title={name}>{to ? <Link to={to}>{name}</Link> : name}</span>
        <Value row={row} />
      </span>
      <span className={`${css.rowLine} label`}>
        <span className="cut" style={{ fontWeight: 400 }}>
          {[row.opportunity && row.contact ? row.contact.name : row.contact?.company, row.detail].filter(Boolean).join(", ")}
        </span>
        <RelativeTime at={row.at} />
      </span>
    </>
  );
}

/** Its money or time. A clock is told by what it counted; the time on the wall is only in the title. */
function Value({ row: { value, unit, judged } }: { row: FigureRow }) {
  const format = useFormat();
  const wall = value !== null && unit === "duration" ? formatDuration(value, { seconds: true }) : null;
  if (judged) return <span className="num" title={wall === null ? undefined : `${wall} on the wall`}>{judgedWords(judged)}</span>;
  return value === null ? null : <span className="num">{wall ?? format.money(value)}</span>;
}
