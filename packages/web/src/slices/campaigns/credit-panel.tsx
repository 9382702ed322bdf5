import { listClosedLoopRows, type ClosedLoopFigure, type CreditRow } from "@tandem/contract/campaigns/closed-loop";
import type { InputOf } from "@tandem/contract/operation";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Link } from "../../ui/link.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SidePanel } from "../../ui/side-panel.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useRowPages } from "../insights/door.tsx";
import css from "./campaigns.module.css";
import { figureNames, writeCredit } from "./credit-words.ts";

type Query = Omit<InputOf<typeof listClosedLoopRows>["query"], "figure" | "key" | "cursor" | "limit">;

/** The leads or deals behind a cell, each with its part of the credit. */
export function CreditPanel({ open, query, onClose }: { open: { figure: ClosedLoopFigure; key: string | undefined; name: string } | null; query: Query; onClose: () => void }) {
  const format = useFormat();
  const { pages, more, loadMore, loadingMore, loading, error, retry } = useRowPages(listClosedLoopRows, { ...query, figure: open?.figure ?? "leads", ...(open?.key !== undefined && { key: open.key }), limit: 50 }, open !== null);
  const first = pages?.[0];
  const rows = pages?.flatMap((page) => page.rows) ?? [];
  const deals = open?.figure === "won" || open?.figure === "opportunities";
  return (
    <SidePanel open={open !== null} onClose={onClose} title={open ? `${figureNames[open.figure]}: ${open.name}` : ""}>
      {first && (
        <div className={css.item}>
          <p><b style={{ fontSize: 20 }} className="num">{writeCredit(Math.round(first.credit / 1_000) / 10, format.number)}</b> <span className="ink2">credited, {format.number(first.count)} touched{deals && first.amount > 0 ? `, ${format.money(first.amount)}` : ""}</span></p>
          {first.hidden > 0 && <p className="label">{format.number(first.hidden)} belong to other teams and are not listed.</p>}
        </div>
      )}
      {loading && <div className={css.foot}><SkeletonLines lines={8} /></div>}
      {error && rows.length === 0 && <ErrorState title="The rows could not be read" error={error} onRetry={retry} />}
      {!loading && !error && rows.length === 0 && <EmptyState title={first && first.hidden > 0 ? "None of these is yours to see." : "Nobody is behind this number."} />}
      <ul>{rows.map((row) => <li key={row.id} className={css.item}><Row row={row} /></li>)}</ul>
      {more && <div className={css.foot}><Button busy={loadingMore} onClick={loadMore}>Show more</Button></div>}
    </SidePanel>
  );
}

function Row({ row }: { row: CreditRow }) {
  const format = useFormat();
  return (
    <>
      <span className={css.rowLine}>
        <span className="cut" style={{ fontWeight: 500 }}>
          {row.opportunity ? <Link to={`/pipeline/${row.opportunity.id}`}>{row.opportunity.name}</Link> : row.contact ? <Link to={`/people/${row.contact.id}`}>{row.contact.name}</Link> : "Nobody named"}
        </span>
        <span className="num">{row.credit === 0 ? "touched only" : format.share(row.credit / 10_000, { digits: row.credit % 100 === 0 ? 0 : 1 })}</span>
      </span>
      <span className={`${css.rowLine} label`}>
        <span className="cut">{[row.opportunity ? row.contact?.name : row.contact?.company, row.opportunity?.state, row.amount ? format.money(row.amount) : null].filter(Boolean).join(", ")}</span>
        <RelativeTime at={row.at} />
      </span>
    </>
  );
}
