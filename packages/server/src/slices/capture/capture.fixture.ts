import type { InputOf, Operation, OutputOf, Problem, Role } from "@tandem/contract/operation";
import type { FastifyInstance } from "fastify";
import { createHttpServer } from "../../platform/http/server.ts";
import { testWorld, type World } from "../../test/world.ts";
import { digestOf } from "../access/secret.ts";
import { access } from "../access/slice.ts";
import { capture } from "./slice.ts";

export interface Answer<O extends Operation> {
  readonly status: number;
  readonly body: OutputOf<O>;
  readonly problem: Problem;
}

export interface Taken {
  readonly status: number;
  readonly body: { success?: boolean; message?: string; rejected?: { code: string; words: string }[] };
  readonly headers: Record<string, unknown>;
}

/** A small company with the capture slice behind its real door; the source's key is `test-key`. */
export interface CaptureWorld extends World {
  readonly server: FastifyInstance;
  /** Sends to the tracking API; text and buffers go as they are, anything else as JSON. */
  take(path: string, body: unknown, headers?: Record<string, string>): Promise<Taken>;
  /** Sends events as a batch with the source's key. */
  batch(...events: unknown[]): Promise<Taken>;
  call<O extends Operation>(operation: O, input: Partial<InputOf<O>>, role?: Role): Promise<Answer<O>>;
  /** Every event that is stored, doubled ones too, by order of receipt. */
  stored(): Promise<{ id: string; type: string; name: string | null; occurred_at: Date; payload: Record<string, any>; message_id: string }[]>;
}

export const key = { authorization: `Basic ${Buffer.from("test-key:").toString("base64")}` };

export async function captureWorld(options: { start?: Date } = {}): Promise<CaptureWorld> {
  const world = await testWorld(options);
  const { app, db } = world;
  const server = await createHttpServer(app, [access, capture]);
  const cookies = new Map<Role, string>();
  const cookieOf = async (role: Role): Promise<string> => {
    const known = cookies.get(role);
    if (known) return known;
    const id = app.ids.next();
    const cookie = `session-of-${id}`;
    await db.query("insert into app_user (id, name, email, email_folded, role, time_zone, week, created_at) values ($1, $2, $3, $3, $2, 'Europe/Berlin', '{}', $4)", [id, role, `${role}@tandem.example`, app.clock.now()]);
    await db.query("insert into session (token_hash, user_id, created_at, last_seen_at, expires_at) values ($1, $2, $3, $3, '2999-01-01')", [digestOf(cookie), id, app.clock.now()]);
    cookies.set(role, cookie);
    return cookie;
  };
  const take: CaptureWorld["take"] = async (path, body, headers = key) => {
    const payload = typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const response = await server.inject({ method: "POST", url: path, payload, headers: { "content-type": "text/plain", ...headers } });
    return { status: response.statusCode, body: response.body === "" ? {} : (JSON.parse(response.body) as Taken["body"]), headers: response.headers };
  };
  return {
    ...world,
    server,
    take,
    batch: (...events) => take("/v1/batch", { batch: events }),
    async call(operation, input, role = "marketing") {
      const params = (input.params ?? {}) as Record<string, unknown>;
      const response = await server.inject({
        method: operation.method,
        url: `/api/v1${operation.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))}`,
        query: Object.fromEntries(Object.entries((input.query ?? {}) as object).map(([name, value]) => [name, String(value)])),
        ...(input.body !== undefined && { payload: input.body as object }),
        headers: { cookie: `tandem_session=${await cookieOf(role)}`, origin: "http://localhost:3210" },
      });
      const body = (response.body === "" ? null : JSON.parse(response.body)) as never;
      return { status: response.statusCode, body, problem: body };
    },
    stored: () => db.query("select id, type, name, occurred_at, payload, payload->>'messageId' as message_id from event order by id"),
  };
}
