import { dismissDuplicate, listDuplicates, mergeContacts, type DuplicateRow } from "@tandem/contract/people/merges";
import { useState } from "react";
import { useAct, usePages } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCapped } from "../../ui/format.ts";
import { Link } from "../../ui/link.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { MergeDialog, Side } from "./merge-dialog.tsx";
import { nameBeside } from "./names.ts";
import { useUrlSearch } from "./use-url-search.ts";
import css from "./merge.module.css";
import page from "./people.module.css";

/** Pairs that may be one person, with the evidence; a person decides. */
export function Page() {
  const format = useFormat();
  const [search, change] = useUrlSearch<{ contact?: string | undefined }>("/people/duplicates");
  const list = usePages(listDuplicates, { query: { limit: 20, ...(search.contact && { contact: search.contact }) } });
  const [merging, setMerging] = useState<DuplicateRow | null>(null);
  return (
    <div className={page.page}>
      <PageHeader title="Duplicates" path={[{ label: "People", to: "/people" }]} note={list.count && list.count.value > 0 && `${formatCapped(list.count, format.context)} possible`}>
        {search.contact && <Button kind="quiet" onClick={() => change({ contact: undefined })}>Show all</Button>}
      </PageHeader>
      <div className={css.rows}>
        {list.error && !list.rows ? <ErrorState title="The duplicates could not be loaded" error={list.error} onRetry={list.retry} /> : null}
        {list.loading && !list.error && <SkeletonLines lines={10} />}
        {list.rows?.length === 0 && <EmptyState title="No two contacts look like one person." text="Pairs appear here when names, companies, phones or e-mails agree. Nothing is ever merged by itself." />}
        {list.rows?.map((row) => <Proposal key={row.id} row={row} onMerge={() => setMerging(row)} />)}
        {list.more && <div><Button kind="quiet" onClick={list.loadMore}>Show more</Button></div>}
      </div>
      {merging && <MergeDialog open onClose={() => setMerging(null)} contact={merging.a} other={merging.b} onMerged={() => setMerging(null)} />}
    </div>
  );
}

function Proposal({ row, onMerge }: { row: DuplicateRow; onMerge: () => void }) {
  const may = useMay();
  const format = useFormat();
  const dismiss = useAct(dismissDuplicate, { said: () => `${nameBeside(row.a, format.date)} and ${nameBeside(row.b, format.date)} stay two people` });
  return (
    <article className={css.proposal} aria-label={`${row.a.name} and ${row.b.name}`}>
      <div><Side side={row.a} /><Link to={`/people/${row.a.id}`} className="second" aria-label={`Open ${row.a.name}`}>&nbsp;Open</Link></div>
      <div><Side side={row.b} /><Link to={`/people/${row.b.id}`} className="second" aria-label={`Open ${row.b.name}`}>&nbsp;Open</Link></div>
      <div className={css.evidence}>
        <span className="label">What speaks for one person</span>
        <ul>{row.evidence.map((one) => <li key={one.kind}>{one.words}</li>)}</ul>
        <div className={css.buttons}>
          {may(mergeContacts) && <Button kind="soft" onClick={onMerge}>Merge…</Button>}
          {may(dismissDuplicate) && <Button kind="quiet" busy={dismiss.isPending} onClick={() => dismiss.mutate({ params: { duplicateId: row.id } })}>Two people</Button>}
        </div>
      </div>
    </article>
  );
}
