/** The order of the list a record was opened from, so that its page can step to the next one. Forgotten with the tab. */
interface Order {
  readonly ids: readonly string[];
  /** There are more than were read so far. */
  readonly more: boolean;
  /** The list with its filters: where "People" at the top of the page leads back to. */
  readonly back: string;
}

const orders = new Map<string, Order>();

export function keepOrder(list: "people" | "companies", order: Order): void {
  orders.set(list, order);
}

/** Where a record stands in the list it was opened from; null when it was reached another way. */
export function placeIn(list: "people" | "companies", id: string): { at: number; of: number; more: boolean; before: string | null; after: string | null } | null {
  const order = orders.get(list);
  const at = order?.ids.indexOf(id) ?? -1;
  if (!order || at < 0) return null;
  return { at: at + 1, of: order.ids.length, more: order.more, before: order.ids[at - 1] ?? null, after: order.ids[at + 1] ?? null };
}

export function backTo(list: "people" | "companies"): string {
  return orders.get(list)?.back ?? `/${list}`;
}
