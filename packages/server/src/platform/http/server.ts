import type { Socket } from "node:net";
import type { FastifyError, FastifyInstance } from "fastify";
import { fastify } from "fastify";
import type { App } from "../app.ts";
import { platformRefusals, Refusal } from "../refusal.ts";
import type { Slice } from "../slice.ts";
import { isTransient } from "../transient.ts";
import { nobody } from "./authenticate.ts";
import { mountDocs } from "./docs-page.ts";
import { addSecurityHeaders } from "./headers.ts";
import { mountLive } from "./live-route.ts";
import { mountMetrics } from "./metrics.ts";
import { mountRoutes } from "./mount.ts";
import { bugProblem, problemOf, refusalProblem, sendProblem } from "./problem.ts";
import { rateLimit } from "./rate-limit.ts";
import { mountWebFiles } from "./web-files.ts";

/** Builds the whole HTTP side; `inject` it in tests, `listen` in production. */
export async function createHttpServer(app: App, slices: readonly Slice[], options: { webFolder?: string } = {}): Promise<FastifyInstance> {
  const server = fastify({
    logger: false,
    trustProxy: app.config.trustProxy,
    bodyLimit: 1_048_576,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
    forceCloseConnections: "idle",
    requestTimeout: 60_000,
    return503OnClosing: true,
    genReqId: () => app.ids.next(),
  });
  server.decorateReply("callNotFoundProblem", function () {
    return sendProblem(this, problemOf(platformRefusals.notFound));
  });
  readJsonLeniently(server);
  closeWithinSeconds(server);
  addSecurityHeaders(server, app.config.baseUrl);
  logRequests(server, app);
  server.setErrorHandler<FastifyError>((error, request, reply) => sendError(app, error, request, reply));

  const suppliers = slices.flatMap((slice) => slice.authenticate ?? []);
  if (suppliers.length > 1) throw new Error("More than one slice supplies authentication.");
  const authenticate = suppliers[0]?.(app) ?? nobody;
  const routes = slices.flatMap((slice) => slice.routes ?? []);
  // Wide enough for a person at full speed; what must be slower (signing in) has its own limit in its slice.
  const { requestsPerSecond } = app.config;
  const limit = rateLimit({ clock: app.clock, burst: 10 * requestsPerSecond, perSecond: requestsPerSecond });

  mountHealth(server, app);
  mountMetrics(server, app);
  mountLive(server, app, authenticate);
  mountDocs(server, routes.map(({ operation }) => operation), app.config.baseUrl);
  mountRoutes(server, routes, { app, authenticate, limit });
  for (const slice of slices) if (slice.mount) await server.register(async (scope) => slice.mount!(scope, app));
  await mountWebFiles(server, options.webFolder);
  return server;
}

/** Requests under way are finished, for ten seconds; connections kept open for a next request go as soon as they are idle. */
function closeWithinSeconds(server: FastifyInstance): void {
  // Browsers open connections in advance. Node does not count one that has not asked anything yet as idle.
  const connections = new Set<Socket>();
  server.server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  let sweep: NodeJS.Timeout | undefined;
  server.addHook("preClose", async () => {
    const giveUpAt = performance.now() + 10_000;
    sweep = setInterval(() => {
      for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
      if (performance.now() < giveUpAt) server.server.closeIdleConnections();
      else server.server.closeAllConnections();
    }, 50);
  });
  server.addHook("onClose", async () => clearInterval(sweep));
}

/** An empty body is no body, whatever its content type says; prototype keys are refused. */
function readJsonLeniently(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser("error", "error");
  server.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined);
    else void parse(request, body as string, done);
  });
}

function logRequests(server: FastifyInstance, app: App): void {
  server.addHook("onResponse", async (request, reply) => {
    const line = { request: request.id, method: request.method, url: request.url.split("?")[0], status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    app.log.debug(line, "answered");
  });
}

function mountHealth(server: FastifyInstance, app: App): void {
  let closing = false;
  server.addHook("preClose", async () => {
    closing = true;
  });
  server.get("/healthz", { config: { operation: "health" } }, async () => ({ status: "alive" }));
  server.get("/readyz", { config: { operation: "health" } }, async (_, reply) => {
    try {
      if (closing) throw new Error("closing");
      await app.db.query("select 1");
      return { status: "ready" };
    } catch {
      return reply.code(503).send({ status: "not ready" });
    }
  });
}

/** Postgres' words for text it cannot hold: U+0000 and lone surrogates. */
const unstorableText = new Set(["22021", "22P05"]);

function sendError(app: App, error: FastifyError, request: Parameters<FastifyInstance["errorHandler"]>[1], reply: Parameters<FastifyInstance["errorHandler"]>[2]) {
  if (error instanceof Refusal) return sendProblem(reply, refusalProblem(error));
  if (unstorableText.has(error.code)) {
    return sendProblem(reply, problemOf(platformRefusals.invalidInput, { detail: "The text has a character that cannot be stored (U+0000 or half of a surrogate pair)." }));
  }
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE" || error.statusCode === 413) return sendProblem(reply, problemOf(platformRefusals.tooLarge));
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return sendProblem(reply, problemOf(platformRefusals.invalidInput, { detail: error.message }));
  }
  if (isTransient(error) || error.statusCode === 503) {
    app.log.warn({ request: request.id, error: error.message }, "refused for now");
    return sendProblem(reply.header("retry-after", 2), problemOf(platformRefusals.unavailable));
  }
  app.log.error({ request: request.id, method: request.method, url: request.url.split("?")[0], error: error.stack ?? String(error) }, "a request failed");
  return sendProblem(reply, bugProblem(request.id) as never);
}
