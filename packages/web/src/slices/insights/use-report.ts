import type { ReportFilterInput } from "@tandem/contract/insights/filter";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { readReportSearch } from "./report-search.ts";

type Search = Record<string, string | undefined>;

/** The filter of a report and whatever else the page keeps in its address; changing replaces the address in place. */
export function useReport(path: string): { filter: ReportFilterInput; search: Search; change: (next: Search) => void } {
  const navigate = useNavigate();
  const raw = useSearch({ strict: false }) as Record<string, unknown>;
  const written = JSON.stringify(raw);
  const search = useMemo(() => clean(JSON.parse(written) as Record<string, unknown>), [written]);
  const filter = useMemo(() => readReportSearch(search), [search]);
  const change = useCallback((next: Search) => void navigate({ to: path, search: ((before: Record<string, unknown>) => clean({ ...before, ...next })) as never, replace: true }), [navigate, path]);
  return { filter, search, change };
}

function clean(search: Record<string, unknown>): Search {
  return Object.fromEntries(Object.entries(search).flatMap(([key, value]) => (value === undefined || value === null || value === "" ? [] : [[key, String(value)]])));
}
