import { connect, type Socket } from "node:net";

/**
 * A keep-alive HTTP connection that does as little as possible: requests are bytes made beforehand, answers are read by
 * their length. What measures shares two cores with what is measured, so it must be cheap; both sides are asked by it.
 */
export interface Wire {
  send(request: Buffer): Promise<Reply>;
  close(): void;
}

export interface Reply {
  readonly status: number;
  readonly body: Buffer;
}

export function openWire(url: string): Wire {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let received: Buffer = Buffer.alloc(0);
  let waiting: { resolve(reply: Reply): void; reject(error: Error): void } | undefined;
  socket.on("data", (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = received.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = received.toString("latin1", 0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (received.length < end + 4 + length) return;
    const reply = { status: Number(head.slice(9, 12)), body: received.subarray(end + 4, end + 4 + length) };
    received = received.subarray(end + 4 + length);
    const { resolve } = waiting!;
    waiting = undefined;
    resolve(reply);
  });
  const fail = (error: Error): void => {
    waiting?.reject(error);
    waiting = undefined;
  };
  socket.on("error", fail);
  socket.on("close", () => fail(new Error(`The connection to ${url} was closed.`)));
  return {
    send(request) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      });
    },
    close: () => socket.destroy(),
  };
}

/** The bytes of a request. */
export function requestBytes(method: "GET" | "POST", path: string, headers: Readonly<Record<string, string>> = {}, body?: string): Buffer {
  const content = body === undefined ? Buffer.alloc(0) : Buffer.from(body);
  const all = { host: "127.0.0.1", ...(body !== undefined && { "content-type": "application/json", "content-length": String(content.length) }), ...headers };
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`), content]);
}

/** Sends and insists on a good answer. */
export async function sendWell(wire: Wire, request: Buffer): Promise<Buffer> {
  const { status, body } = await wire.send(request);
  if (status < 200 || status > 299) throw new Error(`${request.toString("latin1", 0, 120).split("\r\n")[0]} was answered with ${status}: ${body.toString("utf8").slice(0, 400)}`);
  return body;
}

/** An open browser's stream of live events: calls `onEvent` for each kind and data. */
export async function openStream(url: string, path: string, headers: Readonly<Record<string, string>>, onEvent: (kind: string, data: string) => void): Promise<{ close(): void }> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let text = "";
  await new Promise<void>((opened, failed) => {
    socket.on("error", failed);
    socket.on("data", (chunk) => {
      text += chunk.toString("utf8");
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        if (block.includes("HTTP/1.1 ") && !block.includes("HTTP/1.1 200")) return failed(new Error(block.slice(0, 300)));
        const kind = /event: (.*)/.exec(block)?.[1];
        if (kind === "open") opened();
        else if (kind) onEvent(kind, /data: (.*)/.exec(block)?.[1] ?? "");
      }
    });
    socket.write(requestBytes("GET", path, { ...headers, accept: "text/event-stream" }));
  });
  return { close: () => socket.destroy() };
}
