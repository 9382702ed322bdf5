import { once } from "node:events";
import { Readable } from "node:stream";
import type pg from "pg";

/*
 * COPY over a plain `pg` client. The client hands the protocol's copy messages to whatever query is active, so a query
 * object that understands them is all it takes.
 */

/** The parts of pg's connection that COPY uses. */
interface Wire {
  readonly stream: NodeJS.WritableStream & { pause(): void; resume(): void; writableNeedDrain?: boolean };
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

/** Runs `copy … to stdout` and streams what comes, without reading ahead of the reader. */
export function copyOut(client: pg.Client, text: string): Readable {
  let wire: Wire | undefined;
  const out = new Readable({ read: () => wire?.stream.resume() });
  const query = {
    submit(connection: Wire) {
      wire = connection;
      connection.query(text);
    },
    handleCopyData({ chunk }: { chunk: Buffer }) {
      // The chunk is a window on the socket's buffer, which is used again.
      if (!out.push(Buffer.from(chunk))) wire!.stream.pause();
    },
    handleError: (error: Error) => out.destroy(error),
    handleReadyForQuery: () => out.push(null),
    handleCommandComplete() {},
    handleRowDescription() {},
    handleEmptyQuery() {},
  };
  client.query(query as never);
  return out;
}

/** Runs `copy … from stdin` with the chunks of `source`. Resolves when Postgres has taken all of it. */
export function copyIn(client: pg.Client, text: string, source: AsyncIterable<Buffer>): Promise<void> {
  return new Promise((done, fail) => {
    let failure: Error | undefined;
    const query = {
      submit: (connection: Wire) => connection.query(text),
      handleCopyInResponse(connection: Wire) {
        pour(connection, source).catch((error: Error) => {
          failure ??= error;
          connection.sendCopyFail(error.message);
        });
      },
      handleError(error: Error) {
        failure ??= error;
      },
      handleReadyForQuery: () => (failure ? fail(failure) : done()),
      handleCommandComplete() {},
      handleRowDescription() {},
      handleEmptyQuery() {},
    };
    client.query(query as never);
  });
}

async function pour(connection: Wire, source: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of source) {
    connection.sendCopyFromChunk(chunk);
    if (connection.stream.writableNeedDrain) await once(connection.stream, "drain");
  }
  connection.endCopyFrom();
}
