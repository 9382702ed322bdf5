import { Link } from "../ui/link.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";

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
