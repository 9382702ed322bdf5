/**
 * Columns of the lab: typed arrays over shared memory, so that threads read the same history without copying it. Where
 * shared memory is not to be had (a browser without isolation), ordinary memory does the same for one thread.
 */

export type Codes = Uint8Array | Uint16Array | Uint32Array;

export const bytes = (length: number): Uint8Array => new Uint8Array(memory(length));
export const shorts = (length: number): Uint16Array => new Uint16Array(memory(length * 2));
export const unsigned = (length: number): Uint32Array => new Uint32Array(memory(length * 4));
export const integers = (length: number): Int32Array => new Int32Array(memory(length * 4));
export const doubles = (length: number): Float64Array => new Float64Array(memory(length * 8));

/** The narrowest column that holds values up to `most`. */
export function codes(length: number, most: number): Codes {
  return most < 256 ? bytes(length) : most < 65_536 ? shorts(length) : unsigned(length);
}

function memory(size: number): ArrayBuffer {
  // Typed arrays over either kind behave alike; the types of the two differ in what we do not use.
  return (typeof SharedArrayBuffer === "undefined" ? new ArrayBuffer(size) : new SharedArrayBuffer(size)) as ArrayBuffer;
}

/** No day: later than every day of a column. */
export const noDay = 65_535;

/** Bytes that the columns of a record of columns take. */
export function bytesOf(record: object): number {
  let total = 0;
  for (const value of Object.values(record)) {
    if (ArrayBuffer.isView(value)) total += value.byteLength;
    else if (value !== null && typeof value === "object" && !Array.isArray(value)) total += bytesOf(value as object);
    else if (Array.isArray(value)) for (const part of value) if (part !== null && typeof part === "object") total += ArrayBuffer.isView(part) ? part.byteLength : bytesOf(part as object);
  }
  return total;
}
