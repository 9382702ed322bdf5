import type { Operation, OutputOf } from "@tandem/contract/operation";
import { QueryClient, keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { toast } from "../ui/toast.tsx";
import { ApiProblem, call, type CallInput, type InputArgs } from "./api.ts";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: true,
      // A refusal stays a refusal; only an absent server is worth asking again.
      retry: (failures, error) => failures < 2 && (!(error instanceof ApiProblem) || error.status === 503),
    },
    mutations: { retry: false },
  },
});

/** Queries are kept under the operation's name, so that a topic (a slice's name) finds all of its queries. */
export function keyOf<O extends Operation>(operation: O, input?: CallInput<O>): readonly unknown[] {
  return [operation.name, input ?? {}];
}

/** Marks as old every query of the topics: a slice ("handoff") or one operation ("handoff.list-inbox"). */
export function invalidate(topics: readonly string[], client = queryClient): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey: [name] }) =>
      typeof name === "string" && topics.some((topic) => name === topic || name.startsWith(`${topic}.`)),
  });
}

interface ReadOptions<Answer = unknown> {
  enabled?: boolean;
  /** Ask again every so many milliseconds, or as many as what was read last says; null: not again. */
  every?: number | ((answer: Answer | undefined) => number | null);
  /** Keep the old answer while the input changes (filters). On by default. */
  keep?: boolean;
}

/** Reads by an operation, kept fresh by live updates. */
export function useOperation<O extends Operation>(operation: O, ...[input, options]: InputArgs<O, [options?: ReadOptions<OutputOf<O>>]>): UseQueryResult<OutputOf<O>, ApiProblem> {
  const every = options?.every;
  return useQuery<OutputOf<O>, ApiProblem>({
    queryKey: keyOf(operation, input as CallInput<O>),
    queryFn: ({ signal }) => call(operation, ...([input, signal] as unknown as InputArgs<O, [AbortSignal?]>)),
    enabled: options?.enabled ?? true,
    ...(every === undefined ? {} : { refetchInterval: typeof every === "number" ? every : ({ state }) => every(state.data) ?? false }),
    ...(options?.keep === false ? {} : { placeholderData: keepPreviousData as never }),
  });
}

interface Page<Row> {
  rows: Row[];
  next: string | null;
  count: { value: number; capped: boolean } | null;
}
type RowOf<O extends Operation> = OutputOf<O> extends Page<infer Row> ? Row : never;

/** A list read page by page by its cursor (`query.cursor`); feeds `DataTable` as it is. */
export function usePages<O extends Operation>(operation: O, ...[input, options]: InputArgs<O, [options?: ReadOptions]>) {
  const given = (input ?? {}) as { query?: Record<string, unknown> };
  const result = useInfiniteQuery<Page<RowOf<O>>, ApiProblem, { pages: Page<RowOf<O>>[] }, readonly unknown[], string | null>({
    queryKey: [...keyOf(operation, input as CallInput<O>), "pages"],
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam === null ? given.query : { ...given.query, cursor: pageParam };
      return call(operation, ...([{ ...given, query }, signal] as unknown as InputArgs<O, [AbortSignal?]>)) as Promise<Page<RowOf<O>>>;
    },
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    enabled: options?.enabled ?? true,
    ...(options?.keep === false ? {} : { placeholderData: keepPreviousData as never }),
  });
  return {
    rows: result.data?.pages.flatMap((page) => page.rows),
    count: result.data?.pages[0]?.count ?? null,
    more: result.hasNextPage,
    loadMore: () => void (result.hasNextPage && !result.isFetchingNextPage && result.fetchNextPage()),
    loading: result.isPending,
    refreshing: result.isPlaceholderData,
    error: result.error,
    retry: () => void result.refetch(),
  };
}

interface ActOptions<O extends Operation> {
  /** Topics to read again afterwards; the operation's own slice when left out. */
  invalidates?: readonly string[];
  /** Shows the outcome before the server has answered; returns how to take it back. */
  optimistic?: (input: CallInput<O>) => (() => void) | undefined;
  /** The sentence of the toast after success. */
  said?: (output: OutputOf<O>, input: CallInput<O>) => string;
  /** Leads from the toast to what came of it. */
  link?: (output: OutputOf<O>, input: CallInput<O>) => { label: string; to: string } | undefined;
  /** What the toast tells of: a newer one about the same takes its place. */
  subject?: (input: CallInput<O>) => string;
  /** Gives the toast an Undo. */
  undo?: (output: OutputOf<O>, input: CallInput<O>) => Promise<unknown>;
  onDone?: (output: OutputOf<O>, input: CallInput<O>) => void;
  /** The form shows the problem itself: no toast for it. */
  quietErrors?: boolean;
}

/** Acts by an operation: `const accept = useAct(acceptLead, {...}); accept.mutate({ params: { id } })`. */
export function useAct<O extends Operation>(operation: O, options: ActOptions<O> = {}) {
  const client = useQueryClient();
  const topics = options.invalidates ?? [operation.name.split(".")[0] ?? operation.name];
  return useMutation<OutputOf<O>, ApiProblem, CallInput<O>, { back: (() => void) | undefined }>({
    mutationFn: (input) => call(operation, ...([input] as unknown as InputArgs<O, [AbortSignal?]>)),
    onMutate: (input) => ({ back: options.optimistic?.(input) }),
    onError: (error, _input, context) => {
      context?.back?.();
      if (!options.quietErrors) toast.problem(error);
    },
    onSuccess: (output, input) => {
      const undo = options.undo;
      if (options.said) {
        toast.say(options.said(output, input), {
          subject: options.subject?.(input),
          link: options.link?.(output, input),
          undo: undo && (() => undo(output, input).then(() => invalidate(topics, client), (error: unknown) => toast.problem(error))),
        });
      }
      options.onDone?.(output, input);
    },
    onSettled: () => invalidate(topics, client),
  });
}

/** Changes what is shown for an operation at once, in every input it was read with; returns the way back. */
export function patch<O extends Operation>(operation: O, change: (shown: OutputOf<O>) => OutputOf<O>, client = queryClient): () => void {
  const before = client.getQueriesData<unknown>({ queryKey: [operation.name] });
  void client.cancelQueries({ queryKey: [operation.name] });
  for (const [key, data] of before) {
    if (data === undefined) continue;
    const paged = typeof data === "object" && data !== null && "pages" in data;
    const next = paged
      ? { ...data, pages: (data.pages as OutputOf<O>[]).map(change) }
      : change(data as OutputOf<O>);
    client.setQueryData(key, next);
  }
  return () => before.forEach(([key, data]) => client.setQueryData(key, data));
}

