import { opportunitySorts, type OpportunitySort } from "@tandem/contract/pipeline/opportunities";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

/** What the address of the pipeline says: each part is the text the server takes, so that a view can be kept and sent. */
export interface PipelineSearch {
  readonly view?: string | undefined;
  readonly q?: string | undefined;
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  readonly close?: string | undefined;
  readonly stage?: string | undefined;
  readonly state?: string | undefined;
  readonly sort?: string | undefined;
  readonly add?: string | undefined;
}
export const filterKeys = ["owner", "team", "close"] as const;

const states = ["open", "won", "lost", "any"] as const;
export type ShownState = (typeof states)[number];

export function sortOf(search: PipelineSearch): OpportunitySort {
  return opportunitySorts.find((sort) => sort === search.sort) ?? "close";
}
export function stateOf(search: PipelineSearch): ShownState {
  return states.find((state) => state === search.state) ?? "open";
}

/** The filter as the server takes it, without what is empty. */
export function filterOf({ q, owner, team, close }: PipelineSearch): Record<string, string> {
  return asText({ q, owner, team, close }) as Record<string, string>;
}

/** `2` in the address is a number there; everything of ours is text, and what is empty is left out. */
export function asText(search: object): Record<string, string> {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== "").map(([key, value]) => [key, String(value)]));
}

/** The view in the address: changed in place, so that back, reload and a sent link show the same. */
export function useUrlSearch<Search extends object>(path: string): [Search, (change: Partial<Search>) => void] {
  const navigate = useNavigate();
  const search = asText(useSearch({ strict: false }) as object) as Search;
  const change = useCallback((next: Partial<Search>) => void navigate({ to: path, search: ((before: object) => asText({ ...before, ...next })) as never, replace: true }), [navigate, path]);
  return [search, change];
}
