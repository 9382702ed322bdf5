import type { Operation, Role } from "@tandem/contract/operation";
import { createContext, useContext } from "react";
import type { FormatContext } from "../ui/format.ts";

/** Who is signed in, and the company they work in. */
export interface Session {
  readonly user: { readonly id: string; readonly name: string; readonly email: string; readonly role: Role; readonly title: string };
  readonly workspace: {
    readonly name: string;
    /** Demo data is named beneath the workspace, always. */
    readonly demo: boolean;
    /** ISO 4217; currency follows the company. */
    readonly currency: string;
  };
  readonly format: FormatContext;
  /** Names of the operations this person may call. */
  readonly permissions: ReadonlySet<string>;
  readonly preferences: { readonly theme: "system" | "light" | "dark"; readonly density: "comfortable" | "compact"; readonly keys: boolean };
}

export const roleNames: Record<Role, string> = {
  marketing: "Marketing", "sales-rep": "Sales rep", "sales-manager": "Sales manager", revops: "RevOps", executive: "Executive", administrator: "Administrator",
};

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

/** How signing in is done; passed in, so that the gallery stands without a server. Failures are thrown as `ApiProblem`. */
export interface SessionPort {
  /** Null when nobody is signed in. */
  me(): Promise<Session | null>;
  door(): Promise<Door>;
  signIn(email: string, password: string): Promise<void>;
  signInAs(personId: string): Promise<void>;
  signOut(): Promise<void>;
  /** Keeps how the product looks and behaves for the person, for their other browsers. */
  keep(change: Partial<Session["preferences"]>): Promise<void>;
}

/** Who is signed in, with what they can do about it. */
export type SignedIn = Session & { readonly signOut: () => void; readonly keep: SessionPort["keep"] };

export const SessionContext = createContext<SignedIn | null>(null);

export function useSession(): SignedIn {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession is read outside a signed-in page");
  return session;
}

/** What hides a page, an entry or a command from those who may not: roles by name, or an operation it can't do without. */
export interface Permitted {
  readonly who?: readonly Role[];
  readonly needs?: Pick<Operation, "name">;
}

/** Whether the signed-in person may; everyone where nothing is named. Not permitted is not shown at all. */
export function permits(session: Session, { who, needs }: Permitted): boolean {
  return (who === undefined || who.includes(session.user.role)) && (needs === undefined || session.permissions.has(needs.name));
}

/** Whether the signed-in person may call an operation: `const may = useMay(); may(acceptLead) && <Button …>`. */
export function useMay(): (operation: Pick<Operation, "name">) => boolean {
  const { permissions } = useSession();
  return (operation) => permissions.has(operation.name);
}
