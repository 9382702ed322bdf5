import type { Role } from "@tandem/contract/operation";

/** Who is asking: a signed-in person, or an API key acting for one. */
export interface Principal {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  /** Teams the person is a member of. */
  readonly teamIds: readonly string[];
  /** Teams the person manages. */
  readonly managedTeamIds: readonly string[];
  readonly via: "session" | "api-key";
}
