import type { Picture, SegmentKind } from "@tandem/contract/lab/replay";
import { useState } from "react";
import table from "../../ui/figure-table.module.css";
import { Section } from "../../ui/section.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./figures.module.css";
import { Legend } from "./foretells-panel.tsx";
import { segmentKinds, segmentNames, segmentText, type WhichPeople } from "./lab-search.ts";
import { segmentValue } from "./picture-words.ts";
import type { OpenPeople } from "./tiles.tsx";
import type { Subject } from "./use-subject.ts";

const mostRows = 8;

/** Who is gained and lost where; every figure opens its people. */
export function SegmentsPanel({ picture, subject, name, open }: { picture: Picture; subject: Subject; name: string; open: OpenPeople }) {
  const format = useFormat();
  const [kind, setKind] = useState<SegmentKind>("grade");
  const [all, setAll] = useState(false);
  const found = picture.segments.filter((segment) => segment.kind === kind);
  // Grades have an order of their own; the others come by size.
  const rows = kind === "grade" ? found.toSorted((a, b) => (a.value ?? "").localeCompare(b.value ?? "")) : found;
  const most = Math.max(1, ...rows.flatMap((row) => [row.inForce, row.draft]));
  const isLong = rows.length > mostRows + 1;
  const shown = all || !isLong ? rows : rows.slice(0, mostRows);
  return (
    <Section card title="By segment" definition="People handed over, by what is known of them today." aside={<Legend name={name} held={subject.inForce.name} />}>
      <SegmentedTabs label="Segment by" value={kind} onChange={setKind} tabs={segmentKinds.map((value) => ({ value, label: segmentNames[value] }))} />
      {rows.length === 0 ? <p className="ink3" style={{ marginTop: 8 }}>Nobody is handed over in this period.</p> : (
        <table className={table.table}>
          <caption className="sr-only">People handed over, by {segmentNames[kind].toLowerCase()}</caption>
          <thead><tr><th scope="col">{segmentNames[kind]}</th><th scope="col" style={{ width: "24%" }}><span className="sr-only">Drawn</span></th><th scope="col">{name}</th><th scope="col">{subject.inForce.name}</th><th scope="col">Gained</th><th scope="col">Lost</th></tr></thead>
          <tbody>
            {shown.map((row) => {
              const value = segmentValue(kind, row.value);
              const figure = (which: WhichPeople, people: number, side: string, written = format.number(people)) => (people === 0 ? <span className="ink3">–</span> : <button type="button" className={css.open} aria-label={`${written} ${side}, ${value}`} onClick={() => open(which, { segment: segmentText(kind, row.value) })}>{written}</button>);
              return (
                <tr key={row.value ?? ""}>
                  <th scope="row">{value}</th>
                  <td>
                    <span className={css.pairBars} aria-hidden>
                      <span className={css.pairBar} data-side="draft" style={{ width: `${(row.draft / most) * 100}%` }} />
                      <span className={css.pairBar} data-side="in-force" style={{ width: `${(row.inForce / most) * 100}%` }} />
                    </span>
                  </td>
                  <td><b>{figure("draft", row.draft, name)}</b></td>
                  <td>{figure("in-force", row.inForce, subject.inForce.name)}</td>
                  <td>{figure("gained", row.gained, "gained", format.number(row.gained, { sign: true }))}</td>
                  <td>{figure("lost", row.lost, "lost", format.number(-row.lost, { sign: true }))}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {isLong && <button type="button" className={css.open} style={{ marginTop: 8, fontSize: 12 }} onClick={() => setAll(!all)}>{all ? "Show fewer" : `Show ${rows.length - mostRows} more`}</button>}
    </Section>
  );
}
