import type { Operation, RefusalKind, Role } from "@tandem/contract/operation";
import type { FastifyRequest } from "fastify";
import { platformRefusals } from "../refusal.ts";
import type { Principal } from "./principal.ts";

/** Deny by default: says why a caller may not use an operation, or null. Rows are the stores' business. */
export function barred(who: Operation["who"], caller: Principal | null): RefusalKind | null {
  if (who === "anyone") return null;
  if (!caller) return platformRefusals.notSignedIn;
  if (who === "signed-in" || who.includes(caller.role)) return null;
  return platformRefusals.notAllowed;
}

const roleWords: Record<Role, string> = { marketing: "Marketing", "sales-rep": "sales rep", "sales-manager": "sales manager", revops: "RevOps", executive: "executive", administrator: "administrator" };

/** Which role an operation asks for and which the caller has: somebody whose key is refused must know what to change. */
export function missingRole({ name, who }: Operation, caller: Principal | null): { detail: string; data: unknown } | undefined {
  if (!caller || typeof who === "string") return undefined;
  const needed = who.map((role) => roleWords[role]);
  const list = needed.length === 1 ? needed[0]! : `${needed.slice(0, -1).join(", ")} or ${needed.at(-1)!}`;
  const has = caller.via === "api-key" ? `This key acts for ${caller.name}, whose role is ${roleWords[caller.role]}` : `Your role is ${roleWords[caller.role]}`;
  const next = caller.via === "api-key" ? " Use a key of somebody with such a role." : " Ask somebody with such a role, or an administrator to change yours.";
  return { detail: `${name} needs the role ${list}. ${has}.${next}`, data: { operation: name, needs: who, has: caller.role } };
}

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Cross-site request forgery: a browser sends the session cookie along with whatever another site makes it send, and
 * with it that site's Origin, which no page can change. A request that carries a cookie and changes something must come
 * from our own pages; one with an API key has no cookie to abuse.
 */
export function isForeignOrigin(request: FastifyRequest, baseUrl: string): boolean {
  if (safeMethods.has(request.method) || !request.headers.cookie) return false;
  const { origin } = request.headers;
  if (typeof origin !== "string" || !URL.canParse(origin)) return true;
  return new URL(origin).origin !== new URL(baseUrl).origin && new URL(origin).host !== request.headers.host;
}

/** Fails at start, not at the first call, for an operation that forgot to say who may use it. */
export function assertPolicy(operation: Operation): void {
  const { who } = operation as { who: unknown };
  if (who === "anyone" || who === "signed-in" || (Array.isArray(who) && who.length > 0)) return;
  throw new Error(`The operation ${operation.name} does not say who may use it; a route without a policy is not mounted.`);
}
