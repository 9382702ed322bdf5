/**
 * The stretches of time in which a subject belonged to a contact: events never move, so a person's events are those of
 * their subjects within these. `members` is the placeholder of the contacts' ids.
 */
export function stretchesOf(members: string): string {
  return `select a.contact_id, a.subject_id, a.from_at, a.to_at from assignment a where a.contact_id = any(${members}::uuid[]) and a.retracted is null`;
}
