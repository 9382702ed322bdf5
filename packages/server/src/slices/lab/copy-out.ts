import type { EventEmitter } from "node:events";
import type pg from "pg";
import { giveWay } from "./give-way.ts";

/** A row of a binary COPY while it is read: fields are taken one after another, in the order of the select. */
export interface CopyRow {
  /** 16 bytes of a uuid, at this place of `chunk`. */
  uuidAt(): number;
  readonly chunk: Buffer;
  int2(): number;
  int4(): number;
  int8(): number;
  /** Days since 1970-01-01. */
  date(): number;
  /** Milliseconds since 1970; ±Infinity for Postgres' own; null where absent. */
  instant(): number | null;
  text(): string | null;
  /** Passes over a field: its length, or -1 where absent; its bytes end at `at`. */
  pass(): number;
  readonly at: number;
}

const daysTo2000 = 10_957;
const msTo2000 = daysTo2000 * 86_400_000;

/** A reader over one chunk after another; it is the same object for every row, so that millions cost no garbage. */
class Reader implements CopyRow {
  chunk: Buffer = Buffer.alloc(0);
  at = 0;
  /** Fields of the row not yet read. */
  left = 0;
  private field(): number {
    this.left--;
    const { chunk, at } = this;
    this.at = at + 4;
    // Rows are whole within a chunk: nothing has to be looked at twice.
    return (chunk[at]! << 24) | (chunk[at + 1]! << 16) | (chunk[at + 2]! << 8) | chunk[at + 3]!;
  }
  uuidAt(): number {
    this.field();
    this.at += 16;
    return this.at - 16;
  }
  int2(): number {
    this.field();
    this.at += 2;
    return this.chunk.readInt16BE(this.at - 2);
  }
  int4(): number {
    this.field();
    this.at += 4;
    return this.chunk.readInt32BE(this.at - 4);
  }
  int8(): number {
    this.field();
    this.at += 8;
    return this.chunk.readInt32BE(this.at - 8) * 4_294_967_296 + this.chunk.readUInt32BE(this.at - 4);
  }
  date(): number {
    return this.int4() + daysTo2000;
  }
  instant(): number | null {
    // Only a length can begin with that bit set: an absent value's.
    if (this.chunk[this.at]! >= 128) {
      this.pass();
      return null;
    }
    const micros = this.int8();
    if (micros > 9e18) return Infinity;
    if (micros < -9e18) return -Infinity;
    return Math.floor(micros / 1_000) + msTo2000;
  }
  pass(): number {
    const length = this.field();
    if (length > 0) this.at += length;
    return length;
  }
  text(): string | null {
    const length = this.field();
    if (length < 0) return null;
    this.at += length;
    return this.chunk.toString("utf8", this.at - length, this.at);
  }
}

const signature = "PGCOPY\n";

/** Only the first chunk has one. */
function headerLength(chunk: Buffer): number {
  return chunk.length >= 19 && chunk.toString("latin1", 0, 7) === signature ? 19 : 0;
}

/**
 * Reads `select` by binary COPY, row by row as it comes, never held whole. A row that answers false ends the reading: the
 * rest is passed over.
 *
 * @param select literal SQL of ours; COPY takes no parameters
 */
export function copyOut(client: pg.Client, select: string, onRow: (row: CopyRow) => boolean | void): Promise<void> {
  const reader = new Reader();
  return new Promise((done, fail) => {
    let failure: Error | null = null;
    let over = false;
    let begun = false;
    let stream: EventEmitter;
    client.query({
      submit(connection: { query(text: string): void; stream: EventEmitter }) {
        ({ stream } = connection);
        // After what came at once was read; Postgres, which would send more, waits too.
        stream.on("data", giveWay);
        connection.query(`copy (${select}) to stdout (format binary)`);
        return null;
      },
      handleCopyData({ chunk }: { chunk: Buffer }) {
        if (over || failure) return;
        reader.chunk = chunk;
        reader.at = begun ? 0 : headerLength(chunk);
        begun = true;
        try {
          while (reader.at < chunk.length) {
            const fields = chunk.readInt16BE(reader.at);
            reader.at += 2;
            if (fields < 0) return;
            reader.left = fields;
            if (onRow(reader) === false) {
              over = true;
              return;
            }
            // Whoever passes over a row early need not have read it to its end.
            while (reader.left > 0) reader.pass();
          }
        } catch (error) {
          failure = error as Error;
        }
      },
      handleRowDescription() {},
      handleDataRow() {},
      handleCommandComplete() {},
      handlePortalSuspended() {},
      handleEmptyQuery() {},
      handleCopyInResponse() {},
      handleError(error: Error) {
        fail(error);
      },
      handleReadyForQuery() {
        stream.off("data", giveWay);
        if (failure) fail(failure);
        else done();
      },
    } as never);
  });
}
