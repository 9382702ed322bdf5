import type { InputOf, Operation, OutputOf, Problem, Role } from "@tandem/contract/operation";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import type { FastifyInstance } from "fastify";
import type { Config } from "../../platform/config.ts";
import { createHttpServer } from "../../platform/http/server.ts";
import { drainReactions } from "../../platform/reactions.ts";
import { runDueTimers } from "../../platform/timers.ts";
import { ringClocks } from "../../spine/ring-clocks.ts";
import { officeHours, testWorld, type World } from "../../test/world.ts";
import { digestOf } from "../access/secret.ts";
import { access } from "../access/slice.ts";
import { handoff } from "./slice.ts";

export interface Caller {
  readonly id: string;
  readonly name: string;
  readonly cookie: string;
}

export interface Answer<O extends Operation> {
  readonly status: number;
  readonly body: OutputOf<O>;
  readonly problem: Problem;
}

/** A small company with three reps, a manager, Marketing, another team, and the handoff slice behind its real door. */
export interface HandoffWorld extends World {
  readonly server: FastifyInstance;
  readonly as: { readonly rep: readonly Caller[]; readonly manager: Caller; readonly marketing: Caller; readonly executive: Caller; readonly stranger: Caller };
  readonly otherTeamId: string;
  call<O extends Operation>(operation: O, input: Partial<InputOf<O>>, caller: Caller): Promise<Answer<O>>;
  /** A lead that qualifies at once (asks for a demo, grade A): its handoff. */
  lead(name: string, traits?: Record<string, unknown>): Promise<{ id: string; contact_id: string; assignee_id: string | null; opened_at: Date }>;
  react(): Promise<void>;
  ring(): Promise<number>;
  minutes(count: number): Promise<void>;
  person(role: Role, name: string, teamId: string | null, options?: { manages?: boolean; receives?: boolean }): Promise<Caller>;
}

export async function handoffWorld(options: { start?: Date; reps?: number; agreement?: Partial<Agreement>; timeZone?: string; config?: Partial<Config> } = {}): Promise<HandoffWorld> {
  const world = await testWorld(options);
  const { app, db } = world;
  const server = await createHttpServer(app, [access, handoff]);
  const session = async (id: string, name: string): Promise<Caller> => {
    const cookie = `session-of-${id}`;
    await db.query("insert into session (token_hash, user_id, created_at, last_seen_at, expires_at) values ($1, $2, $3, $3, $4)", [digestOf(cookie), id, app.clock.now(), new Date("2999-01-01T00:00:00Z")]);
    return { id, name, cookie };
  };
  const person: HandoffWorld["person"] = async (role, name, teamId, { manages = false, receives = false } = {}) => {
    const id = app.ids.next();
    const email = `${name.toLowerCase().replaceAll(" ", ".")}@tandem.example`;
    await db.query("insert into app_user (id, name, email, email_folded, role, time_zone, week, created_at) values ($1, $2, $3, $3, $4, $5, $6, $7)", [id, name, email, role, options.timeZone ?? "Europe/Berlin", JSON.stringify(officeHours), app.clock.now()]);
    if (teamId) await db.query("insert into team_member (team_id, user_id, manages, receives) values ($1, $2, $3, $4)", [teamId, id, manages, receives]);
    return session(id, name);
  };
  const otherTeamId = app.ids.next();
  await db.query("insert into team (id, key, name, side, time_zone, week, created_at) values ($1, 'nordics', 'Nordics', 'sales', 'Europe/Berlin', $2, $3)", [otherTeamId, JSON.stringify(officeHours), app.clock.now()]);
  const rep: Caller[] = [];
  for (const { id, name } of world.reps) rep.push(await session(id, name));
  const as = {
    rep,
    manager: await person("sales-manager", "Max Manager", world.teamId, { manages: true }),
    marketing: await person("marketing", "Mia Marketing", null),
    executive: await person("executive", "Eve Executive", null),
    stranger: await person("sales-rep", "Stan Stranger", otherTeamId, { receives: true }),
  };
  let count = 0;
  return {
    ...world,
    server,
    as,
    otherTeamId,
    person,
    async call(operation, input, caller) {
      const params = (input.params ?? {}) as Record<string, unknown>;
      const response = await server.inject({
        method: operation.method,
        url: `/api/v1${operation.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))}`,
        query: Object.fromEntries(Object.entries((input.query ?? {}) as object).map(([key, value]) => [key, String(value)])),
        ...(input.body !== undefined && { payload: input.body as object }),
        headers: { cookie: `tandem_session=${caller.cookie}`, origin: app.config.baseUrl },
      });
      const body = response.body === "" ? null : (JSON.parse(response.body) as never);
      return { status: response.statusCode, body: body as never, problem: body as never };
    },
    async lead(name, traits = {}) {
      const email = `${name.toLowerCase()}${(count += 1)}@lead${count}.example`;
      await world.send(
        { type: "page", anonymousId: email, name: "/pricing", properties: { path: "/pricing", url: "https://www.example.com/pricing?utm_source=google&utm_medium=cpc&utm_campaign=Spring" } },
        { type: "identify", anonymousId: email, traits: { email, firstName: name, lastName: "Lead", title: "Head of Operations", company: { name: `${name} Works`, employees: 1240, industry: "Logistics", country: "DE" }, ...traits } },
        { type: "track", event: "Form Submitted", anonymousId: email, properties: { form: "demo" } },
      );
      return db.one("select h.id, h.contact_id, h.assignee_id, h.opened_at from handoff h join contact c on c.id = h.contact_id where c.email_folded = $1", [email]);
    },
    react: () => drainReactions(app, handoff.reactions!),
    ring: () => runDueTimers(app, [ringClocks, ...handoff.timers!]),
    async minutes(count) {
      world.clock.advance(count * 60_000);
      await runDueTimers(app, [ringClocks, ...handoff.timers!]);
    },
    async close() {
      await server.close();
      await world.close();
    },
  };
}
