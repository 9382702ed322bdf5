import { useRouterState } from "@tanstack/react-router";
import { Link } from "../ui/link.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { keptFrom } from "./pages.ts";
import { roleNames, useSession } from "./session.ts";

export function NotFoundPage() {
  return (
    <>
      <PageHeader title="Not found" />
      <EmptyState
        title="Nothing is at this address."
        text="It may have been merged or removed, or your role does not see it. Search finds what you may see."
        action={<Link to="/">Go to the first page</Link>}
      />
    </>
  );
}

/** Where no page was made for an address: because there is none, or because the person's role does not see it. */
export function NotHerePage() {
  const session = useSession();
  const address = useRouterState({ select: (state) => state.location.pathname });
  const title = keptFrom(session, address);
  if (title === null) return <NotFoundPage />;
  return (
    <>
      <PageHeader title={title} />
      <EmptyState
        title={`“${title === "Contact" ? "People" : title}” is not for your role.`}
        text={`You are signed in as ${roleNames[session.user.role]}. What each role sees is agreed for everyone; whoever adds users can give you another.`}
        action={<Link to="/">Go to the first page</Link>}
      />
    </>
  );
}
