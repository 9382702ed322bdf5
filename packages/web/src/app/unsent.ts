/**
 * What somebody wrote and did not send yet, kept in this tab: a reload, a closed dialog or a session that ended does not
 * take it. Per person, so that nobody else reads it in the same tab, and never for passwords.
 */

/** What is needed of the tab's storage. */
export type Keeper = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const prefix = "tandem-unsent ";
const keyOf = (userId: string, place: string): string => `${prefix}${userId} ${place}`;

/** What was kept at a place ("note of <contact id>"), or `empty`. What cannot be read is nothing. */
export function readUnsent<T>(keeper: Keeper, userId: string, place: string, empty: T): T {
  try {
    const kept = keeper.getItem(keyOf(userId, place));
    return kept === null ? empty : (JSON.parse(kept) as T);
  } catch {
    return empty;
  }
}

/** Keeps it; what is `empty` again is forgotten. A full or closed storage keeps nothing: writing goes on. */
export function keepUnsent<T>(keeper: Keeper, userId: string, place: string, value: T, empty: T): void {
  try {
    const text = JSON.stringify(value);
    if (text === JSON.stringify(empty)) keeper.removeItem(keyOf(userId, place));
    else keeper.setItem(keyOf(userId, place), text);
  } catch {
    // It stands in the field all the same.
  }
}

/** Who signs out leaves nothing behind in the tab. */
export function forgetUnsent(keeper: Keeper): void {
  const keys = Array.from({ length: keeper.length }, (_, at) => keeper.key(at)).filter((key) => key?.startsWith(prefix));
  for (const key of keys) keeper.removeItem(key!);
}
