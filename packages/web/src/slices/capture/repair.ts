type Scalar = string | number | boolean | null;

/** A repair that can be done to many events: values set and names taken out at the top of each. */
export interface Repair {
  readonly set: Record<string, Scalar>;
  readonly unset: string[];
}

export const noRepair: Repair = { set: {}, unset: [] };
export const isEmpty = ({ set, unset }: Repair): boolean => Object.keys(set).length === 0 && unset.length === 0;

const asObject = (text: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};

const isScalar = (value: unknown): value is Scalar => value === null || ["string", "number", "boolean"].includes(typeof value);

/**
 * What was changed between an event as it came and as it was repaired, if the same can be done to others; null where
 * something inside was changed, which is this event's own.
 */
export function repairBetween(before: string, after: string): Repair | null {
  const [old, next] = [asObject(before), asObject(after)];
  if (!old || !next) return null;
  const set: Record<string, Scalar> = {};
  for (const [key, value] of Object.entries(next)) {
    if (key in old && JSON.stringify(old[key]) === JSON.stringify(value)) continue;
    if (!isScalar(value)) return null;
    set[key] = value;
  }
  return { set, unset: Object.keys(old).filter((key) => !(key in next)) };
}

/** "type is set to track, anonymousId is taken out" */
export function repairWords({ set, unset }: Repair): string {
  const parts = [...Object.entries(set).map(([key, value]) => `${key} is set to ${value === null || value === "" ? "nothing" : String(value)}`), ...unset.map((key) => `${key} is taken out`)];
  return parts.length === 0 ? "as they came" : parts.join(", ");
}
