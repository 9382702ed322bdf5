import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";

/** Shown only when the signed-in role has no other page yet. */
export function Page() {
  return (
    <>
      <PageHeader title="Welcome" />
      <EmptyState title="You are signed in." text="Pages appear here as an administrator gives your role access to them." />
    </>
  );
}
