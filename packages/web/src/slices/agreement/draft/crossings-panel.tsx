import { listCrossings } from "@tandem/contract/agreement/crossings";
import { useState } from "react";
import { usePages } from "../../../app/query.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { Grade } from "../../../ui/grade.tsx";
import { ForwardIcon } from "../../../ui/icons.ts";
import { Link } from "../../../ui/link.tsx";
import { Progress } from "../../../ui/progress.tsx";
import { SegmentedTabs } from "../../../ui/segmented-tabs.tsx";
import { SidePanel } from "../../../ui/side-panel.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { useFormat } from "../../../ui/use-format.ts";
import { crossingWords } from "./crossing-words.ts";
import type { Draft } from "./use-draft.ts";
import type { Reckoning } from "./use-reckoning.ts";
import css from "./crossings.module.css";
import wordsCss from "./words.module.css";

const ways = ["in", "out", "grade"] as const;
type Way = (typeof ways)[number];
const wayWords: Readonly<Record<Way, string>> = { in: "Would qualify", out: "Would not any more", grade: "Another grade" };

interface Figure {
  readonly key: string;
  readonly name: string;
  readonly value: number;
  readonly sign: boolean;
}

function figures(counts: { in: number; out: number; grade: number; handedOver: number }): Figure[] {
  return [
    { key: "in", name: wayWords.in, value: counts.in, sign: true },
    { key: "handed-over", name: "Of them handed over", value: counts.handedOver, sign: false },
    { key: "out", name: wayWords.out, value: -counts.out, sign: true },
    { key: "grade", name: wayWords.grade, value: counts.grade, sign: false },
  ];
}

/** Who would cross which way if the draft took effect today: counts as they come, then the people, each of whom can be opened. */
export function CrossingsPanel({ draft, reckoning, onClose }: { draft: Draft; reckoning: Reckoning; onClose: () => void }) {
  const format = useFormat();
  const [chosen, setWay] = useState<Way | null>(null);
  const { preview, running, again, failed, start, stop } = reckoning;
  const way = chosen ?? ways.find((one) => (preview?.counts[one] ?? 0) > 0) ?? "in";
  const people = usePages(listCrossings, { params: { id: draft.id }, query: { way } }, { enabled: preview?.state === "done" });
  const counts = preview?.counts;
  const crosses = counts !== undefined && counts.in + counts.out + counts.grade > 0;
  return (
    <SidePanel open onClose={onClose} title="Who crosses" width={560}>
      {failed !== null && <ErrorState title="It could not be reckoned" error={failed} onRetry={start} />}
      {!preview && failed === null && <SkeletonLines lines={5} />}
      {preview && counts && (
        <>
          <p className="ink2">As if this text took effect today instead of version {preview.inForceVersion}: {format.number(counts.people)} people looked at. This is only reckoned; nothing changes.</p>
          {running && (
            <div className={wordsCss.running}>
              <Progress share={preview.total === 0 ? 0 : preview.done / preview.total} label="Reckoned" />
              <p className="label num">{preview.state === "recognising" ? "Recognising changed signals over the past" : "Reckoning"}: {format.number(preview.done)} of {format.number(preview.total)} <button type="button" className={wordsCss.link} onClick={stop}>Stop</button></p>
            </div>
          )}
          {again !== null && <p className={css.again}>{again} <button type="button" className={wordsCss.link} onClick={start}>Reckon again</button></p>}
          <dl className={css.counts}>
            {figures(counts).map(({ key, name, value, sign }) => <div key={key}><dt className="label">{name}</dt><dd className={`${css.bigNumber} num`} data-way={key}>{format.number(value, { sign })}</dd></div>)}
          </dl>
          {preview.state === "done" && <div className={css.follows}>{crossingWords(counts, format.number).map((words) => <p key={words}>{words}</p>)}</div>}
          {crosses && <SegmentedTabs label="Which way" value={way} onChange={setWay} tabs={ways.map((value) => ({ value, label: wayWords[value], count: format.number(counts[value]) }))} />}
          {crosses && preview.state === "done" && (
            <>
              {people.rows?.length === 0 && <p className={wordsCss.none}>Nobody.</p>}
              <ul className={css.crossings}>
                {people.rows?.map((one) => (
                  <li key={one.contactId} className={css.crossing}>
                    <span className={css.crossName}><Link to={`/people/${one.contactId}`}>{one.name}</Link><span className="label">{[one.company, one.stage].filter(Boolean).join(", ")}{one.handedOver && ", would be handed over"}</span></span>
                    <span className={css.standing}><Grade grade={one.before.grade} /><span className="num ink3">{format.points(one.before.engagement)}</span></span>
                    <ForwardIcon />
                    <span className={css.standing} data-now><Grade grade={one.after.grade} /><span className="num">{format.points(one.after.engagement)}</span></span>
                  </li>
                ))}
              </ul>
              {people.more && <Button onClick={people.loadMore}>Show more</Button>}
            </>
          )}
        </>
      )}
    </SidePanel>
  );
}
