import type { FastifyRequest } from "fastify";
import type { Principal } from "./principal.ts";

/** Recognises who sends a request, by its session cookie or API key; null for nobody. Throws only on trouble of our own. */
export type Authenticate = (request: FastifyRequest) => Promise<Principal | null>;

export const nobody: Authenticate = async () => null;
