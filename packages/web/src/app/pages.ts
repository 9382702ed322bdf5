import type { Role } from "@tandem/contract/operation";
import { permits, type Session } from "./session.ts";
import { byPlace, slices, type SlicePage } from "./slices.ts";

/** Every page of every slice that stands within the navigation. */
export const allPages: readonly SlicePage[] = slices.flatMap((slice) => slice.pages ?? []).filter((one) => !one.open);

/** Whether a pattern ("/people/$contactId") is that of an address. */
function fits(pattern: string, address: string): boolean {
  const [wanted, given] = [pattern.split("/"), address.split(/[?#]/)[0]!.split("/")];
  return wanted.length === given.length && wanted.every((part, at) => (part.startsWith("$") ? given[at] !== "" : part === given[at]));
}

function pageAt(address: string): SlicePage | undefined {
  // "/people/duplicates" is a page of its own and not a person's.
  return allPages.filter((one) => fits(one.path, address)).toSorted((a, b) => Number(a.path.includes("$")) - Number(b.path.includes("$")))[0];
}

/** Whether a person's role sees what is at an address; addresses of no page are nobody's. */
export function mayOpen(session: Session, address: string): boolean {
  const page = pageAt(address);
  return page !== undefined && permits(session, page);
}

/** The title of a page that is there and that the person's role does not see; null where nothing is kept from them. */
export function keptFrom(session: Session, address: string): string | null {
  const page = pageAt(address);
  return page === undefined || permits(session, page) ? null : page.title;
}

/** Where `/` leads: who works leads begins with them, who configures with the settings, everybody else with the numbers both teams share. */
export function homeOf(session: Session): string {
  const entries = slices.flatMap((slice) => slice.navigation ?? []).filter((entry) => permits(session, entry)).toSorted(byPlace);
  const configures: Role = "administrator";
  const first = ["/inbox", "/dashboard"].find((to) => entries.some((entry) => entry.to === to));
  return first ?? (session.user.role === configures ? "/settings" : (entries[0]?.to ?? "/welcome"));
}
