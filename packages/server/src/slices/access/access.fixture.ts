import { completeSetup } from "@tandem/contract/access/setup";
import { createUser } from "@tandem/contract/access/users";
import type { InputOf, Operation, OutputOf, Problem, Role } from "@tandem/contract/operation";
import { DAY } from "@tandem/domain/kit/instant";
import type { FastifyInstance } from "fastify";
import type { Config } from "../../platform/config.ts";
import { createHttpServer } from "../../platform/http/server.ts";
import type { Slice } from "../../platform/slice.ts";
import { testApp, type TestApp } from "../../test/app.ts";
import { digestOf, newSecret } from "./secret.ts";
import { access } from "./slice.ts";

export interface Answer<O extends Operation> {
  readonly status: number;
  /** The answer, when it is one; a refusal stands in `problem`. */
  readonly body: OutputOf<O>;
  readonly problem: Problem;
  readonly headers: Record<string, unknown>;
  /** The session token this answer set, if any. */
  readonly cookie: string | null;
}

export interface Caller {
  readonly cookie?: string | null;
  readonly key?: string;
  readonly address?: string;
  readonly origin?: string | null;
}

export interface AccessApp extends TestApp {
  readonly server: FastifyInstance;
  call<O extends Operation>(operation: O, input: Partial<InputOf<O>>, caller?: Caller): Promise<Answer<O>>;
}

export const password = "correct horse battery";
const ownOrigin = "http://localhost:3210";

/** The HTTP side on a database of this file's own; nothing is set up yet. */
export async function accessApp(options: { slices?: readonly Slice[]; config?: Partial<Config>; start?: Date } = {}): Promise<AccessApp> {
  const t = await testApp(options);
  const server = await createHttpServer(t.app, options.slices ?? [access]);
  return { ...t, server, call: (operation, input, caller) => call(server, operation, input, caller) };
}

async function call<O extends Operation>(server: FastifyInstance, operation: O, input: Partial<InputOf<O>>, caller: Caller = {}): Promise<Answer<O>> {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const response = await server.inject({
    method: operation.method,
    url: `/api/v1${path}`,
    query: Object.fromEntries(Object.entries((input.query ?? {}) as object).map(([key, value]) => [key, String(value)])),
    ...(input.body !== undefined && { payload: input.body as object }),
    ...(caller.address && { remoteAddress: caller.address }),
    headers: {
      ...(caller.cookie && { cookie: `tandem_session=${caller.cookie}` }),
      ...(caller.key && { authorization: `Bearer ${caller.key}` }),
      ...(caller.origin === null ? {} : { origin: caller.origin ?? ownOrigin }),
    },
  });
  const body = (response.body === "" ? null : JSON.parse(response.body)) as never;
  const set = response.cookies.find(({ name }) => name === "tandem_session");
  return { status: response.statusCode, body, problem: body, headers: response.headers, cookie: set?.value || null };
}

export interface Workspace {
  readonly administrator: { readonly id: string; readonly cookie: string };
  readonly teams: { readonly marketing: string; readonly sales: string };
  readonly source: OutputOf<typeof completeSetup>["source"];
}

/** Sets the workspace up through the API, as a person would. */
export async function setUp(t: AccessApp): Promise<Workspace> {
  const done = await t.call(completeSetup, {
    body: { workspaceName: "Acme", timeZone: "Europe/Vienna", currency: "CHF", administrator: { name: "Ada Admin", email: "Ada@Example.com", password } },
  });
  if (done.status !== 200) throw new Error(`The set-up failed: ${JSON.stringify(done.problem)}`);
  const teams = await t.db.query<{ id: string; key: "marketing" | "sales" }>("select id, key from team");
  const idOf = (key: string): string => teams.find((team) => team.key === key)!.id;
  return { administrator: { id: done.body.userId, cookie: done.cookie! }, teams: { marketing: idOf("marketing"), sales: idOf("sales") }, source: done.body.source };
}

/** Adds a person and gives them a session; without a password, since each costs what a guess costs. */
export async function addPerson(t: AccessApp, workspace: Workspace, role: Role, name: string, teamIds: string[] = []): Promise<{ id: string; cookie: string; email: string }> {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@example.com`;
  const made = await t.call(createUser, { body: { name, email, role, teamIds, entry: { kind: "invitation" } } }, { cookie: workspace.administrator.cookie });
  if (made.status !== 200) throw new Error(`Adding ${name} failed: ${JSON.stringify(made.problem)}`);
  const { id } = made.body.user;
  const cookie = newSecret();
  const now = t.clock.now();
  await t.db.query("insert into session (token_hash, user_id, created_at, last_seen_at, expires_at) values ($1, $2, $3, $3, $4)", [digestOf(cookie), id, now, new Date(now.getTime() + DAY)]);
  return { id, cookie, email };
}
