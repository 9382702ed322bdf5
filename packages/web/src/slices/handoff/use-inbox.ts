import { readInbox, type Inbox, type InboxGroup, type InboxRow, type InboxScope } from "@tandem/contract/handoff/inbox";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { ApiProblem } from "../../app/api.ts";
import { call } from "../../app/api.ts";
import { keyOf } from "../../app/query.ts";
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

const order: readonly InboxGroup[] = ["first-attempt", "disposition", "accepted", "settled"];

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
    groups: rows && head && groupsOf(head, sent!, rows),
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

/** Counts are the server's for the whole list, corrected by what moves here before it is sent. */
function groupsOf(head: Inbox, sent: readonly InboxRow[], rows: readonly InboxRow[]): NonNullable<InboxView["groups"]> {
  return order.flatMap((key) => {
    const counted = head.groups.find((group) => group.key === key);
    const moved = rows.reduce((sum, row, i) => sum + (row.group === sent[i]!.group ? 0 : row.group === key ? 1 : sent[i]!.group === key ? -1 : 0), 0);
    const count = (counted?.count ?? 0) + moved;
    return count > 0 ? [{ key, rows: rows.filter((row) => row.group === key), count, breached: counted?.breached ?? 0, warning: counted?.warning ?? 0 }] : [];
  });
}
