import type { Principal } from "../platform/http/principal.ts";

/** Who did something: recorded with every change, episode and audit line. */
export interface Actor {
  readonly kind: "user" | "engine" | "import" | "api-key" | "form";
  readonly id: string | null;
}

export const engine: Actor = { kind: "engine", id: null };

/** The person behind a request; a key is told apart from its owner's own hands. */
export function actorOf(principal: Pick<Principal, "userId" | "via">): Actor {
  return { kind: principal.via === "api-key" ? "api-key" : "user", id: principal.userId };
}
