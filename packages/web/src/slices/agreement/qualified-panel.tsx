import { listQualified } from "@tandem/contract/agreement/crossings";
import { useState } from "react";
import { usePages } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Link } from "../../ui/link.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { SidePanel } from "../../ui/side-panel.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./agreement-sections.module.css";

type State = "waiting" | "handed-over" | "lapsed";
const words: Readonly<Record<State, string>> = { waiting: "Waiting", "handed-over": "Handed over", lapsed: "No longer" };

/** People who qualified only by a version's new definition, and what became of that. */
export function QualifiedPanel({ version, onClose }: { version: number; onClose: () => void }) {
  const format = useFormat();
  const [state, setState] = useState<State>("waiting");
  const people = usePages(listQualified, { params: { version }, query: { state } });
  return (
    <SidePanel open onClose={onClose} title={`Qualified by version ${version}`}>
      <SegmentedTabs label="What became of them" value={state} onChange={setState} tabs={(Object.keys(words) as State[]).map((value) => ({ value, label: words[value] }))} />
      {people.error && <ErrorState title="The list could not be loaded" error={people.error} onRetry={people.retry} />}
      {people.loading && <SkeletonLines lines={4} />}
      {people.rows?.length === 0 && <p className={css.none}>Nobody.</p>}
      <ul className={css.lines}>
        {people.rows?.map((one) => (
          <li key={one.contactId} className={css.line}>
            <div className={css.text}><p className={css.name}><Link to={`/people/${one.contactId}`}>{one.name}</Link></p><p className="label">{[one.company, one.stage].filter(Boolean).join(", ")}, <RelativeTime at={one.at} /></p></div>
            <span className={`${css.figure} num`}>{format.points(one.engagement)}</span>
          </li>
        ))}
      </ul>
      {people.more && <Button onClick={people.loadMore}>Show more</Button>}
    </SidePanel>
  );
}
