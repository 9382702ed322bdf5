import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { productPath } from "../product-path.ts";
import { contentSecurityPolicy } from "./headers.ts";

/**
 * The built web app, held in memory: a few megabytes, each file compressed once. Only names read from the folder at the
 * start are served, so no path from a request ever reaches the file system.
 */
export const builtWebApp = productPath("packages/web/dist/");

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};
const compressible = /^(text\/|application\/(json|manifest)|image\/svg)/;

interface WebFile {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
  /** Named by their content, so that they never change. */
  readonly immutable: boolean;
  readonly policy: string | undefined;
  readonly compressed: Map<"br" | "gzip", Promise<Buffer>>;
}

export async function mountWebFiles(server: FastifyInstance, folder: string = builtWebApp): Promise<void> {
  const files = existsSync(folder) ? await readFiles(folder) : new Map<string, WebFile>();
  const index = files.get("/index.html");
  const config = { operation: "web" };
  // Hundreds of them: a route each would be a good part of a start.
  server.get<{ Params: { "*": string } }>("/assets/*", { config }, async (request, reply) => {
    const file = files.get(`/assets/${request.params["*"]}`);
    return file ? sendFile(request, reply, file) : reply.callNotFoundProblem();
  });
  for (const [path, file] of files) if (!file.immutable) server.get(path, { config }, (request, reply) => sendFile(request, reply, file));
  const page = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    index ? sendFile(request, reply, index) : reply.code(503).type("text/plain; charset=utf-8").send("The web app has not been built yet. Run: npm run build\n");
  server.get("/", { config }, page);
  // Every address of the app's own that is no file is a page of it; whoever asks for data gets a proper 404.
  server.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === "GET" && (request.headers.accept ?? "").includes("text/html") && !/^\/(api|v1|assets)\//.test(request.url);
    return wantsPage ? page(request, reply) : reply.callNotFoundProblem();
  });
}

async function readFiles(folder: string): Promise<Map<string, WebFile>> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && !entry.name.endsWith(".map"));
  return new Map(
    await Promise.all(
      entries.map(async ({ parentPath, name }): Promise<[string, WebFile]> => {
        const path = join(parentPath, name);
        const url = `/${path.slice(folder.length).replaceAll("\\", "/").replace(/^\/+/, "")}`;
        return [url, webFile(url, await readFile(path))];
      }),
    ),
  );
}

function webFile(url: string, body: Buffer): WebFile {
  return {
    body,
    type: types[extname(url)] ?? "application/octet-stream",
    etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
    immutable: url.startsWith("/assets/"),
    policy: url.endsWith(".html") ? contentSecurityPolicy(inlineScripts(body.toString())) : undefined,
    compressed: new Map(),
  };
}

/** Digests of a page's own inline scripts (which set the colour scheme before the first paint): they, and no others, may run. */
function inlineScripts(html: string): string[] {
  return [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) => createHash("sha256").update(code!).digest("base64"));
}

async function sendFile(request: FastifyRequest, reply: FastifyReply, file: WebFile): Promise<FastifyReply> {
  reply.header("cache-control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache").header("etag", file.etag).header("vary", "accept-encoding");
  if (file.policy) reply.header("content-security-policy", file.policy);
  if (request.headers["if-none-match"] === file.etag) return reply.code(304).send();
  reply.header("content-type", file.type);
  const accepted = request.headers["accept-encoding"]?.toString() ?? "";
  const encoding = /\bbr\b/.test(accepted) ? "br" : /\bgzip\b/.test(accepted) ? "gzip" : null;
  if (!encoding || file.body.length < 1000 || !compressible.test(file.type)) return reply.send(file.body);
  return reply.header("content-encoding", encoding).send(await compressed(file, encoding));
}

function compressed(file: WebFile, encoding: "br" | "gzip"): Promise<Buffer> {
  const known = file.compressed.get(encoding);
  if (known) return known;
  const made = encoding === "br" ? promisify(brotliCompress)(file.body, { params: { [constants.BROTLI_PARAM_QUALITY]: 7 } }) : promisify(gzip)(file.body, { level: 8 });
  file.compressed.set(encoding, made);
  return made;
}

declare module "fastify" {
  interface FastifyReply {
    /** Answers with the problem document of "nothing here". */
    callNotFoundProblem(): FastifyReply;
  }
}
