import type { FastifyInstance } from "fastify";
import type { App } from "../app.ts";
import type { LiveEvent, Topic } from "../live.ts";
import { platformRefusals } from "../refusal.ts";
import type { Authenticate } from "./authenticate.ts";
import { apiPrefix } from "./mount.ts";
import type { Principal } from "./principal.ts";
import { problemOf, sendProblem } from "./problem.ts";

/** Every so often a line keeps proxies from closing the stream, and the caller is looked at again: sessions end, teams change. */
const heartbeatMs = 25_000;
/** A reader that takes nothing for so long loses the stream; it fetches anew when it comes back. */
const mostUnsentBytes = 1_000_000;
const mostStreamsPerPerson = 30;

export function topicsOf(principal: Principal): Topic[] {
  const teams = new Set([...principal.teamIds, ...principal.managedTeamIds]);
  return ["everyone", `user:${principal.userId}`, `role:${principal.role}`, ...[...teams].map((id) => `team:${id}`)];
}

/** Server-sent events: `GET /api/v1/live`. Each event's name is its kind, its data the JSON of its data. */
export function mountLive(server: FastifyInstance, app: App, authenticate: Authenticate): void {
  const open = new Set<() => void>();
  const streams = new Map<string, number>();
  server.addHook("preClose", async () => {
    for (const end of open) end();
  });
  server.get(`${apiPrefix}/live`, async (request, reply) => {
    const principal = await authenticate(request);
    if (!principal) return sendProblem(reply, problemOf(platformRefusals.notSignedIn));
    const count = (streams.get(principal.userId) ?? 0) + 1;
    if (count > mostStreamsPerPerson) return sendProblem(reply.header("retry-after", 30), problemOf(platformRefusals.tooMany));
    streams.set(principal.userId, count);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no", connection: "close", "x-content-type-options": "nosniff" });
    raw.write("retry: 2000\n\nevent: open\ndata: null\n\n");
    const topics = topicsOf(principal).toSorted().join();
    const unsubscribe = app.live.subscribe(topicsOf(principal), send);
    const heartbeat = setInterval(() => void beat(), heartbeatMs);
    open.add(end);
    raw.on("close", end);
    raw.on("error", end);

    function send(event: LiveEvent): void {
      if (raw.writableLength > mostUnsentBytes) return void raw.destroy();
      raw.write(`event: ${event.kind}\ndata: ${JSON.stringify(event.data ?? null)}\n\n`);
    }
    async function beat(): Promise<void> {
      const now = await authenticate(request).catch(() => principal);
      // Ended, or with other topics: the browser comes back and is judged anew.
      if (!now || topicsOf(now).toSorted().join() !== topics) end();
      else raw.write(":\n\n");
    }
    function end(): void {
      if (!open.delete(end)) return;
      clearInterval(heartbeat);
      unsubscribe();
      const left = (streams.get(principal!.userId) ?? 1) - 1;
      if (left > 0) streams.set(principal!.userId, left);
      else streams.delete(principal!.userId);
      raw.end();
    }
    return reply;
  });
}
