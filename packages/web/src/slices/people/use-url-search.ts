import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { asText } from "./people-filter.ts";

/** The view in the address: read as text, changed in place, so that back, reload and a sent link show the same. */
export function useUrlSearch<Search extends object>(path: string): [Search, (change: Partial<Search>) => void] {
  const navigate = useNavigate();
  const search = asText(useSearch({ strict: false }) as Record<string, unknown>) as Search;
  const change = useCallback(
    (next: Partial<Search>) => void navigate({ to: path, search: ((before: Record<string, unknown>) => asText({ ...before, ...next })) as never, replace: true }),
    [navigate, path],
  );
  return [search, change];
}
