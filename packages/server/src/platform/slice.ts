import type { FastifyInstance } from "fastify";
import type { App } from "./app.ts";
import type { Reaction } from "./facts.ts";
import type { Authenticate } from "./http/authenticate.ts";
import type { Route } from "./http/route.ts";
import type { TimerHandler } from "./timers.ts";

/** What one slice brings to the server. Registered in `slices.ts`. */
export interface Slice {
  readonly name: string;
  /** Operations of the contract with their use cases, made by `handle`. */
  readonly routes?: readonly Route[];
  readonly reactions?: readonly Reaction[];
  readonly timers?: readonly TimerHandler[];
  /** Raw Fastify routes outside the contract (ingestion, the tracker's script). They check their callers themselves. */
  readonly mount?: (server: FastifyInstance, app: App) => void | Promise<void>;
  /** Work of its own that runs until stopped, in processes with the role `worker` (the spine's loop). */
  readonly work?: (app: App) => Promise<{ stop(): Promise<void> }>;
  /** Recognises the caller of a request. Exactly one slice supplies it. */
  readonly authenticate?: (app: App) => Authenticate;
}
