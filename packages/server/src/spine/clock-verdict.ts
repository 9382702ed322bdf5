/**
 * How a clock is judged, in SQL: once for every count and every list of clocks. The machine keeps the instant of the breach
 * where the proof came after the deadline and takes it back where it had come before, so a clock that was met and still
 * carries one was met late: the promise was broken, whatever became of it afterwards.
 */

/** Clocks about which something was decided: kept, met late or run out. Excused ones are nobody's fault, void ones nobody's. */
export const clockDecided = (c: string): string => `${c}.state in ('met', 'breached')`;

/** … of them, those met in time. */
export const clockKept = (c: string): string => `(${c}.state = 'met' and ${c}.breached_at is null)`;

/** The state in which a clock is named: `met-late` apart from `met`. */
export const clockVerdict = (c: string): string => `case when ${c}.state = 'met' and ${c}.breached_at is not null then 'met-late' else ${c}.state end`;
