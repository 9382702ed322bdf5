import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { App } from "../app.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The name under which the route is counted. */
    operation?: string;
  }
}

/** `/metrics` for Prometheus: open to this machine, to others only with the token. */
export function mountMetrics(server: FastifyInstance, app: App): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "tandem_" });
  const registers = [registry];
  const seconds = new Histogram({
    name: "tandem_http_request_seconds",
    help: "Time from request to answer, by operation and status.",
    labelNames: ["operation", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  server.addHook("onResponse", async (request, reply) => {
    seconds.observe({ operation: request.routeOptions.config?.operation ?? "other", status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
  gauge("tandem_database_connections", "Connections to Postgres.", () => app.db.pool.totalCount);
  gauge("tandem_database_waiting", "Requests that wait for a connection.", () => app.db.pool.waitingCount);
  gauge("tandem_live_streams", "Open browsers listening for live events.", () => app.live.subscribers);
  const asked = { timers_overdue: "Timers more than ten seconds late.", facts_parked: "Facts whose reaction failed.", mails_waiting: "Mails not sent yet.", mails_given_up: "Mails given up.", intake_parked: "Commits of events that broke the engine.", promises_broken: "Promises about the data that the last nightly check found broken." };
  const gauges = Object.entries(asked).map(([name, help]) => [name as keyof typeof asked, new Gauge({ name: `tandem_${name}`, help, registers })] as const);

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }

  server.get("/metrics", { config: { operation: "metrics" } }, async (request, reply) => {
    const { metricsToken } = app.config;
    const mayRead = metricsToken ? request.headers.authorization === `Bearer ${metricsToken}` : isLocal(request.socket.remoteAddress) && !request.headers["x-forwarded-for"];
    if (!mayRead) return reply.callNotFoundProblem();
    const late = new Date(app.clock.now().getTime() - 10_000).toISOString();
    const counts = await app.db.one<Record<keyof typeof asked, number>>(
      `select (select count(*) from timer where due_at < $1) as timers_overdue,
              (select count(*) from parked_fact) as facts_parked,
              (select count(*) from mail_outbox where sent_at is null and given_up_at is null) as mails_waiting,
              (select count(*) from mail_outbox where given_up_at is not null) as mails_given_up,
              (select count(*) from parked_intake) as intake_parked,
              (select coalesce(sum((payload ->> 'broken')::int), 0) from timer where kind = 'nightly-check') as promises_broken`,
      [late],
    );
    for (const [name, each] of gauges) each.set(counts[name]);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

function isLocal(address: string | undefined): boolean {
  return address === "127.0.0.1" || address === "::1" || address === "::ffff:127.0.0.1";
}
