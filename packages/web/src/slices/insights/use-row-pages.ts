import type { InputOf, Operation, OutputOf } from "@tandem/contract/operation";
import { useInfiniteQuery } from "@tanstack/react-query";
import { call, type InputArgs } from "../../app/api.ts";
import { keyOf } from "../../app/query.ts";

/** A list that says more than its rows (what is hidden, what it sums to), read page by page. */
export function useRowPages<O extends Operation>(operation: O, query: Omit<InputOf<O>["query"], "cursor">, enabled: boolean) {
  type Page = OutputOf<O> & { readonly next: string | null };
  const result = useInfiniteQuery<Page, Error, { pages: Page[] }, readonly unknown[], string | null>({
    queryKey: [...keyOf(operation, { query } as never), "pages"],
    queryFn: ({ pageParam, signal }) => call(operation, ...([{ query: pageParam === null ? query : { ...query, cursor: pageParam } }, signal] as unknown as InputArgs<O, [AbortSignal?]>)) as Promise<Page>,
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    enabled,
  });
  return { pages: result.data?.pages, more: result.hasNextPage, loadMore: () => void result.fetchNextPage(), loadingMore: result.isFetchingNextPage, loading: result.isPending, error: result.error, retry: () => void result.refetch() };
}
