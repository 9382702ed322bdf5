/** What the threads of one replay tell each other while they work, in shared memory: that it is called off, and how far each part is. */
export interface PartWatch {
  /** 1 when it is called off. */
  readonly stop: Int32Array;
  /** How far each part is, in thousandths. */
  readonly done: Int32Array;
}

export function startWatch(parts: number): PartWatch {
  return { stop: new Int32Array(new SharedArrayBuffer(4)), done: new Int32Array(new SharedArrayBuffer(4 * parts)) };
}

export function callOff({ stop }: PartWatch): void {
  Atomics.store(stop, 0, 1);
}

export function isCalledOff({ stop }: PartWatch): boolean {
  return Atomics.load(stop, 0) === 1;
}

/** @param share of that part, 0 to 1 */
export function tellDone({ done }: PartWatch, part: number, share: number): void {
  Atomics.store(done, part, Math.round(share * 1_000));
}

/** How far all parts are together, 0 to 1: there is about as much to do in each. */
export function shareDone({ done }: PartWatch): number {
  let sum = 0;
  for (let part = 0; part < done.length; part++) sum += Atomics.load(done, part);
  return sum / (1_000 * done.length);
}
