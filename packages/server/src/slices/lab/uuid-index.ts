/** Numbers for uuids, given in the order in which they are first seen: an open hash table over their 16 bytes. */
export class UuidIndex {
  size = 0;
  private words = new Uint32Array(1 << 14);
  private slots = new Int32Array(1 << 13).fill(-1);

  /** The number of the uuid in `bytes` from `at` on; given to it now if it has none and `add` says so, else -1. */
  numberOf(bytes: Uint8Array, at: number, add = false): number {
    const a = word(bytes, at);
    const b = word(bytes, at + 4);
    const c = word(bytes, at + 8);
    const d = word(bytes, at + 12);
    const { slots, words } = this;
    const mask = slots.length - 1;
    // The tail of a UUIDv7 is random; its head is the time.
    for (let slot = (Math.imul(d ^ Math.imul(c, 0x9e3779b1), 0x85ebca6b) >>> 7) & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot]!;
      if (number < 0) {
        if (!add) return -1;
        slots[slot] = this.size;
        return this.add(a, b, c, d);
      }
      const place = number * 4;
      if (words[place + 3] === d && words[place + 2] === c && words[place + 1] === b && words[place] === a) return number;
    }
  }

  numberOfText(id: string, add = false): number {
    return this.numberOf(Buffer.from(id.replaceAll("-", ""), "hex"), 0, add);
  }

  /** The uuid as text. */
  textOf(number: number): string {
    const hex = [0, 1, 2, 3].map((i) => this.words[number * 4 + i]!.toString(16).padStart(8, "0")).join("");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  get bytes(): number {
    return this.words.byteLength + this.slots.byteLength;
  }

  private add(a: number, b: number, c: number, d: number): number {
    const number = this.size++;
    if (number * 4 >= this.words.length) {
      const larger = new Uint32Array(this.words.length * 2);
      larger.set(this.words);
      this.words = larger;
    }
    this.words.set([a, b, c, d], number * 4);
    if (this.size * 2 > this.slots.length) this.rehash();
    return number;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = this.slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      const [c, d] = [this.words[number * 4 + 2]!, this.words[number * 4 + 3]!];
      let slot = (Math.imul(d ^ Math.imul(c, 0x9e3779b1), 0x85ebca6b) >>> 7) & mask;
      while (this.slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = number;
    }
  }
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
