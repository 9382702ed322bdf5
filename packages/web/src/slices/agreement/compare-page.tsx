import { compareAgreements, listDrafts } from "@tandem/contract/agreement/drafts";
import { listVersions } from "@tandem/contract/agreement/versions";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { SortIcon } from "../../ui/icons.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { ChangeList } from "./draft/change-list.tsx";
import css from "./agreement.module.css";

/** What changes from any version or draft to any other, in words. */
export function Page() {
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { before?: string; after?: string };
  const versions = useOperation(listVersions);
  const drafts = useOperation(listDrafts, { query: { state: "all" } });
  const all = versions.data?.versions ?? [];
  const inForce = all.find((one) => one.inForce)?.version;
  const choices = [
    ...all.map((one) => ({ value: `version:${one.version}`, label: `Version ${one.version}${one.inForce ? ", in force" : ""}` })),
    ...(drafts.data?.drafts ?? []).map((one) => ({ value: `draft:${one.id}`, label: `Draft ${one.number}: ${one.title}` })),
  ];
  const before = search.before ?? (inForce === undefined ? undefined : `version:${search.after === `version:${inForce}` ? Math.max(inForce - 1, 1) : inForce}`);
  const after = search.after ?? choices.find((one) => one.value !== before)?.value ?? before;
  const read = useOperation(compareAgreements, { query: { before: before ?? "version:1", after: after ?? "version:1" } }, { enabled: before !== undefined && after !== undefined });
  const choose = (next: { before?: string | undefined; after?: string | undefined }) => void navigate({ to: "/agreement/compare", search: { before, after, ...next } as never, replace: true });
  const failed = read.error ?? versions.error ?? drafts.error;
  const count = read.data?.changes.length;
  return (
    <div className={css.page}>
      <PageHeader title="Compare" path={[{ label: "Agreement", to: "/agreement" }]} note={count === undefined ? undefined : `${count} ${count === 1 ? "difference" : "differences"}`} />
      <div className={css.compare}>
        <div className={css.between}>
          <div className={css.pick}><Select label="From" value={before ?? ""} choices={choices} onChange={(value) => choose({ before: value })} /></div>
          <Button icon={SortIcon} onClick={() => choose({ before: after, after: before })}>Swap</Button>
          <div className={css.pick}><Select label="To" value={after ?? ""} choices={choices} onChange={(value) => choose({ after: value })} /></div>
        </div>
        {failed ? <ErrorState title="They could not be compared" error={failed} onRetry={() => void read.refetch()} /> : !read.data ? <SkeletonLines lines={8} /> : read.data.changes.length === 0 ? <EmptyState title="They say the same." text="Their texts are equal, character by character." /> : <ChangeList as="h2" changes={read.data.changes} />}
      </div>
    </div>
  );
}
