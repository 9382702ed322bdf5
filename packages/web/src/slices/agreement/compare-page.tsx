import { compareAgreements, listDrafts } from "@tandem/contract/agreement/drafts";
import { listVersions } from "@tandem/contract/agreement/versions";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { ForwardIcon, HandoffIcon } from "../../ui/icons.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { compareEnds, goesBack } from "./compare-ends.ts";
import { ChangeList } from "./draft/change-list.tsx";
import { versionName } from "./version-words.ts";
import css from "./agreement.module.css";

/** What changes from any version or draft to any other, in words; the older first, unless somebody turns it round. */
export function Page() {
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { before?: string; after?: string };
  const versions = useOperation(listVersions);
  const drafts = useOperation(listDrafts, { query: { state: "all" } });
  const all = versions.data?.versions ?? [];
  const inForce = all.find((one) => one.inForce)?.version;
  const others = (drafts.data?.drafts ?? []).map((one) => ({ ...one, place: `draft:${one.id}` }));
  const open = others.filter((one) => one.state === "open").map(({ place }) => place);
  // A draft that became a version is that version, unless it was asked for by itself.
  const asked = new Set([search.before, search.after]);
  const choices = [
    ...all.map((one) => ({ value: `version:${one.version}`, label: `${versionName(one)}${one.inForce ? ", in force" : ""}` })),
    ...others.filter((one) => one.becameVersion === null || asked.has(one.place)).map((one) => ({ value: one.place, label: `Draft ${one.number} · ${one.title}${one.state === "withdrawn" ? ", withdrawn" : ""}` })),
  ];
  const ends = inForce === undefined || !drafts.data ? null : compareEnds(search, all.map((one) => one.version), open, inForce);
  const read = useOperation(compareAgreements, { query: ends ?? { before: "version:1", after: "version:1" } }, { enabled: ends !== null });
  const choose = (next: { before?: string; after?: string }) => void navigate({ to: "/agreement/compare", search: { ...ends, ...next } as never, replace: true });
  const failed = read.error ?? versions.error ?? drafts.error;
  const count = read.data?.changes.length;
  return (
    <div className={css.page}>
      <PageHeader title="Compare" path={[{ label: "Agreement", to: "/agreement" }]} note={count === undefined ? undefined : `${count} ${count === 1 ? "difference" : "differences"}`} />
      <div className={css.compare}>
        <div className={css.between}>
          <div className={css.pick}><Select label="From" value={ends?.before ?? ""} choices={choices} onChange={(before) => choose({ before })} /></div>
          <span className={css.towards} aria-hidden><ForwardIcon /></span>
          <div className={css.pick}><Select label="To" value={ends?.after ?? ""} choices={choices} onChange={(after) => choose({ after })} /></div>
          <Button tall icon={HandoffIcon} disabled={ends === null} onClick={() => choose({ before: ends!.after, after: ends!.before })}>Swap</Button>
        </div>
        <p className={css.direction}>{ends && goesBack(ends) ? "This goes back: what stands here is what returning to the older text would change." : "Struck out is how it was, blue is what it becomes."}</p>
        {failed ? <ErrorState title="They could not be compared" error={failed} onRetry={() => void read.refetch()} /> : !read.data ? <SkeletonLines lines={8} /> : read.data.changes.length === 0 ? <EmptyState title="They say the same." text="Their texts are equal, character by character." /> : <ChangeList as="h2" changes={read.data.changes} />}
      </div>
    </div>
  );
}
