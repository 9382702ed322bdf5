import type { IdentityClaim, SubjectKind } from "@tandem/domain/capture/identity";
import { claimOf, keysOf, type StoredEvent, type TellingEvent } from "./claimed-event.ts";
import { subjectId } from "./subject-id.ts";

/** The subjects of the keys by which an event says who it belongs to. */
interface NamedSubjects {
  readonly anonymous: string | null;
  readonly user: string | null;
  readonly email: string | null;
  /** Every subject it speaks of; an alias' previous id may be of either kind. */
  readonly subjects: readonly string[];
}

/** An event and who it says it belongs to. */
export interface ClaimedBy extends NamedSubjects {
  readonly event: StoredEvent;
  readonly claim: IdentityClaim;
}

export function claimedBy(event: StoredEvent): ClaimedBy {
  return { event, claim: claimOf(event), ...subjectsNamed(event) };
}

export function subjectsNamed(event: TellingEvent): NamedSubjects {
  const { anonymousId, userId, email } = keysOf(event);
  const { previousId } = event.payload;
  const [anonymous, user, address] = [idOf("anonymous", anonymousId), idOf("user", userId), idOf("email", email)];
  const previous = previousId === undefined ? [] : [subjectId("anonymous", previousId), subjectId("user", previousId)];
  return { anonymous, user, email: address, subjects: [anonymous, user, address, ...previous].filter((id) => id !== null) };
}

function idOf(kind: SubjectKind, key: string | null): string | null {
  return key === null ? null : subjectId(kind, key);
}
