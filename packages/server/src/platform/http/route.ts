import type { Operation, OutputOf, ParsedInputOf } from "@tandem/contract/operation";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../app.ts";
import type { Principal } from "./principal.ts";

/** What a use case knows about its call. */
export interface Call {
  readonly app: App;
  /** The caller. Only an operation for anyone may find nobody; there, look at `caller` instead. */
  readonly principal: Principal;
  /** The caller, or null when nobody is signed in. */
  readonly caller: Principal | null;
  /** For the few operations that look at the address or set a cookie. */
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export type Handler<O extends Operation> = (call: Call, input: ParsedInputOf<O>) => Promise<OutputOf<O>>;

/** An operation with the use case that answers it. */
export interface Route {
  readonly operation: Operation;
  readonly handler: Handler<Operation>;
}

/** Ties an operation of the contract to its use case; input and output types follow from the operation. */
export function handle<O extends Operation>(operation: O, handler: Handler<O>): Route {
  return { operation, handler: handler as unknown as Handler<Operation> };
}
