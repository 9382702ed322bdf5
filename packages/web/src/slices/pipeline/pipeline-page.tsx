import { createOpportunity, readBoard, type Board as BoardData } from "@tandem/contract/pipeline/opportunities";
import { useCallback, useState } from "react";
import { useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { AddIcon } from "../../ui/icons.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { usePhone } from "../../ui/use-phone.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { FilterBar } from "../../ui/filter-bar.tsx";
import { SearchBox } from "../../ui/search-box.tsx";
import { AddDealDialog } from "./add-deal-dialog.tsx";
import { Board, BoardSkeleton } from "./board.tsx";
import { DealsTable } from "./deals-table.tsx";
import { NoDeals } from "./no-deals.tsx";
import { PipelineFilters } from "./pipeline-filters.tsx";
import { filterKeys, filterOf, sortOf, stateOf, useUrlSearch, type PipelineSearch } from "./pipeline-search.ts";
import { wholeTotals, whoseWords } from "./words.ts";
import css from "./pipeline.module.css";

/** All deals one sees: by stage on a board, or as a list. The view stands in the address. */
export function Page() {
  const may = useMay();
  const [search, change] = useUrlSearch<PipelineSearch>("/pipeline");
  const [cards, setCards] = useState(25);
  const [found, setFound] = useState<string | null>(null);
  const list = search.view === "list";
  const filter = filterOf(search);
  const sort = sortOf(search);
  const board = useOperation(readBoard, { query: { ...filter, sort: list ? "close" : sort, cards } as never }, { enabled: !list || stateOf(search) === "open" });
  const find = useCallback((q: string) => change({ q: q === "" ? undefined : q }), [change]);
  useKeys("Pipeline", {
    c: may(createOpportunity) && { label: "Open a deal", run: () => change({ add: "yes" }) },
    v: { label: list ? "Show as board" : "Show as list", run: () => change({ view: list ? undefined : "list" }) },
  });
  const clear = () => change(Object.fromEntries(["q", "stage", ...filterKeys].map((key) => [key, undefined])));
  const filtered = Object.keys(filter).length > 0;
  return (
    <div className={css.page}>
      <PageHeader title="Pipeline" note={list ? found : board.data && <Totals board={board.data} />}>
        <SegmentedTabs label="View" value={list ? "list" : "board"} onChange={(view) => change({ view: view === "list" ? "list" : undefined, state: undefined, stage: undefined })} tabs={[{ value: "board", label: "Board" }, { value: "list", label: "List" }]} />
        {may(createOpportunity) && <Button kind="primary" icon={AddIcon} hint="c" onClick={() => change({ add: "yes" })}>Open a deal…</Button>}
      </PageHeader>
      <FilterBar>
        <SearchBox label="Search deals" value={search.q ?? ""} onChange={find} />
        <PipelineFilters search={search} list={list} onChange={change} />
      </FilterBar>
      {list && <DealsTable search={search} onChange={change} onClear={clear} onFound={setFound} />}
      {!list && !board.data && (board.error ? <ErrorState center title="The board could not be loaded" error={board.error} onRetry={() => void board.refetch()} /> : <BoardSkeleton />)}
      {!list && board.data && (board.data.total.count === 0
        ? filtered ? <EmptyState center title="No open deal matches these filters." text="Take one off, or search for part of a deal's or a company's name." action={<Button onClick={clear}>Clear filters</Button>} /> : <NoDeals onAdd={() => change({ add: "yes" })} />
        : <Board board={board.data} refreshing={board.isPlaceholderData} most={cards} onMore={() => setCards(100)} onList={(stage) => change({ view: "list", stage })} />)}
      <AddDealDialog open={search.add === "yes" && may(createOpportunity)} onClose={() => change({ add: undefined })} />
    </div>
  );
}

/** What the deals shown add up to, and whose they are: the dashboard counts every team's. */
function Totals({ board }: { board: BoardData }) {
  const format = useFormat();
  const { count, withoutRate } = board.total;
  const sums = wholeTotals(board);
  const money = (minor: number) => format.money(minor, { currency: board.currency });
  if (usePhone()) return <>{format.number(count)} open, {money(sums.amount)}, {whoseWords(board.whose, true)}</>;
  return (
    <>
      {format.number(count)} open {whoseWords(board.whose)}, {money(sums.amount)}, <span title="Each amount times the probability of its stage">weighted {money(sums.weighted)}</span>
      {withoutRate > 0 && <span className={css.warn}>, {format.number(withoutRate)} without a rate not counted</span>}
    </>
  );
}
