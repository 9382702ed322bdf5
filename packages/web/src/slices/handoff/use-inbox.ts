import { readInbox, type Inbox, type InboxGroup, type InboxRow, type InboxScope } from "@tandem/contract/handoff/inbox";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { ApiProblem } from "../../app/api.ts";
import { call } from "../../app/api.ts";
import { keyOf } from "../../app/query.ts";
import { countsAfter } from "./inbox-words.ts";
import { rowAfter, usePendingActs } from "./pending-acts.ts";

export interface InboxView {
  readonly rows: readonly InboxRow[] | undefined;
  readonly groups: readonly { key: InboxGroup; rows: readonly InboxRow[]; count: number; breached: number; warning: number }[] | undefined;
  readonly head: Inbox | undefined;
  /** Leads that are settled here and not yet for the server: what it counts as open is fewer by them. */
  readonly settling: number;
  /** When the clocks were read by the server's clock and by ours. */
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly more: boolean;
  readonly loadMore: () => void;
  readonly loading: boolean;
  readonly refreshing: boolean;
  readonly error: ApiProblem | null;
  readonly retry: () => void;
}

/** The inbox of a scope, with the acts that are still to be sent already in it. */
export function useInbox(scope: InboxScope): InboxView {
  const result = useInfiniteQuery<Inbox, ApiProblem, { pages: Inbox[] }, readonly unknown[], string | null>({
    queryKey: [...keyOf(readInbox, { query: { scope } }), "pages"],
    queryFn: ({ pageParam, signal }) => call(readInbox, { query: { scope, ...(pageParam !== null && { cursor: pageParam }) } }, signal),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    // What a stretch of business time ends or begins is the server's to say.
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
  });
  const pending = usePendingActs();
  const head = result.data?.pages[0];
  const sent = result.data?.pages.flatMap((page) => page.rows);
  const rows = sent?.map((row) => rowAfter(row, pending.get(row.id)));
  return {
    rows,
    groups: rows && head && countsAfter(head.groups, sent!, rows).map((group) => ({ ...group, rows: rows.filter((row) => row.group === group.key) })),
    head,
    settling: rows?.filter((row, i) => row.closedAt !== null && sent![i]!.closedAt === null).length ?? 0,
    sentAt: head ? Date.parse(head.at) : 0,
    receivedAt: result.dataUpdatedAt,
    more: result.hasNextPage,
    loadMore: () => void (result.hasNextPage && !result.isFetchingNextPage && result.fetchNextPage()),
    loading: result.isPending,
    refreshing: result.isPlaceholderData,
    error: result.error,
    retry: () => void result.refetch(),
  };
}
