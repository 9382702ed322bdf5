import fastify from "fastify";
import pg from "pg";
import { bareQueries } from "./bare-queries.ts";

/** The limit over HTTP: each route runs one hand-written statement and answers its rows; no sign-in, no checks, no shapes. */

const settings = JSON.parse(process.argv[2]!) as { port: number; database: { host: string; port: number; user: string; database: string } };
const connection = { ...settings.database, options: "-c search_path=tandem,public" };
const pool = new pg.Pool({ ...connection, max: 16 });
const server = fastify();
server.get("/readyz", async () => ({ ok: true }));

for (const [name, statement] of Object.entries(bareQueries))
  server.get(`/${name}`, async (request, reply) => {
    const values = JSON.parse((request.query as { values: string }).values) as unknown[];
    const { rows } = await pool.query({ text: statement, values });
    return reply.header("content-type", "application/json").send(JSON.stringify({ rows }));
  });

// A form post at its barest: one row, one NOTIFY, one server-sent event.
await pool.query("create schema if not exists bench; create table if not exists bench.lead (id bigint generated always as identity primary key, at timestamptz not null default now(), body jsonb not null)");
const open = new Set<(text: string) => void>();
const listener = new pg.Client(connection);
await listener.connect();
await listener.query("listen bench_lead");
listener.on("notification", ({ payload }) => {
  for (const tell of open) tell(`event: lead\ndata: ${payload}\n\n`);
});
server.get("/live", async (_request, reply) => {
  reply.hijack();
  reply.raw.writeHead(200, { "content-type": "text/event-stream", connection: "close" });
  reply.raw.write("event: open\ndata: null\n\n");
  const tell = (text: string): void => void reply.raw.write(text);
  open.add(tell);
  reply.raw.on("close", () => open.delete(tell));
  return reply;
});
server.post("/lead", async (request) => {
  await pool.query({ name: "lead", text: "with stored as (insert into bench.lead (body) values ($1) returning id) select pg_notify('bench_lead', id::text) from stored", values: [JSON.stringify(request.body)] });
  return { ok: true };
});

process.on("SIGTERM", () => process.exit(0));
await server.listen({ port: settings.port, host: "127.0.0.1" });
