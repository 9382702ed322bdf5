import type { KeptList, SavedView } from "@tandem/contract/people/views";

/** What people keep of a list: which columns, and the list itself as a view. */

/** Columns by key in their order; the first is the row's name and always there. */
export function shownColumns<Column extends { readonly key: string }>(all: readonly Column[], usual: readonly string[], chosen: readonly string[] | null | undefined): Column[] {
  const first = all[0]!;
  const known = new Map(all.map((column) => [column.key, column]));
  const keys = (chosen ?? usual).filter((key) => known.has(key) && key !== first.key);
  return [first, ...keys.map((key) => known.get(key)!)];
}

/** A column taken in goes where it stands among all of them; one left out leaves the others where they are. */
export function withColumn(all: readonly string[], shown: readonly string[], key: string): string[] {
  if (shown.includes(key)) return shown.filter((one) => one !== key);
  const place = (one: string) => all.indexOf(one);
  const before = shown.findIndex((one) => place(one) > place(key));
  return before < 0 ? [...shown, key] : shown.toSpliced(before, 0, key);
}

/** One place to the left (−1) or right (1), the name staying first. */
export function movedColumn(shown: readonly string[], key: string, step: -1 | 1): string[] {
  const at = shown.indexOf(key);
  const to = at + step;
  if (at < 1 || to < 1 || to >= shown.length) return [...shown];
  return shown.toSpliced(at, 1).toSpliced(to, 0, key);
}

/** What of an address is the list itself: filters, search and order, not what is opened beside it. */
export function questionOf(search: object, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.flatMap((key) => {
    const value = (search as Record<string, unknown>)[key];
    return value === undefined || value === "" || value === null ? [] : [[key, String(value)]];
  }));
}

/** The list is no longer as its view keeps it. */
export function differs(view: Pick<SavedView, "query" | "columns">, question: Record<string, string>, columns: readonly string[]): boolean {
  const sorted = (query: Record<string, string>) => JSON.stringify(Object.entries(query).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(view.query) !== sorted(question) || (view.columns !== null && view.columns.join() !== columns.join());
}

export const listNames: Record<KeptList, { one: string; many: string }> = { contacts: { one: "person", many: "people" }, companies: { one: "company", many: "companies" } };
