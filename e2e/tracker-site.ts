// A website and a capture server on loopback: the tracker's outside world. The server notes every request and answers
// what a test tells it to, so that what leaves the browser can be checked to the byte.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "..");

/** Builds both scripts as they are shipped, into a directory of their own. */
export async function buildTracker(): Promise<{ scripts: Map<string, Buffer>; dispose(): Promise<void> }> {
  const out = await mkdtemp(join(tmpdir(), "tandem-tracker-"));
  for (const mode of ["production", "form"]) {
    await run(process.execPath, [join(root, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn", "--mode", mode, "--outDir", out], {
      cwd: join(root, "packages/tracker"),
      env: { ...process.env, NODE_ENV: "production" },
    });
  }
  const scripts = new Map<string, Buffer>();
  for (const name of ["tandem.js", "tandem-form.js"]) scripts.set(`/${name}`, await readFile(join(out, name)));
  return { scripts, dispose: () => rm(out, { recursive: true }) };
}

export interface SentEvent {
  type: string;
  messageId: string;
  timestamp: string;
  anonymousId: string;
  userId?: string;
  event?: string;
  name?: string;
  traits?: Record<string, unknown>;
  properties?: Record<string, unknown>;
  context: Record<string, any>;
}

export interface Noted {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  text: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface World {
  /** Origin of the website. */
  site: string;
  /** The same website under another name: another site to a browser. */
  elsewhere: string;
  /** Origin of the capture server. */
  server: string;
  noted: Noted[];
  /** HTML by path; served for any query. */
  pages: Map<string, string>;
  /** Headers of the website's pages. */
  pageHeaders: Record<string, string>;
  /** Decides the answer to a request that is neither a script nor a preflight. */
  answer: (request: Noted) => Answer;
  /** Events received, refused attempts included, in order; one sent again counts once, as on the real server. */
  events(type?: string): SentEvent[];
  /** Waits until `check` gives something. */
  until<T>(check: () => T | undefined | false | 0, what: string): Promise<T>;
  clear(): void;
  close(): Promise<void>;
}

const listen = (server: Server): Promise<number> =>
  new Promise((done) => server.listen(0, "127.0.0.1", () => done((server.address() as AddressInfo).port)));

/** Starts website and server. */
export async function startWorld(scripts: Map<string, Buffer>): Promise<World> {
  const site = createServer((request: IncomingMessage, response: ServerResponse) => {
    const html = world.pages.get(new URL(request.url ?? "/", "http://site").pathname);
    response.writeHead(html === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8", ...world.pageHeaders });
    response.end(html);
  });
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? "/", "http://server").pathname;
    const script = scripts.get(path);
    if (script) {
      response.writeHead(200, { "content-type": "text/javascript" });
      response.end(script);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const note: Noted = {
      method: request.method ?? "", path, headers: request.headers, text: Buffer.concat(chunks).toString(), at: Date.now(),
    };
    world.noted.push(note);
    const cors = {
      "access-control-allow-origin": "*",
      "access-control-allow-headers": "content-type",
      "access-control-expose-headers": "retry-after",
    };
    const { status = 200, headers = {}, body = {} } = request.method === "OPTIONS" ? { status: 204 } : world.answer(note);
    response.writeHead(status, { ...cors, "content-type": "application/json", ...headers });
    response.end(status === 204 ? undefined : JSON.stringify(body));
  });
  const [sitePort, serverPort] = [await listen(site), await listen(server)];
  const world: World = {
    site: `http://127.0.0.1:${sitePort}`,
    elsewhere: `http://localhost:${sitePort}`,
    server: `http://127.0.0.1:${serverPort}`,
    noted: [],
    pages: new Map(),
    pageHeaders: {},
    answer: () => ({}),
    events: (type) =>
      world.noted
        .filter(({ method, path }) => method === "POST" && path === "/v1/batch")
        .flatMap(({ text }) => (JSON.parse(text) as { batch: SentEvent[] }).batch)
        .filter((event, place, all) => all.findIndex(({ messageId }) => messageId === event.messageId) === place)
        .filter((event) => !type || event.type === type),
    async until(check, what) {
      const end = Date.now() + 10_000;
      for (;;) {
        const found = check();
        if (found) return found as never;
        if (Date.now() > end) throw new Error(`waited in vain for ${what}; noted: ${JSON.stringify(world.noted).slice(0, 3000)}`);
        await new Promise((tick) => setTimeout(tick, 20));
      }
    },
    clear() {
      world.noted = [];
      world.pages.clear();
      world.pageHeaders = {};
      world.answer = () => ({});
    },
    async close() {
      for (const one of [site, server]) {
        one.closeAllConnections();
        await new Promise((done) => one.close(done));
      }
    },
  };
  return world;
}

/** A page with the tracker's tag. @param attributes further attributes of the tag */
export const pageWith = (world: World, body = "", attributes = ""): string => `<!doctype html>
<html lang="en"><head><title>Page</title>
<script>window.tandem = window.tandem || [];</script>
<script async src="${world.server}/tandem.js" data-write-key="wk_test" ${attributes}></script>
</head><body>${body}</body></html>`;
