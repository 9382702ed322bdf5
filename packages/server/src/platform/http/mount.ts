import type { Operation, Problem } from "@tandem/contract/operation";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { App } from "../app.ts";
import { platformRefusals, Refusal } from "../refusal.ts";
import type { Authenticate } from "./authenticate.ts";
import { assertPolicy, barred, isForeignOrigin, missingRole } from "./guard.ts";
import { inputWords } from "./input-words.ts";
import type { Principal } from "./principal.ts";
import { fieldErrors, problemOf, sendProblem } from "./problem.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Call, Route } from "./route.ts";

export const apiPrefix = "/api/v1";

const reported = { reportInput: true } as const;

export interface MountOptions {
  readonly app: App;
  readonly authenticate: Authenticate;
  readonly limit: RateLimit;
}

/** Makes a Fastify route of each operation: who → input → use case → output, the same for all. */
export function mountRoutes(server: FastifyInstance, routes: readonly Route[], options: MountOptions): void {
  const names = new Set<string>();
  for (const route of routes) {
    const { operation } = route;
    assertPolicy(operation);
    if (names.has(operation.name)) throw new Error(`Two routes have the name ${operation.name}.`);
    names.add(operation.name);
    server.route({
      method: operation.method,
      url: apiPrefix + operation.path,
      config: { operation: operation.name },
      handler: (request, reply) => answer(route, request, reply, options),
    });
  }
}

async function answer({ operation, handler }: Route, request: FastifyRequest, reply: FastifyReply, { app, authenticate, limit }: MountOptions): Promise<FastifyReply> {
  if (isForeignOrigin(request, app.config.baseUrl)) return sendProblem(reply, problemOf(platformRefusals.foreignOrigin));
  const caller = await authenticate(request);
  const wait = limit.take(caller ? `user:${caller.userId}` : `address:${request.ip}`);
  if (wait > 0) return sendProblem(reply.header("retry-after", wait), problemOf(platformRefusals.tooMany));
  const no = barred(operation.who, caller);
  if (no) return sendProblem(reply, problemOf(no, missingRole(operation, caller)));
  const input = parseInput(operation, request);
  if ("problem" in input) return sendProblem(reply, input.problem);
  const result = await handler(callOf(app, caller, request, reply), input.parsed as never);
  if (reply.sent) return reply;
  reply.header("cache-control", "no-store");
  return send(operation, reply, result, app.config.production);
}

function callOf(app: App, caller: Principal | null, request: FastifyRequest, reply: FastifyReply): Call {
  return {
    app,
    caller,
    request,
    reply,
    get principal() {
      if (!caller) throw new Refusal(platformRefusals.notSignedIn);
      return caller;
    },
  };
}

function parseInput(operation: Operation, request: FastifyRequest): { parsed: unknown } | { problem: Problem } {
  const params = operation.params.safeParse(request.params ?? {}, reported);
  if (params.error?.issues.some(namesNoRecord)) return { problem: nothingThere(operation) };
  const query = operation.query.safeParse(request.query ?? {}, reported);
  // A body of nothing at all and an empty object mean the same to an operation that takes none.
  const takesNone = operation.body instanceof z.ZodUndefined;
  const body = operation.body.safeParse(takesNone && isEmpty(request.body) ? undefined : request.body, reported);
  if (params.success && query.success && body.success) return { parsed: { params: params.data, query: query.data, body: body.data } };
  const wrong = [params, query, body].flatMap(({ error }) => error?.issues ?? []);
  const errors = [
    ...(params.success ? [] : fieldErrors("params", params.error)),
    ...(query.success ? [] : fieldErrors("query", query.error)),
    ...(body.success ? [] : fieldErrors("body", body.error)),
  ];
  return { problem: problemOf(platformRefusals.invalidInput, { detail: wrong.slice(0, 3).map(inputWords).join(" "), errors }) };
}

function namesNoRecord(issue: z.core.$ZodIssue): boolean {
  return issue.code === "invalid_format" && (issue.format === "guid" || issue.format === "uuid");
}

/** An address with something that is no id leads nowhere, like one with the id of nothing. */
function nothingThere({ refusals }: Operation): Problem {
  const own = refusals.find(({ status }) => status === 404);
  return own ? problemOf(own) : problemOf(platformRefusals.notFound, { detail: "There is nothing at this address." });
}

function isEmpty(body: unknown): boolean {
  return body === undefined || body === null || (typeof body === "object" && Object.keys(body).length === 0);
}

function send(operation: Operation, reply: FastifyReply, result: unknown, production: boolean): FastifyReply {
  if (operation.response instanceof z.ZodNull) return reply.code(204).send();
  // Production trusts the compiler; elsewhere a wrong answer is an error of ours, loudly.
  if (!production) {
    const checked = operation.response.safeParse(result);
    if (!checked.success) throw new Error(`The answer of ${operation.name} does not keep the contract: ${z.prettifyError(checked.error)}`);
  }
  return reply.header("content-type", "application/json; charset=utf-8").send(JSON.stringify(result));
}
