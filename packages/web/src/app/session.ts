import type { Role } from "@tandem/contract/operation";
import { createContext, useContext } from "react";
import type { FormatContext } from "../ui/format.ts";

/** Who is signed in, and the company they work in. */
export interface Session {
  readonly user: { readonly id: string; readonly name: string; readonly email: string; readonly role: Role; readonly title?: string | undefined };
  readonly workspace: {
    readonly name: string;
    /** Demo data is named beneath the workspace, always. */
    readonly demo: boolean;
    /** ISO 4217; currency follows the company. */
    readonly currency: string;
  };
  readonly format: FormatContext;
}

/** A person to sign in as with one tap, on a demo workspace only. */
export interface DemoPerson {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly role: Role;
}

/** What the door shows: the sign-in form, the demo's people, or the first-run setup. */
export interface Door {
  readonly setup: boolean;
  readonly workspace?: string | undefined;
  readonly demo: readonly DemoPerson[];
}

/** How signing in is done. The slice `access` gives it (`session` in its manifest). Failures are thrown as `ApiProblem`. */
export interface SessionPort {
  /** Null when nobody is signed in. */
  me(): Promise<Session | null>;
  door(): Promise<Door>;
  signIn(email: string, password: string): Promise<void>;
  signInAs(personId: string): Promise<void>;
  signOut(): Promise<void>;
}

export const SessionContext = createContext<(Session & { signOut: () => void }) | null>(null);

export function useSession(): Session & { signOut: () => void } {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession is read outside a signed-in page");
  return session;
}

/** Whether the signed-in role is among those named; everyone where none is named. Not permitted is not shown at all. */
export function permits(session: Session, who: readonly Role[] | undefined): boolean {
  return who === undefined || who.includes(session.user.role);
}
