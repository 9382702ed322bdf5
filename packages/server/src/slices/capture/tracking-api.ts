import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../../platform/app.ts";
import { CaptureUnavailable, type Acceptor } from "./accept-events.ts";
import { keepRejected } from "./rejected-events.ts";
import { largestBatch, parseBody, readBatch, writeKeyOf } from "./read-request.ts";
import type { Kept } from "./kept.ts";
import type { Source } from "./sources.ts";

/**
 * Segment's HTTP Tracking API. Content types are ignored (its browser client sends text/plain, RudderStack's a form
 * type), keys are looked for where the known clients put them, and the reply comes after the events are durable.
 */
export function mountTrackingApi(server: FastifyInstance, app: App, acceptor: Acceptor, sources: Kept<Source>): void {
  void server.register(async (api) => {
    api.removeAllContentTypeParsers();
    api.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: largestBatch + 1024 }, (_request, body, done) => done(null, body));
    api.addHook("onRequest", async (request, reply) => {
      allowOrigins(request, reply);
    });
    api.options("/v1/*", async (_request, reply) => reply.status(204).send());
    api.get<{ Params: { key: string } }>("/v1/projects/:key/settings", async (request) => settingsOf(app, request.params.key));
    for (const verb of ["batch", "b", "import", "track", "identify", "page", "screen", "group", "alias", "t", "i", "p", "s", "g", "a"])
      api.post(`/v1/${verb}`, async (request, reply) => capture(verb, request, reply));
    // RudderStack's client appends its own path to whatever it is given.
    api.post("/v1/batch/v1/batch", async (request, reply) => capture("batch", request, reply));
  });

  async function capture(verb: string, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const receivedAt = app.clock.now();
    const parsed = await parseBody((request.body as Buffer | undefined) ?? Buffer.alloc(0), request.headers["content-encoding"]);
    if (!("ok" in parsed)) return reply.status(parsed.status).send({ success: false, message: parsed.words });
    const key = writeKeyOf(request.headers.authorization, parsed.ok);
    const source = key === null ? null : await sources.find(key);
    if (!source) return reply.status(401).send({ success: false, message: "Unknown write key. Find the keys of your sources under Settings, Sources." });
    const batch = readBatch(verb, parsed.ok, { receivedAt: receivedAt.getTime(), newId: () => app.ids.next() });
    if (!batch) return reply.status(400).send({ success: false, message: "A batch is an array of events under the key batch." });
    try {
      await acceptor.accept(batch.accepted.map((read) => ({ ...read, sourceId: source.id, receivedAt })));
      if (batch.rejected.length > 0) await keepRejected(app, source.id, receivedAt, batch.rejected);
    } catch (error) {
      if (!(error instanceof CaptureUnavailable)) throw error;
      return reply.status(503).header("retry-after", "2").send({ success: false, message: `${error.message} Nothing of this request was lost: send it again.` });
    }
    return { success: true, ...(batch.rejected.length > 0 && { rejected: batch.rejected.map(({ code, words }) => ({ code, words })) }) };
  }
}

/** Any site may send events; nothing can be read back, and no cookies are involved. */
function allowOrigins(request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers({
    "access-control-allow-origin": request.headers.origin ?? "*",
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": "authorization, content-type, x-retry-count",
    "access-control-expose-headers": "retry-after",
    "access-control-max-age": "86400",
    "cross-origin-resource-policy": "cross-origin",
    vary: "origin",
  });
}

/** What Segment's browser client asks for first: without `apiKey` its events would carry no write key at all. */
function settingsOf(app: App, writeKey: string): unknown {
  const { host, protocol } = new URL(app.config.baseUrl);
  return { integrations: { "Segment.io": { apiKey: writeKey, apiHost: `${host}/v1`, protocol: protocol.replace(":", "") } }, plan: {}, edgeFunction: {}, analyticsNextEnabled: true };
}
