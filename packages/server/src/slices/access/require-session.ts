import { passwordNeeded } from "@tandem/contract/access/words";
import type { Principal } from "../../platform/http/principal.ts";
import { Refusal } from "../../platform/refusal.ts";

/** A leaked key must not make itself a home: passwords, keys and people are changed by signed-in people only. */
export function requireSession(principal: Principal): void {
  if (principal.via !== "session") throw new Refusal(passwordNeeded);
}
