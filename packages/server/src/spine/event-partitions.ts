import type { Transaction } from "../platform/transaction.ts";

/** Months made ahead, so that a server left alone for a while still finds its partition. */
const monthsAhead = 3;

/** The least UUIDv7 of an instant (epoch ms): where the ids of that time begin. */
export function leastId(at: number): string {
  const hex = at.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}

/**
 * Raw events are partitioned by month of receipt, by ranges of their time-ordered ids. A month that has none falls into
 * the default partition, so that an event is stored whatever happens.
 */
export async function ensureEventPartitions(tx: Transaction, at: Date): Promise<void> {
  for (let month = 0; month <= monthsAhead; month++) {
    const from = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + month, 1);
    const to = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + month + 1, 1);
    const name = `event_${new Date(from).toISOString().slice(0, 7).replace("-", "_")}`;
    await tx.query("select tandem.make_event_partition($1, $2, $3)", [name, leastId(from), leastId(to)]);
  }
}
