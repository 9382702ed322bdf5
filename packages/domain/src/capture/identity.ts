/**
 * To whom an event belongs. A subject is one stream of events (a browser's anonymous id, a user id, an e-mail); an
 * assignment says which contact it belongs to from when to when. Contact ids are stable, nobody is swallowed: a second
 * known person on one device ends the first one's interval and starts their own, and where two known contacts seem to
 * be one person that is proposed, never done.
 *
 * An event is stored under its strongest subject (user id, then e-mail, then anonymous id), so that what a named person
 * did stays theirs whoever else used the device.
 */
export interface Assignment {
  readonly contact: string;
  /** Epoch ms, included; null is from the beginning. */
  readonly from: number | null;
  /** Epoch ms, excluded; null is until now. */
  readonly to: number | null;
}

export interface IdentityClaim {
  readonly anonymousId: string | null;
  readonly userId: string | null;
  /** Normalised (`email.ts`). */
  readonly email: string | null;
  /** Epoch ms of the event. */
  readonly at: number;
}

/** What is stored of the subjects concerned; contacts are survivors (merges already followed). */
export interface IdentityState {
  /** Assignments of the anonymous id, in order and without gaps; empty where it is new. */
  readonly anonymous: readonly Assignment[];
  /** Contact of the user id, of the e-mail; null where that is new. */
  readonly user: string | null;
  readonly email: string | null;
  /** By what a contact is known. A contact known by nothing is a visitor. */
  keysOf(contact: string): { readonly userIds: readonly string[]; readonly emails: readonly string[] };
}

export type SubjectKind = "user" | "email" | "anonymous";
export type AssignmentWhy = "first-seen" | "identified" | "joined-device" | "shared-device";

export type IdentityChange =
  | { readonly change: "open"; readonly subject: SubjectKind; readonly contact: string; readonly from: number | null; readonly to: number | null; readonly why: AssignmentWhy }
  /** The anonymous id's interval that begins at `from` now ends at `to`. */
  | { readonly change: "close"; readonly subject: "anonymous"; readonly from: number | null; readonly to: number; readonly why: AssignmentWhy }
  /** The anonymous id's whole interval that begins at `from` belongs to another contact than was thought. */
  | { readonly change: "move"; readonly subject: "anonymous"; readonly from: number | null; readonly contact: string; readonly why: AssignmentWhy };

export interface IdentityDecision {
  readonly contact: string;
  /** The contact did not exist: it has the id that was offered. */
  readonly created: boolean;
  /** The subject the event is stored under. */
  readonly subject: SubjectKind;
  readonly changes: readonly IdentityChange[];
  /** A visitor whose device turned out to be that of `contact`: link it to its survivor (retractable). */
  readonly visitorJoins: string | null;
  /** Two known contacts that may be one person: for a human to judge. */
  readonly proposeMerge: { readonly contacts: readonly [string, string]; readonly why: "user-and-email-differ" | "alias-of-known-user" } | null;
}

/** @param newContact the id a contact gets if one has to be made. A claim has at least one key. */
export function decideIdentity(claim: IdentityClaim, state: IdentityState, newContact: string): IdentityDecision {
  const subject = claim.userId !== null ? "user" : claim.email !== null ? "email" : "anonymous";
  if (subject === "anonymous") return decideVisitor(claim, state, newContact);

  const held = assignmentAt(state.anonymous, claim.at);
  const stated = claim.userId !== null && state.user !== null ? state.user : claim.email !== null ? (state.email ?? state.user) : state.user;
  const sameDevice = held !== null && !isSomebodyElse(claim, state.keysOf(held.contact));
  const contact = stated ?? (sameDevice ? held.contact : newContact);

  const changes: IdentityChange[] = [];
  if (claim.userId !== null && state.user === null) changes.push({ change: "open", subject: "user", contact, from: null, to: null, why: "identified" });
  if (claim.email !== null && state.email === null) changes.push({ change: "open", subject: "email", contact, from: null, to: null, why: "identified" });
  const visitor = held !== null && held.contact !== contact && isVisitor(state, held.contact);
  if (claim.anonymousId !== null) changes.push(...changesOfDevice(held, contact, claim.at, visitor));
  const differ = state.user !== null && state.email !== null && state.user !== state.email;
  return {
    contact,
    created: contact === newContact,
    subject,
    changes,
    visitorJoins: visitor ? held.contact : null,
    proposeMerge: differ ? { contacts: [state.user, state.email], why: "user-and-email-differ" } : null,
  };
}

/** An anonymous event belongs to whoever held the device then. */
function decideVisitor(claim: IdentityClaim, state: IdentityState, newContact: string): IdentityDecision {
  const held = assignmentAt(state.anonymous, claim.at);
  const rest = { subject: "anonymous" as const, visitorJoins: null, proposeMerge: null };
  if (held) return { contact: held.contact, created: false, changes: [], ...rest };
  return { contact: newContact, created: true, changes: [{ change: "open", subject: "anonymous", contact: newContact, from: null, to: null, why: "first-seen" }], ...rest };
}

function changesOfDevice(held: Assignment | null, contact: string, at: number, visitor: boolean): IdentityChange[] {
  if (held === null) return [{ change: "open", subject: "anonymous", contact, from: null, to: null, why: "identified" }];
  if (held.contact === contact) return [];
  // What the visitor did before saying who they are is theirs; an interval of no length would hold nothing.
  if (visitor || held.from === at) return [{ change: "move", subject: "anonymous", from: held.from, contact, why: visitor ? "joined-device" : "shared-device" }];
  return [
    { change: "close", subject: "anonymous", from: held.from, to: at, why: "shared-device" },
    { change: "open", subject: "anonymous", contact, from: at, to: held.to, why: "shared-device" },
  ];
}

/** A key of the same kind with another value is another person; a key of a kind not yet known says more of the same. */
function isSomebodyElse(claim: IdentityClaim, keys: ReturnType<IdentityState["keysOf"]>): boolean {
  if (claim.userId !== null && keys.userIds.length > 0) return !keys.userIds.includes(claim.userId);
  return claim.email !== null && keys.emails.length > 0 && !keys.emails.includes(claim.email);
}

function isVisitor(state: IdentityState, contact: string): boolean {
  const keys = state.keysOf(contact);
  return keys.userIds.length === 0 && keys.emails.length === 0;
}

/** The assignment that holds at an instant, or null. */
export function assignmentAt(assignments: readonly Assignment[], at: number): Assignment | null {
  return assignments.find((one) => (one.from === null || one.from <= at) && (one.to === null || at < one.to)) ?? null;
}

/** The anonymous id's assignments after a decision, in order: for whoever decides several events in memory. */
export function applyChanges(assignments: readonly Assignment[], changes: readonly IdentityChange[]): readonly Assignment[] {
  return changes
    .filter((change) => change.subject === "anonymous")
    .reduce<readonly Assignment[]>((list, change) => {
      if (change.change === "open") return [...list, { contact: change.contact, from: change.from, to: change.to }];
      return list.map((one) => (one.from !== change.from ? one : change.change === "close" ? { ...one, to: change.to } : { ...one, contact: change.contact }));
    }, assignments)
    .toSorted((a, b) => (a.from ?? -Infinity) - (b.from ?? -Infinity));
}

/**
 * An alias says that `userId` is the new name of `previousId`. A new user id joins the contact of the previous one; two
 * known contacts are only proposed for merging, since anyone can send an alias with a public write key.
 *
 * @param previous contact of the previous id @param user contact of the user id; null where new
 */
export function decideAlias(previous: string | null, user: string | null, newContact: string): Pick<IdentityDecision, "contact" | "created" | "proposeMerge"> & { readonly openPrevious: boolean; readonly openUser: boolean } {
  const contact = user ?? previous ?? newContact;
  const differ = previous !== null && user !== null && previous !== user;
  return {
    contact,
    created: contact === newContact,
    openPrevious: previous === null,
    openUser: user === null,
    proposeMerge: differ ? { contacts: [previous, user], why: "alias-of-known-user" } : null,
  };
}
