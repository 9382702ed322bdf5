import { normaliseEmail } from "@tandem/domain/capture/email";
import type { IdentityClaim } from "@tandem/domain/capture/identity";
import type { JsonObject } from "@tandem/domain/capture/text";

/** A stored event as the engine reads it. */
export interface StoredEvent {
  readonly id: string;
  readonly subject_id: string;
  readonly source_id: number;
  readonly received_at: Date;
  readonly occurred_at: Date;
  readonly type: string;
  readonly name: string | null;
  readonly payload: {
    readonly anonymousId?: string;
    readonly userId?: string;
    readonly previousId?: string;
    readonly groupId?: string;
    readonly properties?: JsonObject;
    readonly traits?: JsonObject;
    readonly context?: JsonObject;
  };
}

/** Traits an event tells of its person: identify's own, else those in the context of any call. */
export function traitsOf(event: StoredEvent): JsonObject {
  if (event.type === "identify") return event.payload.traits ?? {};
  const traits = event.payload.context?.["traits"];
  return typeof traits === "object" && traits !== null && !Array.isArray(traits) ? (traits as JsonObject) : {};
}

/** What of an event tells who it belongs to. */
export type TellingEvent = Pick<StoredEvent, "type" | "payload">;

export function claimOf(event: StoredEvent): IdentityClaim {
  return { ...keysOf(event), at: event.occurred_at.getTime() };
}

/** By which keys an event says who it belongs to. Only identify may name an e-mail: others could borrow one. */
export function keysOf(event: TellingEvent): Omit<IdentityClaim, "at"> {
  const { anonymousId = null, userId = null } = event.payload;
  const email = event.type === "identify" ? event.payload.traits?.["email"] : undefined;
  const named = userId !== null && userId.includes("@") ? normaliseEmail(userId) : null;
  return { anonymousId, userId, email: (typeof email === "string" ? normaliseEmail(email) : null) ?? named };
}
